"""Nothing leads anywhere but a cited source's own URL, which stands apart; names that lead nowhere stay to be read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack.screen import Dialect, Source, screen
from tests.bot.slack.screen.hostile import CITED, SOURCES
from tests.bot.slack.screen.oracle import violations

SHOWN = CITED.replace("&", "&amp;")
NEIGHBOURS = st.lists(
    st.sampled_from(
        [*"()[]<>|*_~\"'.,;:!?&é🚀。：", "x", "[1]", "[a](b)", "<!here>", "**b**", "www.evil.example", " "]
    ),
    max_size=5,
).map("".join)


@pytest.mark.parametrize(
    "text",
    [
        "https%3A%2F%2Fevil.example%2FKUMQUAT",
        "https:%2f%2fevil.example/KUMQUAT",
        "blob:https://evil.example/KUMQUAT",
        "feed:https://evil.example/KUMQUAT",
        "filesystem:https://evil.example/KUMQUAT",
        "magnet:?xt=urn:btih:KUMQUAT",
        "bitcoin:1A1zP1eP5QGefi2DMPTfTL5SLmv7KUMQUAT",
        "ms-settings:KUMQUAT",
        "search-ms:query=KUMQUAT",
        "itms-services:?action=KUMQUAT",
        "web+x:KUMQUAT",
        "sip:KUMQUAT@evil.example",
        "geo:0,0?q=KUMQUAT",
        "git@evil.example:KUMQUAT/x.git",
        "user@evil.example/KUMQUAT",
        f"{'a' * 40}://evil.example/KUMQUAT",
        "evil.sh/install.sh?d=KUMQUAT",
    ],
)
@pytest.mark.parametrize("place", ["See {}", "`{}`", "```\n{}\n```", "x {} y", "[a]({})", "<{}|a>", "> **{}**"])
def test_whatever_a_client_could_follow_is_removed(text: str, place: str) -> None:
    shown = screen(place.replace("{}", text))

    assert "KUMQUAT" not in shown
    assert violations(shown) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Go to evil.example, now", "Go to `evil.example`, now"),
        ("at login.evil.co.uk", "at `login.evil.co.uk`"),
        ("on socket.io (fast)", "on `socket.io` (fast)"),
        ("`evil.example` is code", "`evil.example` is code"),
        ("Ask ann@house.example: she knows", "Ask `ann@house.example`: she knows"),
        ("It runs on localhost:8080 and 127.0.0.1:5432.", "It runs on `localhost:8080` and `127.0.0.1:5432`."),
        ("README.md#install says", "`README.md#install` says"),
        ("get.evil.sh/install.sh", "`get.evil.sh/install.sh`"),
    ],
)
def test_names_that_lead_nowhere_stay_as_code(text: str, shown: str) -> None:
    assert screen(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Edit README.md, setup.py, main.rs:42 and deploy.sh.",
        "os.path.join, console.log(x), app.run() and np.int64",
        "Node.js, Vue.js, 3.11.7, v1.2.3, e.g. U.S. and a.m.",
        "std::vector, key:value, 3:1 at 10:30, note:this",
        "10.0.0.0/8, 192.168.0.0/16, ::1, TCP/IP, and/or",
        "使用 PostgreSQL.然后 Kafka。",
        "magnet: a stone; geo: earth; feed: hay",
    ],
)
def test_words_with_dots_and_colons_stay(text: str) -> None:
    assert screen(text) == text


@settings(max_examples=300, deadline=None)
@given(NEIGHBOURS, NEIGHBOURS, st.sampled_from(["{}", "[a]({})", "<{}|a>", "<{}>"]), st.sampled_from(Dialect))
def test_a_live_url_is_joined_to_nothing(before: str, after: str, link: str, dialect: Dialect) -> None:
    """A client takes into a link whatever follows without a space, but for marks at its end."""
    shown = screen(before + link.replace("{}", CITED) + after, SOURCES, dialect=dialect)

    for match in re.finditer(re.escape(SHOWN), re.sub(r"`[^`\n]*`", "", shown)):
        around = match.string
        assert not around[: match.start()][-1:].isalnum()
        assert re.compile(r"(?:_|[^\w\s&<>|])*(?:\s|$)").match(around, match.end())


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "mailto:ann@house.example",
        "/relative",
        "https://house.example/a b",
        "https://house.example/a|b",
        "https://house.example/<!here>",
        "https://house.example/\u200ba",
        "https://house.example/a.",
        "https://house.example/?token=ghp_" + "a1B2c3D4e5F6" * 3,
    ],
)
def test_a_source_can_have_a_url_that_is_never_live(url: str) -> None:
    sources = [Source(1, "Notes", "Words.", url)]

    for text in (f"See {url}", f"[a]({url}) there", f"<{url}|a>", f"Words [1] ({url})"):
        assert "//" not in screen(text, sources)
        assert violations(screen(text, sources), [Source(1, "Notes", "Words.")]) == []

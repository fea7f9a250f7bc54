"""Whatever is written, what is posted keeps its promises, however the text was cut into pieces."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.slack.screen import NOTHING, PAYLOAD, UNVERIFIED, Dialect, Markers, Screen, screen
from tests.bot.slack.screen.hostile import ADDRESSES, CITED, DISGUISES, MENTIONS, SOURCES
from tests.bot.slack.screen.oracle import violations
from tests.effort import assert_effort

SCRAPS = [
    "<",
    ">",
    "&",
    "!",
    "@",
    "#",
    "[",
    "]",
    "(",
    ")",
    "|",
    "`",
    "```",
    "\n```\n",
    "~~~\n",
    "*",
    "**",
    "_",
    "__",
    "~~",
    "\\",
    "/",
    "//",
    ":",
    ".",
    ". ",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "\u200b",
    "\u202e",
    "\u2060",
    "\ud83d",
    "\ue000",
    "\ue100",
    "\u0301",
    "\u1fef",
    "\x1b[31m",
    "🚀",
    "é",
    "a",
    "word ",
    "The queue keeps 14 days",
    "5 attempts",
    "[1]",
    "[2].",
    "[9]",
    "[^1]",
    "[1, 2]",
    "(see: x.md)",
    "Sources:\n",
    "**Sources**\n",
    "- ",
    "> ",
    "# ",
    "1. ",
    "| a | b |\n",
    "![",
    "](",
    "]:",
    "]: ",
    "[x]: ",
    "http",
    "https:",
    "://",
    "www.",
    "evil.example",
    "/x",
    "?d=",
    "@here",
    "channel",
    "<!channel>",
    "<@U1>",
    "<!--",
    "-->",
    "<b>",
    "<a href=",
    "&lt;",
    "&amp;",
    "&#60;",
    "&#x3c;",
    "lt;",
    "&commat;",
    "“",
    "”",
    '"',
    "javascript:",
    "mailto:",
    "xoxb-1234567890-abcdefgh",
    "AKIAABCDEFGHIJKLMNOP",
    "-----BEGIN PRIVATE KEY-----",
    "-----END PRIVATE KEY-----\n",
    "MIIEvQIBADANBgkqhkiG9w0B\n",
    "password=",
    "hunter2!",
    "eyJhbGciOi.eyJzdWIiOiIx.",
    "【1】",
    "〔9〕",
    "word⁹",
    "①",
    "evil.com",
    "blob:",
    "%3C!",
    "1.2.3.4:80",
    "a@b.example:",
    "＜",
    "！",
    "＠",
    "。",
    "？",
    CITED,
    f"<{CITED}>",
    f"]({CITED})",
    *MENTIONS,
    *ADDRESSES[:12],
]
SOUP = st.lists(st.sampled_from(SCRAPS), max_size=24).map("".join)
DISGUISED = st.builds(
    lambda before, payload, disguise, after: before + DISGUISES[disguise](payload) + after,
    SOUP,
    st.sampled_from(MENTIONS + ADDRESSES),
    st.sampled_from(sorted(DISGUISES)),
    SOUP,
)
ANY = SOUP | DISGUISED | st.text(max_size=300)


def in_pieces(text: str, ends: list[int], **how: Dialect | Markers) -> str:
    """What streaming would have shown, with the text cut at the given places."""
    cuts = sorted({min(end, len(text)) for end in ends})
    stream = Screen(SOURCES, **how)
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    return "".join(map(stream.add, pieces)) + stream.finish()


@settings(max_examples=500, deadline=None)
@given(ANY)
@example("<<!channel>!channel>")
@example("<!<!channel>channel>")
@example("htt<!---->ps://evil.example/x")
@example("[a](b)(https://evil.example/x)")
@example("https://evil.example/`(adr/7)")
@example("<\n!channel>")
@example("%3C!channel%3E")
@example("[31mxoxb-1234567890-abcdefgh:")
@example("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA://evil.example/")
def test_nothing_hostile_is_left(text: str) -> None:
    assert violations(screen(text, SOURCES), SOURCES) == []


@settings(max_examples=300, deadline=None)
@given(ANY)
def test_nothing_hostile_is_left_in_a_text_object(text: str) -> None:
    shown = screen(text, SOURCES, markers=Markers.DROPPED, dialect=Dialect.MRKDWN)
    assert violations(shown, SOURCES) == []


@settings(max_examples=500, deadline=None)
@given(ANY, st.lists(st.integers(0, 400), max_size=12))
def test_the_result_does_not_depend_on_the_pieces(text: str, ends: list[int]) -> None:
    whole = screen(text, SOURCES)
    assert in_pieces(text, ends) == whole
    assert in_pieces(text, list(range(len(text)))) == whole


@settings(max_examples=300, deadline=None)
@given(ANY, st.integers(0, 200))
def test_what_was_appended_already_keeps_the_promises(text: str, end: int) -> None:
    """A stream may die at any time, and what stands there cannot be taken back."""
    stream = Screen(SOURCES)
    appended = stream.add(text[:end])
    faults = [fault for fault in violations(appended, SOURCES) if not fault.startswith("F7")]
    assert faults == []


@settings(max_examples=200, deadline=None)
@given(ANY)
def test_screening_twice_finds_nothing_new_to_hide(text: str) -> None:
    once = screen(text, SOURCES)
    assert violations(screen(once, SOURCES), SOURCES) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Use it when a < b && b > c.", "Use it when a &lt; b &amp;&amp; c &gt; d.".replace("c &gt; d", "b &gt; c")),
        ("Edit README.md, main.rs, package.json and v1.2.3.", "Edit README.md, main.rs, package.json and v1.2.3."),
        ("See docs/guide.md, src/main.rs:42 and AND/OR.", "See docs/guide.md, src/main.rs:42 and AND/OR."),
        ("Node.js/Express on ports 80/443, e.g. 10.0.0.0/8.", "Node.js/Express on ports 80/443, e.g. 10.0.0.0/8."),
        ("The ratio is 3:1 at 12:30, i.e. ~40 ms.", "The ratio is 3:1 at 12:30, i.e. ~40 ms."),
        ("2 * 3 * 4 = 24 and sk_buff and __init__ too", "2 * 3 * 4 = 24 and sk_buff and __init__ too"),
        ("**Bold**, _slanted_, ~~old~~ and `code`", "**Bold**, _slanted_, ~~old~~ and `code`"),
        ("# Title\n\n- one\n  - two\n\n1. three", "# Title\n\n- one\n  - two\n\n1. three"),
        ("| a | b |\n|---|---|\n| c | d |", "| a | b |\n|---|---|\n| c | d |"),
        ("```python\nx = items[0]\n```\nDone.", "```python\nx = items[0]\n```\nDone."),
        ("- do:\n  ```\n  make\n  ```", "- do:\n  ```\n  make\n```"),
        ("Use `items[0]` or `Map<String, int>`.", "Use `items[0]` or `Map&lt;String, int&gt;`."),
        ("- [ ] open\n- [x] done [optional]", "- [ ] open\n- [x] done [optional]"),
        ("Größe, naïve, 使用 队列，保留 14 天。", "Größe, naïve, 使用 队列，保留 14 天。"),
        ("نستخدم PostgreSQL هنا", "نستخدم PostgreSQL هنا"),
        ("first\r\nsecond\rthird", "first\nsecond\nthird"),
        (f"Read {CITED}.", f"Read {CITED}.".replace("&", "&amp;")),
        (f"Read ({CITED}), twice", f"Read ({CITED}), twice"),
        (f"[the guide]({CITED})", f"the guide ({CITED})"),
        (f"<{CITED}|the guide> says", f"the guide ({CITED}) says"),
        ("Mail team@house.example.", "Mail `team@house.example`."),
        ("The source: we asked people.", "The source: we asked people."),
        ("Sources differ on this.", "Sources differ on this."),
    ],
)
def test_ordinary_text_stays(text: str, shown: str) -> None:
    assert screen(text, SOURCES) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ask <@U1|boss> or <!subteam^S1|@ops>.", "Ask boss or ops."),
        ("@here: look", "here: look"),
        ("[click](https://evil.example/?d=1)", "click"),
        ("![chart](https://evil.example/p.png)", "chart"),
        ("go to https://evil.example/x, now", "go to [link removed], now"),
        ("as in [the guide][1x].\n\n[1x]: https://evil.example", "as in the guide."),
        ("**never closed", "∗∗never closed"),
        ("a `tick", "a tick"),
        ("```\nopen", "```\nopen\n```"),
        ("```\n```", NOTHING),
        (" \n\t", NOTHING),
        ("\u200b\u2060", NOTHING),
        (
            "The queue keeps 14 days [1].\n\n**Sources:**\n[1] ADR-0099\n- https://evil.example",
            "The queue keeps 14 days [1].",
        ),
        ("The queue. [^1]\n\n[^1]: made up. Really.\nMore.", f"The queue. {UNVERIFIED}\n\nMore."),
    ],
)
def test_hostile_text_is_reduced_to_its_words(text: str, shown: str) -> None:
    assert screen(text, SOURCES) == shown


def test_text_objects_get_the_emphasis_they_know() -> None:
    shown = screen("**bold** *slanted* ~~old~~ `code`", dialect=Dialect.MRKDWN)

    assert shown == "*bold* _slanted_ ~old~ `code`"


def test_a_sentence_is_shown_before_its_line_ends() -> None:
    stream = Screen(SOURCES)

    assert stream.add("The queue keeps 14 days [1]. It ") == "The queue keeps 14 days [1]."
    assert stream.add("is durable") == ""
    assert stream.finish() == " It is durable"


@pytest.mark.parametrize(
    "held", ["<!chan", "[label](https://evil", "`code", "https://evil.exam", "word", "**bold", "see (sou"]
)
def test_what_may_still_change_is_held_back(held: str) -> None:
    stream = Screen(SOURCES)

    assert stream.add(f"Done. {held}") in {"Done.", ""}


@pytest.mark.parametrize(
    "text",
    [
        "word " * 20_000,
        "a" * 90_000,
        "🚀" * 50_000,
        "&" * 50_000,
        "`x` " * 9_000,
        "```\n" + "code\n" * 9_000,
        "x. Yes\n" * 9_000,
        "| a " * 20_000,
        "**a** " * 9_000,
        ">" * 30_000,
    ],
)
def test_a_long_text_is_cut_to_one_payload(text: str) -> None:
    shown = screen(text)

    assert len(shown) <= PAYLOAD
    assert len(shown) > PAYLOAD * 0.9
    assert NOTHING in shown[-8:]
    assert violations(shown) == []


@pytest.mark.parametrize(
    "unit",
    [
        "<",
        "[a](",
        "`",
        "``` ",
        "*a",
        "[1]",
        "http://",
        "a.",
        "a@",
        "\\",
        "&amp;",
        "xoxb-",
        "“",
        "'a ",
        "<!",
        "![",
        "[^a]",
        "-----BEGIN PRIVATE KEY",
        "a.b/",
        "password=",
        "eyJ",
        "\n",
        "(see: ",
        "1.1.1.1:",
        "a[.]",
        "https://a|",
    ],
)
def test_a_hostile_megabyte_takes_no_longer_than_a_short_text(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    assert_effort(lambda: screen(text, SOURCES), below=2)

"""No text from outside notifies, links or breaks, in either dialect; people's text is read as they meant it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.markup import bold, clean, fit, fold, link, markdown, mrkdwn, plain, prose, quoted, spoken
from tests.effort import assert_effort

HOSTILE = st.lists(
    st.sampled_from(
        ["<!channel>", "<@U1>", "<#C1|x>", "<https://e.example|ok>", "[a](https://e.example/x)", "![i](//e.example/i)",
         "[a]: https://e.example", "@here", "@Everyone", "www.e.example", "e.example/path?q=1", "mailto:a@e.example",
         "javascript:alert(1)", "`", "*", "_", "~", "\\", "](", "&", "&lt;", "<", ">", "|", "\n# ", "\n> ", "\n- ",
         "\n1. ", "```", "\u202e", "\u200b", "\ud800", "\x00", "\U000e0041", "é", "🚀", " ", "a", "README.md"]
    ),
    max_size=12,
).map("".join)  # fmt: skip
ANY = HOSTILE | st.text(max_size=200)
CODE = re.compile(r"`[^`]*`")
LIVE = re.compile(r"(?:https?|ftp)://|www\.|mailto:|javascript:|\]\(", re.IGNORECASE)


@given(ANY)
def test_mrkdwn_has_no_angle_bracket_no_broadcast_no_live_address(text: str) -> None:
    shown = mrkdwn(text)
    assert "<" not in shown
    assert ">" not in shown
    assert not re.search(r"&(?!amp;|lt;|gt;)", shown)
    assert not re.search(r"@(?:channel|here|everyone)\b", shown, re.IGNORECASE)
    shown.encode()


@given(ANY)
def test_markdown_has_no_angle_bracket_and_no_link(text: str) -> None:
    shown = markdown(text)
    assert "<" not in shown
    assert ">" not in shown
    assert "](" not in CODE.sub("", shown).replace("\\]", "")
    assert not re.search(r"@(?:channel|here|everyone)\b", shown, re.IGNORECASE)
    shown.encode()


@pytest.mark.parametrize("render", [mrkdwn, markdown])
@pytest.mark.parametrize(
    "address",
    ["https://evil.example/x?secret=1", "http://a.example", "www.evil.example/x", "evil.example/steal?d=1",
     "mailto:me@evil.example", "me@evil.example", "javascript:alert", "slack://open", "HTTPS://EVIL.EXAMPLE",
     "https:/evil.example/x", "https:evil.example", "https:\\\\evil.example", "ｈｔｔｐｓ://evil.example",
     "evil.example#x", "evil.example?x=1", "evil.example:8443/x", "evil．example/x", "evil.example", "10.0.0.1:80/x",
     "https%3A%2F%2Fevil.example", "blob:https://evil.example", "magnet:?xt=urn:x"],
)  # fmt: skip
def test_an_address_is_shown_as_code(render, address: str) -> None:
    assert f"`{address}`" in render(f"see {address} now")


@pytest.mark.parametrize("render", [mrkdwn, markdown])
def test_the_sentence_around_an_address_stays_text(render) -> None:
    assert render("see (https://a.example/x), now.") == "see (`https://a.example/x`), now."
    assert render("`https://a.example/x`") == "`https://a.example/x`"


@pytest.mark.parametrize("text", ["README.md", "main.rs", "2.5/3", "v1.2", "e.g. this", "a/b", "3,000 ms", "50% off"])
def test_what_is_no_address_stays_text(text: str) -> None:
    assert "`" not in mrkdwn(f"open {text} now")


def test_nothing_a_stream_shows_is_markup() -> None:
    assert markdown("*a* _b_ [c] ~d~ `e`") == r"\*a\* \_b\_ \[c\] \~d\~ \`e\`"
    assert markdown("# head") == r"\# head"
    assert markdown("1. one\n 2) two\n- three\n## four") == "1\\. one\n 2\\) two\n\\- three\n\\## four"
    assert markdown("2.5 weeks, -3 and #4") == "2.5 weeks, -3 and #4"
    assert markdown("<b> & more") == "&lt;b&gt; &amp; more"


def test_what_calls_people_is_taken_apart_even_where_it_is_escaped() -> None:
    assert markdown("<!channel> and @here") == "!channel&gt; and here"
    assert mrkdwn("< @U1>, @Everyone") == "@U1&gt;, Everyone"
    assert mrkdwn("@@here ＠@`@channel, ＜！here＞") == "here 'channel, ！here＞"


@pytest.mark.parametrize("render", [mrkdwn, markdown])
def test_an_address_is_escaped_as_any_word(render) -> None:
    assert render("https://a.example/?a=1&lt;!here") == "`https://a.example/?a=1&amp;lt;!here`"


@pytest.mark.parametrize("text", ["a `tick", "```\nopen", "a `b` c `d"])
def test_no_code_is_left_open(text: str) -> None:
    assert "`" not in mrkdwn(text)
    assert mrkdwn("`a` and `b`") == "`a` and `b`"


def test_titles_and_quotes_show_no_credential() -> None:
    token = "ghp_" + "aB3dE6gH9jK2mN5pQ8sT1vW4xY7z"
    assert mrkdwn(f"use {token}\nnow") == "use [secret removed]\nnow"
    assert "aB3d" not in markdown(f"use {token}")
    assert "aB3d" not in mrkdwn(f"see https://a.example for {token[:9]}`{token[9:]}")
    assert "Qz7R" not in mrkdwn("use Qz7RkPx2LmV9tBnW4hJdYc8GfSa3EuXoKi5H")
    assert all("aB3d" not in quoted(f"use {token}", limit) for limit in range(8, 60))
    assert "aB3d" not in link("https://a.example", f"use {token}", 100)


def test_prose_goes_through_the_filter_in_the_dialect_it_is_for() -> None:
    text = "**Use** it, see https://evil.example/x [7] & <!here>"

    assert prose(mrkdwn)(text) == "*Use* it, see [link removed] &amp; here"
    assert prose(markdown)(text) == "**Use** it, see [link removed] &amp; here"
    assert prose(str)(text) == text


@given(ANY, st.integers(min_value=4, max_value=60))
def test_what_does_not_fit_is_cut_before_it_is_escaped(text: str, limit: int) -> None:
    for render in (mrkdwn, markdown, str):
        assert len(fit(text, limit, render)) <= limit
    assert not re.search(r"&[a-z]{0,3}$", fit(text, limit))
    assert len(quoted(text, limit)) <= limit
    assert len(plain(text, limit)) <= limit


def test_short_texts_are_not_cut() -> None:
    assert fit("a & b", 100) == "a &amp; b"
    assert fit("abcdef", 4) == "abc…"


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert "\n" not in fold(text)


def test_a_quotation_marks_every_line() -> None:
    assert quoted("one\ntwo <b>", 100) == ">one\n>two &lt;b&gt;"


def test_bold_cannot_be_ended_early() -> None:
    assert bold("a*b") == "*a∗b*"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.example/x?a=1&b=2", "<https://a.example/x?a=1&amp;b=2|A/B>"),
        ("https://a.example/<x>|y z", "<https://a.example/%3Cx%3E%7Cy%20z|A/B>"),
        ("javascript:alert(1)", "A|B"),
        ("https://", "A|B"),
        ("http://[bad", "A|B"),
        (None, "A|B"),
    ],
)
def test_only_a_web_address_of_a_citation_becomes_a_link(url: str | None, shown: str) -> None:
    assert link(url, "A|B", 100) == shown


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("<@UBOT> hi", "hi"),
        ("hey <@UBOT|archie> hi", "hey  hi"),
        ("ask <@U2>", "ask @someone"),
        ("<https://a.example>", "https://a.example"),
        ("<https://a.example|site>", "site"),
        ("<!here> <!date^1^x|Monday>", "@here Monday"),
        ("<!subteam^S1|@team>", "@team"),
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("&amp;lt;", "&lt;"),
    ],
)
def test_what_people_write_is_read_as_they_meant_it(text: str, meant: str) -> None:
    assert spoken(text, "UBOT") == meant


@pytest.mark.parametrize(
    "unit", ["a.", "a@", "<", "http://", "@here", "[a](", "a-", "1.", "\\", "a:", "\n", " ", "www."]
)
def test_long_hostile_text_takes_linear_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert_effort(lambda: (mrkdwn(text), markdown(text), spoken(text, "UBOT")), below=5)

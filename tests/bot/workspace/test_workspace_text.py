"""What people type, and what is stored of it."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.workspace.model import Channel, ChannelKind, User
from bot.workspace.typed_text import command_text, escape, mentions, rich_text, stored_text

USERS = {"U1": User("U1", "mara", "Mara", "#000000"), "U2": User("U2", "helper", "Helper", "#000000", is_bot=True)}
CHANNELS = {"C1": Channel("C1", "general", ChannelKind.CHANNEL, ["U1"])}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("hi <@U2>, look", "hi <@U2>, look"),
        ("hi <@U9>", "hi &lt;@U9&gt;"),
        ("@helper help", "<@U2> help"),
        ("mail me@helper now", "mail me@helper now"),
        ("@nobody", "@nobody"),
        ("@here now", "<!here> now"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("see https://example.org/a?b=1&c=2.", "see <https://example.org/a?b=1&amp;c=2>."),
    ],
)
def test_typed_text_is_escaped_and_linked(typed: str, stored: str) -> None:
    assert stored_text(typed, USERS) == stored


@given(st.text(alphabet=st.characters(exclude_characters="@#:/", exclude_categories=("Cs",))))
def test_plain_text_comes_back_whole(typed: str) -> None:
    assert html.unescape(stored_text(typed, USERS)) == html.unescape(escape(typed))


@given(st.text())
def test_only_known_entities_have_angle_brackets(typed: str) -> None:
    stored = stored_text(typed, {})
    assert "<@" not in stored
    assert "<#" not in stored


def test_commands_carry_ids_only_when_they_ask_for_them() -> None:
    typed = "tell @mara in <#C1> & <@U2>"
    assert command_text(typed, USERS, CHANNELS, should_escape=True) == (
        "tell <@U1|mara> in <#C1|general> &amp; <@U2|helper>"
    )
    assert command_text(typed, USERS, CHANNELS, should_escape=False) == "tell @mara in #general &amp; @helper"


def test_rich_text_separates_text_people_and_links() -> None:
    section = rich_text("ask <@U2> &amp; see <https://example.org|here> in <#C1> <!here>")[0]["elements"][0]
    kinds = [element["type"] for element in section["elements"]]
    assert kinds == ["text", "user", "text", "link", "text", "channel", "text", "broadcast"]
    assert section["elements"][2]["text"] == " & see "


def test_a_mention_is_found_with_and_without_a_label() -> None:
    assert mentions("hi <@U2>", "U2")
    assert mentions("hi <@U2|helper>", "U2")
    assert not mentions("hi U2", "U2")

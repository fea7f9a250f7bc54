"""`/archie settings`: shown to one person, changed for all to see, and kept only once the channel was told."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from bot.slack import texts
from bot.slack.blocks.channel_settings import CHOOSE, changed_message, settings_message
from bot.store.channel_settings import Mode
from tests.bot.slack.support import Bench, Call


async def mode_of(bench: Bench, channel: str = "C1") -> Mode:
    return await bench.bot.store.channel_settings.get("T1", channel)


def last(bench: Bench) -> Call:
    """What the person sees last."""
    return bench.slack.of("respond")[-1]


def posts(bench: Bench) -> list[str]:
    return [call.blocks_text for call in bench.slack.of("chat.postMessage") if call.accepted]


async def pick(bench: Bench, mode: str, channel: str = "C1", user: str = "U1") -> None:
    option = {"text": {"type": "plain_text", "text": mode}, "value": mode}
    action = {"type": "static_select", "action_id": CHOOSE, "block_id": CHOOSE, "selected_option": option}
    place = {"channel": {"id": channel}, "user": {"id": user}, "team": {"id": "T1"}, "actions": [action]}
    url = f"{bench.slack.url}respond"
    await bench.dispatch({"type": "block_actions", "trigger_id": "t.1", "response_url": url, **place})


def selected(call: Call) -> str:
    """The option the select shows."""
    (row,) = [block for block in call.body["blocks"] if block["type"] == "actions"]
    return str(row["elements"][0]["initial_option"]["value"])


async def test_it_shows_what_holds_and_a_sentence_for_each_choice(bench: Bench) -> None:
    await bench.command("/archie", "settings")
    shown = last(bench).blocks_text
    assert all(sentence in shown for sentence in texts.HOLDS.values())
    assert selected(last(bench)) == "mentions"
    assert last(bench).body["response_type"] == "ephemeral"
    assert posts(bench) == []


@pytest.mark.parametrize("mode", ["questions", "threads"])
@pytest.mark.parametrize("how", ["command", "select"])
async def test_a_choice_is_told_in_the_channel_by_name_and_then_holds(bench: Bench, mode: str, how: str) -> None:
    if how == "command":
        await bench.command("/archie", f"Settings  {mode.upper()}")
    else:
        await pick(bench, mode)
    (line,) = posts(bench)
    assert "u1 changed" in line
    assert "<@" not in line
    assert texts.HOLDS[Mode(mode)] in line
    assert "/archie settings" in line
    assert "thread_ts" not in bench.slack.of("chat.postMessage")[0].body
    assert await mode_of(bench) is Mode(mode)
    assert selected(last(bench)) == mode
    assert last(bench).body["replace_original"] is (how == "select")
    assert await mode_of(bench, "C2") is Mode.MENTIONS


async def test_it_is_told_before_it_holds(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    posted: list[int] = []
    settings = bench.bot.store.channel_settings
    keep = settings.set

    async def watched(*given: Any) -> None:
        posted.append(len(posts(bench)))
        await keep(*given)

    monkeypatch.setattr(settings, "set", watched)
    await bench.command("/archie", "settings questions")
    assert posted == [1]


async def test_what_holds_already_is_said_and_told_nobody(bench: Bench) -> None:
    await bench.command("/archie", "settings mentions")
    assert texts.HOLDS_ALREADY in last(bench).blocks_text
    await pick(bench, "threads")
    await pick(bench, "threads", user="U2")
    assert texts.HOLDS_ALREADY in last(bench).blocks_text
    assert len(posts(bench)) == 1


async def test_anything_else_behind_the_word_shows_the_choices(bench: Bench) -> None:
    await bench.command("/archie", "settings everything <!channel>")
    shown = last(bench).blocks_text
    assert texts.UNKNOWN_SETTING in shown
    assert "<!channel>" not in shown
    assert selected(last(bench)) == "mentions"


@pytest.mark.parametrize("text", ["settings", "settings questions"])
async def test_in_a_direct_message_there_is_nothing_to_set(bench: Bench, text: str) -> None:
    await bench.command("/archie", text, channel="D1")
    assert texts.SETTINGS_IN_DIRECT_MESSAGE in last(bench).blocks_text
    assert posts(bench) == []
    assert await mode_of(bench, "D1") is Mode.MENTIONS


@pytest.mark.parametrize("code", ["not_in_channel", "channel_not_found"])
async def test_where_archie_is_not_nothing_changes_until_it_is_invited(bench: Bench, code: str) -> None:
    bench.slack.fail("chat.postMessage", code)
    await bench.command("/archie", "settings questions")
    assert texts.CANNOT_SET in last(bench).blocks_text
    assert await mode_of(bench) is Mode.MENTIONS
    await pick(bench, "questions")
    assert await mode_of(bench) is Mode.QUESTIONS


async def test_what_slack_refuses_otherwise_changes_nothing_and_is_told(bench: Bench) -> None:
    bench.slack.fail("chat.postMessage", "restricted_action")
    await bench.command("/archie", "settings questions")
    assert texts.UNEXPECTED in last(bench).blocks_text
    assert await mode_of(bench) is Mode.MENTIONS


async def test_what_cannot_be_kept_does_not_stay_announced(bench: Bench) -> None:
    with bench.locked_store():
        await bench.command("/archie", "settings questions")
    assert "busy" in last(bench).blocks_text
    (post,) = bench.slack.of("chat.postMessage")
    assert [call.body["ts"] for call in bench.slack.of("chat.delete")] == [post.body["_ts"]]
    assert await mode_of(bench) is Mode.MENTIONS


async def test_of_two_at_once_the_last_one_counts_and_is_told_last(bench: Bench) -> None:
    await asyncio.gather(*(pick(bench, mode, user=user) for mode, user in (("questions", "U1"), ("threads", "U2"))))
    assert len(posts(bench)) == 2
    assert texts.HOLDS[await mode_of(bench)] in posts(bench)[-1]


async def test_a_choice_survives_a_restart(bench: Bench) -> None:
    await bench.command("/archie", "settings threads")
    bench.restart()
    assert await mode_of(bench) is Mode.THREADS


async def test_somebody_whose_name_is_not_known_is_not_mentioned(bench: Bench) -> None:
    bench.slack.fail("users.info", "user_not_found")
    await bench.command("/archie", "settings threads")
    (line,) = posts(bench)
    assert texts.SOMEBODY in line
    assert "U1" not in line


@pytest.mark.parametrize("text", ["help", "", "hello", "fly", "settingsx"])
async def test_other_words_are_answered_as_before(bench: Bench, text: str) -> None:
    await bench.command("/archie", text)
    shown = last(bench).blocks_text
    assert "/archie settings" in shown
    assert (texts.UNKNOWN_SUBCOMMAND in shown) is (text in {"fly", "settingsx"})


def test_a_name_cannot_notify_or_break_the_line() -> None:
    hostile = "<!channel> <@U1> *x*\n@here https://evil.example/x"
    for mode in Mode:
        shown = json.dumps([changed_message(hostile, mode).text, *changed_message(hostile, mode).blocks])
        assert "<!" not in shown
        assert "<@" not in shown
        assert texts.HOLDS[mode] in shown


@pytest.mark.parametrize("mode", list(Mode))
def test_each_mode_is_one_option_and_the_present_one_is_chosen(mode: Mode) -> None:
    (row,) = [block for block in settings_message(mode).blocks if block["type"] == "actions"]
    (select,) = row["elements"]
    assert [option["value"] for option in select["options"]] == [each.value for each in Mode]
    assert select["initial_option"] in select["options"]
    assert select["initial_option"]["value"] == mode

"""Buttons: who may press them, once each, and old ones explain themselves privately."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.decisions.session.state import Decision, Status
from bot.slack import conversation_texts as texts
from bot.slack.blocks.decisions import ids
from bot.slack.blocks.decisions.lists import help_message
from tests.bot.slack.support import Bench, Call

WEEKLY = "weekly"


@pytest.fixture
async def decision(bench: Bench) -> Decision:
    """A team decision of U1 in C1, whose first question is open."""
    bench.slack.channel = {"is_channel": True}
    await bench.command("/decide", "Support bot")
    await bench.settled()
    return await now(bench)


async def now(bench: Bench) -> Decision:
    """The decision as it stands."""
    desk = room(bench).desk
    (row,) = await desk.listed("T1")
    found = await desk.get(row.id)
    assert found is not None
    return found


def room(bench: Bench) -> Any:
    return bench.bot._room


def told(bench: Bench) -> list[str]:
    """What was told privately, in order."""
    return [call.blocks_text for call in bench.slack.of("respond")]


async def press(
    bench: Bench, action_id: str, decision: Decision, number: int = 0, choice: str = "", **more: Any
) -> None:
    await bench.click(action_id, ids.value(decision.id, number, choice), **more)
    await bench.settled()


def shown(bench: Bench, root: str) -> dict[str, str]:
    """The text of each message in its newest state, by ts."""
    messages: dict[str, str] = {}
    for call in bench.slack.of("chat.postMessage", "chat.update"):
        messages[_ts(call)] = call.blocks_text
    assert root in messages
    return messages


def _ts(call: Call) -> str:
    return str(call.body.get("_ts") or call.body.get("ts"))


async def test_a_command_posts_the_card_and_its_first_question_once(bench: Bench, decision: Decision) -> None:
    posts = bench.slack.of("chat.postMessage")

    assert [post.body.get("thread_ts") for post in posts] == [None, decision.root_ts]
    assert decision.root_ts == _ts(posts[0])
    assert "Support bot" in posts[0].blocks_text


async def test_a_choice_counts_and_is_confirmed_privately_while_others_are_waited_for(
    bench: Bench, decision: Decision
) -> None:
    await press(bench, f"{ids.CHOOSE}0", decision, 1, WEEKLY)
    after = await now(bench)

    assert after.current is not None
    assert after.current.stances["U1"].value == WEEKLY
    assert texts.KEPT in told(bench)[-1]
    assert not any("Weekly*" in text for text in shown(bench, str(decision.root_ts)).values())


async def test_the_same_press_delivered_twice_counts_once(bench: Bench, decision: Decision) -> None:
    presses = (press(bench, f"{ids.CHOOSE}0", decision, 1, WEEKLY) for _ in range(3))
    await asyncio.gather(*presses)

    assert (await now(bench)).number_of_events == decision.number_of_events + 1
    assert sum(texts.ALREADY_CLICKED in text for text in told(bench)) == 2


async def test_an_old_button_explains_itself_and_changes_nothing(bench: Bench, decision: Decision) -> None:
    await press(bench, ids.NEXT, decision, 1)
    after = await now(bench)
    await press(bench, f"{ids.CHOOSE}0", decision, 1, WEEKLY, user="U2")

    assert (await now(bench)) == after
    assert "closed" in told(bench)[-1]


async def test_a_button_pressed_after_the_end_explains_itself(bench: Bench, decision: Decision) -> None:
    await press(bench, ids.MORE, decision, 0, ids.CANCEL)
    await press(bench, f"{ids.CHOOSE}0", decision, 1, WEEKLY, user="U2")

    assert (await now(bench)).status is Status.CANCELLED
    assert "cancelled" in told(bench)[-1].lower()


async def test_people_who_are_not_in_the_channel_are_told_so(bench: Bench, decision: Decision) -> None:
    await press(bench, f"{ids.CHOOSE}0", decision, 1, WEEKLY, user="U9")

    assert (await now(bench)) == decision
    assert texts.NOT_IN_CHANNEL in told(bench)[-1]


async def test_in_a_private_channel_whose_members_are_hidden_everybody_who_sees_a_button_may(
    bench: Bench, decision: Decision
) -> None:
    bench.slack.fail("conversations.members", "missing_scope")
    await press(bench, f"{ids.CHOOSE}0", decision, 1, WEEKLY, user="U9")

    assert "U9" in (await now(bench)).participants


@pytest.mark.parametrize(
    ("action_id", "value"),
    [
        (ids.NEXT, "gone00:1:"),
        (ids.NEXT, "nonsense"),
        ("decide_unheard_of", "{id}:1:"),
        (f"{ids.CHOOSE}0", "{id}:1:never heard of"),
        (f"{ids.CHOOSE}0", "{id}:77:weekly"),
        (f"{ids.TAKE}0", "{id}:0:99=weekly"),
        (f"{ids.CORRECT}0", "{id}:0:99"),
    ],
)
async def test_a_value_nobody_wrote_changes_nothing(
    bench: Bench, decision: Decision, action_id: str, value: str
) -> None:
    await bench.click(action_id, value.replace("{id}", decision.id))
    await bench.settled()

    assert (await now(bench)) == decision
    assert told(bench)


async def test_only_the_owner_pauses(bench: Bench, decision: Decision) -> None:
    await press(bench, ids.PAUSE, decision, user="U2")
    refused = await now(bench)
    await press(bench, ids.PAUSE, decision)

    assert refused.status is Status.OPEN
    assert (await now(bench)).status is Status.PAUSED


async def test_a_form_for_a_closed_question_is_not_opened(bench: Bench, decision: Decision) -> None:
    await press(bench, ids.NEXT, decision, 1)
    await press(bench, ids.NUMBER, decision, 1)

    assert not bench.slack.of("views.open")


async def test_a_form_is_read_and_what_is_wrong_with_it_is_told_in_it(bench: Bench, decision: Decision) -> None:
    await press(bench, f"{ids.CORRECT}0", decision, 0, "0")
    view = bench.slack.of("views.open")[-1].body["view"]
    handed = view | {
        "id": "V1",
        "state": {"values": {"decide_answer": {"decide_answer": {"selected_option": {"value": WEEKLY}}}}},
    }
    await bench.dispatch({"type": "view_submission", "team": {"id": "T1"}, "user": {"id": "U1"}, "view": handed})
    await bench.settled()

    current = (await now(bench)).current
    assert current is not None
    assert current.stances["U1"].value == WEEKLY


async def test_help_is_private(bench: Bench) -> None:
    await bench.command("/decide", "help")
    await bench.settled()

    assert not bench.slack.of("chat.postMessage")
    assert help_message().blocks[0]["text"]["text"][:20] in told(bench)[0]

"""The same button at once, events sent again, a Slack that refuses: one effect each.

Old buttons and people who are not in the channel: `tests.bot.slack.decisions.test_clicks`, since the workspace, as
Slack, lets nobody press what is not there any more.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.hosting import in_workspace, socket_bot
from bot.slack import conversation_texts as texts
from bot.slack.manifest import load_manifest
from bot.workspace.calls import Fault, FaultKind
from bot.workspace.config import WorkspaceConfig
from bot.workspace.server import WorkspaceServer
from tests.scenarios.deciding import question, result, shown, starts
from tests.scenarios.people import Person
from tests.scenarios.reading import Message, text_of
from tests.scenarios.town import Town, settings_in

ONCE = 1


def count(person: Person, thread: str, words: str) -> int:
    return sum(words in text for text in shown(person, thread))


async def finished(mara: Person) -> tuple[Message, Message]:
    """A decision of one person that came to its result."""
    root, first = await starts(mara, "Search", "dm")
    await mara.picks(first, "Weekly", "dm")
    await question(mara, "Question 2", root["ts"], "dm")
    await mara.says("finish", "dm", root["ts"])
    return root, await result(mara, root["ts"], "dm")


async def closes(mara: Person, first: Message) -> None:
    """The first question of a decision in a channel is answered by its owner, and closed."""
    await mara.picks(first, "Weekly", "general")
    await mara.sees_ephemeral()
    await mara.clicks(first, "Next", "general")


async def test_two_people_press_the_same_button_at_once(archie: Town, mara: Person, tobias: Person) -> None:
    root, first = await starts(mara, "Search", "general")
    await tobias.clicks(root, "Join", "general")
    await tobias.sees_ephemeral()
    await asyncio.gather(mara.picks(first, "Weekly", "general"), tobias.picks(first, "Weekly", "general"))
    await question(mara, "Question 2", root["ts"], "general")
    await archie.workspace.idle()

    closed = text_of(mara.now(first, "general") or {})
    assert "mara" in closed
    assert "tobias" in closed
    assert count(mara, root["ts"], "Question 2") == ONCE


async def test_a_double_click_asks_the_next_question_once(archie: Town, mara: Person) -> None:
    root, first = await starts(mara, "Search", "dm")
    await asyncio.gather(*(mara.clicks(first, "Not Sure", "dm") for _ in range(3)))
    await question(mara, "Question 2", root["ts"], "dm")
    await archie.workspace.idle()

    assert count(mara, root["ts"], "Question 2") == ONCE
    assert count(mara, root["ts"], "Question 3") == 0


async def test_two_decisions_begun_in_one_thread_at_once_are_one_and_a_pointer(
    archie: Town, mara: Person, tobias: Person
) -> None:
    talk = await mara.says("Shall we fine-tune?", "general")
    people = (mara, tobias)
    await asyncio.gather(*(p.says("@Archie decide Search", "general", talk["ts"]) for p in people))
    pointer = await next_pointer(people)
    await question(mara, "Question 1", talk["ts"], "general")
    await archie.workspace.idle()

    assert texts.ALREADY_OPEN in text_of(pointer)
    assert count(mara, talk["ts"], "Question 1") == ONCE


async def next_pointer(people: tuple[Person, ...]) -> Message:
    """What the first of them is told privately."""
    waiting = [asyncio.create_task(person.sees_ephemeral()) for person in people]
    done, late = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in late:
        task.cancel()
    return done.pop().result()


async def test_recorded_twice_at_once_there_is_one_record_and_one_summary(archie: Town, mara: Person) -> None:
    root, verdict = await finished(mara)
    await asyncio.gather(*(mara.clicks(verdict, "Record Decision", "dm") for _ in range(3)))
    await mara.sees_file("search.md", "dm", root["ts"])
    await archie.workspace.idle()

    files = [file["name"] for one in mara.replies(root["ts"]) for file in one.get("files", [])]
    assert sorted(files) == sorted(set(files))
    assert count(mara, root["ts"], "The verdict") == ONCE


async def test_a_reply_that_comes_as_message_and_mention_and_again_counts_once(house: Path) -> None:
    manifest = load_manifest()
    manifest["settings"]["event_subscriptions"]["bot_events"].append("message.channels")
    workspace = WorkspaceServer(WorkspaceConfig.from_manifest(manifest))
    await workspace.start()
    try:
        async with (
            socket_bot(in_workspace(settings_in(house), workspace), scheduled=True),
            Person.at(workspace.base_url, "mara") as mara,
        ):
            root, _ = await starts(mara, "Search", "general")
            await mara.says("@Archie weekly", "general", root["ts"])
            await mara.sees_message("How often it changes: Weekly", "general", root["ts"])
            for event in workspace.control.sent_events():
                for _ in range(3):
                    workspace.control.redeliver(event["event_id"])
            await workspace.idle()
            assert count(mara, root["ts"], "How often it changes: Weekly") == ONCE
            assert len(mara.roots("general")) == ONCE
    finally:
        await workspace.stop()


FAULTS = {
    "too many": Fault(FaultKind.RATE_LIMIT, seconds=0),
    "server error": Fault(FaultKind.SERVER_ERROR),
    "unavailable": Fault(FaultKind.UNAVAILABLE),
    "line drops": Fault(FaultKind.DROP),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
async def test_whatever_slack_does_a_decision_comes_to_its_result_once(
    archie: Town, mara: Person, fault: Fault
) -> None:
    def disturb(*methods: str) -> None:
        for method in methods:
            archie.workspace.control.inject(method, Fault(fault.kind, seconds=fault.seconds))

    disturb("chat.postMessage", "chat.update", "files.completeUploadExternal")
    root, first = await starts(mara, "Search", "dm")
    disturb("chat.update")
    await mara.picks(first, "Weekly", "dm")
    await question(mara, "Question 2", root["ts"], "dm")
    disturb("chat.postMessage")
    await mara.says("finish", "dm", root["ts"])
    await result(mara, root["ts"], "dm")
    await mara.sees_file("cost-over-time.png", "dm", root["ts"])
    await archie.workspace.idle()

    assert len(mara.roots("dm")) == ONCE
    assert count(mara, root["ts"], "*Weekly*") == ONCE
    assert count(mara, root["ts"], "The verdict") == ONCE
    files = [file["name"] for one in mara.replies(root["ts"]) for file in one.get("files", [])]
    assert files == ["cost-over-time.png"]


async def test_where_files_may_not_be_uploaded_that_is_said_and_the_result_stands(archie: Town, mara: Person) -> None:
    refused = Fault(FaultKind.ERROR, times=50, code="missing_scope")
    archie.workspace.control.inject("files.getUploadURLExternal", refused)
    root, verdict = await finished(mara)
    await mara.sees_message("could not be uploaded here (missing_scope)", "dm", root["ts"])
    await mara.clicks(verdict, "Record Decision", "dm")
    await mara.sees_message("The record could not be uploaded", "dm", root["ts"])
    await archie.workspace.idle()

    assert count(mara, root["ts"], "The chart could not") == ONCE


async def test_a_question_an_admin_deleted_is_asked_again(archie: Town, mara: Person) -> None:
    root, first = await starts(mara, "Search", "general")
    archie.workspace.control.inject("chat.update", Fault(FaultKind.ERROR, times=2, code="message_not_found"))
    await closes(mara, first)
    await question(mara, "Question 2", root["ts"], "general")
    await archie.workspace.idle()

    assert count(mara, root["ts"], "Question 2") == ONCE


async def test_where_archie_was_removed_nothing_is_begun_and_that_is_said(archie: Town, mara: Person) -> None:
    archie.workspace.control.inject("chat.postMessage", Fault(FaultKind.ERROR, code="not_in_channel"))
    await mara.runs("/decide Search", "general")

    assert texts.INVITE in text_of(await mara.sees_ephemeral())
    assert not mara.roots("general")

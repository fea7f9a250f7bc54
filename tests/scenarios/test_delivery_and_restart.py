"""Slack delivers twice, lines drop, the process restarts: one question, one answer, and every button keeps working."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.hosting import in_workspace, socket_bot
from bot.slack.manifest import load_manifest
from bot.workspace.calls import Fault, FaultKind
from bot.workspace.config import WorkspaceConfig
from bot.workspace.server import WorkspaceServer
from tests.scenarios.people import Person, text_of
from tests.scenarios.town import Town, settings_in, town

QUESTION = "@Archie How long does it take to prototype a RAG system?"


async def test_an_event_delivered_again_is_not_answered_again(archie: Town, mara: Person) -> None:
    asked = await mara.says(QUESTION, "general")
    await mara.sees_answer(asked["ts"])

    for event in archie.workspace.control.sent_events():
        archie.workspace.control.redeliver(event["event_id"])
    await archie.workspace.idle()

    assert len(mara.replies(asked["ts"])) == 1


async def test_a_mention_that_comes_as_message_and_as_app_mention_is_answered_once(house: Path) -> None:
    """As in Slack, when the app also listens to channels."""
    manifest = load_manifest()
    manifest["settings"]["event_subscriptions"]["bot_events"].append("message.channels")
    workspace = WorkspaceServer(WorkspaceConfig.from_manifest(manifest))
    await workspace.start()
    bot = socket_bot(in_workspace(settings_in(house), workspace), scheduled=True)
    try:
        async with bot, Person.at(workspace.base_url, "mara") as mara:
            asked = await mara.says(QUESTION, "general")
            await mara.sees_answer(asked["ts"])
            await mara.says("Nobody is addressed here.", "general")
            await workspace.idle()
            delivered = [event["event"]["type"] for event in workspace.control.sent_events()]
    finally:
        await workspace.stop()

    assert {"message", "app_mention"} <= set(delivered)
    assert len(mara.replies(asked["ts"])) == 1


async def test_an_edited_question_gets_no_second_answer(archie: Town, mara: Person) -> None:
    asked = await mara.says(QUESTION, "general")
    await mara.sees_answer(asked["ts"])

    await mara.edits(asked, QUESTION + " Please!", "general")
    await archie.workspace.idle()

    assert len(mara.replies(asked["ts"])) == 1


async def test_a_line_that_drops_after_slack_took_the_message_leaves_one_reply(archie: Town, mara: Person) -> None:
    for method in ("chat.postMessage", "chat.startStream"):
        archie.workspace.control.inject(method, Fault(FaultKind.DROP, times=1))

    asked = await mara.says(QUESTION, "general")
    reply = await mara.sees_answer(asked["ts"])
    await archie.workspace.idle()

    assert "2-3 weeks" in text_of(reply)
    assert len(mara.finished_replies(asked["ts"])) == 1


async def test_slack_asking_to_slow_down_only_delays_the_answer(archie: Town, mara: Person) -> None:
    for method in ("chat.postMessage", "chat.startStream", "agents.sessions.setStatus"):
        archie.workspace.control.inject(method, Fault(FaultKind.RATE_LIMIT, times=1, seconds=1))

    asked = await mara.says(QUESTION, "general")

    assert "2-3 weeks" in text_of(await mara.sees_answer(asked["ts"]))
    await archie.workspace.idle()
    assert len(mara.replies(asked["ts"])) == 1


async def test_slack_renewing_the_connection_loses_nothing(archie: Town, mara: Person) -> None:
    await archie.workspace.control.refresh_sockets()

    asked = await mara.says(QUESTION, "general")

    assert "2-3 weeks" in text_of(await mara.sees_answer(asked["ts"]))


async def test_after_a_restart_messages_are_there_and_their_buttons_work(house: Path) -> None:
    async with town(settings_in(house)) as before:
        mara = await before.person("mara")
        asked = await mara.says(QUESTION, "general")
        answer = await mara.sees_answer(asked["ts"])

    async with town(settings_in(house)) as after:
        mara = await after.person("mara")
        await after.workspace.wait_for(lambda: after.workspace.connected)
        await mara.clicks(answer, "1", "general")

        assert "Prototyping a RAG system takes 2-3 weeks" in text_of(await mara.sees_view())
        await after.workspace.idle()
        assert not mara.replies(asked["ts"])


async def test_twenty_people_at_once_each_get_their_answer(archie: Town, mara: Person, tobias: Person) -> None:
    asked = await asyncio.gather(
        *(person.says(QUESTION, channel) for person in (mara, tobias) for channel in ["general", "ai-architecture"] * 5)
    )

    for message in asked:
        person = mara if message["user"] == mara.id else tobias
        assert "2-3 weeks" in text_of(await person.sees_answer(message["ts"]))
    await archie.workspace.idle()
    assert all(len(mara.replies(message["ts"])) == 1 for message in asked)

"""`/knowledge` with its buttons, the Home tab, and the buttons of gaps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack import knowledge_texts as texts
from bot.slack.asks import Audience
from bot.slack.blocks.gaps import DISMISS
from bot.slack.blocks.knowledge import CONFIRM, RECONCILE, SHOW, SYNC
from bot.slack.blocks.lists import PAGE, read_page
from bot.slack.blocks.parts import Message, sentence
from bot.slack.blocks.waiting import DO_NOT_TELL, TELL_ME, will_tell_message
from bot.slack.delivery import Delivery
from bot.slack.gaps import GapBook
from bot.slack.home_watch import HomeWatch
from bot.slack.knowledge import Knowledge
from bot.slack.running import Running
from bot.slack.texts import GONE
from bot.store.store import Store

Body = Mapping[str, Any]


def register(
    app: AsyncApp, knowledge: Knowledge, waiting: Waiting, homes: HomeWatch, *, delivery: Delivery, running: Running
) -> None:
    """Listen to the command, the buttons and the Home tab."""
    desk = Requests(knowledge, delivery, running)

    @app.command("/knowledge")
    async def command(ack: AsyncAck, body: Body) -> None:
        await ack()
        user, url = body["user_id"], body["response_url"]
        answer = await knowledge.command(user, body.get("text") or "", body["channel_id"])
        if isinstance(answer, str):
            await desk.ask(user, answer, url)
        else:
            await delivery.respond(url, answer)

    @app.action(re.compile(rf"^(?:{SHOW}|{PAGE})\w+$"))
    async def show(ack: AsyncAck, body: Body, action: Body) -> None:
        await ack()
        name, number, query = read_page(action["value"])
        shown = await knowledge.show(body["user"]["id"], _channel(body), name, number, query)
        await delivery.respond(body["response_url"], shown, replace=True)

    @app.action(re.compile(rf"^(?:{SYNC}|{RECONCILE})$"))
    async def work(ack: AsyncAck, body: Body, action: Body) -> None:
        await ack()
        await desk.ask(body["user"]["id"], action["action_id"].removeprefix("knowledge_"), body["response_url"])

    @app.action(CONFIRM)
    async def confirm(ack: AsyncAck, body: Body, action: Body) -> None:
        await ack()
        await desk.confirm(body["user"]["id"], action["value"], body["response_url"])

    @app.action(DISMISS)
    async def dismiss(ack: AsyncAck, body: Body, action: Body) -> None:
        await ack()
        await desk.dismiss(body["user"]["id"], action["value"], body["response_url"], waiting.gaps, _channel(body))

    @app.action(TELL_ME)
    async def tell_me(ack: AsyncAck, body: Body, action: Body) -> None:
        await ack()
        await delivery.respond(body["response_url"], await waiting.begin(action["value"], body["user"]["id"]))

    @app.action(DO_NOT_TELL)
    async def do_not_tell(ack: AsyncAck, body: Body, action: Body) -> None:
        await ack()
        message = await waiting.end(action["value"], body["user"]["id"])
        await delivery.respond(body["response_url"], message, replace=True)

    @app.event("app_home_opened")
    async def home_opened(event: Body, body: Body) -> None:
        if event.get("tab") == "home":
            await homes.opened(str(body.get("team_id") or ""), event["user"])


class Requests:
    """Hands admins' requests on and tells them what came of it."""

    def __init__(self, knowledge: Knowledge, delivery: Delivery, running: Running) -> None:
        self._knowledge = knowledge
        self._delivery = delivery
        self._running = running

    async def ask(self, user: str, work: str, url: str) -> None:
        """Ask for work that only admins may ask for."""
        if not self._knowledge.admits(user):
            await self._delivery.respond(url, sentence(texts.ONLY_ADMINS))
            return
        request_id = await self._knowledge.ask(user, work)
        await self._follow(request_id or sentence(texts.UNDER_WAY), url)

    async def confirm(self, user: str, removal: str, url: str) -> None:
        """Confirm a removal."""
        if not self._knowledge.admits(user):
            await self._delivery.respond(url, sentence(texts.ONLY_ADMINS))
            return
        await self._follow(await self._knowledge.confirm(user, removal), url)

    async def dismiss(self, user: str, value: str, url: str, gaps: GapBook, channel: str) -> None:
        """Dismiss a gap and show what is left."""
        gap_id, _, number = value.partition(":")
        if not self._knowledge.admits(user):
            await self._delivery.respond(url, sentence(texts.ONLY_ADMINS))
            return
        if not await gaps.dismiss(gap_id):
            await self._delivery.respond(url, sentence(texts.DISMISSED))
        page = await self._knowledge.show(user, channel, *read_page(f"gaps:{number}:"))
        await self._delivery.respond(url, page, replace=True)

    async def _follow(self, asked: Message | str, url: str) -> None:
        if isinstance(asked, Message):
            await self._delivery.respond(url, asked)
            return
        await self._delivery.respond(url, sentence(texts.ASKED_TO_LOOK))
        self._running.start(self._tell(asked, url))

    async def _tell(self, request_id: str, url: str) -> None:
        await self._delivery.respond(url, sentence(await self._knowledge.outcome(request_id)))


class Waiting:
    """Puts people on the list of those who are told, and takes them off."""

    def __init__(self, store: Store, gaps: GapBook) -> None:
        self._store = store
        self.gaps = gaps

    async def begin(self, answer_id: str, user: str) -> Message:
        """Put a person on the list of the question an answer left open."""
        kept = await self._store.answers.get(answer_id)
        if kept is None:
            return sentence(GONE)
        asking, is_new = await self.gaps.wait(kept, user)
        if asking is None:
            return sentence(texts.NOT_OPEN)
        if not is_new:
            return will_tell_message(texts.ON_THE_LIST, answer_id)
        private = asking.audience == Audience.PRIVATE
        return will_tell_message(texts.WILL_TELL_DIRECTLY if private else texts.WILL_TELL_HERE, answer_id)

    async def end(self, answer_id: str, user: str) -> Message:
        """Take a person off again."""
        asking = await self._store.gaps.of_answer(answer_id)
        if asking is not None:
            await self._store.gaps.stop_waiting(asking.source, user)
        return sentence(texts.WILL_NOT_TELL)


def _channel(body: Body) -> str:
    return str((body.get("channel") or {}).get("id") or "")

"""Buttons: open a source, say whether an answer helped, share a private answer."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError

from bot.slack import texts
from bot.slack.asks import Place
from bot.slack.blocks.answer import SHARE, private_message, shared_message
from bot.slack.blocks.feedback import FEEDBACK, feedback_view, thanks
from bot.slack.blocks.parts import sentence
from bot.slack.blocks.passage import gone_view, passage_view
from bot.slack.blocks.sources import SOURCE
from bot.slack.channels import NOT_A_MEMBER
from bot.slack.delivery import Delivery, Uncertain, error_code
from bot.slack.library import PassageLookup
from bot.slack.metrics import Metrics
from bot.slack.records import from_record
from bot.store.answers import StoredAnswer
from bot.store.feedback import NOT_HELPFUL
from bot.store.store import Store

Body = Mapping[str, Any]


def register(
    app: AsyncApp,
    store: Store,
    delivery: Delivery,
    passages: PassageLookup,
    metrics: Metrics,
    *,
    on_unhelpful: Callable[[str], Awaitable[None]] | None = None,
) -> None:
    """Listen to the buttons.

    Args:
        passages: looks a passage up and may block.
        on_unhelpful: told the id of each answer that did not help.
    """
    sources = Sources(store, delivery, passages)
    opinions = Opinions(store, delivery, metrics, on_unhelpful)
    sharing = Sharing(store, delivery)

    @app.action(re.compile(rf"^{SOURCE}\d+$"))
    async def source(ack: AsyncAck, body: Body, action: Body) -> None:
        await ack()
        await sources.open(body["trigger_id"], action["value"])

    @app.action(FEEDBACK)
    async def feedback(ack: AsyncAck, body: Body, action: Body) -> None:
        await ack()
        await opinions.keep(body, action["value"])

    @app.action(SHARE)
    async def share(ack: AsyncAck, body: Body, action: Body) -> None:
        await ack()
        await sharing.share(body, action["value"])


class Sources:
    """Opens the passage behind a number."""

    def __init__(self, store: Store, delivery: Delivery, passages: PassageLookup) -> None:
        self._store = store
        self._delivery = delivery
        self._passages = passages

    async def open(self, trigger_id: str, value: str) -> None:
        """Show the source ``value`` (``answer id:number``) names; works for as long as the answer is kept."""
        await self._delivery.open_view(trigger_id, await self._view(value))

    async def _view(self, value: str) -> dict[str, Any]:
        answer_id, _, n = value.partition(":")
        kept = await self._store.answers.get(answer_id)
        citations = {str(citation.n): citation for citation in from_record(kept.answer).citations} if kept else {}
        if kept is None or n not in citations:
            return gone_view()
        reader = Place(kept.team, kept.channel, kept.asker).reader
        return passage_view(citations[n], await asyncio.to_thread(self._passages, citations[n].passage_id, reader))


class Opinions:
    """Keeps what people think of an answer, and asks what was wrong."""

    def __init__(
        self,
        store: Store,
        delivery: Delivery,
        metrics: Metrics,
        on_unhelpful: Callable[[str], Awaitable[None]] | None = None,
    ) -> None:
        self._store = store
        self._delivery = delivery
        self._metrics = metrics
        self._on_unhelpful = on_unhelpful

    async def keep(self, body: Body, value: str) -> None:
        """Keep a verdict (``verdict:answer id``) at once; a bad one is asked about, a good one thanked for."""
        verdict, _, answer_id = value.partition(":")
        there, earlier = await self._store.feedback.choose(answer_id, body["user"]["id"], verdict)
        if not there:
            await self._delivery.open_view(body["trigger_id"], gone_view())
            return
        self._metrics.count("feedback", verdict=verdict)
        if verdict == NOT_HELPFUL:
            view = feedback_view(answer_id, body["channel"]["id"], _thread(body), earlier)
            await self._delivery.open_view(body["trigger_id"], view)
            if self._on_unhelpful is not None:
                await self._on_unhelpful(answer_id)
        else:
            await self._delivery.respond(body["response_url"], sentence(thanks(verdict, earlier)))


class Sharing:
    """Posts a private answer in its channel, once, for the person who asked."""

    def __init__(self, store: Store, delivery: Delivery) -> None:
        self._store = store
        self._delivery = delivery

    async def share(self, body: Body, answer_id: str) -> None:
        """Share an answer, or say why not."""
        kept = await self._store.answers.get(answer_id)
        url = body["response_url"]
        if kept is None:
            await self._delivery.respond(url, sentence(texts.GONE))
        elif kept.asker != body["user"]["id"]:
            await self._delivery.respond(url, sentence(texts.ONLY_ASKER_SHARES))
        elif not await self._store.claims.take(_share_key(answer_id)):
            await self._delivery.respond(url, sentence(texts.ALREADY_SHARED))
        else:
            await self._post(kept, url)

    async def _post(self, kept: StoredAnswer, url: str) -> None:
        answer, key = from_record(kept.answer), _share_key(kept.id)
        place = Place(kept.team, kept.channel, kept.asker)
        try:
            ts = await self._delivery.post(place, shared_message(answer, kept.id, kept.question, kept.asker), key)
        except (SlackApiError, *Uncertain) as error:
            await self._store.claims.release(key)
            if error_code(error) not in NOT_A_MEMBER:
                raise
            await self._delivery.respond(url, sentence(texts.CANNOT_SHARE))
            return
        await self._store.claims.done(key)
        await self._store.answers.posted(kept.id, ts)
        await self._delivery.respond(url, private_message(answer, kept.id, kept.question, share=False), replace=True)


def _share_key(answer_id: str) -> str:
    return f"share:{answer_id}"


def _thread(body: Body) -> str | None:
    ts = body.get("container", {}).get("thread_ts") or body.get("message", {}).get("thread_ts")
    return str(ts) if ts else None

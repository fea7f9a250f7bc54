"""Asking again on purpose, past the answers that were kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.slack import texts
from bot.slack.answering import Answering
from bot.slack.asks import Ask, Audience, Place
from bot.slack.blocks.parts import sentence
from bot.slack.clock import Clock
from bot.slack.delivery import Delivery
from bot.slack.records import from_record
from bot.store.answers import Answers, StoredAnswer

Forget = Callable[[str], Awaitable[None]]
"""Forgets the kept answers to a question that stands alone."""


def standing_alone(kept: StoredAnswer) -> str:
    """The question an answer was given to, as it stands alone."""
    return from_record(kept.answer).understood or kept.question


class Forgetting:
    """Lets go of kept answers that somebody found wrong."""

    def __init__(self, answers: Answers, forget: Forget) -> None:
        self._answers = answers
        self._forget = forget

    async def forget(self, answer_id: str) -> None:
        """Forget what was kept for the question of an answer that was shown, in every conversation."""
        kept = await self._answers.get(answer_id)
        if kept is not None:
            await self._forget(standing_alone(kept))


class AskingAgain:
    """Answers a question anew, beside the answer that was kept: below it in a thread, or for the asker's eyes only."""

    def __init__(self, answers: Answers, answering: Answering, delivery: Delivery, clock: Clock) -> None:
        self._answers = answers
        self._answering = answering
        self._delivery = delivery
        self._clock = clock

    async def ask(self, body: Mapping[str, Any], answer_id: str) -> None:
        """Ask again, once for each answer that was shown, or say why not."""
        kept = await self._answers.get(answer_id)
        if kept is None:
            await self._delivery.respond(body["response_url"], sentence(texts.GONE))
            return
        ask = ask_again(kept, body, self._clock.now())
        if await self._answering.take(ask):
            self._answering.begin(ask)
        else:
            await self._delivery.respond(body["response_url"], sentence(texts.ASKED_AGAIN))


def ask_again(kept: StoredAnswer, body: Mapping[str, Any], now: float) -> Ask:
    """The question of an answer that was shown, as the person who pressed the button asks it.

    A private answer that was shared is asked about where everybody sees it.
    """
    container = body.get("container", {})
    private = bool(container.get("is_ephemeral"))
    message_ts = str(container.get("message_ts") or kept.message_ts or "")
    thread_ts = None if private else str(container.get("thread_ts") or kept.thread_ts or message_ts)
    shown = Audience.CHANNEL if kept.audience == Audience.PRIVATE else Audience(kept.audience)
    return Ask(
        key=f"again:{kept.id}",
        place=Place(kept.team, kept.channel, body["user"]["id"], thread_ts),
        text=standing_alone(kept),
        audience=Audience.PRIVATE if private else shown,
        asked_at=now,
        ts=None if private else message_ts,
        response_url=body["response_url"] if private else None,
        anew=True,
    )

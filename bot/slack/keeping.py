"""Keeps each answer before it is shown, so that its buttons work from the first moment and after a restart."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from bot.answers.model import Answer
from bot.slack.asks import Ask
from bot.slack.clock import Clock
from bot.slack.metrics import Metrics
from bot.slack.records import to_record
from bot.store.answers import Answers, StoredAnswer


def new_answer_id() -> str:
    """Make an id of 32 hex digits."""
    return uuid.uuid4().hex


class Keeper:
    """Writes answers to the store."""

    def __init__(
        self, answers: Answers, clock: Clock, metrics: Metrics, new_id: Callable[[], str] = new_answer_id
    ) -> None:
        self._answers = answers
        self._clock = clock
        self._metrics = metrics
        self._new_id = new_id

    async def keep(self, ask: Ask, answer: Answer) -> str:
        """Keep an answer; returns the id its buttons carry."""
        place = ask.place
        kept = StoredAnswer(
            id=self._new_id(),
            team=place.team,
            channel=place.channel,
            thread_ts=place.thread_ts,
            message_ts=None,
            asker=place.user,
            question=ask.text,
            audience=ask.audience,
            outcome=answer.outcome,
            engine=answer.engine,
            answer=to_record(answer),
            created_at=self._clock.now(),
        )
        await self._answers.add(kept)
        self._metrics.count("answers", outcome=answer.outcome, engine=answer.engine)
        return kept.id

    async def posted(self, answer_id: str, message_ts: str) -> None:
        """Note which message an answer became."""
        await self._answers.posted(answer_id, message_ts)

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
    """Writes answers to the store. ``on_kept`` is called with each, once it is there; it must not block."""

    def __init__(
        self,
        answers: Answers,
        clock: Clock,
        metrics: Metrics,
        new_id: Callable[[], str] = new_answer_id,
        on_kept: Callable[[Ask, Answer, str], object] | None = None,
    ) -> None:
        self._answers = answers
        self._clock = clock
        self._metrics = metrics
        self._new_id = new_id
        self._on_kept = on_kept

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
        if answer.given_at is None:
            measure(self._metrics, answer)
        if self._on_kept is not None:
            self._on_kept(ask, answer, kept.id)
        return kept.id

    async def forget(self, answer_id: str) -> None:
        """Let go of an answer that could not be shown."""
        await self._answers.forget(answer_id)

    async def posted(self, answer_id: str, message_ts: str) -> None:
        """Note which message an answer became."""
        await self._answers.posted(answer_id, message_ts)


def measure(metrics: Metrics, answer: Answer) -> None:
    """Count what a new answer cost, how long it took, and why no model wrote it where one should have."""
    if answer.fallback is not None:
        metrics.count("fallbacks", reason=answer.fallback)
    if (usage := answer.usage) is not None:
        metrics.count("model_tokens", usage.input_tokens, kind="input")
        metrics.count("model_tokens", usage.output_tokens, kind="output")
        metrics.count("model_tokens", usage.cache_read_tokens, kind="cache_read")
        metrics.count("model_tokens", usage.cache_write_tokens, kind="cache_write")
        metrics.spend("model_dollars", usage.dollars or 0.0)
    if (timing := answer.timing) is not None:
        metrics.observe("answer", timing.seconds)
        metrics.observe("model", timing.model_seconds)
        if timing.first_seconds is not None:
            metrics.observe("first_claim", timing.first_seconds)

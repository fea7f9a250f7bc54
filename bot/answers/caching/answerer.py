"""An answerer that gives again what was answered before, while audience, question and grounds are the same.

The folder is searched for every question all the same. That is the cheap part, and what it finds is the only proof that
an answer given before is still the one that would be given now: a passage that changed, came or went changes what is
found.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from time import monotonic
from typing import Protocol

from bot.answers.caching.meaning import meaning
from bot.answers.followups.standalone import leans
from bot.answers.model import (
    Answer,
    Answerer,
    Finished,
    Progress,
    Question,
    Searched,
    Timing,
    Understood,
    finished,
)
from bot.errors import StoreError
from ingest.model import Passage

PATIENCE_SECONDS = 0.5
"""Longest an answer waits for the cache, once before and once after it is made."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was given.

    Attributes:
        key: of audience, engine and question; 64 hex digits, as ``meaning`` and ``grounds``.
        meaning: what the question asks, whoever asks.
        grounds: the passages that were found for it, in their order.
        question: as it was asked, made stand-alone.
        given_at: seconds since the epoch.
    """

    key: str
    meaning: str
    grounds: str
    question: str
    answer: Answer
    given_at: float


class AnswerCache(Protocol):
    """Where answers are kept. Every method may raise `StoreError`; then the question is answered anew."""

    async def get(self, key: str) -> Kept | None:
        """Return the answer of a key; None also for one that can no longer be read."""

    async def put(self, kept: Kept) -> None:
        """Keep an answer in place of the one of the same key."""

    async def drop(self, meaning: str) -> int:
        """Forget the answers to a question; returns how many there were."""


class Lookup(StrEnum):
    """What came of looking."""

    HIT = "hit"
    MISS = "miss"
    """Not kept, or too old."""
    CHANGED = "changed"
    """Kept, but what it rests on is no longer the same."""


class CachingAnswerer:
    """An `Answerer` in front of another one.

    Args:
        recipe: whatever else an answer depends on: engine, models, prompt, version. Another recipe is another cache.
        seconds: longest an answer is given again; 0 never.
        now: seconds since the epoch.
        on_lookup: told what came of each look; must not block.
    """

    def __init__(
        self,
        answerer: Answerer,
        cache: AnswerCache,
        *,
        recipe: str,
        seconds: float,
        now: Callable[[], float],
        on_lookup: Callable[[Lookup], None] = lambda _: None,
    ) -> None:
        self._answerer = answerer
        self._cache = cache
        self._recipe = recipe
        self._seconds = seconds
        self._now = now
        self._on_lookup = on_lookup

    async def answer(self, question: Question) -> Answer:
        """Answer at once: the ``Finished`` of `stream`.

        Raises:
            QuestionError: when the question cannot be worked on.
        """
        return await finished(self.stream(question))

    async def stream(self, question: Question) -> AsyncGenerator[Progress, None]:
        """Answer step by step; an answer given before comes whole, with `Answer.given_at`.

        A question without an audience is the operator's own, and is always answered anew.

        Raises:
            QuestionError: before anything is yielded, when the question cannot be worked on.
        """
        began, asked, found = monotonic(), question, tuple[Passage, ...]()
        async with aclosing(self._answerer.stream(question)) as steps:
            async for progress in steps:
                if isinstance(progress, Understood):
                    asked = Question(progress.text, audience=question.audience, anew=question.anew)
                elif isinstance(progress, Searched):
                    found = progress.passages
                    kept = await self._kept(asked, found)
                    if kept is not None:
                        yield Finished(_again(kept, asked, question, monotonic() - began))
                        return
                elif isinstance(progress, Finished):
                    await self._keep(asked, question, found, progress.answer)
                yield progress

    async def forget(self, question: str) -> None:
        """Forget the answers to a question that stands alone: somebody found one wrong."""
        try:
            await self._cache.drop(_digest(meaning(question)))
        except StoreError as error:
            logger.warning("A kept answer could not be forgotten: %s", error)

    # Giving again

    async def _kept(self, asked: Question, found: Sequence[Passage]) -> Kept | None:
        """The answer to give again, if there is one."""
        if not self._may_give(asked) or not found:
            return None
        kept = await self._get(self._key(asked))
        if kept is None or self._now() - kept.given_at >= self._seconds:
            self._on_lookup(Lookup.MISS)
            return None
        same = await self._same_grounds(kept, asked, found)
        self._on_lookup(Lookup.HIT if same else Lookup.CHANGED)
        return kept if same else None

    def _may_give(self, asked: Question) -> bool:
        """What leans on a conversation asks for something else in each, unless it was made stand-alone."""
        wanted = self._seconds > 0 and bool(asked.audience) and not asked.anew
        return wanted and not (asked.history and leans(asked.text))

    async def _get(self, key: str) -> Kept | None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await self._cache.get(key)
        except (StoreError, TimeoutError) as error:
            logger.info("Kept answers could not be looked at, so a question is answered anew: %s", type(error).__name__)
            return None

    async def _same_grounds(self, kept: Kept, asked: Question, found: Sequence[Passage]) -> bool:
        """Whether the kept question would find the same today.

        Another wording, or a conversation before it, may move the order of what is found. Then the kept question
        itself is searched for again, and this one must have found all that the answer cites.
        """
        if grounds_of(found) == kept.grounds:
            return True
        if not kept.answer.claims or (asked.text == kept.question and not asked.history):
            return False
        if not _cites_only(kept.answer, found):
            return False
        return grounds_of(await self._search(Question(kept.question, audience=asked.audience))) == kept.grounds

    async def _search(self, question: Question) -> tuple[Passage, ...]:
        """What is found for a question, without answering it."""
        async with aclosing(self._answerer.stream(question)) as steps:
            async for progress in steps:
                if isinstance(progress, Searched):
                    return progress.passages
        return ()

    # Keeping

    async def _keep(self, asked: Question, question: Question, found: Sequence[Passage], answer: Answer) -> None:
        """Keep an answer that is whole and rests on nothing but the question and the passages found."""
        wanted = self._seconds > 0 and bool(question.audience) and not question.history
        if not wanted or not found or answer.fallback is not None or not _cites_only(answer, found):
            return
        sense = _digest(meaning(asked.text))
        kept = Kept(self._key(asked), sense, grounds_of(found), asked.text, answer, self._now())
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._cache.put(kept)
        except (StoreError, TimeoutError) as error:
            logger.info("An answer could not be kept to be given again: %s", type(error).__name__)

    def _key(self, asked: Question) -> str:
        return _digest(asked.audience, self._recipe, meaning(asked.text))


def _again(kept: Kept, asked: Question, question: Question, seconds: float) -> Answer:
    """The kept answer for this asker: no model was asked for it, and it is read for their words."""
    understood = asked.text if asked.text != question.text and question.history else None
    timing = Timing(seconds, first_seconds=seconds if kept.answer.claims else None)
    return replace(kept.answer, given_at=kept.given_at, understood=understood, usage=None, timing=timing)


def _cites_only(answer: Answer, found: Sequence[Passage]) -> bool:
    return {citation.passage_id for citation in answer.citations} <= {passage.id for passage in found}


def grounds_of(found: Sequence[Passage]) -> str:
    """Fingerprint of passages in their order, with all that an answer shows of them."""
    return _digest(
        *(part for p in found for part in (p.id, p.document, p.title, *p.heading, p.text, p.url or "", p.date or ""))
    )


def _digest(*parts: str) -> str:
    return sha256(json.dumps(parts).encode()).hexdigest()

"""Question in, checked and cited answer out: search, judge, write, check, number, and fall back when a model fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import Executor
from contextlib import aclosing
from dataclasses import replace
from typing import TypeVar

from bot.answers.attempt import Attempt
from bot.answers.extractive import ExtractiveEngine
from bot.answers.inquiry import clean_question
from bot.answers.matching import Meanings, WordVectors
from bot.answers.model import (
    Answer,
    Draft,
    Engine,
    Finished,
    Outcome,
    Progress,
    Question,
    Searched,
    Withdrawn,
)
from bot.answers.ranking import Ranker
from bot.answers.sufficiency import Judge, Verdict, nearest
from bot.answers.verify import Checked, check
from bot.errors import FallbackReason
from ingest.model import Hit, SearchIndex

PASSAGES_READ = 12
"""Passages read for a question: about 10,000 characters, where the context budget curve flattens."""

_T = TypeVar("_T")


class GroundedAnswerer:
    """The `Answerer` over one index.

    Args:
        generated: the engine that writes, when there is a model; None answers with quotes only.
        executor: where searching and ranking run, so that the event loop never waits for them.
    """

    def __init__(
        self,
        index: SearchIndex,
        ranker: Ranker,
        extractive: Engine,
        generated: Engine | None = None,
        executor: Executor | None = None,
    ) -> None:
        self._index = index
        self._ranker = ranker
        self._judge = Judge(index, ranker)
        self._extractive = extractive
        self._generated = generated
        self._executor = executor

    async def answer(self, question: Question) -> Answer:
        """Answer at once: the ``Finished`` of `stream`.

        Raises:
            QuestionError: when the question cannot be worked on.
        """
        async for progress in self.stream(question):
            if isinstance(progress, Finished):
                return progress.answer
        raise AssertionError("a stream ends with Finished")

    async def stream(self, question: Question) -> AsyncGenerator[Progress, None]:
        """Answer step by step; `model.Answerer` tells what is yielded.

        Raises:
            QuestionError: before anything is yielded, when the question cannot be worked on.
        """
        question = replace(question, text=clean_question(question.text))
        evidence = await self._run(lambda: self._search(question.text))
        yield Searched(tuple(dict.fromkeys(hit.passage.title for hit in evidence)))
        verdict = await self._run(lambda: self._judge.judge(question.text, evidence))
        fallback: FallbackReason | None = None
        if self._generated is not None and not verdict.hopeless:
            attempt = Attempt(self._generated.name, self._checked)
            async with aclosing(attempt.run(self._generated.write(question, evidence))) as claims:
                async for ready in claims:
                    yield ready
            fallback = attempt.failure
            if fallback is None:
                yield Finished(attempt.answer(None, nearest(evidence), None))
                return
            if attempt.shown:
                yield Withdrawn(fallback)
        async with aclosing(self._quoted(question, evidence, verdict, fallback)) as quoted:
            async for progress in quoted:
                yield progress

    async def _quoted(
        self, question: Question, evidence: Sequence[Hit], verdict: Verdict, fallback: FallbackReason | None
    ) -> AsyncGenerator[Progress, None]:
        """The answer in quotes, as far as the verdict allows one."""
        attempt = Attempt(self._extractive.name, self._checked)
        if verdict.outcome is not Outcome.NOT_COVERED:
            async with aclosing(attempt.run(self._extractive.write(question, evidence))) as claims:
                async for ready in claims:
                    yield ready
        yield Finished(attempt.answer(verdict.missing, nearest(evidence), fallback))

    def _search(self, question: str) -> list[Hit]:
        inquiries = self._ranker.inquire(question, self._index)
        return self._index.search(self._ranker.query(inquiries, question), PASSAGES_READ)

    async def _checked(self, draft: Draft) -> Checked:
        """Check a draft against the passages as they stand now."""
        return await self._run(lambda: check(draft, self._index.passage))

    async def _run(self, work: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._executor, work)


def build_answerer(
    index: SearchIndex,
    vectors: WordVectors | None = None,
    generated: Engine | None = None,
    executor: Executor | None = None,
) -> GroundedAnswerer:
    """Wire the answerer with its quoting engine.

    Args:
        vectors: word embeddings that bridge wordings; None matches words and synonyms only.
        generated: the engine that writes, when there is a model.
        executor: see `GroundedAnswerer`; None is the event loop's own.
    """
    ranker = Ranker(Meanings(vectors))
    return GroundedAnswerer(index, ranker, ExtractiveEngine(index, ranker, executor), generated, executor)

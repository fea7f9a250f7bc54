"""Question in, checked and cited answer out: search, judge, write, check, number, and fall back when a model fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import Executor
from contextlib import aclosing
from dataclasses import replace
from typing import TypeVar

from bot.answers.attempt import Attempt
from bot.answers.bill import Bill, Drafts
from bot.answers.checks.verify import Checked, check
from bot.answers.evidence.inquiry import clean_question
from bot.answers.evidence.matching import Meanings, WordVectors
from bot.answers.evidence.ranking import Ranker
from bot.answers.evidence.sufficiency import Inquest, examine, nearest
from bot.answers.extractive import ExtractiveEngine
from bot.answers.followups.standalone import PlainRewriter, Rewriter
from bot.answers.model import (
    Answer,
    Draft,
    Engine,
    Finished,
    Missing,
    Outcome,
    Progress,
    Question,
    Searched,
    Understood,
    Withdrawn,
    finished,
)
from bot.answers.styled import HouseVoice, Stylist
from bot.errors import FallbackReason
from ingest.model import Query, SearchIndex

PASSAGES_READ = 12
"""Passages read for a question: about 10,000 characters, where the context budget curve flattens."""

_T = TypeVar("_T")


class GroundedAnswerer:
    """The `Answerer` over one index.

    Args:
        generated: the engine that writes, when there is a model; None answers with quotes only.
        executor: where searching and ranking run, so that the event loop never waits for them.
        rewriter: makes questions stand alone; without a model when not given.
        stylist: puts answers into the house voice, when there is a model for it.
    """

    def __init__(
        self,
        index: SearchIndex,
        ranker: Ranker,
        extractive: ExtractiveEngine,
        generated: Engine | None = None,
        executor: Executor | None = None,
        *,
        rewriter: Rewriter | None = None,
        stylist: Stylist | None = None,
    ) -> None:
        self._voice = HouseVoice(stylist, self._checked) if stylist else None
        self._rewriter = rewriter or PlainRewriter()
        self._index = index
        self._ranker = ranker
        self._extractive = extractive
        self._generated = generated
        self._executor = executor

    async def answer(self, question: Question) -> Answer:
        """Answer at once: the ``Finished`` of `stream`.

        Raises:
            QuestionError: when the question cannot be worked on.
        """
        return await finished(self.stream(question))

    async def stream(self, question: Question) -> AsyncGenerator[Progress, None]:
        """Answer step by step; `model.Answerer` tells what is yielded.

        Raises:
            QuestionError: before anything is yielded, when the question cannot be worked on.
        """
        bill = Bill()
        question = replace(question, text=clean_question(question.text))
        asked = await self._rewriter.standalone(question.text, question.history)
        if asked.usage is not None:
            bill.add(asked.usage)
        if not asked.changed:
            steps = self._steps(question, asked.query, bill)
        else:
            yield Understood(asked.text)
            steps = self._steps(replace(question, text=asked.text), asked.query, bill)
        async with aclosing(steps):
            async for progress in steps:
                if isinstance(progress, Finished) and asked.changed:
                    yield bill.on(Finished(replace(progress.answer, understood=asked.text)))
                else:
                    yield bill.on(progress)

    async def _steps(self, question: Question, query: Query, bill: Bill) -> AsyncGenerator[Progress, None]:
        """Answer a question that stands alone, searching with what was said before it."""
        inquest = await self._run(lambda: self._examine(question, query))
        evidence, verdict = inquest.evidence, inquest.verdict
        passages = tuple(hit.passage for hit in evidence)
        yield Searched(tuple(dict.fromkeys(passage.title for passage in passages)), passages)
        fallback: FallbackReason | None = None
        if self._generated is not None and not verdict.hopeless:
            attempt = Attempt(self._generated.name, self._checked)
            async with aclosing(attempt.run(self._worded(self._generated.write(question, evidence), bill))) as claims:
                async for ready in claims:
                    yield ready
            fallback = attempt.failure
            if fallback is None:
                yield Finished(await self._run(lambda: attempt.answer(None, nearest(evidence), None, passages)))
                return
            if attempt.shown:
                yield Withdrawn(fallback)
        async with aclosing(self._quoted(inquest, fallback, bill)) as quoted:
            async for progress in quoted:
                yield progress

    def _worded(self, drafts: Drafts, bill: Bill) -> AsyncGenerator[Draft | Missing, None]:
        """An engine's drafts in the house voice where there is one, and what they cost on the bill."""
        return bill.passing(self._voice.of(drafts) if self._voice else drafts)

    async def _quoted(
        self, inquest: Inquest, fallback: FallbackReason | None, bill: Bill
    ) -> AsyncGenerator[Progress, None]:
        """The answer in quotes, as far as the verdict allows one. After one model failed, no other is waited for."""
        verdict = inquest.verdict
        attempt = Attempt(self._extractive.name, self._checked)
        if verdict.outcome is not Outcome.NOT_COVERED:
            drafts = self._extractive.write(inquest)
            worded = self._worded(drafts, bill) if fallback is None else drafts
            async with aclosing(attempt.run(worded)) as claims:
                async for ready in claims:
                    yield ready
        passages = tuple(hit.passage for hit in inquest.evidence)
        closest = nearest(inquest.evidence)
        yield Finished(await self._run(lambda: attempt.answer(verdict.missing, closest, fallback, passages)))

    def _examine(self, question: Question, query: Query) -> Inquest:
        """Search, rank and weigh: once for each question, and only in what its audience may see."""
        index = self._index.for_audience(question.audience)
        inquiries = self._ranker.inquire(question.text, index)
        asked = replace(query, text=self._ranker.query(inquiries, question.text))
        return examine(self._ranker, inquiries, index.search(asked, PASSAGES_READ), unasked=question.unasked)

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
    *,
    rewriter: Rewriter | None = None,
    stylist: Stylist | None = None,
) -> GroundedAnswerer:
    """Wire the answerer with its quoting engine.

    Args:
        vectors: word embeddings that bridge wordings; None matches words and synonyms only.
        generated: the engine that writes, when there is a model.
        executor: see `GroundedAnswerer`; None is the event loop's own.
        rewriter: see `GroundedAnswerer`.
        stylist: see `GroundedAnswerer`.
    """
    ranker = Ranker(Meanings(vectors))
    quoting = ExtractiveEngine(executor)
    return GroundedAnswerer(index, ranker, quoting, generated, executor, rewriter=rewriter, stylist=stylist)

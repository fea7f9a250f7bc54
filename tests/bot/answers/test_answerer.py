"""From question to checked answer, with engines that fail, lie and stop half-way."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.answers.answerer import GroundedAnswerer, build_answerer
from bot.answers.model import (
    Answer,
    ClaimReady,
    Draft,
    EngineName,
    Finished,
    Missing,
    Outcome,
    Progress,
    Question,
    Quote,
    Searched,
    Withdrawn,
)
from bot.errors import FallbackReason, ModelError, QuestionError
from ingest.model import Hit, Query, SearchIndex

OVEN = "How long does the oven take to heat up?"
SAID = Quote("oven.md-0", "The oven takes 40 minutes to heat up.")
ALSO = Quote("oven.md-0", "It must never be opened during that time.")


class Script:
    """An engine that plays what it is given; a `ModelError` in it is raised."""

    name = EngineName.GENERATED

    def __init__(self, *steps: Draft | Missing | ModelError) -> None:
        self._steps = steps
        self.asked: list[tuple[Question, Sequence[Hit]]] = []
        self.closed = False

    async def write(self, question: Question, evidence: Sequence[Hit]) -> AsyncIterator[Draft | Missing]:
        self.asked.append((question, evidence))
        try:
            for step in self._steps:
                if isinstance(step, ModelError):
                    raise step
                yield step
        finally:
            self.closed = True


async def _progress(answerer: GroundedAnswerer, question: str) -> list[Progress]:
    return [progress async for progress in answerer.stream(Question(question))]


def _answer(progress: list[Progress]) -> Answer:
    assert [isinstance(step, Finished) for step in progress] == [False] * (len(progress) - 1) + [True]
    last = progress[-1]
    assert isinstance(last, Finished)
    return last.answer


async def test_without_a_model_the_answer_is_quotes(guide: SearchIndex) -> None:
    progress = await _progress(build_answerer(guide), OVEN)
    answer = _answer(progress)
    assert isinstance(progress[0], Searched)
    assert "Oven" in progress[0].titles
    assert (answer.outcome, answer.engine, answer.fallback) == (Outcome.ANSWERED, EngineName.EXTRACTIVE, None)
    assert answer.text.splitlines()[0] == "The oven takes 40 minutes to heat up. [1]"
    assert [step.claim for step in progress if isinstance(step, ClaimReady)] == list(answer.claims)
    assert answer == await build_answerer(guide).answer(Question(OVEN))


async def test_the_model_writes_and_quotes_are_numbered_by_first_use(guide: SearchIndex) -> None:
    engine = Script(
        Draft("40 minutes.", (SAID,)), Draft("Never open the oven.", (ALSO, SAID)), Draft("Opened, never.", (ALSO,))
    )
    progress = await _progress(build_answerer(guide, generated=engine), f"  {OVEN}\n")
    answer = _answer(progress)
    assert answer.engine is EngineName.GENERATED
    assert [claim.citations for claim in answer.claims] == [(1,), (2, 1), (2,)]
    assert [(c.n, c.quote) for c in answer.citations] == [(1, SAID.text), (2, ALSO.text)]
    assert [len(step.citations) for step in progress if isinstance(step, ClaimReady)] == [1, 1, 0]
    assert engine.asked[0][0].text == OVEN
    assert engine.closed


async def test_what_does_not_stand_is_never_shown(guide: SearchIndex) -> None:
    engine = Script(
        Draft("It takes 50 minutes.", (SAID,)), Draft("40 minutes.", (SAID,)), Draft("So.", (Quote("oven.md-0", "no"),))
    )
    progress = await _progress(build_answerer(guide, generated=engine), OVEN)
    assert [claim.text for claim in _answer(progress).claims] == ["40 minutes."]
    assert len([step for step in progress if isinstance(step, ClaimReady)]) == 1


@pytest.mark.parametrize("reason", list(FallbackReason))
async def test_a_failure_before_anything_was_shown_falls_back_to_quotes(
    guide: SearchIndex, reason: FallbackReason
) -> None:
    progress = await _progress(build_answerer(guide, generated=Script(ModelError(reason))), OVEN)
    answer = _answer(progress)
    assert not any(isinstance(step, Withdrawn) for step in progress)
    assert (answer.engine, answer.fallback, answer.outcome) == (EngineName.EXTRACTIVE, reason, Outcome.ANSWERED)


async def test_a_failure_half_way_withdraws_what_was_shown_first(guide: SearchIndex) -> None:
    engine = Script(Draft("Never open the oven.", (ALSO,)), ModelError(FallbackReason.CUT))
    progress = await _progress(build_answerer(guide, generated=engine), OVEN)
    kinds = [type(step) for step in progress]
    assert kinds[:4] == [Searched, ClaimReady, Withdrawn, ClaimReady]
    assert progress[2] == Withdrawn(FallbackReason.CUT)
    answer = _answer(progress)
    assert answer.fallback is FallbackReason.CUT
    assert [citation.n for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert all(claim.text != "Never open the oven." for claim in answer.claims)


async def test_a_model_whose_every_word_fails_the_check_is_replaced(guide: SearchIndex) -> None:
    engine = Script(Draft("It takes 50 minutes.", (SAID,)))
    answer = await build_answerer(guide, generated=engine).answer(Question(OVEN))
    assert (answer.fallback, answer.engine) == (FallbackReason.UNSUPPORTED, EngineName.EXTRACTIVE)
    assert "40 minutes" in answer.text


async def test_a_model_that_finds_nothing_is_believed(guide: SearchIndex) -> None:
    answer = await build_answerer(guide, generated=Script(Missing("heating times"))).answer(Question(OVEN))
    assert (answer.outcome, answer.fallback, answer.claims) == (Outcome.NOT_COVERED, None, ())
    assert answer.nearest[0].document == "oven.md"


async def test_a_model_that_names_what_is_missing_answers_partly(guide: SearchIndex) -> None:
    engine = Script(Draft("40 minutes.", (SAID,)), Missing("gas ovens"))
    answer = await build_answerer(guide, generated=engine).answer(Question(OVEN))
    assert (answer.outcome, answer.missing) == (Outcome.PARTLY, "gas ovens")
    assert answer.nearest


async def test_a_model_is_not_asked_about_another_subject(guide: SearchIndex) -> None:
    engine = Script(Draft("Argentina.", (SAID,)))
    answer = await build_answerer(guide, generated=engine).answer(Question("Who won the 2022 football World Cup?"))
    assert (answer.outcome, answer.claims, engine.asked) == (Outcome.NOT_COVERED, (), [])


async def test_half_an_answer_says_which_half_is_missing(guide: SearchIndex) -> None:
    question = "How long does the oven take to heat up, and who repairs the dishwasher?"
    answer = await build_answerer(guide).answer(Question(question))
    assert (answer.outcome, answer.missing) == (Outcome.PARTLY, "who repairs the dishwasher")
    assert "40 minutes" in answer.text


@pytest.mark.parametrize("question", [OVEN, "Wie lange braucht der Ofen?", "どれくらい?", "what is it", "how"])
async def test_an_empty_folder_covers_nothing(
    make_index: Callable[[Sequence[object]], SearchIndex], question: str
) -> None:
    progress = await _progress(build_answerer(make_index([])), question)
    assert progress == [
        Searched(()),
        Finished(Answer(Outcome.NOT_COVERED, EngineName.EXTRACTIVE)),
    ]


@pytest.mark.parametrize("question", ["", "?!", "a" * 10_000])
async def test_a_question_that_cannot_be_worked_on_is_refused_before_anything(
    guide: SearchIndex, question: str
) -> None:
    stream = build_answerer(guide).stream(Question(question))
    with pytest.raises(QuestionError):
        await anext(aiter(stream))
    with pytest.raises(QuestionError):
        await build_answerer(guide).answer(Question(question))


async def test_whoever_stops_listening_stops_the_engine(guide: SearchIndex) -> None:
    engine = Script(Draft("40 minutes.", (SAID,)), Draft("Never open the oven.", (ALSO,)))
    stream = build_answerer(guide, generated=engine).stream(Question(OVEN))
    async for step in stream:
        if isinstance(step, ClaimReady):
            break
    await stream.aclose()
    assert engine.closed


async def test_searching_never_blocks_the_event_loop(guide: SearchIndex) -> None:
    released = threading.Event()

    class Slow:
        def __getattr__(self, name: str) -> object:
            return getattr(guide, name)

        def search(self, query: str | Query, k: int = 8) -> list[Hit]:
            assert released.wait(5)
            return guide.search(query, k)

        def for_audience(self, reader: str) -> SearchIndex:
            return self  # type: ignore[return-value]

    with ThreadPoolExecutor(1) as executor:
        asking = asyncio.ensure_future(build_answerer(Slow(), executor=executor).answer(Question(OVEN)))
        asyncio.get_running_loop().call_soon(released.set)  # runs only if the loop is free while the search waits
        assert (await asking).outcome is Outcome.ANSWERED


async def test_many_questions_at_once_give_the_same_answers(guide: SearchIndex) -> None:
    answerer = build_answerer(guide)
    alone = await answerer.answer(Question(OVEN))
    assert await asyncio.gather(*(answerer.answer(Question(OVEN)) for _ in range(20))) == [alone] * 20

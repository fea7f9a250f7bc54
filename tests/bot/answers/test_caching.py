"""An answer is given again only to the same audience, for the same question, on the same grounds."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.caching.answerer import PATIENCE_SECONDS, CachingAnswerer, Kept, Lookup, grounds_of
from bot.answers.caching.meaning import meaning
from bot.answers.model import (
    Answer,
    Citation,
    Claim,
    ClaimReady,
    EngineName,
    Finished,
    Outcome,
    Progress,
    Question,
    Searched,
    Turn,
    Understood,
    Usage,
)
from bot.errors import FallbackReason, StoreError
from ingest.model import Passage
from tests.fakes.evidence import hit

PAIRS = [json.loads(line) for line in (Path(__file__).parent / "data" / "same_questions.jsonl").open(encoding="utf-8")]
COST = hit("A production RAG system costs 15,000 dollars to set up.").passage
TIME = hit("A prototype takes 2-3 weeks.", position=1).passage
ASKED = Question("What does a production RAG system cost?", audience="C1")


# What counts as the same question


def test_the_labelled_pairs_are_many_and_of_both_kinds() -> None:
    kinds = [(pair["half"], pair["same"]) for pair in PAIRS]

    assert len(PAIRS) >= 150
    assert all(kinds.count((half, same)) >= 25 for half in ("dev", "test") for same in (True, False))


@pytest.mark.parametrize("half", ["dev", "test"])
def test_no_two_different_questions_are_taken_for_one(half: str) -> None:
    different = [pair for pair in PAIRS if pair["half"] == half and not pair["same"]]

    assert [pair for pair in different if meaning(pair["a"]) == meaning(pair["b"])] == []


@pytest.mark.parametrize("half", ["dev", "test"])
def test_most_other_wordings_of_a_question_are_recognised(half: str) -> None:
    same = [pair for pair in PAIRS if pair["half"] == half and pair["same"]]

    assert sum(meaning(pair["a"]) == meaning(pair["b"]) for pair in same) >= 0.6 * len(same)


@given(st.text(max_size=60))
def test_any_text_has_a_meaning_and_case_and_spaces_at_its_ends_do_not_matter(text: str) -> None:
    assert meaning(f"  {text} ") == meaning(text)


@given(st.sampled_from(PAIRS), st.sampled_from(["not", "never", "only", "without", "before", "Novaluxe", "7"]))
def test_one_more_word_makes_another_question(pair: dict[str, str], word: str) -> None:
    first, _, rest = pair["a"].partition(" ")

    assert meaning(f"{first} {word} {rest}") != meaning(pair["a"])


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_another_number_is_another_question(one: int, other: int) -> None:
    asked = [meaning(f"Are {number:,} examples enough?") for number in (one, other)]

    assert (asked[0] == asked[1]) == (one == other)
    assert meaning(f"Are {one} examples enough?") == asked[0]


# Giving again


@dataclass
class Folder:
    """An answerer whose folder and model a test changes; counts what it is asked to write."""

    passages: tuple[Passage, ...] = (COST, TIME)
    wrote: list[str] = field(default_factory=list)
    searched: list[str] = field(default_factory=list)
    changes: dict[str, object] = field(default_factory=dict)
    found: dict[str, tuple[Passage, ...]] = field(default_factory=dict)
    understood: str | None = None

    async def stream(self, question: Question) -> AsyncIterator[Progress]:
        text = question.text
        if self.understood and question.history:
            text = self.understood
            yield Understood(text)
        self.searched.append(text)
        found = self.found.get(text, self.passages)
        yield Searched(tuple(passage.title for passage in found), found)
        self.wrote.append(text)
        answer = replace(answer_from(COST), **self.changes)
        for claim in answer.claims:
            yield ClaimReady(claim, answer.citations)
        yield Finished(replace(answer, understood=text if text != question.text else None))

    async def answer(self, question: Question) -> Answer:
        raise NotImplementedError


def answer_from(passage: Passage) -> Answer:
    citation = Citation(1, passage.id, passage.document, passage.title, "", passage.text)
    claims = (Claim("It costs 15,000 dollars.", (1,)),)
    return Answer(Outcome.ANSWERED, EngineName.GENERATED, claims, (citation,), usage=Usage(100, 20, dollars=0.01))


@dataclass
class Shelf:
    """An `AnswerCache` in memory that can be broken."""

    rows: dict[str, Kept] = field(default_factory=dict)
    broken: bool = False
    slow: asyncio.Event | None = None

    async def _usable(self) -> None:
        if self.broken:
            raise StoreError("The database is busy.")
        if self.slow is not None:
            await self.slow.wait()

    async def get(self, key: str) -> Kept | None:
        await self._usable()
        return self.rows.get(key)

    async def put(self, kept: Kept) -> None:
        await self._usable()
        self.rows[kept.key] = kept

    async def drop(self, meaning: str) -> int:
        await self._usable()
        gone = [key for key, kept in self.rows.items() if kept.meaning == meaning]
        return len([self.rows.pop(key) for key in gone])


class Bench:
    """The cache before a folder, with a clock and a record of what it found."""

    def __init__(self) -> None:
        self.folder, self.shelf, self.now = Folder(), Shelf(), 1_800_000_000.0
        self.lookups: list[Lookup] = []
        self.cached = self.make()

    def make(self, recipe: str = "quotes", seconds: float = 3600.0) -> CachingAnswerer:
        return CachingAnswerer(
            self.folder,
            self.shelf,
            recipe=recipe,
            seconds=seconds,
            now=lambda: self.now,
            on_lookup=self.lookups.append,
        )

    async def ask(self, question: Question = ASKED, cached: CachingAnswerer | None = None) -> bool:
        """Ask; True when the answer was one given before."""
        before = len(self.folder.wrote)
        answer = await (cached or self.cached).answer(question)
        again = answer.given_at is not None
        assert again == (len(self.folder.wrote) == before)
        return again


@pytest.fixture
def bench() -> Bench:
    return Bench()


async def test_the_same_question_is_answered_again_with_its_age_and_at_no_cost(bench: Bench) -> None:
    first = await bench.cached.answer(ASKED)
    bench.now += 600

    again = await bench.cached.answer(Question("how much does a production RAG system cost", audience="C1"))

    assert again == replace(first, given_at=1_800_000_000.0, usage=None)
    assert bench.folder.wrote == [ASKED.text]
    assert bench.lookups == [Lookup.MISS, Lookup.HIT]


async def test_an_answer_given_again_comes_whole_and_at_once(bench: Bench) -> None:
    await bench.ask()

    steps = [step async for step in bench.cached.stream(ASKED)]

    assert [type(step) for step in steps] == [Finished]


@pytest.mark.parametrize(
    "other",
    [
        replace(ASKED, audience="C2"),
        replace(ASKED, audience="D1"),
        replace(ASKED, audience=""),
        replace(ASKED, anew=True),
        replace(ASKED, text="What does a production fine-tuning system cost?"),
    ],
    ids=["another channel", "a direct message", "the operator", "asked anew", "another question"],
)
async def test_who_asks_otherwise_is_answered_anew(bench: Bench, other: Question) -> None:
    await bench.ask()

    assert not await bench.ask(other)


async def test_nothing_is_kept_of_what_the_operator_asks(bench: Bench) -> None:
    await bench.ask(replace(ASKED, audience=""))

    assert not bench.shelf.rows


async def test_what_was_asked_anew_takes_the_place_of_the_old_answer(bench: Bench) -> None:
    await bench.ask()
    bench.now += 60
    await bench.ask(replace(ASKED, anew=True))

    assert (await bench.cached.answer(ASKED)).given_at == bench.now
    assert len(bench.shelf.rows) == 1


async def test_another_model_or_prompt_answers_anew(bench: Bench) -> None:
    await bench.ask()

    assert not await bench.ask(cached=bench.make(recipe="claude"))
    assert await bench.ask()


@pytest.mark.parametrize(
    "now_found",
    [
        (replace(COST, id="changed", text="It costs 20,000 dollars."), TIME),
        (replace(COST, title="Prices of 2027"), TIME),
        (replace(COST, url="https://example.com/new"), TIME),
        (COST,),
        (TIME, COST),
        (COST, TIME, hit("A new article on cost.", document="new.md").passage),
    ],
    ids=["passage changed", "title changed", "link changed", "passage gone", "order changed", "new document"],
)
async def test_other_grounds_give_another_answer(bench: Bench, now_found: tuple[Passage, ...]) -> None:
    await bench.ask()
    bench.folder.passages = now_found

    assert not await bench.ask()
    assert bench.lookups[-1] is Lookup.CHANGED


async def test_another_wording_that_finds_things_in_another_order_asks_what_the_kept_question_finds(
    bench: Bench,
) -> None:
    await bench.ask()
    worded = Question("how much does a production RAG system cost", audience="C1")
    bench.folder.found = {worded.text: (TIME, COST)}
    assert await bench.ask(worded)

    bench.folder.found[ASKED.text] = (COST,)
    assert not await bench.ask(worded)


async def test_another_wording_that_does_not_find_what_the_answer_cites_is_answered_anew(bench: Bench) -> None:
    await bench.ask()
    worded = Question("how much does a production RAG system cost", audience="C1")
    bench.folder.found = {worded.text: (TIME,)}

    assert not await bench.ask(worded)


async def test_a_question_not_covered_waits_for_no_new_document(bench: Bench) -> None:
    bench.folder.changes = {"outcome": Outcome.NOT_COVERED, "claims": (), "citations": ()}
    await bench.ask()
    assert await bench.ask()

    bench.folder.passages = (COST, TIME, hit("The answer at last.", document="new.md").passage)

    assert not await bench.ask()


@pytest.mark.parametrize(
    "changes",
    [
        *({"fallback": reason} for reason in FallbackReason),
        {"citations": (Citation(1, "elsewhere", "x.md", "X", "", "words"),)},
    ],
    ids=[*FallbackReason, "cites what was not found"],
)
async def test_an_answer_that_is_not_whole_is_not_kept(bench: Bench, changes: dict[str, object]) -> None:
    bench.folder.changes = changes
    await bench.ask()

    assert not bench.shelf.rows


async def test_an_answer_that_was_stopped_is_not_kept(bench: Bench) -> None:
    steps = bench.cached.stream(ASKED)
    while not isinstance(await anext(steps), ClaimReady):
        pass
    await steps.aclose()

    assert not bench.shelf.rows


async def test_an_old_answer_is_not_given_again(bench: Bench) -> None:
    await bench.ask()
    bench.now += 3599
    assert await bench.ask()
    bench.now += 1
    assert not await bench.ask()


async def test_zero_hours_turn_it_off(bench: Bench) -> None:
    off = bench.make(seconds=0)
    await bench.ask(cached=off)

    assert not await bench.ask(cached=off)
    assert not bench.shelf.rows
    assert not bench.lookups


async def test_an_answer_found_wrong_is_forgotten_in_every_conversation(bench: Bench) -> None:
    await bench.ask()
    await bench.ask(replace(ASKED, audience="C2"))
    await bench.ask(replace(ASKED, text="What is RAG?"))

    await bench.cached.forget("How much does a production RAG system cost?")

    assert [kept.question for kept in bench.shelf.rows.values()] == ["What is RAG?"]


# Conversations

TALK = (Turn("Mara", "What does fine-tuning cost?"),)


async def test_a_question_that_leans_on_a_conversation_is_answered_in_it(bench: Bench) -> None:
    leaning = Question("And for 500?", audience="C1")
    await bench.ask(leaning)

    assert not await bench.ask(replace(leaning, history=TALK))


async def test_a_question_made_stand_alone_gets_the_answer_and_is_told_how_it_was_read(bench: Bench) -> None:
    await bench.ask()
    bench.folder.understood = ASKED.text
    question = Question("and in production?", TALK, audience="C1")

    steps = [step async for step in bench.cached.stream(question)]

    assert steps[0] == Understood(ASKED.text)
    assert isinstance(steps[1], Finished)
    assert steps[1].answer.given_at is not None
    assert steps[1].answer.understood == ASKED.text


async def test_what_was_said_in_a_conversation_is_not_kept_for_others(bench: Bench) -> None:
    await bench.ask(replace(ASKED, history=TALK))

    assert not bench.shelf.rows


# Trouble


async def test_a_broken_cache_never_costs_an_answer(bench: Bench) -> None:
    await bench.ask()
    bench.shelf.broken = True

    assert not await bench.ask()
    await bench.cached.forget(ASKED.text)


async def test_a_slow_cache_is_not_waited_for(bench: Bench) -> None:
    await bench.ask()
    bench.shelf.slow = asyncio.Event()
    began = asyncio.get_running_loop().time()

    assert not await bench.ask()
    assert asyncio.get_running_loop().time() - began < 2 * PATIENCE_SECONDS + 1


async def test_an_error_before_the_search_comes_through(bench: Bench) -> None:
    class Refusing(Folder):
        async def stream(self, question: Question) -> AsyncIterator[Progress]:
            raise StoreError("no")
            yield Finished(answer_from(COST))

    bench.folder = Refusing()

    with pytest.raises(StoreError):
        await bench.make().answer(ASKED)


def test_grounds_differ_by_all_that_an_answer_shows_of_a_passage() -> None:
    seen = [grounds_of([replace(COST, **change)]) for change in ({}, {"date": "2027-01-01"}, {"heading": ("Cost",)})]

    assert len(set(seen)) == len(seen)

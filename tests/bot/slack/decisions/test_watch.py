"""The watch: a thread is told of each change of what its decision rests on, once, whoever looks and whenever."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
from slack_sdk.errors import SlackApiError

from bot.decisions.engine import Engine
from bot.decisions.grounds import How
from bot.decisions.session.state import Decision, Stance, Status
from bot.errors import StoreError
from bot.frameworks import FrameworkShelf
from bot.slack.decisions.desk import Desk
from bot.slack.decisions.wall import Wall
from bot.slack.decisions.watch import GONE_SECONDS, GroundsWatch
from bot.store.store import Store
from tests.bot.decisions.session.house import BACKENDS, Ground, House, ground
from tests.bot.slack.decisions.articles import Articles

FACTS = """\
kind: facts
matter: {matter}
title: How to build it
verdicts:
  rag: {{label: RAG, meaning: Retrieve.}}
  tune: {{label: Fine-tuning, meaning: Train.}}
facts:
  rows: {{label: Rows, question: "How many rows?", why: It matters., unit: rows}}
"""
TREE = """\
kind: framework
matter: {matter}
name: tree
title: The tree
document: articles/tree.md
first_that_holds:
  rules:
    - when: {{rows: "< {number}"}}
      verdict: rag
      reason: there are too few rows
      ground: Data
  otherwise: {{verdict: tune, reason: there are rows enough, ground: Rest}}
"""
PATH = "articles/tree.md"
TEXT = "Fewer than 5,000 rows lead to RAG."
LATER = GONE_SECONDS + 5


@dataclass
class Paintings:
    """Stands for the wall: which decisions were painted, and Slack's refusals to come."""

    painted: list[str] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)

    async def paint(self, team: str, decision_id: str) -> None:
        if self.errors:
            raise self.errors.pop()
        self.painted.append(decision_id)


@dataclass
class Steady:
    """The clock of a house, which the intervals of a watch go by too."""

    house: House

    def now(self) -> float:
        return self.house.now

    def monotonic(self) -> float:
        return self.house.now

    async def sleep(self, seconds: float) -> None:
        raise asyncio.CancelledError


@dataclass
class Office:
    """Processes on one database, the articles, and frameworks in a folder."""

    house: House
    folder: Path
    articles: Articles = field(default_factory=lambda: Articles({PATH: {"Data": TEXT, "Rest": "Else tune."}}))
    wall: Paintings = field(default_factory=Paintings)
    shelf: FrameworkShelf = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(exist_ok=True)
        (self.folder / "facts.yaml").write_text(FACTS.format(matter="toy"))
        self.shelf = FrameworkShelf([self.folder], Engine)
        self.frameworks(5000)

    def frameworks(self, number: int) -> None:
        (self.folder / "tree.yaml").write_text(TREE.format(matter="toy", number=number))
        assert self.shelf.refresh().errors == ()

    def process(self) -> tuple[Desk, GroundsWatch]:
        store: Store = self.house.store()
        desk = Desk(store.decisions, self.shelf, lambda: self.house.now, lambda: f"{self.house.team[-8:]}{next(IDS)}")
        watch = GroundsWatch(
            desk,
            store.decisions,
            store.ground_texts,
            cast(Wall, self.wall),
            shelf=self.shelf,
            library=self.articles,
            engine=Engine,
            clock=Steady(self.house),
        )
        return desk, watch

    async def looks(self, *watches: GroundsWatch, seconds: float = 2.0) -> int:
        """Let watches look until the index is at rest; returns how many threads were told."""
        told = 0
        for _ in range(3):
            told += sum(await asyncio.gather(*(watch.look() for watch in watches)))
            self.house.now += seconds
        return told


IDS = iter(range(10**6))


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ground]:
    """One of each test's own: a watch looks at every decision there is."""
    with ground(request.param, tmp_path / "data") as made:
        yield made


@pytest.fixture
def office(database: Ground, tmp_path: Path) -> Iterator[Office]:
    made = Office(House(database), tmp_path / "frameworks")
    made.articles.written = next(IDS)
    yield made
    made.house.close()


async def finish(office: Office, desk: Desk, rows: int = 3000, **more: Any) -> Decision:
    acted = await office.house.opened(desk, "ann", facts={"rows": Stance("ann", rows, 1.0)}, **more)
    assert acted.after.status is Status.FINISHED
    office.house.now += 1
    return acted.after


async def now(desk: Desk, decision: Decision) -> Decision:
    found = await desk.get(decision.id)
    assert found is not None
    return found


async def hows(desk: Desk, decision: Decision) -> list[How]:
    return [change.how for shift in (await now(desk, decision)).shifts for change in shift.changes]


async def test_a_changed_figure_is_told_once_with_what_it_comes_to(office: Office) -> None:
    desk, watch = office.process()
    await office.looks(watch)
    decision = await finish(office, desk)
    assert await office.looks(watch) == 0
    office.articles.replace(PATH, "5,000", "1,000")
    assert await office.looks(watch) == 1
    assert await office.looks(watch) == 0
    [shift] = (await now(desk, decision)).shifts
    assert shift.outlook is not None
    assert (shift.outlook.verdicts, shift.outlook.same) == (("tune",), False)
    assert [(each.before.text, each.after.text) for each in shift.changes[0].figures] == [("5,000", "1,000")]
    assert office.wall.painted == [decision.id]
    assert (await now(desk, decision)).answers == {"rows": 3000}, "nothing is applied by itself"


async def test_any_number_of_processes_tell_once(office: Office) -> None:
    processes = [office.process() for _ in range(4)]
    desks, watches = [desk for desk, _ in processes], [watch for _, watch in processes]
    await office.looks(*watches)
    decisions = [await finish(office, desk) for desk in desks]
    office.articles.replace(PATH, "5,000", "1,000")
    assert await office.looks(*watches) == len(decisions)
    for decision in decisions:
        assert await hows(desks[0], decision) == [How.CHANGED]
    assert sorted(office.wall.painted) == sorted(decision.id for decision in decisions)


async def test_changed_back_is_told_once_and_changed_again_too(office: Office) -> None:
    desk, watch = office.process()
    await office.looks(watch)
    decision = await finish(office, desk)
    for old, new in (("5,000", "1,000"), ("1,000", "5,000"), ("5,000", "1,000")):
        office.articles.replace(PATH, old, new)
        assert await office.looks(watch) == 1
        assert await office.looks(office.process()[1]) == 0
    assert await hows(desk, decision) == [How.CHANGED, How.RETURNED, How.CHANGED]
    back = (await now(desk, decision)).shifts[1].outlook
    assert back is not None
    assert (back.verdicts, back.replaced, back.same) == (("rag",), (), True)


async def test_what_changed_while_no_process_ran_is_told_by_the_next_one(office: Office) -> None:
    desk, watch = office.process()
    await office.looks(watch)
    decision = await finish(office, desk)
    office.house.close()
    office.articles.replace(PATH, "5,000", "1,000")
    desk, watch = office.process()
    assert await office.looks(watch) == 1
    assert await hows(desk, decision) == [How.CHANGED]


async def test_a_decision_made_after_a_change_rests_on_what_it_reads_then(office: Office) -> None:
    desk, watch = office.process()
    await office.looks(watch)
    office.articles.replace(PATH, "5,000", "1,000")
    await office.looks(watch)
    decision = await finish(office, desk)
    assert await office.looks(office.process()[1]) == 0
    assert await hows(desk, decision) == []


async def test_a_moved_document_is_no_change_and_is_still_watched(office: Office) -> None:
    desk, watch = office.process()
    await office.looks(watch)
    decision = await finish(office, desk)
    office.articles.move(PATH, "elsewhere/wood.md")
    assert await office.looks(watch, seconds=LATER) == 0
    office.articles.replace("elsewhere/wood.md", "5,000", "1,000")
    assert await office.looks(watch) == 1
    assert await hows(desk, decision) == [How.CHANGED]


async def test_a_passage_counts_as_gone_only_when_the_index_has_been_at_rest(office: Office) -> None:
    desk, watch = office.process()
    await office.looks(watch)
    decision = await finish(office, desk)
    office.articles.write("other.md", "Data", "Other words.")
    office.articles.delete(PATH)
    assert await office.looks(watch, seconds=1.0) == 0
    office.articles.write(PATH, "Data", TEXT)
    assert await office.looks(watch, seconds=LATER) == 0, "the index was only being made again"
    office.articles.delete(PATH)
    assert await office.looks(watch, seconds=LATER) == 1
    office.articles.write(PATH, "Data", TEXT)
    assert await office.looks(watch) == 1
    assert await hows(desk, decision) == [How.REMOVED, How.RETURNED]


async def test_an_empty_index_says_nothing(office: Office) -> None:
    desk, watch = office.process()
    await office.looks(watch)
    decision = await finish(office, desk)
    office.articles.delete(PATH)
    assert await office.looks(watch, seconds=LATER) == 0
    assert await hows(desk, decision) == []


async def test_who_may_not_be_told_is_not(office: Office) -> None:
    desk, watch = office.process()
    office.articles.audiences[PATH] = "C9"
    await office.looks(watch)
    here, there = await finish(office, desk), await finish(office, desk, channel="C9")
    office.articles.replace(PATH, "5,000", "1,000")
    assert await office.looks(watch) == 1
    assert (await hows(desk, here), await hows(desk, there)) == ([], [How.CHANGED])


async def test_only_decisions_that_stand_are_told(office: Office) -> None:
    desk, watch = office.process()
    await office.looks(watch)
    old = await finish(office, desk)
    new = await finish(office, desk, supersedes=old.id)
    running = (await office.house.opened(desk, "ann")).after
    office.articles.replace(PATH, "5,000", "1,000")
    assert await office.looks(watch) == 1
    assert [await hows(desk, each) for each in (old, new, running)] == [[], [How.CHANGED], []]


async def test_frameworks_that_were_changed_with_the_article_are_asked(office: Office) -> None:
    desk, watch = office.process()
    await office.looks(watch)
    decision = await finish(office, desk)
    office.frameworks(1000)
    office.articles.replace(PATH, "5,000", "1,000")
    assert await office.looks(watch) == 1
    outlook = (await now(desk, decision)).shifts[0].outlook
    assert outlook is not None
    assert (outlook.verdicts, outlook.reframed, outlook.replaced) == (("tune",), True, ())


async def test_a_rule_that_did_not_hold_is_told_of_when_it_would_now(office: Office) -> None:
    desk, watch = office.process()
    await office.looks(watch)
    enough, plenty = await finish(office, desk, rows=7000), await finish(office, desk, rows=90_000)
    office.articles.replace(PATH, "5,000", "9,000")
    assert await office.looks(watch) == 1
    assert (await hows(desk, enough), await hows(desk, plenty)) == ([How.CHANGED], [])
    assert await office.looks(office.process()[1]) == 0
    office.articles.replace(PATH, "9,000", "5,000")
    assert await office.looks(watch) == 1, "the verdict stands again, and its thread thinks otherwise"
    assert (await hows(desk, enough), await hows(desk, plenty)) == ([How.CHANGED, How.RETURNED], [])


async def test_changed_frameworks_alone_change_no_grounds(office: Office) -> None:
    desk, watch = office.process()
    await office.looks(watch)
    await finish(office, desk)
    office.frameworks(1000)
    assert await office.looks(watch) == 0


async def test_a_decision_whose_frameworks_are_lost_costs_only_itself(office: Office) -> None:
    desk, watch = office.process()
    await office.looks(watch)
    decision = await finish(office, desk)
    office.articles.replace(PATH, "5,000", "1,000")
    (office.folder / "facts.yaml").unlink()
    office.shelf.refresh()
    lost = FrameworkShelf([office.folder], Engine)
    lost.refresh()
    watch._shelf = lost
    assert await office.looks(watch) == 1, "they were kept with the decision"
    outlook = (await now(desk, decision)).shifts[0].outlook
    assert outlook is not None
    assert outlook.verdicts == ("tune",)


async def test_what_slack_does_not_take_is_left_to_the_next_painting(office: Office) -> None:
    desk, watch = office.process()
    await office.looks(watch)
    decision = await finish(office, desk)
    office.articles.replace(PATH, "5,000", "1,000")
    office.wall.errors.append(SlackApiError("no", {"error": "internal_error"}))
    assert await office.looks(watch) == 1
    assert await hows(desk, decision) == [How.CHANGED]


async def test_a_bad_round_does_not_end_the_next(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    _, watch = office.process()

    def broken() -> str:
        raise StoreError("The database is busy.")

    office.articles.version = broken  # type: ignore[method-assign]
    with pytest.raises(asyncio.CancelledError):
        await watch.run()
    assert "StoreError" in caplog.text

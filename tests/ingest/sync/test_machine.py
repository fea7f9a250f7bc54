"""Whatever is done to a folder, and whenever: after one more sync the index is the folder, and nobody saw a mixture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test

from ingest.errors import MassRemovalError, WriterBusyError
from ingest.model import SyncReport
from ingest.sync.synchroniser import Synchroniser
from tests.faults.folder_events import PLACES, FolderEvents, places, some
from tests.faults.grounds import ground_at, shut
from tests.faults.versions import Version, versions_in
from tests.faults.witness import Witness
from tests.ingest.house import House
from tests.ingest.stores import STORES
from tests.memory import memory

EXAMPLES = {"sqlite": 8, "postgres": 4}
"""Histories of up to 40 events each."""
ASKED_AT_EACH_STEP = 2
"""Documents; a history has some hundreds of steps, so each is asked for at each step before long."""


class Crash(BaseException):
    """Ends a run at once: no handler of a program may catch it."""


class FolderMachine(FolderEvents):
    """The folder, and an index that is brought up to it now and then."""

    def __init__(self, root: Path, kind: str) -> None:
        self._open = ExitStack()
        ground = self._open.enter_context(ground_at(root, kind))
        super().__init__(ground, self._open.enter_context(Witness()))
        self._at_step: Callable[[], None] = lambda: None
        self._house = self._start()

    @initialize(parts=st.lists(st.integers(1, 4), min_size=3, max_size=len(PLACES)))
    def begin(self, parts: list[int]) -> None:
        for path, number in zip(PLACES[::2] + PLACES[1::2], parts, strict=False):
            self._write(path, Version(next(self._markers), parts=number))
        self.sync()

    @rule()
    def sync(self) -> None:
        self._run(lambda: _synced(self._house.synchroniser))

    @rule()
    def reconcile(self) -> None:
        self._run(lambda: _synced(self._house.synchroniser, thorough=True))

    @rule(after=st.integers(1, 12), thorough=st.booleans())
    def crash(self, after: int, thorough: bool) -> None:
        """The run ends at one of its steps, and the next process begins where it was left."""
        steps = count(1)

        def crash_there() -> None:
            if next(steps) == after:
                raise Crash

        synchroniser = self._house.synchroniser
        try:
            self._during(crash_there, lambda: _synced(synchroniser, thorough=thorough))
        except Crash:
            self._restart()
        else:
            self._promise()

    @rule()
    def restart(self) -> None:
        self._restart()

    @precondition(lambda self: self._files)
    @rule(pick=some, to=places, change=st.sampled_from(("edit", "move", "delete")))
    def change_during_a_sync(self, pick: int, to: str, change: str) -> None:
        """At its first step; the sync may take it or leave it."""
        changes = {
            "edit": lambda: self.edit(pick, atomic=False),
            "move": lambda: self.move(pick, to, edited=False),
            "delete": lambda: self.delete(pick),
        }
        waiting = [changes[change]]
        self._during(lambda: waiting.pop()() if waiting else None, lambda: _synced(self._house.synchroniser))

    @rule()
    def two_syncs_at_once(self) -> None:
        reports: list[SyncReport] = []
        threads = [Thread(target=lambda: reports.append(_synced(self._house.synchroniser))) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(reports) == 2
        self._promise()

    @rule()
    def a_second_writer_is_refused(self) -> None:
        self.sync()
        other = self._ground.open()
        try:
            with pytest.raises(WriterBusyError):
                other.synchroniser.sync()
        finally:
            shut(other)

    @rule(every=st.integers(1, 4))
    def vectors_are_lost_and_strangers_come(self, every: int) -> None:
        """What another program may do to the vectors; the nightly reconcile sets it right."""
        self._house.vectors.delete(sorted(self._house.vectors.ids())[::every])
        self._house.vectors.upsert({"f" * 32: "nobody asked for this"})
        self.reconcile()
        self._assert_equal()

    def teardown(self) -> None:
        try:
            self.finish_writing()
            self.sync()
            self._assert_equal()
            self._house.assert_index_is_folder()
            self._witness.look()
        finally:
            self._witness.watch(None)
            shut(self._house)
            self._open.close()
        assert self._witness.faults == []

    # How it is done.

    def _start(self) -> House:
        house = self._ground.open(lambda _step: self._on_step(), still=3600)
        self._witness.watch(house.index)
        return house

    def _restart(self) -> None:
        self._witness.watch(None)
        shut(self._house)
        self._house = self._start()
        self._witness.look()

    def _on_step(self) -> None:
        self._witness.look(ASKED_AT_EACH_STEP)
        self._at_step()

    def _during(self, action: Callable[[], None], run: Callable[[], SyncReport]) -> None:
        self._at_step = action
        try:
            run()
        finally:
            self._at_step = lambda: None

    def _run(self, run: Callable[[], SyncReport]) -> None:
        run()
        self._promise()
        assert self._witness.faults == []

    def _promise(self) -> None:
        """After a sync everything that is in the folder must be found, but for what is being written."""
        self._witness.promise(version.marker for path, version in self._files.items() if path not in self._halves)

    def _assert_equal(self) -> None:
        held = {path: self._house.index.document_passages(path) for path in self._house.paths()}
        whole = {path: version for path, version in self._files.items() if path not in self._halves}
        seen = versions_in(passage for passages in held.values() for passage in passages)
        assert {path: version for path, version in seen.items() if path not in self._halves} == whole


def _synced(synchroniser: Synchroniser, *, thorough: bool = False) -> SyncReport:
    """Sync, and confirm that so many documents were meant to go."""
    try:
        return synchroniser.reconcile() if thorough else synchroniser.sync()
    except MassRemovalError:
        return synchroniser.sync(confirmed=True)


@pytest.fixture
def in_memory() -> Iterator[Path]:
    with memory() as folder:
        yield folder


@pytest.mark.parametrize("kind", STORES)
def test_any_history_of_a_folder_ends_with_the_index_equal_to_it(in_memory: Path, kind: str) -> None:
    roots = (in_memory / str(number) for number in count())
    run_state_machine_as_test(
        lambda: FolderMachine(next(roots), kind),  # type: ignore[arg-type] # a factory will do
        settings=settings(
            max_examples=EXAMPLES[kind],
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate],
        ),
    )

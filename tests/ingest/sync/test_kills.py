"""Processes are killed at every named step, and between; the next one finds whole documents and completes the work."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from ingest.steps import Step
from tests.faults.interruptions import scenarios
from tests.faults.nursery import Nursery
from tests.ingest.stores import NEEDS_POSTGRES, STORES
from tests.memory import memory

PROCESSES = 2
BETWEEN = 3
"""Statements, commits and calls of the embedder at which processes are killed, for each scenario."""
EACH = {"sqlite": 1, "postgres": 6}
"""Of the moments, every so manyth is one that processes are killed at: the steps are the same for both stores."""
LEAST = {"sqlite": 200, "postgres": 30}
"""Kills."""
CASES = [
    *(pytest.param("sqlite", name, id=f"sqlite-{name}") for name in scenarios("sqlite")),
    *(pytest.param("postgres", name, id=f"postgres-{name}", marks=NEEDS_POSTGRES) for name in scenarios("postgres")),
]

Fatal = tuple[str, int]


class Nurseries:
    """Some of them for one kind of store, and what each scenario passes when nobody is killed."""

    def __init__(self, root: Path, kind: str, opened: ExitStack) -> None:
        self._free = SimpleQueue[Nursery]()
        for number in range(PROCESSES):
            nursery = Nursery(root / f"{kind}{number}", kind)
            opened.callback(nursery.close)
            self._free.put(nursery)
        self._threads = opened.enter_context(ThreadPoolExecutor(PROCESSES))
        names = list(scenarios(kind))
        self.passed = dict(zip(names, self._threads.map(self._undisturbed, names), strict=True))

    def verdicts(self, scenario: str, points: list[Fatal]) -> Iterator[dict[str, Any]]:
        """Kill a process at each of the points."""
        return self._threads.map(lambda point: self._ask(scenario, point), points)

    def _undisturbed(self, scenario: str) -> Mapping[str, int]:
        verdict = self._ask(scenario, None)
        assert (verdict["status"], verdict["faults"]) == (0, []), scenario
        return dict(verdict["counts"])

    def _ask(self, scenario: str, fatal: Fatal | None) -> dict[str, Any]:
        nursery = self._free.get()
        try:
            return dict(nursery.ask({"scenario": scenario, "fatal": fatal}))
        finally:
            self._free.put(nursery)


Those = Callable[[str], Nurseries]


@pytest.fixture(scope="module")
def nurseries() -> Iterator[Those]:
    """Give those of a kind of store, the same ones each time."""
    with ExitStack() as opened:
        root = opened.enter_context(memory())
        yield cache(lambda kind: Nurseries(root, kind, opened))


def points(passed: Mapping[str, int], between: int) -> list[Fatal]:
    """Each named step the first time, in the middle and the last time, and as many moments between as wanted."""
    steps = [(step, count) for step, count in passed.items() if step in set(Step)]
    named = [(step, nth) for step, count in steps for nth in sorted({1, (count + 1) // 2, count})]
    other = [(name, count) for name, count in passed.items() if name not in set(Step)]
    return named + [(name, nth) for name, count in other for nth in _spread(count, between)]


def chosen_points(those: Nurseries, kind: str, scenario: str) -> list[Fatal]:
    """Give the moments of a scenario at which processes are killed."""
    return points(those.passed[scenario], BETWEEN)[:: EACH[kind]]


def _spread(count: int, wanted: int) -> list[int]:
    return sorted({1 + number * (count - 1) // max(wanted - 1, 1) for number in range(wanted)})


@pytest.mark.parametrize(("kind", "scenario"), CASES)
def test_whenever_a_process_is_killed_documents_are_whole_and_the_next_one_completes_them(
    nurseries: Those, kind: str, scenario: str
) -> None:
    those = nurseries(kind)
    chosen = chosen_points(those, kind, scenario)
    faults = []
    for point, verdict in zip(chosen, those.verdicts(scenario, chosen), strict=True):
        if verdict["status"] != -signal.SIGKILL:
            faults.append(f"{point} was not passed again")
        faults += [f"killed at {point}: {fault}" for fault in verdict["faults"]]
    assert faults == []


@pytest.mark.parametrize("kind", STORES)
def test_processes_are_killed_often_enough(nurseries: Those, kind: str) -> None:
    those = nurseries(kind)
    assert sum(len(chosen_points(those, kind, name)) for name in those.passed) >= LEAST[kind]


def test_every_named_step_is_one_that_processes_are_killed_at(nurseries: Those) -> None:
    those = nurseries("sqlite")
    chosen = [point for name in those.passed for point in chosen_points(those, "sqlite", name)]
    assert {step for step, _ in chosen} >= set(Step)

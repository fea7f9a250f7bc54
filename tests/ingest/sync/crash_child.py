"""A process that lets its children be killed while they sync, and others see what is left.

It has imported everything, has opened nothing and has no threads: so each child is a fork of it, which takes
milliseconds where starting a process takes seconds. Arguments: a folder to work in, and the kind of store. Reads a case
of JSON from each line of its input and writes a verdict for each.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy import Engine, event

from ingest.errors import DamagedTablesError
from ingest.steps import Step
from ingest.sync.synchroniser import Synchroniser
from tests.faults.grounds import Ground, ground_at, opened, probed_in_a_fork
from tests.faults.interruptions import VECTORS_AT_ONCE, Scenario, damaged, scenarios
from tests.ingest.house import House

FINISHED, FAILED = 0, 1


class Moments:
    """Counts the moments a process passes, by name, and ends it at one of them."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._fatal: tuple[str, int] | None = None

    def arm(self, fatal: tuple[str, int] | None) -> None:
        """Begin to count; the process ends when the moment of this name is passed so many times."""
        self.counts.clear()
        self._fatal = fatal

    def passed(self, name: str) -> None:
        """Count, and end here if this is the moment."""
        self.counts[name] += 1
        if self._fatal == (name, self.counts[name]):
            os.kill(os.getpid(), signal.SIGKILL)

    def watch_database(self) -> None:
        """Count every statement, and every transaction that is about to be committed."""
        event.listen(Engine, "before_cursor_execute", lambda *_: self.passed("statement"))
        event.listen(Engine, "commit", lambda *_: self.passed("commit"))


def interrupted(ground: Ground, scenario: Scenario, fatal: tuple[str, int] | None) -> Counter[str]:
    """Change a folder that is in the index, and sync it; returns what was passed, if it is not killed there."""
    moments = Moments()
    moments.watch_database()
    if scenario.is_restarted:
        scenario.change(ground.folder)
        moments.arm(fatal)
    with opened(ground, moments.passed, embedder=scenario.embedder, on_embed=lambda: moments.passed("embed")) as house:
        house.index.subscribe(lambda _change: None)
        if scenario.before and not scenario.is_restarted:
            house.synchroniser.sync()
            scenario.disturb(house)
        if not scenario.is_restarted:
            scenario.change(ground.folder)
            moments.arm(fatal)
        completed(house.synchroniser, thorough=scenario.thorough)
    return moments.counts


def prepared(ground: Ground, scenario: Scenario) -> None:
    """Do what another process did before."""
    with opened(ground) as house:
        house.synchroniser.sync()
    if scenario.damage is not None:
        scenario.damage(ground.index_dir)


def completed(synchroniser: Synchroniser, *, thorough: bool = False) -> None:
    """Sync, and once more when the index was so damaged that it had to be begun again."""
    try:
        (synchroniser.reconcile if thorough else synchroniser.sync)()
    except DamagedTablesError:
        synchroniser.sync()


def resumed(ground: Ground, scenario: Scenario) -> list[str]:
    """Open what a killed process left, complete it, and return everything that was wrong at any moment."""
    faults: list[str] = []
    houses: list[House] = []

    def watch(_step: Step) -> None:
        faults.extend(scenario.faults_on_the_way(houses[0].index))

    with opened(ground, watch, embedder=scenario.embedder) as house:
        houses.append(house)
        faults += scenario.faults_after_restart(house)
        completed(house.synchroniser)
        faults += scenario.faults_at_the_end(house)
    return faults


def in_a_child(work: Callable[[], Any]) -> tuple[int, Any]:
    """Do work in a fork; returns its exit status and what it returned."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        _do(work, writer)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), json.loads(said) if said else None


def recovered(ground: Ground, name: str, how: str) -> dict[str, Any]:
    """Damage a file of the index between two processes, and tell what was wrong with the second."""
    scenario = damaged(name, how)
    scenario.fill(ground.folder)
    in_a_child(lambda: prepared(ground, scenario))
    scenario.change(ground.folder)
    status, faults = in_a_child(lambda: resumed(ground, scenario))
    return {"status": status, "faults": faults}


def write_vector_files_soon() -> None:
    """Let Chroma write its vector files after a few vectors, not a thousand, so that small indexes have them too."""
    from chromadb.api.client import Client

    made = Client.get_or_create_collection

    def made_so(client: Client, name: str, *, configuration: Any, **more: Any) -> Any:
        soon = {"batch_size": VECTORS_AT_ONCE // 2, "sync_threshold": VECTORS_AT_ONCE}
        return made(client, name, configuration={"hnsw": {**configuration["hnsw"], **soon}}, **more)

    Client.get_or_create_collection = made_so  # type: ignore[method-assign]


def files_of_an_index(ground: Ground) -> list[str]:
    """Name the files of an index that was closed, but for locks and notes."""
    scenario = damaged("", "")
    scenario.fill(ground.folder)
    in_a_child(lambda: prepared(ground, replace(scenario, damage=None)))
    return sorted({file.name for file in ground.index_dir.rglob("*") if file.is_file() and file.stat().st_size})


def _do(work: Callable[[], Any], writer: int) -> NoReturn:
    status = FAILED
    try:
        with os.fdopen(writer, "w") as pipe:
            json.dump(work(), pipe)
        status = FINISHED
    except BaseException:  # noqa: BLE001 - told by the status; nothing may go on in a fork
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def verdict(ground: Ground, scenario: Scenario, fatal: tuple[str, int] | None) -> dict[str, Any]:
    """Kill one process, let another complete its work, and tell what was wrong."""
    scenario.fill(ground.folder)
    if scenario.is_restarted:
        in_a_child(lambda: prepared(ground, scenario))
    status, counts = in_a_child(lambda: interrupted(ground, scenario, fatal))
    resumption, faults = in_a_child(lambda: resumed(ground, scenario))
    if resumption != FINISHED:
        faults = [f"the next process ended with {resumption}"]
    return {"status": status, "counts": counts, "faults": faults}


def import_what_a_child_needs(ground: Ground) -> None:
    """Import whatever a child had to import on its way, so that no other has to."""
    first = scenarios()["first"]
    first.fill(ground.folder)
    _, names = in_a_child(lambda: interrupted(ground, first, None) and sorted(sys.modules))
    for name in names:
        with suppress(Exception):  # a module of another's own making, which cannot be imported by its name
            import_module(name)


def answer(ground: Ground, known: Mapping[str, Scenario], case: Mapping[str, Any]) -> Any:
    """Do what a line of input asks for."""
    match case:
        case {"scenario": name, "fatal": fatal}:
            return verdict(ground, known[name], tuple(fatal) if fatal else None)
        case {"damaged": name, "how": how}:
            return recovered(ground, name, how)
        case _:
            return files_of_an_index(ground)


def main(root: Path, kind: str) -> None:
    """Answer each case."""
    known = scenarios(kind)
    with ground_at(root / "first", kind, probed_in_a_fork) as ground:
        import_what_a_child_needs(ground)
    write_vector_files_soon()
    for number, line in enumerate(sys.stdin):
        with ground_at(root / str(number), kind, probed_in_a_fork) as ground:
            print(json.dumps(answer(ground, known, json.loads(line))), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])

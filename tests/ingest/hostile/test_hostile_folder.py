"""A folder in which everything is wrong that can be, and good documents amid it: one sync, and what came of it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.hostile.good import good_parts
from tests.ingest.hostile.office import office_parts
from tests.ingest.hostile.parts import Fate, Part
from tests.ingest.hostile.places import make_places, name_parts
from tests.ingest.hostile.texts import text_parts

ROOT = Path(__file__).parents[3]
MOST_CPU_SECONDS = 60.0
"""Of the start and both syncs, in all processes: about 12. Unlike time on the wall it is the same on a busy machine."""
MOST_SECONDS = 240.0
"""On the wall, for what blocks and never ends."""
MOST_MEMORY = 900
"""MB of the process that syncs, with the embedder and Chroma in it: about 300 MB for an ordinary folder."""
MOST_READER_MEMORY = 1_400
"""MB of the child that reads binary documents; it is limited to 1,024 more than it needs to start."""


@dataclass(frozen=True)
class Outcome:
    """What was written, and what the two syncs made of it."""

    folder: Path
    parts: dict[str, Part]
    places: dict[str, Fate]
    told: dict[str, Any]

    @property
    def failed(self) -> dict[str, str]:
        return dict(self.told["first"]["failed"])

    @property
    def documents(self) -> set[str]:
        return set(self.told["documents"])

    def paths(self, *fates: Fate) -> list[str]:
        return [path for path, part in self.parts.items() if part.fate in fates]


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    base = tmp_path_factory.mktemp("hostile")
    folder = base / "knowledge"
    folder.mkdir()
    parts = {_path(part): part for part in _write(folder)}
    places = make_places(folder, base / "outside")
    words = [part.word for part in parts.values() if part.word]
    child = subprocess.run(
        [sys.executable, "-m", "tests.ingest.hostile.child", str(folder), str(base / "index")],
        input=json.dumps([*words, "secretword"]),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=MOST_SECONDS,
        check=False,
    )
    assert child.returncode == 0, child.stderr[-2_000:]
    return Outcome(folder, parts, places, json.loads(child.stdout))


def _write(folder: Path) -> Iterator[Part]:
    for make in (good_parts, text_parts, office_parts, name_parts):
        for part in make():
            place = os.path.join(os.fsencode(folder), part.name)  # noqa: PTH118 - pathlib knows no names in bytes
            os.makedirs(os.path.dirname(place), exist_ok=True)  # noqa: PTH103, PTH120
            with open(place, "wb") as file:  # noqa: PTH123
                file.write(part.data)
            yield part


def _path(part: Part) -> str:
    return part.name.decode("utf-8", "replace")


def test_the_folder_is_large_enough_to_mean_something(outcome: Outcome) -> None:
    assert len(outcome.parts) + len(outcome.places) >= 170
    assert len(outcome.places) >= 15
    assert {path.rpartition(".")[2] for path in outcome.parts if path.startswith("good/")} >= {
        "md", "mdx", "txt", "html", "jsonl", "csv", "tsv", "pdf", "docx", "pptx", "xlsx", "eml",
    }  # fmt: skip


def test_one_sync_ends_in_time(outcome: Outcome) -> None:
    assert outcome.told["cpu_seconds"] < MOST_CPU_SECONDS


def test_memory_stays_bounded(outcome: Outcome) -> None:
    assert outcome.told["memory"] < MOST_MEMORY
    assert outcome.told["readers_memory"] < MOST_READER_MEMORY


def test_every_good_document_is_found_by_its_word(outcome: Outcome) -> None:
    lost = {
        path: outcome.failed.get(path, outcome.told["found"][outcome.parts[path].word])
        for path in outcome.paths(Fate.FOUND)
        if outcome.told["found"][outcome.parts[path].word][:1] != [path]
    }
    assert lost == {}


def test_every_bad_file_is_named_and_stays_out(outcome: Outcome) -> None:
    bad = {*outcome.paths(Fate.REFUSED), *(path for path, fate in outcome.places.items() if fate is Fate.REFUSED)}
    assert bad - outcome.failed.keys() == set()
    assert bad & outcome.documents == set()


def test_nothing_is_lost_silently_and_nothing_is_counted_twice(outcome: Outcome) -> None:
    for path in outcome.paths(Fate.FOUND, Fate.EITHER):
        assert (path in outcome.failed) != (path in outcome.documents), path
    for path in outcome.paths(Fate.IGNORED):
        assert path not in outcome.failed, path
        assert path not in outcome.documents, path
    known = {*outcome.parts, *outcome.places}
    assert outcome.documents <= known
    assert outcome.failed.keys() <= known


def test_reasons_are_sentences_without_paths_or_exceptions(outcome: Outcome) -> None:
    for path, reason in outcome.failed.items():
        assert re.fullmatch(r"[A-Z][^\n]{10,200}\.", reason), (path, reason)
        assert str(outcome.folder) not in reason, (path, reason)
        assert not re.search(r"/\w+/|\w+(Error|Exception)\b|Traceback|0x[0-9a-f]|[<>{}]", reason), (path, reason)


def test_what_lies_outside_the_folder_is_never_read(outcome: Outcome) -> None:
    assert "secretword" not in "".join(outcome.told["found"]["secretword"])
    assert not any("out" in path for path in outcome.documents if path.startswith("places/"))


def test_a_second_sync_reads_nothing_again(outcome: Outcome) -> None:
    assert outcome.told["read_again"] == []
    assert outcome.told["second"]["counts"] == [0, 0, 0, len(outcome.documents)]
    assert outcome.told["second"]["failed"] == outcome.failed

"""The comparison with LangChain runs, over a set small enough to know by heart."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.evaluation_data import read_queries
from tests.benchmarks.retrieval import OWN, compare, held_out, main, sets

WORKSHOP = OWN / "workshop"


def test_both_sides_are_measured_over_the_same_set() -> None:
    lines = list(compare("workshop", WORKSHOP / "docs.jsonl", WORKSHOP / "queries.jsonl"))
    found = {line.name: line.measures for line in lines}
    assert len(found) == 6
    assert found["workshop, rows whole: Archie"].recall[5] == 1.0
    assert 0.5 < found["workshop, rows whole: LangChain"].recall[5] <= 1.0
    assert found["workshop, rows split: LangChain"].mrr < found["workshop, rows split: Archie"].mrr


def test_every_set_of_a_folder_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sets(OWN) == [WORKSHOP]
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "docs.jsonl").touch()
    main(["--data", str(tmp_path)])
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_the_held_out_half_is_always_the_same(tmp_path: Path) -> None:
    kept = read_queries(held_out(WORKSHOP / "queries.jsonl", tmp_path / "half.jsonl"))
    everything = read_queries(WORKSHOP / "queries.jsonl")
    assert 0 < len(kept) < len(everything)
    assert all(query in everything for query in kept)

"""Row 24 of the fault matrix: whichever file of the index is damaged, Archie lives, answers and builds it again.

A damaged vector file may end the process that opens it, so each case has a process of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.nursery import Nursery
from tests.memory import memory

CHROMA_FILES = (
    "chroma.sqlite3",
    "header.bin",
    "data_level0.bin",
    "length.bin",
    "link_lists.bin",
    "index_metadata.pickle",
)
NOTES = ("chroma.closed", "index.db-sound", "writer.lock")
FILES = ("index.db", *CHROMA_FILES, *NOTES)


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with memory() as root, Nursery(root, "sqlite") as nursery:
        yield nursery


def test_every_file_of_an_index_is_damaged_below(nursery: Nursery) -> None:
    assert set(nursery.ask({})) == set(FILES)


@pytest.mark.parametrize("how", ["truncate", "flip", "remove"])
@pytest.mark.parametrize("name", FILES)
def test_an_index_with_a_damaged_file_answers_and_is_built_again(nursery: Nursery, name: str, how: str) -> None:
    assert nursery.ask({"damaged": name, "how": how}) == {"status": 0, "faults": []}

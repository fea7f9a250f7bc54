"""A graph that Chroma wrote holds together; one that was cut or spoilt anywhere it would be followed does not."""

from __future__ import annotations

import shutil
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from chromadb import Collection, PersistentClient
from hypothesis import given
from hypothesis import strategies as st

from ingest.vectors.graph import HEADER, holds_together

DIMENSIONS = 8
LISTS, LEVEL_0, LENGTHS = "link_lists.bin", "data_level0.bin", "length.bin"
ELEMENTS_AT, ELEMENT_BYTES_AT = 20, 28
"""Where these numbers stand in the header."""
WORD = 4


@contextmanager
def collection(folder: Path) -> Iterator[Collection]:
    client = PersistentClient(path=str(folder))
    soon = {"hnsw": {"batch_size": 10, "sync_threshold": 10}}
    yield client.create_collection("vectors", configuration=soon, embedding_function=None)  # type: ignore[arg-type]
    client.close()


def add(vectors: Collection, numbers: range) -> None:
    made = np.random.default_rng(numbers.start).normal(size=(len(numbers), DIMENSIONS))
    vectors.upsert(ids=[str(number) for number in numbers], embeddings=list(made))


def graph_in(folder: Path) -> Path:
    (header,) = folder.rglob(HEADER)
    return header.parent


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chroma")
    with collection(folder) as vectors:
        for start in range(0, 200, 10):
            add(vectors, range(start, start + 10))
    return graph_in(folder)


def replaced(graph: Path, name: str, content: bytes) -> bool:
    """Whether the graph holds together with this content of one file."""
    file = graph / name
    sound = file.read_bytes()
    file.write_bytes(content)
    try:
        return holds_together(graph)
    finally:
        file.write_bytes(sound)


def with_word(content: bytes, place: int, word: int) -> bytes:
    return content[:place] + word.to_bytes(WORD, "little") + content[place + WORD :]


def test_what_chroma_writes_holds_together_at_every_size_and_after_every_change(tmp_path: Path) -> None:
    with collection(tmp_path) as vectors:
        for start in range(0, 300, 10):
            add(vectors, range(start, start + 10))
            assert holds_together(graph_in(tmp_path)), start
        for change in (range(20, 60), range(0, 30), range(300, 500)):
            vectors.delete(ids=[str(number) for number in change])
            add(vectors, change)
            assert holds_together(graph_in(tmp_path)), change
        vectors.delete(ids=vectors.get()["ids"])
        assert holds_together(graph_in(tmp_path))
        add(vectors, range(1_000, 1_050))
        assert holds_together(graph_in(tmp_path))


@pytest.mark.parametrize("name", [HEADER, LEVEL_0, LENGTHS, LISTS])
def test_a_file_that_is_not_there_to_its_end_is_seen(written: Path, name: str) -> None:
    content = (written / name).read_bytes()
    for length in {*range(0, len(content), max(1, len(content) // 50)), len(content) - 1}:
        assert not replaced(written, name, content[:length]), length
    (written / name).rename(written / "away")
    assert not holds_together(written)
    (written / "away").rename(written / name)


def test_a_header_written_before_its_lists_is_seen(written: Path) -> None:
    """What a process leaves that is killed while Chroma writes: the header comes first."""
    header = (written / HEADER).read_bytes()
    (elements,) = struct.unpack_from("<Q", header, ELEMENTS_AT)
    longer = shutil.copytree(written, written.with_name("longer"))
    (element_bytes,) = struct.unpack_from("<Q", header, ELEMENT_BYTES_AT)
    with (longer / LEVEL_0).open("ab") as level_0, (longer / LENGTHS).open("ab") as lengths:
        level_0.write(bytes(10 * element_bytes))
        lengths.write(bytes(10 * WORD))
    assert holds_together(longer)
    assert not replaced(longer, HEADER, with_word(header, ELEMENTS_AT, elements + 10))
    shutil.rmtree(longer)


def sizes_in(lists: bytes) -> list[int]:
    """Where each element's size stands."""
    places, place = list[int](), 0
    while place < len(lists):
        places.append(place)
        place += WORD + int.from_bytes(lists[place : place + WORD], "little")
    return places


@given(st.data())
def test_a_spoilt_size_of_a_list_is_seen(written: Path, data: st.DataObject) -> None:
    lists = (written / LISTS).read_bytes()
    place = data.draw(st.sampled_from(sizes_in(lists)))
    size = int.from_bytes(lists[place : place + WORD], "little")
    other = data.draw(st.integers(0, 2**32 - 1).filter(lambda word: word != size))
    assert not replaced(written, LISTS, with_word(lists, place, other))


@pytest.mark.parametrize(("at", "word"), [(0, 33), (WORD, 200), (WORD, 2**32 - 1)])
def test_a_list_too_long_and_a_link_that_leads_nowhere_are_seen(written: Path, at: int, word: int) -> None:
    level_0 = (written / LEVEL_0).read_bytes()
    (element_bytes,) = struct.unpack_from("<Q", (written / HEADER).read_bytes(), ELEMENT_BYTES_AT)
    for element in (0, 77, 199):
        assert not replaced(written, LEVEL_0, with_word(level_0, element * element_bytes + at, word))


def test_a_spoilt_link_of_an_upper_level_is_seen(written: Path) -> None:
    lists = (written / LISTS).read_bytes()
    upper = [place + WORD for place in sizes_in(lists) if lists[place : place + WORD] != bytes(WORD)]
    for place in upper:
        assert not replaced(written, LISTS, with_word(lists, place, 17))
        assert not replaced(written, LISTS, with_word(lists, place + WORD, 200))


@given(st.integers(4, 91), st.integers(1, 255))
def test_a_spoilt_header_is_seen_or_does_no_harm(written: Path, place: int, flipped: int) -> None:
    """Never an error, whatever numbers stand in it; and no size that reaches past the other files is believed."""
    header = (written / HEADER).read_bytes()
    spoilt = header[:place] + bytes([header[place] ^ flipped]) + header[place + 1 :]
    holds = replaced(written, HEADER, spoilt)
    assert not (holds and ELEMENTS_AT <= place < ELEMENT_BYTES_AT + 8)


def test_a_layout_that_is_not_known_is_left_to_chroma(written: Path) -> None:
    header = (written / HEADER).read_bytes()
    assert replaced(written, HEADER, with_word(header, 0, 2))

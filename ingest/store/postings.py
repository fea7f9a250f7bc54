"""Search terms in PostgreSQL: lists of where each term stands, ranked by `ingest.store.bm25`.

PostgreSQL's own text search knows neither how common a term is nor how long a passage is on average, and counting a
term in each of ten thousand matches takes it longer than a person should wait. Here each term has one row for each
block of 4,096 passages; a query reads a few arrays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    delete,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import Insert, insert

from ingest.model import Passage
from ingest.store import bm25
from ingest.store.bm25 import BLOCK, BLOCK_BITS, MOST_POSITIONS, Blocks, Places
from ingest.store.lexical import Pair, affordable, affordable_pairs, text_terms, title_terms
from ingest.store.statements import cut, upsert
from ingest.store.tables import passages

metadata = MetaData()

postings = Table(
    "postings",
    metadata,
    Column("term", Text(collation="C"), primary_key=True),
    Column("block", Integer, primary_key=True),
    Column("passages", Integer, nullable=False),
    Column("places", LargeBinary, nullable=False),
)
"""``places`` is an array of unsigned 32-bit integers, little-endian; ``passages`` counts the passages they are in."""

blocks = Table(
    "blocks",
    metadata,
    Column("block", Integer, primary_key=True),
    Column("passages", Integer, nullable=False),
    Column("tokens", BigInteger, nullable=False),
    Column("lengths", LargeBinary, nullable=False),
)
"""``lengths`` is such an array too, of 4,096: terms of each passage plus one; 0 where there is none."""

_REBUILD_BATCH = 2_000

Key = tuple[str, int]
"""Term and block."""
Row = tuple[int, bytes]
"""Passages and places."""


class Postings:
    """Implements `ingest.store.lexical.Lexical` for PostgreSQL."""

    def put(self, connection: Connection, numbered: Sequence[tuple[int, Passage]]) -> None:
        """Add the terms of passages under their row numbers."""
        held: dict[Key, list[int]] = defaultdict(list)
        counted: dict[Key, int] = defaultdict(int)
        lengths: dict[int, int] = {}
        for number, passage in numbered:
            block, offset = number >> BLOCK_BITS, number & (BLOCK - 1)
            places = list(_places(offset, title_terms(passage), text_terms(passage)))
            lengths[number] = len(places) + 1
            for term, place in places:
                held[term, block].append(place)
            for term in {term for term, _ in places}:
                counted[term, block] += 1
        _add(connection, {key: (counted[key], np.array(places, "<u4").tobytes()) for key, places in held.items()})
        _set_lengths(connection, lengths)

    def forget(self, connection: Connection, numbered: Sequence[tuple[int, Passage]]) -> None:
        """Remove the terms of passages."""
        leaving: dict[int, NDArray[np.bool_]] = defaultdict(lambda: np.zeros(BLOCK, np.bool_))
        held: set[str] = set()
        for number, passage in numbered:
            leaving[number >> BLOCK_BITS][number & (BLOCK - 1)] = True
            held.update(title_terms(passage), text_terms(passage))
        for some in cut(held):
            _remove(connection, some, leaving)
        _set_lengths(connection, {number: 0 for number, _ in numbered})

    def search(self, connection: Connection, frequencies: Mapping[str, int], k: int) -> dict[str, float]:
        """Return scores by passage id for the best ``k``."""
        chosen = affordable(frequencies)
        if not chosen:
            return {}
        known = _blocks(connection)
        return _ids(connection, bm25.best(known, _read(connection, chosen, known).values(), k))

    def phrases(
        self, connection: Connection, pairs: Sequence[Pair], frequencies: Mapping[str, int], k: int
    ) -> dict[str, float]:
        """Return scores by passage id for the best ``k`` that hold some pair side by side."""
        chosen = affordable_pairs(pairs, frequencies)
        if not chosen:
            return {}
        known = _blocks(connection)
        read = _read(connection, set(chain.from_iterable(chosen)), known)
        found = (bm25.side_by_side(read[first], read[second]) for first, second in chosen)
        return _ids(connection, bm25.best(known, found, k))

    def frequencies(self, connection: Connection, words: Iterable[str]) -> dict[str, int]:
        """Return how many passages hold each term."""
        wanted = dict.fromkeys(words, 0)
        counts = select(postings.c.term, func.sum(postings.c.passages)).group_by(postings.c.term)
        for some in cut(wanted):
            wanted |= {term: int(n) for term, n in connection.execute(counts.where(postings.c.term.in_(some)))}
        return wanted

    def count(self, connection: Connection) -> int:
        """Return how many passages have terms."""
        return int(connection.scalar(select(func.sum(blocks.c.passages))) or 0)

    def is_sound(self, connection: Connection) -> bool:
        """Tell whether each passage has its terms exactly once, and as many as were written."""
        known = _blocks(connection)
        slots = np.flatnonzero(known.lengths)
        numbers = known.numbers[slots >> BLOCK_BITS] << BLOCK_BITS | slots & (BLOCK - 1)
        if set(numbers.tolist()) != set(connection.scalars(select(passages.c.number))):
            return False
        stored = select(postings.c.block, func.sum(func.octet_length(postings.c.places)) / 4).group_by(postings.c.block)
        written = select(blocks.c.block, blocks.c.tokens).where(blocks.c.tokens > 0)
        return {row[0]: int(row[1]) for row in connection.execute(stored)} == {
            row[0]: row[1] for row in connection.execute(written)
        }

    def rebuild(self, connection: Connection, numbered: Iterable[tuple[int, Passage]]) -> None:
        """Build everything anew from the passages."""
        connection.execute(delete(postings))
        connection.execute(delete(blocks))
        left = iter(numbered)
        while batch := list(islice(left, _REBUILD_BATCH)):
            self.put(connection, batch)


def _places(offset: int, title: Sequence[str], text: Sequence[str]) -> Iterator[tuple[str, int]]:
    for position, term in enumerate(title[:MOST_POSITIONS]):
        yield term, bm25.place(offset, position, in_text=False)
    for position, term in enumerate(text[:MOST_POSITIONS]):
        yield term, bm25.place(offset, position, in_text=True)


def _add(connection: Connection, rows: Mapping[Key, Row]) -> None:
    """Append places to those that are there."""
    statement = _insert(rows)
    changed = {
        "passages": postings.c.passages + statement.excluded.passages,
        "places": postings.c.places.op("||")(statement.excluded.places),
    }
    connection.execute(statement.on_conflict_do_update(index_elements=["term", "block"], set_=changed))


def _remove(connection: Connection, some: Collection[str], leaving: Mapping[int, NDArray[np.bool_]]) -> None:
    """Take the places of leaving passages, by block which of its offsets, out of the rows of some terms."""
    touched = postings.c.term.in_(some) & postings.c.block.in_(leaving)
    kept: dict[Key, Row] = {}
    for term, block, count, stored in connection.execute(select(postings).where(touched)):
        places = np.frombuffer(stored, "<u4")
        goes = leaving[block][bm25.offsets(places)]
        if goes.any():
            gone = len(np.unique(bm25.offsets(places[goes])))
            kept[term, block] = count - gone, places[~goes].tobytes()
    statement = _insert(kept)
    changed = {"passages": statement.excluded.passages, "places": statement.excluded.places}
    connection.execute(statement.on_conflict_do_update(index_elements=["term", "block"], set_=changed))
    connection.execute(delete(postings).where(touched & (postings.c.passages == 0)))


def _insert(rows: Mapping[Key, Row]) -> Insert:
    """One statement of four parameters, however many rows: they travel as arrays."""
    columns = (
        (ARRAY(Text), [term for term, _ in rows]),
        (ARRAY(Integer), [block for _, block in rows]),
        (ARRAY(Integer), [count for count, _ in rows.values()]),
        (ARRAY(LargeBinary), [places for _, places in rows.values()]),
    )
    values = select(*(func.unnest(literal(values, kind)) for kind, values in columns))
    return insert(postings).from_select(["term", "block", "passages", "places"], values)


def _set_lengths(connection: Connection, lengths: Mapping[int, int]) -> None:
    by_block: dict[int, dict[int, int]] = defaultdict(dict)
    for number, length in lengths.items():
        by_block[number >> BLOCK_BITS][number & (BLOCK - 1)] = length
    known = select(blocks.c.block, blocks.c.lengths).where(blocks.c.block.in_(by_block))
    stored = {block: np.frombuffer(held, "<u4").copy() for block, held in connection.execute(known)}
    rows = []
    for block, changed in by_block.items():
        held = stored.get(block, np.zeros(BLOCK, "<u4"))
        held[list(changed)] = list(changed.values())
        passages_held = int(np.count_nonzero(held))
        tokens = int(held.sum(dtype=np.int64)) - passages_held
        rows.append({"block": block, "passages": passages_held, "tokens": tokens, "lengths": held.tobytes()})
    upsert(connection, blocks, rows)
    connection.execute(delete(blocks).where(blocks.c.passages == 0))


def _blocks(connection: Connection) -> Blocks:
    rows = connection.execute(select(blocks).order_by(blocks.c.block)).all()
    return Blocks(
        np.array([row.block for row in rows], np.int64),
        np.frombuffer(b"".join(row.lengths for row in rows), "<u4"),
        sum(row.passages for row in rows),
        sum(row.tokens for row in rows),
    )


def _read(connection: Connection, wanted: Collection[str], known: Blocks) -> dict[str, Places]:
    query = select(postings.c.term, postings.c.block, postings.c.places).where(postings.c.term.in_(wanted))
    rows: dict[str, list[tuple[int, bytes]]] = {term: [] for term in wanted}
    for term, block, places in connection.execute(query):
        rows[term].append((block, places))
    return {term: bm25.gather(of_term, known) for term, of_term in rows.items()}


def _ids(connection: Connection, found: Sequence[tuple[int, float]]) -> dict[str, float]:
    scores = dict(found)
    rows = connection.execute(select(passages.c.number, passages.c.id).where(passages.c.number.in_(scores)))
    ids = {row.number: row.id for row in rows}
    return {ids[number]: score for number, score in found}

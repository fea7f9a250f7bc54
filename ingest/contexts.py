"""Contexts: a sentence or two on where in its document a passage stands, written by somebody who read all of it.

They are indexed in front of the passage, so that "it rose by 3 %" is found by the name of what rose. They are never
quoted: the passage's text, its place and its id stay as they are. Published gain: failures to retrieve fell by a third
(Anthropic, "Contextual Retrieval", 2024). Each is written once and kept: writing costs money.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from ingest.errors import IngestError
from ingest.model import Document, Passage
from ingest.readers.naming import clean_line

logger = logging.getLogger(__name__)

LONGEST_CONTEXT = 400
"""Characters of a context that are kept: more would drown the passage's own words."""
REST_SECONDS = 600.0
"""How long nobody is asked again after a failure."""


class ContextError(IngestError):
    """Contexts cannot be written now. Passages are indexed without, and get theirs later."""


class ContextWriter(Protocol):
    """Writes contexts. ``name`` changes with whatever changes what is written."""

    @property
    def name(self) -> str:
        """Which writer this is: model and version of the request."""

    def write(self, document: Document, passages: Sequence[Passage]) -> Sequence[str]:
        """Return a context for each passage of the document, in order; empty where there is nothing to say.

        Raises:
            ContextError: not now.
        """


class ContextCache:
    """Contexts by what they were written from, in an SQLite file that outlives the index."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def find(self, keys: Sequence[str]) -> dict[str, str]:
        """Return those of the contexts that are kept, by key."""
        with closing(self._open()) as connection:
            rows = (connection.execute("SELECT text FROM contexts WHERE key = ?", (key,)).fetchone() for key in keys)
            return {key: row[0] for key, row in zip(keys, rows, strict=True) if row}

    def missing(self, name: str, document: Document, passages: Sequence[Passage]) -> list[Passage]:
        """Return the passages for which no context of that name is kept. Makes no file."""
        if not self._file.exists():
            return list(passages)
        kept = self.find([key_of(name, document, passage) for passage in passages])
        return [passage for passage in passages if key_of(name, document, passage) not in kept]

    def keep(self, contexts: Mapping[str, str]) -> None:
        """Keep contexts by key."""
        with closing(self._open()) as connection, connection:
            connection.executemany("INSERT OR REPLACE INTO contexts VALUES (?, ?)", contexts.items())

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._file, timeout=5)
        connection.execute("CREATE TABLE IF NOT EXISTS contexts (key TEXT PRIMARY KEY, text TEXT NOT NULL)")
        return connection


class Contexts:
    """Gives passages their contexts: kept ones, else new ones. Used by the one writer of an index."""

    def __init__(
        self, writer: ContextWriter, cache: ContextCache, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._writer = writer
        self._cache = cache
        self._now = now
        self._rests_until = 0.0

    @property
    def name(self) -> str:
        """Names what the contexts are written by; those of two names are not mixed."""
        return self._writer.name

    @property
    def rests(self) -> bool:
        """Whether a failure is so recent that nobody is asked."""
        return self._now() < self._rests_until

    def add(self, document: Document, passages: Sequence[Passage]) -> tuple[list[Passage], str | None]:
        """Return the passages with their contexts, and `name`; as they are, and None, when they cannot be had now."""
        keys = [key_of(self.name, document, passage) for passage in passages]
        try:
            kept = self._cache.find(keys)
            unwritten = [passage for key, passage in zip(keys, passages, strict=True) if key not in kept]
            kept |= self._write(document, unwritten)
        except (ContextError, sqlite3.Error) as error:
            logger.warning("passages are indexed without contexts for now: %s", error)
            self._rests_until = self._now() + REST_SECONDS
            return list(passages), None
        return [replace(passage, context=kept[key]) for key, passage in zip(keys, passages, strict=True)], self.name

    def _write(self, document: Document, passages: Sequence[Passage]) -> dict[str, str]:
        if not passages:
            return {}
        if self.rests:
            raise ContextError("Nobody is asked so soon after a failure.")
        texts = self._writer.write(document, passages)
        if len(texts) != len(passages):
            raise ContextError("As many contexts are needed as there are passages.")
        contexts = {
            key_of(self.name, document, passage): clean_line(text, LONGEST_CONTEXT)
            for passage, text in zip(passages, texts, strict=True)
        }
        self._cache.keep(contexts)
        return contexts


def key_of(name: str, document: Document, passage: Passage) -> str:
    """Return what a context is kept under: who writes it, and all that it is written from."""
    parts = (name, document.title, document.text, str(passage.start), passage.text)
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()

"""Somebody who asks all the time, and remembers every answer that cannot be true of any folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from threading import Event, RLock, Thread
from types import TracebackType
from typing import Self

from ingest.index import KnowledgeIndex
from tests.faults.versions import versions_in

_MOST_PASSAGES = 50
_PAUSE_SECONDS = 0.03


class Witness:
    """Asks for every promised document, in a thread of its own and whenever `look` is called.

    A document is promised while it is in the folder and in the index. Whoever takes a file away withdraws the promise
    first. Use it as a context manager; `index` is None while nothing is open.
    """

    def __init__(self) -> None:
        self.looks = 0
        self.faults: list[str] = []
        self._index: KnowledgeIndex | None = None
        self._promises: dict[str, object] = {}
        self._turn = 0
        self._held = RLock()
        self._ended = Event()
        self._thread = Thread(target=self._watch, name="witness")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def watch(self, index: KnowledgeIndex | None) -> None:
        """Ask this index from now on; None while it is closed."""
        with self._held:
            self._index = index

    def promise(self, markers: Iterable[str]) -> None:
        """These documents, and no others, must be found from now on."""
        self._promises = {marker: self._promises.get(marker, object()) for marker in markers}

    def withdraw(self, markers: Iterable[str]) -> None:
        """These documents need not be found any more."""
        gone = set(markers)
        self._promises = {marker: given for marker, given in self._promises.items() if marker not in gone}

    def look(self, most: int | None = None) -> None:
        """Ask for each promised document once, or for as many as are given, which are others each time."""
        promised = list(self._promises)
        for _ in promised[:most]:
            self._turn += 1
            self._look_for(promised[self._turn % len(promised)])

    def _watch(self) -> None:
        """Ask for one after the other; all at once would leave the sync no time."""
        for turn in count():
            if self._ended.wait(_PAUSE_SECONDS):
                return
            promised = list(self._promises)
            try:
                if promised:
                    self._look_for(promised[turn % len(promised)])
            except Exception as error:  # noqa: BLE001 - whatever a question raises is what the test is about
                self.faults.append(f"a question failed: {error!r}")

    def _look_for(self, marker: str) -> None:
        with self._held:
            if self._index is None:
                return
            promise = self._promises.get(marker)
            found = self._ask(self._index, marker)
            if not found and promise is not None and promise is self._promises.get(marker):
                self.faults.append(f"{marker} was not found at all")

    def _ask(self, index: KnowledgeIndex, marker: str) -> bool:
        self.looks += 1
        found = [hit.passage for hit in index.search(marker, _MOST_PASSAGES) if marker in hit.passage.text]
        try:
            versions: Mapping[str, object] = versions_in(found)
        except AssertionError as error:
            self.faults.append(f"asked for {marker}: {error}")
            return True
        return bool(versions)

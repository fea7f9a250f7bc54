"""A house with a further folder beside its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest.store.lock import WriterLock
from ingest.sync.further import FurtherFolder
from ingest.sync.synchroniser import Synchroniser
from tests.ingest.house import House


@dataclass
class Annex:
    """A house with a further folder, ``records/…`` in the index."""

    house: House
    folder: Path
    synchroniser: Synchroniser

    def write(self, name: str, text: str) -> Path:
        self.folder.mkdir(exist_ok=True)
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        return file

    def paths(self) -> list[str]:
        return self.house.paths()


def open_annex(house: House, fill: Callable[[], None] | None = lambda: None) -> Annex:
    """Give a house a synchroniser that knows a further folder beside its own."""
    house.synchroniser.close()
    folder = house.folder.with_name("annex")
    lock = WriterLock(house.index_dir / "writer.lock")
    further = [FurtherFolder("records", folder, fill)]
    return Annex(house, folder, Synchroniser(house.folder, house.index, lock, still_seconds=0, further=further))

"""An index of articles that a test changes, for whatever watches it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from ingest.model import Failure, Passage
from ingest.overview import Stock, VectorState
from ingest.store.manifest import IndexedDocument


@dataclass
class Articles:
    """Documents by path: their sections by heading. Every writing makes another version."""

    sections: dict[str, dict[str, str]] = field(default_factory=dict)
    audiences: dict[str, str] = field(default_factory=dict)
    written: int = 0

    def write(self, path: str, heading: str, text: str | None) -> None:
        """Set a section, or take it out."""
        under = self.sections.setdefault(path, {})
        if text is None:
            del under[heading]
        else:
            under[heading] = text
        self.written += 1

    def replace(self, path: str, old: str, new: str) -> None:
        """Change words of a document."""
        self.sections[path] = {heading: text.replace(old, new) for heading, text in self.sections[path].items()}
        self.written += 1

    def move(self, old: str, new: str) -> None:
        self.sections[new] = self.sections.pop(old)
        self.written += 1

    def delete(self, path: str) -> None:
        del self.sections[path]
        self.written += 1

    # What is asked of an index.

    def version(self) -> str:
        return f"{self.written}@2026-01-01T00:00:00+00:00"

    def stock(self, chosen: Callable[[Collection[str]], Collection[str]], headings: Collection[str]) -> Stock:
        whole = chosen(self.sections.keys())
        passages = [
            Passage(f"{path}#{n}", path, n, (heading,), text, 0, len(text), path)
            for path, under in self.sections.items()
            for n, (heading, text) in enumerate(under.items())
            if path in whole or heading in headings
        ]
        return Stock(self.version(), {path: self.audiences.get(path) for path in self.sections}, passages)

    def documents(self, readers: Sequence[str] = ()) -> list[IndexedDocument]:
        return [IndexedDocument(path, path, len(under), "", None) for path, under in self.sections.items()]

    def failures(self, readers: Sequence[str] = ()) -> list[Failure]:
        return []

    def vectors(self) -> VectorState:
        return VectorState("none", switching=False, done=0, passages=0)

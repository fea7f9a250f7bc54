"""Evidence made by hand."""

from __future__ import annotations

from hashlib import sha256

from ingest.model import Hit, Passage


def hit(text: str, *, document: str = "guide.md", position: int = 0, heading: tuple[str, ...] = ()) -> Hit:
    """A passage as if it had been found; its id follows from what it is."""
    identity = sha256(f"{document}|{position}|{text}".encode()).hexdigest()[:32]
    title = document.removesuffix(".md").capitalize()
    passage = Passage(identity, document, position, heading, text, 0, len(text), title)
    return Hit(passage, score=1.0, lexical=1.0, dense=1.0)

"""Copies: the same passage under several names takes the place of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.model import Passage


def without_crowding(ranked: Sequence[str], passages: Mapping[str, Passage], k: int) -> list[str]:
    """Return the best ``k`` ids in their order, copies only where nothing else is left to fill the room.

    A copy has the same title, headings and text; the same sentence under another heading may mean another thing.
    """
    seen: set[tuple[str, tuple[str, ...], str]] = set()
    firsts: list[str] = []
    copies: list[str] = []
    for id_ in ranked:
        passage = passages[id_]
        key = (passage.title, passage.heading, passage.text)
        (copies if key in seen else firsts).append(id_)
        seen.add(key)
    chosen = {*firsts[:k], *copies[: max(k - len(firsts), 0)]}
    return [id_ for id_ in ranked if id_ in chosen]

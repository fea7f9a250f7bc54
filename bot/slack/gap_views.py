"""A topic as one person may see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.store.gaps import Asking


@dataclass(frozen=True, slots=True)
class GapView:
    """Made of the questions a person may read, and of no others.

    Attributes:
        question: the newest of them, a public one before a private one of the viewer's.
        missing: what was missing, when a part of it was answered.
        times, people: how often it was asked, by how many.
        first, last: when, in seconds since the epoch.
        public: somebody asked it in public.
    """

    id: str
    question: str
    missing: str | None
    times: int
    people: int
    first: float
    last: float
    public: bool


def views(askings: Iterable[Asking]) -> list[GapView]:
    """Return the topics of questions given newest first; the most wanted, then the latest first."""
    topics: dict[str, list[Asking]] = {}
    for asking in askings:
        topics.setdefault(asking.gap_id, []).append(asking)
    return sorted(map(_view, topics.values()), key=lambda view: (-view.times, -view.last, view.id))


def _view(askings: Sequence[Asking]) -> GapView:
    shown = next((asking for asking in askings if asking.listable), askings[0])
    return GapView(
        id=shown.gap_id,
        question=shown.question,
        missing=shown.missing,
        times=len(askings),
        people=len({asking.asker for asking in askings}),
        first=askings[-1].asked_at,
        last=askings[0].asked_at,
        public=shown.listable,
    )

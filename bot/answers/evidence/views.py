"""Passages prepared for ranking: each quotable unit with what stands around it, and with its place in meaning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from bot.answers.evidence.matching import Meanings, Text, joined
from bot.answers.sentences import Unit, display, label, split_units
from ingest.model import Passage


@dataclass(frozen=True, slots=True)
class View:
    """A unit with what stands around it, prepared for matching."""

    unit: Unit
    index: int
    text: Text
    heading: Text
    topics: tuple[Text, ...]
    title: Text
    neighbours: Text
    passage: Text


class Alike(NamedTuple):
    """Cosines of the question with a sentence, with the sentence under its headings, and with the passage."""

    sentence: float
    headed: float
    passage: float


@dataclass(frozen=True, slots=True)
class Cut:
    """A passage cut into views.

    Attributes:
        vectors: unit vectors of its sentences, of its sentences under their headings, and of the whole passage, in this
            order; None without word vectors.
    """

    views: tuple[View, ...]
    vectors: Any | None

    def alike(self, asked: Any | None) -> Iterator[tuple[View, Alike | None]]:
        """Each view with its cosines to the question."""
        if asked is None or self.vectors is None:
            yield from ((view, None) for view in self.views)
            return
        cosines, n = (self.vectors @ asked).tolist(), len(self.views)
        for i, view in enumerate(self.views):
            yield view, Alike(cosines[i], cosines[n + i], cosines[-1])


def cut_passage(passage: Passage, meanings: Meanings) -> Cut:
    """Cut a passage, and place its units in meaning."""
    views = _views(passage)
    texts = [view.text.raw for view in views]
    headed = [f"{view.heading.raw}\n{view.text.raw}" for view in views]
    return Cut(views, meanings.directions([*texts, *headed, passage.text]))


def _views(passage: Passage) -> tuple[View, ...]:
    units = split_units(passage.text)
    texts = [Text(display(unit)) for unit in units]
    title = joined((passage.title, PurePosixPath(passage.document).stem))
    whole = Text(passage.text)
    return tuple(
        View(
            unit=unit,
            index=i,
            text=texts[i],
            heading=joined((*passage.heading, unit.section, unit.lead, *unit.columns)),
            topics=tuple(Text(topic) for topic in (*passage.heading, unit.section, unit.lead, label(unit)) if topic),
            title=title,
            neighbours=joined(text.raw for text in (*texts[max(i - 1, 0) : i], *texts[i + 1 : i + 2])),
            passage=whole,
        )
        for i, unit in enumerate(units)
        if unit.quotable
    )

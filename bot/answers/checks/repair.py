"""A sentence that fell, replaced by the words it cites, where these make the same point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.answers.checks.outward import reaches_out
from bot.answers.checks.support import LEANS_BACK, cited_units
from bot.answers.checks.verify import Checked, fault_in
from bot.answers.checks.words import content, covered, stem_set
from bot.answers.model import Draft, Quote
from bot.answers.sentences import Unit, display, split_units
from ingest.model import Passage

LEAST_COMMON = 3
"""Words a sentence and its source must share: fewer do not tell whether they make the same point."""
SAME_POINT = 0.6
"""Share of the sentence's words that the source must say."""
LONGEST = 400
"""Characters of a source sentence that is shown in place of another."""


@dataclass(frozen=True, slots=True)
class _Found:
    unit: Unit
    passage: Passage
    common: int


def repaired(checked: Checked) -> Checked:
    """The same when it stands or cannot be helped; else the cited sentence, word for word, in its place.

    A reader then sees the source itself, which answers the point the engine meant to make.
    """
    if checked.stands:
        return checked
    found = max(_candidates(checked), key=lambda candidate: candidate.common, default=None)
    if found is None:
        return checked
    quote = Quote(found.passage.id, found.unit.text)
    draft = Draft(display(found.unit), (quote,))
    sources = ((quote, found.passage),)
    return Checked(draft, sources, None) if fault_in(draft.text, sources) is None else checked


def _candidates(checked: Checked) -> Iterator[_Found]:
    said = content(checked.draft.text)
    for quote, passage in checked.quotes:
        units = split_units(passage.text)
        for unit in (units[i] for i in cited_units(units, quote, passage)):
            common = sum(covered(word, stem_set(display(unit))) for word in said)
            if common >= max(LEAST_COMMON, SAME_POINT * len(said)) and _stands_alone(unit):
                yield _Found(unit, passage, common)


def _stands_alone(unit: Unit) -> bool:
    text = display(unit)
    return (
        unit.quotable
        and not unit.lead
        and len(text) <= LONGEST
        and not LEANS_BACK.match(text)
        and not reaches_out(text)
    )

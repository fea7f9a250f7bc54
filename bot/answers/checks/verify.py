"""The check between an engine and a reader: what a sentence claims must stand in the passages it cites.

Checks are small functions in a list, each naming the fault it finds. They compare a sentence with the cited sentences
and what these lean on, never with a long passage as a whole, where any two words stand somewhere. The same checks hold
for both engines, so that an answer means the same whoever wrote it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.answers.checks.names import unknown_names
from bot.answers.checks.order import is_mixed, is_reversed
from bot.answers.checks.polarity import is_denial_turned, opposed
from bot.answers.checks.quantities import Quantity, counts, quantities
from bot.answers.checks.support import Sources, Support, support_of
from bot.answers.checks.wording import closest, exchanged, inexact, is_foreign, is_overstated
from bot.answers.checks.words import content, share_covered, stem_set
from bot.answers.model import Draft, Quote
from ingest.model import Passage

SAME_SUBJECT = 0.5
"""Of the words around a figure, the share its own sentence in the source must have, against all that is cited."""

LONGEST_SENTENCE = 1_200
"""Characters beyond which no sentence is compared word by word: the comparison takes quadratic time."""


class Fault(StrEnum):
    """Why a draft may not be shown."""

    EMPTY = "empty"
    NO_QUOTE = "no_quote"
    QUOTE_NOT_IN_PASSAGE = "quote_not_in_passage"
    FIGURE_NOT_IN_SOURCES = "figure_not_in_sources"
    NAME_NOT_IN_SOURCES = "name_not_in_sources"
    WORDS_NOT_IN_SOURCES = "words_not_in_sources"
    SUBJECT_EXCHANGED = "subject_exchanged"
    ROLES_EXCHANGED = "roles_exchanged"
    TURNED_ROUND = "turned_round"
    OVERSTATED = "overstated"


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft whose faults are known.

    Attributes:
        quotes: those that stand verbatim in their passage, with it.
        fault: the first fault found; None when the draft may be shown.
    """

    draft: Draft
    quotes: tuple[tuple[Quote, Passage], ...]
    fault: Fault | None

    @property
    def stands(self) -> bool:
        """Whether it may be shown."""
        return self.fault is None


def check(draft: Draft, passage: Callable[[str], Passage | None]) -> Checked:
    """Check a draft against the stored passages it quotes.

    Args:
        passage: looks a passage up by its id as it stands now; None when it is gone.
    """
    found = [(quote, passage(quote.passage_id)) for quote in draft.quotes]
    verbatim = tuple((quote, source) for quote, source in found if source is not None and stands_in(quote, source))
    return Checked(draft, verbatim, _quote_fault(draft, verbatim) or fault_in(draft.text, verbatim))


def stands_in(quote: Quote, source: Passage) -> bool:
    """Whether a quote is not empty and stands verbatim in the passage it names."""
    return bool(quote.text.strip()) and quote.passage_id == source.id and quote.text in source.text


def fault_in(sentence: str, sources: Sources, without: Fault | None = None) -> Fault | None:
    """What is wrong with a sentence that rests on these quotes; None when nothing is.

    Args:
        without: a fault that is not looked for, to see what the other checks find.
    """
    support = support_of(sources)
    if _is_verbatim(sentence, support):
        return None
    if len(sentence) > LONGEST_SENTENCE:
        return Fault.WORDS_NOT_IN_SOURCES
    return next((fault for rule, fault in RULES if fault is not without and rule(sentence, support)), None)


def _quote_fault(draft: Draft, verbatim: Sequence[tuple[Quote, Passage]]) -> Fault | None:
    if not draft.text.strip():
        return Fault.EMPTY
    if verbatim:
        return None
    return Fault.QUOTE_NOT_IN_PASSAGE if draft.quotes else Fault.NO_QUOTE


def _is_verbatim(sentence: str, support: Support) -> bool:
    """Whether it is cited sentences word for word, with what they lean on."""
    return " ".join(sentence.split()) in support.verbatim


def _figures_differ(sentence: str, support: Support) -> bool:
    known = quantities(support.text)
    said = [q for q in quantities(sentence) if counts(q)]
    return any(
        not any(q.bears_out(figure) for q in known) or _is_misplaced(sentence, figure, support) for figure in said
    )


def _is_misplaced(sentence: str, figure: Quantity, support: Support) -> bool:
    """Whether a figure is said of something else than in its source, when several sentences are cited."""
    holding = [unit for unit in support.cited if any(q.bears_out(figure) for q in quantities(unit))]
    if not holding or len(support.cited) == 1:
        return False
    found = content(_clause_of(sentence, figure))
    possible = share_covered(found, support.known)
    context = stem_set(support.context)
    return max(share_covered(found, stem_set(unit) | context) for unit in holding) < SAME_SUBJECT * possible


def _clause_of(sentence: str, figure: Quantity) -> str:
    """The part of a sentence between two marks in which a figure stands."""
    start = max((sentence.rfind(mark, 0, figure.figure.start) for mark in (";", ", ", " and ")), default=-1)
    ends = [found for mark in (";", ", ", " and ") if (found := sentence.find(mark, figure.figure.end)) >= 0]
    return sentence[start + 1 : min(ends, default=len(sentence))]


def _names_are_new(sentence: str, support: Support) -> bool:
    return bool(unknown_names(sentence, "\n".join((support.text, support.titles))))


def _subject_is_exchanged(sentence: str, support: Support) -> bool:
    return bool(exchanged(sentence, support) or inexact(sentence, support))


def _roles_are_exchanged(sentence: str, support: Support) -> bool:
    return is_reversed(sentence, closest(sentence, support)) or is_mixed(sentence, "\n".join(support.cited))


def _is_turned_round(sentence: str, support: Support) -> bool:
    source = "\n".join((closest(sentence, support), support.context))
    return is_denial_turned(sentence, source) or bool(opposed(sentence, source))


def _is_overstated(sentence: str, support: Support) -> bool:
    return is_overstated(sentence, closest(sentence, support))


RULES: tuple[tuple[Callable[[str, Support], bool], Fault], ...] = (
    (_figures_differ, Fault.FIGURE_NOT_IN_SOURCES),
    (_names_are_new, Fault.NAME_NOT_IN_SOURCES),
    (_subject_is_exchanged, Fault.SUBJECT_EXCHANGED),
    (is_foreign, Fault.WORDS_NOT_IN_SOURCES),
    (_roles_are_exchanged, Fault.ROLES_EXCHANGED),
    (_is_turned_round, Fault.TURNED_ROUND),
    (_is_overstated, Fault.OVERSTATED),
)
"""Every check with the fault it finds, the cheap and certain ones first."""

"""The check between an engine and a reader: what a sentence claims must stand in the passages it cites.

Checks are small functions in a list, each naming the fault it finds; what fails is dropped. The same checks hold for
both engines, so that an answer means the same whoever wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.answers.model import Draft, Quote
from bot.answers.numbers import unsupported
from ingest.model import Passage
from ingest.tokens import terms

LEAST_COMMON_WORDS = 0.4
"""Share of a sentence's words that its sources must hold. Light paraphrase keeps 0.8 of them 95 times in 100."""

_NAME_WITH_DIGITS = re.compile(r"(?<![\w-])(?=[\w-]*[A-Za-z])(?=[\w-]*\d)[A-Za-z][\w-]*(?:\.\d+)*", re.ASCII)


class Fault(StrEnum):
    """Why a draft may not be shown."""

    EMPTY = "empty"
    NO_QUOTE = "no_quote"
    QUOTE_NOT_IN_PASSAGE = "quote_not_in_passage"
    FIGURE_NOT_IN_SOURCES = "figure_not_in_sources"
    NAME_NOT_IN_SOURCES = "name_not_in_sources"
    WORDS_NOT_IN_SOURCES = "words_not_in_sources"


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
    fault = _quote_fault(draft, verbatim) or next((f for rule in _RULES if (f := rule(draft.text, verbatim))), None)
    return Checked(draft, verbatim, fault)


def stands_in(quote: Quote, source: Passage) -> bool:
    """Whether a quote is not empty and stands verbatim in the passage it names."""
    return bool(quote.text.strip()) and quote.passage_id == source.id and quote.text in source.text


def _quote_fault(draft: Draft, verbatim: Sequence[tuple[Quote, Passage]]) -> Fault | None:
    if not draft.text.strip():
        return Fault.EMPTY
    if verbatim:
        return None
    return Fault.QUOTE_NOT_IN_PASSAGE if draft.quotes else Fault.NO_QUOTE


def _figures_stand(sentence: str, sources: Sequence[tuple[Quote, Passage]]) -> Fault | None:
    return Fault.FIGURE_NOT_IN_SOURCES if unsupported(sentence, _source_text(sources)) else None


def _coded_names_stand(sentence: str, sources: Sequence[tuple[Quote, Passage]]) -> Fault | None:
    """Names with digits in them ("GPT-4o", "Tier-1"): a changed digit is another thing."""
    known = {name.casefold() for name in _NAME_WITH_DIGITS.findall(_source_text(sources))}
    named = {name.casefold() for name in _NAME_WITH_DIGITS.findall(sentence)}
    return None if named <= known else Fault.NAME_NOT_IN_SOURCES


def _words_stand(sentence: str, sources: Sequence[tuple[Quote, Passage]]) -> Fault | None:
    """Catches citations of another passage. Wording may differ, the subject may not."""
    said, known = set(terms(sentence)), set(terms(_source_text(sources)))
    return Fault.WORDS_NOT_IN_SOURCES if len(said & known) < LEAST_COMMON_WORDS * len(said) else None


def _source_text(sources: Sequence[tuple[Quote, Passage]]) -> str:
    """The cited passages with the headings they stand under, which are the source's words too."""
    return "\n".join("\n".join((*passage.heading, passage.text)) for _, passage in sources)


_RULES: tuple[Callable[[str, Sequence[tuple[Quote, Passage]]], Fault | None], ...] = (
    _figures_stand,
    _coded_names_stand,
    _words_stand,
)

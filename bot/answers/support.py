"""How well an answer's citations hold it up, counted after ALCE (Gao et al. 2023), without a judge model.

A quote supports a sentence when it holds nearly all of its words, every figure of it, and denies what it denies. On
1,001 pairs that rule accepted 95 of 100 true ones and none with a changed number (facts of the project, measured). A
quote is read as it stands in its document: under its headings, a table row with its columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers.checks.numbers import figures, unsupported
from bot.answers.model import Answer, Citation
from bot.answers.sentences import display, split_units
from ingest.language.tokens import terms
from ingest.model import SearchIndex

LEAST_COVER = 0.8
"""Share of a sentence's words that its quotes must hold."""

_DENIAL = re.compile(r"\b(?:not|no|never|none|neither|nor|cannot|without)\b|n['’]t\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Support:
    """Counts over one answer.

    Attributes:
        sentences, supported: claims, and those that their quotes support together (recall).
        markers, right: citation markers, and those that are needed: the quote supports its sentence alone, or the
            sentence no longer stands without it (precision).
        figures, borne_out: figures in claims, and those that stand in a quote of the claim.
    """

    sentences: int = 0
    supported: int = 0
    markers: int = 0
    right: int = 0
    figures: int = 0
    borne_out: int = 0


def support(answer: Answer, index: SearchIndex) -> Support:
    """Count how far the quotes of an answer support its sentences."""
    read = {citation.n: as_read(citation, index) for citation in answer.citations}
    supported = markers = right = found = missing = 0
    for claim in answer.claims:
        quotes = [read[n] for n in claim.citations]
        stands = supports(claim.text, quotes)
        supported += stands
        markers += len(quotes)
        right += sum(stands and _is_needed(claim.text, quotes, i) for i in range(len(quotes)))
        found += len(figures(claim.text))
        missing += len(unsupported(claim.text, "\n".join(quotes)))
    return Support(len(answer.claims), supported, markers, right, found, found - missing)


def supports(sentence: str, quotes: Sequence[str]) -> bool:
    """Whether quotes support a sentence together; word for word they do, whatever language a short one looks like."""
    source = "\n".join(quotes)
    if re.search(rf"(?<!\w){re.escape(sentence)}(?!\w)", source):
        return True
    said, known = set(terms(sentence)), set(terms(source))
    if len(said & known) < LEAST_COVER * len(said) or unsupported(sentence, source):
        return False
    return bool(_DENIAL.search(source)) or not _DENIAL.search(sentence)


def as_read(citation: Citation, index: SearchIndex) -> str:
    """A quote with what its document says above it: title, headings, column names. A list's introduction is no part of
    it: a sentence that uses one has to cite it."""
    passage = index.passage(citation.passage_id)
    if passage is None or (start := passage.text.find(citation.quote)) < 0:
        return ""
    end = start + len(citation.quote)
    units = [unit for unit in split_units(passage.text) if unit.start < end and unit.end > start]
    above = (passage.title, *passage.heading, *(unit.section for unit in units))
    rows = (display(unit) for unit in units if unit.columns)
    return "\n".join((*dict.fromkeys(part for part in above if part), citation.quote, *rows))


def _is_needed(sentence: str, quotes: Sequence[str], i: int) -> bool:
    return supports(sentence, quotes[i : i + 1]) or not supports(sentence, [*quotes[:i], *quotes[i + 1 :]])

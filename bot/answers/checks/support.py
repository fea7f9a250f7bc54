"""What a quote brings along: the sentences it stands in, what these lean on, and what is near but not cited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answers.checks.words import stem_set
from bot.answers.model import Quote
from bot.answers.sentences import Unit, UnitKind, display, split_units
from ingest.model import Passage

LEANS_BACK = re.compile(
    r"(?:it|its|this|that|these|those|they|their|he|she|such|here|both|also|then|so|but|and|or|however|otherwise"
    r"|instead|moreover|furthermore|in addition|besides|therefore|thus|hence|similarly|likewise|not because|above that"
    r"|below that|after that|until then)\b",
    re.IGNORECASE,
)
"""How a sentence begins that cannot be understood without the one before it."""

MOST_PLACES = 8
"""Places of a quote that are looked at, the first ones."""

Sources = Sequence[tuple[Quote, Passage]]


@dataclass(frozen=True, slots=True)
class Support:
    """The cited words of a draft.

    Attributes:
        cited: each cited unit as plain text, with the line, the columns or the sentence it leans on.
        context: the headings the units stand under.
        around: the units next to them.
        verbatim: what may be said word for word: cited units, alone and with what they lean on, and whole quotes.
        titles: titles of the cited documents.
        elsewhere: the rest of the cited passages.
    """

    cited: tuple[str, ...]
    verbatim: frozenset[str]
    context: str
    around: str
    titles: str
    elsewhere: str

    @property
    def text(self) -> str:
        """What a claim may take its facts from."""
        return "\n".join((*self.cited, self.context))

    @property
    def known(self) -> frozenset[str]:
        """The stems of ``text``."""
        return stem_set(self.text)


def support_of(sources: Sources) -> Support:
    """Gather what the quotes of a draft bring along."""
    cited: list[str] = []
    verbatim: list[str] = []
    context: list[str] = []
    around: list[str] = []
    elsewhere: list[str] = []
    for quote, passage in sources:
        units = split_units(passage.text)
        hit = cited_units(units, quote, passage)
        cited += [_with_what_it_leans_on(units, i) for i in hit] or [quote.text]
        shown = [display(units[i]) for i in hit]
        verbatim += [*shown, " ".join(shown), *cited]
        context += [*passage.heading, *(units[i].section for i in hit)]
        beside = {near for i in hit for near in (i - 1, i + 1)} - set(hit)
        around += [display(units[i]) for i in beside if 0 <= i < len(units)]
        elsewhere += [display(unit) for i, unit in enumerate(units) if i not in hit]
    titles = "\n".join(passage.title for _, passage in sources)
    unique = tuple(dict.fromkeys(cited))
    spoken = frozenset(" ".join(text.split()) for text in verbatim)
    return Support(unique, spoken, "\n".join(filter(None, context)), "\n".join(around), titles, "\n".join(elsewhere))


def cited_units(units: Sequence[Unit], quote: Quote, passage: Passage) -> list[int]:
    """The places of the units a quote has words of, wherever in the passage it stands."""
    spans = list(_places(passage.text, quote.text))
    return [i for i, unit in enumerate(units) if any(unit.start < end and start < unit.end for start, end in spans)]


def _places(text: str, quoted: str) -> Iterator[tuple[int, int]]:
    """Where a quote stands. A few words may stand in several sentences: any of them may be meant."""
    start = text.find(quoted)
    for _ in range(MOST_PLACES):
        if start < 0:
            return
        yield start, start + len(quoted)
        start = text.find(quoted, start + max(len(quoted), 1))


def _with_what_it_leans_on(units: Sequence[Unit], i: int) -> str:
    unit = units[i]
    before = units[i - 1] if i else None
    leans = before is not None and before.kind is UnitKind.SENTENCE and LEANS_BACK.match(display(unit))
    lead = display(before) if leans and before is not None else unit.lead
    return f"{lead.rstrip(': ')}: {display(unit)}" if lead else display(unit)

"""The model's stream put together into sentences, each with the quotes it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.answers.cleaning import clean, shorten
from bot.answers.generated.prompts import MISSING, NOT_COVERED
from bot.answers.generated.sources import Source, quote_of
from bot.answers.model import Draft, Missing, Quote

MISSING_CHARACTERS = 200
"""Longest phrase for what is missing; it is shown."""

LOOK_BACK = 64
"""Characters before the end of the text so far in which a sentence may have ended without it being certain yet."""

# All of these take linear time: possessive quantifiers, bounded tags, no run of marks or space tried from its middle.
_MARK = r"(?:\[\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,9}\]|【[^【】]{0,80}】)"
_MARKS = re.compile(rf"(?<!\s)\s*+{_MARK}|</?(?:cite|citation|source|document)\b[^<>]{{0,200}}>|\*\*")
_BULLET = re.compile(r"^\s*(?:[-*•+–]\s+|#{1,6}\s+|\d{1,2}[.)]\s+)")
_BOUNDARY = re.compile(
    rf"(?<!\n)\n++|(?<![.!?…])[.!?…]++[\"'”’)\]]*+(?:\s*+{_MARK})*+[ \t]++(?=[^\sa-z])|(?<![。！？])[。！？]++"
)
_NO_BOUNDARY = re.compile(r"(?:\b(?:e\.g|i\.e|vs|cf|approx|fig|mr|mrs|ms|dr|prof|[A-Z])|(?:^|\n)\s*\d{1,2})\.$", re.I)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text block of the reply: more of its text, or citations of all of it.

    Attributes:
        index: which block of the reply, in order.
        citations: as the service gives them, unchecked.
    """

    index: int
    text: str = ""
    citations: tuple[object, ...] = ()


@dataclass(slots=True)
class _Segment:
    """Where a block's text stands in the reply. It is open, and may still be cited, until the next one begins."""

    index: int
    start: int
    end: int
    quotes: list[Quote] = field(default_factory=list)


class ClaimAssembler:
    """Turns pieces into drafts, as early as is certain.

    A sentence is ready when its end is known and every block it has words in is closed, since the citations of a block
    come after its text. It rests on the citations of all those blocks, in order, each once.
    """

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        self._text = ""
        self._done = 0
        self._scanned = 0
        self._segments: list[_Segment] = []
        self._covered = True

    def add(self, piece: Piece) -> Iterator[Draft | Missing]:
        """Take a piece, and yield what it completes."""
        segment = self._segment(piece.index)
        self._text += piece.text
        segment.end = len(self._text)
        quotes = (quote_of(citation, self._sources) for citation in piece.citations)
        segment.quotes.extend(quote for quote in quotes if quote is not None)
        yield from self._complete(closed_until=segment.start)

    def finish(self) -> Iterator[Draft | Missing]:
        """Yield the rest. Only for a reply that is known to be complete."""
        yield from self._complete(closed_until=len(self._text))
        yield from self._take(len(self._text))

    def _segment(self, index: int) -> _Segment:
        if not self._segments or self._segments[-1].index != index:
            self._segments.append(_Segment(index, len(self._text), len(self._text)))
        return self._segments[-1]

    def _complete(self, closed_until: int) -> Iterator[Draft | Missing]:
        for boundary in _BOUNDARY.finditer(self._text, self._scanned):
            if self._is_abbreviation(boundary.start()):
                continue
            if _has_words(self._text[max(self._done, closed_until) : boundary.end()]):
                self._scanned = boundary.start()
                return
            yield from self._take(boundary.end())
        self._scanned = max(self._done, len(self._text) - LOOK_BACK)

    def _is_abbreviation(self, stop: int) -> bool:
        """Whether the full stop at this place belongs to a short form, or to the number of a list item."""
        return bool(_NO_BOUNDARY.search(self._text, max(0, self._done - 1, stop - LOOK_BACK), stop + 1))

    def _take(self, end: int) -> Iterator[Draft | Missing]:
        start, self._done = self._done, end
        sentence = strip_marks(self._text[start:end])
        if sentence.rstrip(".").upper() == NOT_COVERED:
            self._covered = False
        if not self._covered or not _has_words(sentence):
            return
        if sentence.upper().startswith(MISSING):
            yield Missing(shorten(sentence[len(MISSING) :].strip().rstrip("."), MISSING_CHARACTERS))
        else:
            yield Draft(sentence, tuple(self._quotes(start, end)))

    def _quotes(self, start: int, end: int) -> dict[Quote, None]:
        quotes = {
            quote: None
            for segment in self._segments
            if _has_words(self._text[max(start, segment.start) : min(end, segment.end)])
            for quote in segment.quotes
        }
        self._segments = [*(segment for segment in self._segments[:-1] if segment.end > end), self._segments[-1]]
        return quotes


def _has_words(text: str) -> bool:
    return any(char.isalnum() for char in text)


def strip_marks(text: str) -> str:
    """The sentence without citation marks, list marks or emphasis, on one line."""
    return " ".join(_BULLET.sub("", _MARKS.sub("", clean(text))).split())

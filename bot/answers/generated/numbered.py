"""The same question for models without citations of their own: numbered passages in, numbered quotes out.

The model writes each sentence on a line and copies, on the lines below it, the words it rests on. A quote counts only
where it stands in the passage it names; what is then quoted is cut out of the stored passage, in whole units, exactly
as for citations of the Messages API. Everything after that is the same for both.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.answers.cleaning import clean, shorten
from bot.answers.generated.claims import MISSING_CHARACTERS, Piece, strip_marks
from bot.answers.generated.prompts import MISSING, NOT_COVERED, SYSTEM, as_json, asked, delimited, draw_nonce
from bot.answers.generated.sources import Source, sources_of
from bot.answers.model import Draft, Missing, Question, Quote
from ingest.model import Hit

SHORTEST_QUOTE = 8
"""Letters and digits of a quote below which it could stand anywhere."""

NUMBERED_SYSTEM = f"""{SYSTEM}
How passages and quotes are written
- The search results are a JSON list of passages, each with its number.
- Under each sentence, copy the words of the passages that support it, word for word, each quote on a line of its own \
that begins with QUOTE and the number of the passage. These lines are the citations. An example:
A pump needs a filter in hard water.
QUOTE 2: Where the water is hard, fit a filter before the pump.
QUOTE 5: without a filter it fails within a year
"""

_QUOTE_LINE = re.compile(r"\s*(?:[-*>]\s*)?QUOTE\s*\[?(?P<n>\d{1,3})\]?\s*:\s*(?P<words>.*)$", re.IGNORECASE)
_SAME = str.maketrans(dict.fromkeys("‘’‚‛′`", "'") | dict.fromkeys("“”„‟″«»", '"'))


@dataclass(frozen=True, slots=True)
class NumberedPrompt:
    """One request: ``content`` is the user's turn, ``sources`` are its passages, numbered from 1."""

    system: str
    content: str
    sources: tuple[Source, ...]


def build_numbered_prompt(
    question: Question, evidence: Sequence[Hit], nonce: Callable[[], str] = draw_nonce
) -> NumberedPrompt:
    """Put passages, conversation and question, each as JSON, between tags nobody can have foreseen."""
    sources = sources_of(evidence)
    passages = [
        {"number": number, "title": source.label, "text": "".join(block.sent for block in source.blocks)}
        for number, source in enumerate(sources, start=1)
    ]
    parts = {"search_results": as_json(passages), **asked(question)}
    return NumberedPrompt(NUMBERED_SYSTEM, delimited(parts, nonce), sources)


class NumberedAssembler:
    """Turns pieces of the reply into drafts; a sentence is ready when the next one begins."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        self._line = ""
        self._sentence = ""
        self._quotes: dict[Quote, None] = {}
        self._covered = True

    def add(self, piece: Piece) -> Iterator[Draft | Missing]:
        """Take a piece, and yield what it completes."""
        *lines, self._line = (self._line + piece.text).split("\n")
        for line in lines:
            yield from self._take(line)

    def finish(self) -> Iterator[Draft | Missing]:
        """Yield the rest. Only for a reply that is known to be complete."""
        yield from self._take(self._line)
        yield from self._end()

    def _take(self, line: str) -> Iterator[Draft | Missing]:
        quoted = _QUOTE_LINE.match(line)
        if quoted:
            quote = located(quoted["words"], int(quoted["n"]), self._sources)
            self._quotes |= {quote: None} if quote else {}
            return
        sentence = strip_marks(line)
        if sentence.rstrip(".").upper() == NOT_COVERED:
            self._covered = False
        if any(char.isalnum() for char in sentence):
            yield from self._end()
            self._sentence = sentence

    def _end(self) -> Iterator[Draft | Missing]:
        sentence, quotes = self._sentence, tuple(self._quotes)
        self._sentence, self._quotes = "", {}
        if not self._covered or not sentence:
            return
        if sentence.upper().startswith(MISSING):
            yield Missing(shorten(sentence[len(MISSING) :].strip().rstrip("."), MISSING_CHARACTERS))
        else:
            yield Draft(sentence, quotes)


def located(words: str, number: int, sources: Sequence[Source]) -> Quote | None:
    """The units of a passage that hold a model's quote; None when it does not stand there, or says too little.

    White space and the form of quotation marks may differ, nothing else.
    """
    if not 1 <= number <= len(sources):
        return None
    source = sources[number - 1]
    sought = _comparable(clean(words)).strip("\"'")
    if sum(map(str.isalnum, sought)) < SHORTEST_QUOTE:
        return None
    parts = [_comparable(block.sent) for block in source.blocks]
    at = "".join(parts).find(sought)
    if at < 0:
        return None
    ends = list(accumulate(map(len, parts)))
    first, last = (source.blocks[bisect_right(ends, place)] for place in (at, at + len(sought) - 1))
    return Quote(source.passage.id, source.passage.text[first.start : last.end])


def _comparable(text: str) -> str:
    """The text without white space and with one form of each quotation mark."""
    return "".join(text.translate(_SAME).split())

"""What of the evidence is sent to the model, and how its citations find the way back to the passages.

A passage is sent as one ``search_result`` in blocks, each holding one unit (a sentence, an item, a row). A block is the
smallest thing the Messages API cites, and a citation names blocks by number. The quote is cut out of the stored passage
by those numbers, so it is verbatim whatever the model or the service says; what they say must agree with what was sent,
or the citation counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.answers.cleaning import clean, shorten
from bot.answers.model import Quote
from bot.answers.sentences import split_units
from ingest.model import Hit, Passage

MAX_PASSAGES = 12
"""Passages sent for one question."""
MAX_CHARACTERS = 40_000
"""Characters of passages sent for one question, about 10,000 tokens."""
LABEL_CHARACTERS = 200
"""Longest title or document name that is sent."""


@dataclass(frozen=True, slots=True)
class Block:
    """A citable piece of a passage.

    Attributes:
        start, end: the unit's place in ``Passage.text``; what is quoted.
        sent: the text as sent: the unit, cleaned, with the headings and mark-up that stand before it.
    """

    start: int
    end: int
    sent: str


@dataclass(frozen=True, slots=True)
class Source:
    """A passage as it is sent."""

    passage: Passage
    blocks: tuple[Block, ...]

    @property
    def name(self) -> str:
        """How the request and its citations call this passage."""
        name = clean(f"{self.passage.document}#{self.passage.position}")
        return shorten(" ".join(name.split()), LABEL_CHARACTERS)

    @property
    def label(self) -> str:
        """Its title and headings on one line, of bounded length."""
        label = " › ".join((self.passage.title, *self.passage.heading))
        return shorten(" ".join(clean(label).split()), LABEL_CHARACTERS)

    def as_search_result(self) -> dict[str, Any]:
        """The block of the request."""
        return {
            "type": "search_result",
            "source": self.name,
            "title": self.label,
            "content": [{"type": "text", "text": block.sent} for block in self.blocks],
            "citations": {"enabled": True},
        }


def sources_of(evidence: Sequence[Hit]) -> tuple[Source, ...]:
    """The passages to send, best first, within the caps; passages without anything to quote are left out."""
    sources: list[Source] = []
    room = MAX_CHARACTERS
    for hit in evidence[:MAX_PASSAGES]:
        blocks = tuple(_within(room, _blocks(hit.passage.text)))
        room -= sum(len(block.sent) for block in blocks)
        if blocks:
            sources.append(Source(hit.passage, blocks))
    return tuple(sources)


def quote_of(citation: object, sources: Sequence[Source]) -> Quote | None:
    """The words of a passage that a ``search_result_location`` points at; None when it does not fit what was sent."""
    if not isinstance(citation, Mapping) or citation.get("type") != "search_result_location":
        return None
    index, start, end = (citation.get(name) for name in ("search_result_index", "start_block_index", "end_block_index"))
    if not (isinstance(index, int) and isinstance(start, int) and isinstance(end, int)):
        return None
    if not 0 <= index < len(sources) or not 0 <= start < end <= len(sources[index].blocks):
        return None
    source, cited = sources[index], sources[index].blocks[start:end]
    if citation.get("source") != source.name or not _same(citation.get("cited_text"), cited):
        return None
    return Quote(source.passage.id, source.passage.text[cited[0].start : cited[-1].end])


def _blocks(text: str) -> Iterable[Block]:
    """Blocks that together hold the whole text, each up to the end of its unit."""
    units = [unit for unit in split_units(text) if unit.quotable]
    before = 0
    for unit in units:
        end = len(text) if unit is units[-1] else unit.end
        sent = clean(text[before:end])
        before = unit.end
        if clean(unit.text).strip():
            yield Block(unit.start, unit.end, sent)


def _within(room: int, blocks: Iterable[Block]) -> Iterable[Block]:
    for block in blocks:
        room -= len(block.sent)
        if room < 0:
            return
        yield block


def _same(quoted: object, cited: Iterable[Block]) -> bool:
    """Whether the text the service gives for a citation is what was sent, white space aside."""
    return isinstance(quoted, str) and "".join(quoted.split()) == "".join("".join(b.sent for b in cited).split())

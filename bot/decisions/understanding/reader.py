"""Reads a text clause by clause, and settles what it says of each fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from bot.decisions.facts import Fact
from bot.decisions.understanding import english
from bot.decisions.understanding.choices import choice_said
from bot.decisions.understanding.clauses import Standing
from bot.decisions.understanding.context import Context
from bot.decisions.understanding.frequencies import PERIODS
from bot.decisions.understanding.lexicon import Lexicon, Role, index, words_of
from bot.decisions.understanding.numeric import numbers_said, zero_said
from bot.decisions.understanding.passages import Passage, passages, reported
from bot.decisions.understanding.quantities import SPELT, quantities
from bot.decisions.understanding.reading import Doubt, Reading
from bot.decisions.understanding.readings import Said
from bot.decisions.understanding.replies import reply_said
from bot.decisions.understanding.settling import settle
from bot.decisions.understanding.spelling import Spelling
from bot.decisions.understanding.text import tokens
from bot.decisions.understanding.unsure import is_untold, unsure_said
from bot.decisions.understanding.yes_no import Parts, part_said, yes_no_said


class Reader:
    """Reads any number of texts for the same facts. Holds nothing of a text; making one takes some milliseconds.

    Attributes:
        facts: by name.

    Args:
        lexicon: what people say of them, beside their names, labels and choices.
    """

    def __init__(self, facts: Mapping[str, Fact], lexicon: Lexicon | None = None) -> None:
        self.facts = facts
        self._lexicon = lexicon or Lexicon()
        self._words = {name: words_of(fact, self._lexicon) for name, fact in facts.items()}
        self._index = index(facts, self._lexicon)
        self._spelling = Spelling({*self._index.words, *SPELT}, PERIODS)

    def read(self, text: str, asked: str | None = None, today: date | None = None) -> Reading:
        """Return what a text states, in a time that grows with its length.

        Args:
            asked: the fact being asked, so that ``yes``, ``12`` or ``not sure`` alone mean it.
            today: what ``end of March`` is counted from; without it a date is ambiguous.
        """
        found = self._spelling.corrected(tokens(text))
        laid_out = passages(found, quantities(found, today), self._index)
        said: list[Said] = []
        suggested: list[Said] = []
        context = Context(self.facts, self._words, self.facts.get(asked or ""))
        parts = Parts()
        for passage in laid_out:
            context.enter(passage)
            said.extend(_as_meant(passage, self._said(passage, context, parts)))
            suggested.extend(self._suggested(passage))
            context.leave(passage)
        said.extend(parts.combined(self._words))
        return settle(text, found, laid_out, said, suggested)

    def stated(self, text: str, words: str) -> bool:
        """Whether a stretch of a text stands where something is stated: in no question, quotation or guess."""
        at = text.find(words)
        if at < 0:
            return False
        found = self._spelling.corrected(tokens(text))
        read = {place for token in found for place in range(token.start, token.end)}
        if any(text[place].isalnum() and place not in read for place in range(at, at + len(words))):
            return False
        inside = [
            passage
            for passage in passages(found, quantities(found), self._index)
            if found[passage.clause.start].start < at + len(words) and found[passage.clause.end - 1].end > at
        ]
        return bool(inside) and all(_is_stated(passage) for passage in inside)

    def _said(self, passage: Passage, context: Context, parts: Parts) -> Iterator[Said]:
        if not passage.clause.standing.counts:
            return
        unsure = list(unsure_said(passage, context))
        if passage.unsure:
            context.unsure = True
            yield from unsure
            return
        if unsure:
            yield from unsure
            return
        yield from reply_said(passage, context)
        for name, fact in self.facts.items():
            if fact.is_yes_no:
                yield from yes_no_said(passage, context, fact)
            elif not fact.is_number:
                part_said(passage, context, fact, parts)
                yield from choice_said(passage, context, fact)
            else:
                yield from zero_said(passage, context, fact)
            vague = passage.of(name, Role.VAGUE)
            if vague and context.names(passage, fact, vague[0].start, vague[0].end):
                yield Said(name, *passage.span, doubt=Doubt.RANGE)
        yield from numbers_said(passage, context)

    def _suggested(self, passage: Passage) -> Iterator[Said]:
        if not passage.clause.standing.counts or reported(passage) or passage.is_guess:
            return
        for each in passage.mentions:
            if each.meaning.role is Role.SUGGESTS and not passage.words & english.NEGATIONS:
                yield Said(each.meaning.fact, *passage.span, value=each.meaning.value)


def _is_stated(passage: Passage) -> bool:
    return passage.clause.standing is Standing.STATED and not passage.is_guess


def _as_meant(passage: Passage, said: Iterator[Said]) -> Iterator[Said]:
    """Make a statement a guess, or a report of somebody else's, when it was said as one."""
    for each in said:
        if each.doubt is not None or (each.value is None and (not reported(passage) or is_untold(passage))):
            yield each
        elif reported(passage):
            values = () if each.value is None else (each.value,)
            yield replace(each, doubt=Doubt.REPORTED, values=values)
        elif passage.is_guess and each.value is not None:
            yield replace(each, doubt=Doubt.GUESS, values=(each.value,))
        else:
            yield each

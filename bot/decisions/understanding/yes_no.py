"""Facts of yes or no: what is needed, and what is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.decisions.facts import Fact
from bot.decisions.understanding import english
from bot.decisions.understanding.context import Context
from bot.decisions.understanding.lexicon import FactWords, Role
from bot.decisions.understanding.passages import Mention, Passage
from bot.decisions.understanding.readings import Said, negated


def yes_no_said(passage: Passage, context: Context, fact: Fact) -> Iterator[Said]:
    """Yield what a clause says of a yes-or-no fact: phrases that say it outright come before what is only needed."""
    outright = passage.of(fact.name, Role.SAYS)
    if passage.personal:
        return
    for mention in outright or passage.of(fact.name, Role.WANTS, Role.SPURNS):
        context.pointed = fact.name
        doing = passage.tokens[mention.start]
        if doing.text.endswith("ing") and "been" in passage.words:
            continue  # "we've been labelling"
        turns = _turns(passage, context, fact, mention)
        if turns is None:
            continue
        plain = mention.meaning.role is Role.WANTS or mention.meaning.value == "yes"
        context.turned = turns
        yield Said(fact.name, *passage.span, value="yes" if plain is not turns else "no")


def _turns(passage: Passage, context: Context, fact: Fact, mention: Mention) -> bool | None:
    """Return whether a phrase is negated; None when nothing is said of it, only that it was mentioned."""
    count = negated(passage.tokens, passage.span, (mention.start, mention.end), passage.taken)
    if not count and context.turned and passage.clause.opens in {"or", "nor"} and not passage.strange_to_reply:
        return True
    if count or mention.meaning.role is Role.SAYS or passage.is_guess or says_so(passage, fact):
        return count % 2 == 1
    if not passage.bare:
        return None
    leans = context.turned is not None and passage.clause.opens in {"and", "or", "nor", ","}
    return bool(context.turned) if leans else False


def says_so(passage: Passage, fact: Fact) -> bool:
    """Whether a need, or a word that does for this fact, stands in a clause."""
    if passage.words & english.NEED or passage.of(fact.name, Role.CUE):
        return True
    return bool(english.NEED_PHRASES.find(passage.tokens, *passage.span))


class Parts:
    """Which parts a text says are there, or are not; together they make a choice."""

    def __init__(self) -> None:
        self._had: dict[str, dict[str, bool]] = {}
        self._spans: dict[str, tuple[int, int]] = {}
        self._broken: set[str] = set()

    def note(self, fact: str, part: str, had: bool, span: tuple[int, int]) -> None:
        """Take down one part; said both ways, nothing is known."""
        before = self._had.setdefault(fact, {}).setdefault(part, had)
        start, end = self._spans.get(fact, span)
        self._spans[fact] = (min(start, span[0]), max(end, span[1]))
        if before is not had:
            self._broken.add(fact)

    def combined(self, words: Mapping[str, FactWords]) -> Iterator[Said]:
        """Yield the choices the parts make."""
        for fact, had in self._had.items():
            for each in words[fact].combine:
                if dict(each.parts) == had and fact not in self._broken:
                    yield Said(fact, *self._spans[fact], value=each.value)


def part_said(passage: Passage, context: Context, fact: Fact, parts: Parts) -> None:
    """Take down which parts a clause says are there."""
    if passage.is_guess or passage.personal or passage.of(fact.name, Role.SAYS):
        return
    for mention in passage.of(fact.name, Role.PART):
        count = negated(passage.tokens, passage.span, (mention.start, mention.end), passage.taken)
        leans = passage.bare and passage.clause.opens in {"and", "or", "nor", ","} and context.turned
        leans = leans or (context.denied and passage.clause.opens in {"or", "nor"})
        plain = passage.bare or passage.of(fact.name, Role.CUE)
        if not count and not plain and not context.awaits(passage, fact, mention.start):
            continue
        if _is_to_come(passage, mention.start):
            continue
        turned = count % 2 == 1 if count else bool(leans) and not _are_there(passage)
        context.turned = turned
        parts.note(fact.name, str(mention.meaning.value), not turned, passage.span)


def _is_to_come(passage: Passage, at: int) -> bool:
    """Whether people are only needed or sought: ``we're hiring ML engineers``."""
    before = {passage.tokens[each].text for each in range(passage.clause.start, at)}
    return bool(before & english.TO_COME)


def _are_there(passage: Passage) -> bool:
    """Whether a clause behind a "no" says what there is: ``no ML, two data engineers``, ``just a web team``."""
    return bool(passage.words & english.ONLY or any(each.high for each in passage.quantities))

"""What clauses say of a fact, put together: one value, a doubt, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.decisions.facts import Value
from bot.decisions.understanding import english
from bot.decisions.understanding.passages import Passage
from bot.decisions.understanding.reading import Ambiguous, Doubt, Reading, Understood
from bot.decisions.understanding.readings import Said
from bot.decisions.understanding.text import LONGEST_TEXT, Token


def settle(
    text: str, tokens: Sequence[Token], passages: Sequence[Passage], said: Sequence[Said], suggested: Sequence[Said]
) -> Reading:
    """Return the reading of a text from what its clauses say."""
    corrections = _corrections(passages)
    by_fact: dict[str, list[Said]] = {}
    for each in sorted(said, key=lambda one: (one.end, one.start)):
        by_fact.setdefault(each.fact, []).append(each)
    found: list[Understood] = []
    ambiguous: list[Ambiguous] = []
    for several in by_fact.values():
        settled = _settled(text, tokens, _corrected(several, corrections))
        (found if isinstance(settled, Understood) else ambiguous).append(settled)  # type: ignore[arg-type]
    inferred: dict[str, Understood] = {}
    for each in suggested:
        if each.fact not in by_fact:
            inferred.setdefault(each.fact, Understood(each.fact, each.value, _words(text, tokens, each), inferred=True))
    used = [range(each.start, each.end) for each in (*said, *suggested)]
    return Reading(tuple(found), tuple(ambiguous), tuple(inferred.values()), _left(text, tokens, passages, used))


def _settled(text: str, tokens: Sequence[Token], several: Sequence[Said]) -> Understood | Ambiguous:
    stated = {each.value: each for each in reversed(several) if each.doubt is None and each.value is not None}
    first = several[0]
    if len(stated) == 1:
        ((value, each),) = stated.items()
        return Understood(first.fact, value, _words(text, tokens, each))
    if stated:
        both = Said(first.fact, min(each.start for each in several), max(each.end for each in several))
        values = tuple(dict.fromkeys(each.value for each in several if each.doubt is None and each.value is not None))
        return Ambiguous(first.fact, Doubt.SEVERAL, _words(text, tokens, both), values)
    doubts = [each for each in several if each.doubt is not None]
    if not doubts:
        return Understood(first.fact, None, _words(text, tokens, first))
    sharpest = next((each for each in doubts if each.values or each.low is not None), doubts[0])
    return _ambiguous(text, tokens, sharpest, doubts)


def _ambiguous(text: str, tokens: Sequence[Token], each: Said, doubts: Iterable[Said]) -> Ambiguous:
    values: tuple[Value, ...] = tuple(dict.fromkeys(value for doubt in doubts for value in doubt.values))
    doubt = each.doubt or Doubt.RANGE
    return Ambiguous(each.fact, doubt, _words(text, tokens, each), values, each.low, each.high)


def _corrections(passages: Sequence[Passage]) -> list[int]:
    """Places of words that take back what was said before them."""
    found: list[int] = []
    for passage in passages:
        if passage.clause.opens and passage.clause.standing.counts:
            found.extend(start for start, _ in _starts(passage))
    return found


def _starts(passage: Passage) -> list[tuple[int, int]]:
    here = list(english.CORRECTIONS.at(passage.tokens, passage.clause.start))
    return [(passage.clause.start, end) for end, _ in here]


def _corrected(several: list[Said], corrections: Sequence[int]) -> list[Said]:
    """Leave out what is taken back: something else is said of the fact behind the word."""
    for place in reversed(corrections):
        after = [each for each in several if each.end > place]
        if after and len(after) < len(several):
            return after
    return several


def _words(text: str, tokens: Sequence[Token], said: Said) -> str:
    return text[tokens[said.start].start : tokens[said.end - 1].end]


def _left(text: str, tokens: Sequence[Token], passages: Sequence[Passage], used: Sequence[range]) -> str:
    taken = {index for each in used for index in each}
    pieces: list[tuple[int, int]] = []
    joined = False
    for passage in passages:
        start, end = passage.span
        if start in taken or (passage.clause.standing.counts and _says_nothing(passage)):
            joined = False
            continue
        begin, stop = tokens[start].start, tokens[end - 1].end
        if joined:
            begin = pieces.pop()[0]
        pieces.append((begin, stop))
        joined = True
    rest = [text[begin:stop] for begin, stop in pieces]
    return " ".join([*rest, text[LONGEST_TEXT:]]).strip()


def _says_nothing(passage: Passage) -> bool:
    return passage.bare and not passage.mentions and not passage.quantities

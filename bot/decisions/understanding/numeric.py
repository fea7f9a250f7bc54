"""Facts that are numbers: which quantity is which fact's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.decisions.facts import Fact
from bot.decisions.understanding import english
from bot.decisions.understanding.context import Context
from bot.decisions.understanding.doings import has_passed
from bot.decisions.understanding.lexicon import Role
from bot.decisions.understanding.measures import WEEKDAYS, Kind, Quantity, texts
from bot.decisions.understanding.passages import Passage
from bot.decisions.understanding.readings import Said, fits, kind_of, said_number
from bot.decisions.understanding.text import words

_COUNTED_WITHIN = 3
_HAD_WITHIN = 3
_LACKING = words("need needs require requires want wants")
_NEWS = words("new much more like wrong")
"""Behind "nothing", no answer."""
_SOON = words("today tomorrow this next") | WEEKDAYS
_SINGULAR = words("day week month quarter year")
_ONES = words("a an one 1 half next this per each every")
_PEOPLE = words("people team guys folks")
_ANY = words("any anything single one")
_INSTEAD = frozenset({("rather", "than"), ("instead", "of"), ("opposed", "to")})
_LATER = words("will going plan planning hope hoping")
_NO_LIMIT = words("limit limits cap constraint constraints restriction restrictions issue problem yet concern")


def numbers_said(passage: Passage, context: Context) -> Iterator[Said]:
    """Yield what the quantities of a clause say, each of the fact that has most to do with it."""
    for quantity in passage.quantities:
        ranked = [(rank, fact) for fact in context.facts.values() if (rank := _rank(quantity, passage, context, fact))]
        if not ranked or _denied(quantity, passage):
            continue
        fact = min(ranked, key=lambda each: each[0])[1]
        said = said_number(quantity, fact, context.words[fact.name].limit)
        if said is None:
            continue
        leans = fact.name not in passage.topics and fact.name in context.topics_before and passage.bare
        start = context.start_before if leans and context.start_before is not None else passage.clause.start
        yield replace(said, start=start, end=passage.clause.end)


def _rank(quantity: Quantity, passage: Passage, context: Context, fact: Fact) -> tuple[int, int] | None:
    """Return how a quantity belongs to a fact, the closest first; None when it does not."""
    if not fact.is_number or passage.personal or not fits(quantity, fact):
        return None
    if kind_of(fact) is Kind.TIME and (_is_adjective(quantity, passage) or _is_gone(quantity, passage)):
        return None
    plain = quantity.kind is Kind.COUNT
    counted = [each.start - quantity.end for each in passage.of(fact.name, Role.COUNTS)]
    counted = [distance for distance in counted if plain and 0 <= distance <= _COUNTED_WITHIN]
    if counted:
        return 1, min(counted)
    if plain and _counts_something(quantity, passage, context, fact):
        return None
    return _rank_by_place(quantity, passage, context, fact)


def _is_gone(quantity: Quantity, passage: Passage) -> bool:
    return has_passed(passage.tokens, passage.clause, quantity.start, quantity.end)


def _is_adjective(quantity: Quantity, passage: Passage) -> bool:
    """Whether a length of time only says of what kind something is: ``a 2 week sprint``."""
    end = quantity.end
    last, number = passage.tokens[end - 1].text, passage.tokens[max(end - 2, 0)].text
    return end in passage.odd and last in _SINGULAR and number not in _ONES


def _rank_by_place(quantity: Quantity, passage: Passage, context: Context, fact: Fact) -> tuple[int, int] | None:
    """Rank by what stands around: the topic, "we have", the topic before, the question. Plain numbers are no time."""
    plain = quantity.kind is Kind.COUNT
    bare_time = plain and kind_of(fact) is Kind.TIME
    topics = [abs(each.start - quantity.start) for each in passage.of(fact.name, *_named_by(fact))]
    if topics and not bare_time:
        return 2, min(topics)
    near = [quantity.start - each.end for each in passage.of(fact.name, Role.HAVE)]
    near = [distance for distance in near if 0 <= distance <= _HAD_WITHIN and not plain]
    if near:
        return 3, min(near)
    leans_on = context.topics_before if plain else context.topics_before | context.had_before
    if fact.name in leans_on and passage.bare and not bare_time:
        return 4, 0
    if passage.odd and passage.tokens[quantity.start].text in _SOON:
        return None
    return (5, 0) if context.awaits(passage, fact, quantity.start) else None


def _named_by(fact: Fact) -> tuple[Role, ...]:
    """What names a number: its topic, and the things it counts; but no unit of money or time, which names nothing."""
    return (Role.TOPIC, Role.COUNTS) if kind_of(fact) is Kind.COUNT else (Role.TOPIC,)


def _counts_something(quantity: Quantity, passage: Passage, context: Context, fact: Fact) -> bool:
    """Whether a word of its own stands behind a plain number: ``12 categories``; not one of the fact asked."""
    if quantity.end >= passage.clause.end:
        return False
    token = passage.tokens[quantity.end]
    if context.asks(fact) and token.text in context.words[fact.name].single:
        return False
    small = token.text in english.REPLIES and token.text not in _PEOPLE
    return token.kind == "word" and not small


def _denied(quantity: Quantity, passage: Passage) -> bool:
    """Whether it is not so many; or so many things are only needed, and so not there."""
    before = range(max(passage.clause.start, quantity.start - 2), quantity.start)
    taken = {index for each in passage.taken for index in each}
    near = {passage.tokens[at].text for at in before if at not in taken}
    earlier = {passage.tokens[at].text for at in range(passage.clause.start, quantity.start)}
    if near & {"single"} and passage.words & english.NEGATIONS:
        return True
    if texts(passage.tokens, quantity.start - 2, quantity.start) in _INSTEAD:
        return True
    return bool(near & {"not", "never"}) or (quantity.kind is Kind.COUNT and bool(near & _LACKING or earlier & _LATER))


def zero_said(passage: Passage, context: Context, fact: Fact) -> Iterator[Said]:
    """Yield zero where there is none of what a number counts: ``no labelled data``, ``no budget``."""
    kind = kind_of(fact)
    if kind is Kind.TIME:
        return
    for mention in passage.of(fact.name, Role.COUNTS, *((Role.TOPIC,) if kind is Kind.DOLLARS else ())):
        after = passage.tokens[mention.end].text if mention.end < passage.clause.end else ""
        if after not in _NO_LIMIT and _none_before(passage, mention.start):
            yield Said(fact.name, *passage.span, value=0)
    single = "single" in passage.words
    others = [each for each in passage.quantities if not (single and each.low == 1)] or passage.topics - {fact.name}
    if context.asks(fact) and not others and _none_at_all(passage, context, fact):
        yield Said(fact.name, *passage.span, value=0)


def _none_at_all(passage: Passage, context: Context, fact: Fact) -> bool:
    """Whether a whole clause only says that there is nothing: ``none``, ``we don't have any``, ``not a single one``.

    Words of the fact's own phrases may stand in it: ``we haven't labelled anything``.
    """
    odd = {passage.tokens[at].text for at in passage.odd_to_reply} - english.NOTHING - _ANY
    if passage.words & english.NOTHING and not odd and not passage.words & _NEWS:
        return True
    if not (passage.words & english.NEGATIONS and passage.words & _ANY):
        return False
    return odd <= context.words[fact.name].single


def _none_before(passage: Passage, at: int) -> bool:
    before = [token.text for token in passage.tokens[max(passage.clause.start, at - 4) : at]]
    if before[-1:] in (["no"], ["zero"], ["without"]) or before[-3:] == ["not", "a", "single"]:
        return True
    if before[-2:] in (["hardly", "any"], ["not", "one"], ["no", "single"]):
        return True
    if before[-3:] in (["have", "a", "single"], ["have", "one", "single"]) and "not" in before:
        return True
    return before[-2:] == ["not", "have"] or (before[-1:] == ["any"] and bool({"not", "without"} & set(before)))

"""Facts with choices: a phrase, a frequency or a length of time that means one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.decisions.facts import Fact
from bot.decisions.understanding import english
from bot.decisions.understanding.context import Context
from bot.decisions.understanding.lexicon import Role
from bot.decisions.understanding.measures import Kind
from bot.decisions.understanding.passages import Mention, Passage
from bot.decisions.understanding.readings import Said, said_choice
from bot.decisions.understanding.text import words

_NEAR = 4
_VERBS = words("is are 's does do would will can should has have")


def choice_said(passage: Passage, context: Context, fact: Fact) -> Iterator[Said]:
    """Yield what a clause says of a fact with choices; a negated choice says nothing."""
    said: list[Said] = []
    denied = False
    for each, outright in _candidates(passage, context, fact):
        if _negated(passage, each.start) or _negated_behind(passage, each.end):
            denied = denied or not outright
        else:
            said.append(each)
    stated = {each.meaning.value for each in passage.of(fact.name, Role.SAYS)}
    start = passage.clause.start
    if fact.name not in passage.topics and fact.name in context.topics_before and context.start_before is not None:
        start = context.start_before
    for each in said:
        if not (denied and each.value in stated):
            yield replace(each, start=start, end=passage.clause.end)


def _candidates(passage: Passage, context: Context, fact: Fact) -> Iterator[tuple[Said, bool]]:
    """Yield what may be a choice, and whether its words say so alone."""
    scale = context.words[fact.name].scale
    for mention in passage.of(fact.name, Role.VALUE, Role.SAYS):
        outright = mention.meaning.role is Role.SAYS
        named = outright or context.names(passage, fact, mention.start, mention.end)
        if named and (outright or not _is_elsewhere(passage, fact, mention, scale is not None)):
            yield Said(fact.name, mention.start, mention.end, value=mention.meaning.value), outright
    for quantity in passage.quantities:
        waited = quantity.kind is Kind.TIME and "been" in passage.words  # "we've been waiting for 20 minutes"
        meant = None if scale is None or quantity.rate or waited else said_choice(quantity, fact.name, scale)
        if meant is not None and context.names(passage, fact, quantity.start, quantity.end):
            yield meant, False


def _is_elsewhere(passage: Passage, fact: Fact, mention: Mention, scaled: bool) -> bool:
    """Whether a phrase of a choice belongs to a quantity, or to a part the choice is made of."""
    spans = [(each.start, each.end) for each in passage.of(fact.name, Role.PART)]
    spans += [(each.start, each.end) for each in passage.quantities if scaled]
    return any(start <= mention.start < end for start, end in spans)


def _negated(passage: Passage, at: int) -> bool:
    taken = {index for each in passage.taken for index in each}
    near = range(max(passage.clause.start, at - _NEAR), at)
    if any(passage.tokens[i].text in {"than", "instead"} and i not in taken for i in near):
        return True
    return sum(passage.tokens[i].text in english.NEGATIONS and i not in taken for i in near) % 2 == 1


def _negated_behind(passage: Passage, at: int) -> bool:
    """Whether a "not" stands behind a phrase and its verb: ``sub-second answers aren't needed``, ``opex isn't``."""
    taken = {index for each in passage.taken for index in each}
    for index in range(at, min(at + _NEAR, passage.clause.end) - 1):
        if passage.tokens[index].text in _VERBS:
            return passage.tokens[index + 1].text == "not" and index + 1 not in taken
        if index in passage.odd:
            return False
    return False

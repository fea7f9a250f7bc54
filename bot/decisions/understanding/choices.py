"""Facts with choices: a phrase, a frequency or a length of time that means one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.decisions.facts import Fact
from bot.decisions.understanding import english
from bot.decisions.understanding.context import Context
from bot.decisions.understanding.lexicon import Role
from bot.decisions.understanding.passages import Mention, Passage
from bot.decisions.understanding.readings import Said, said_choice

_NEAR = 4


def choice_said(passage: Passage, context: Context, fact: Fact) -> Iterator[Said]:
    """Yield what a clause says of a fact with choices; a negated choice says nothing."""
    named = context.names(passage, fact)
    scale = context.words[fact.name].scale
    scaled = scale is not None
    said: list[Said] = []
    denied = False
    for mention in passage.of(fact.name, Role.VALUE, Role.SAYS):
        outright = mention.meaning.role is Role.SAYS
        if not outright and (not named or _is_elsewhere(passage, fact, mention, scaled)):
            continue
        if _negated(passage, mention.start):
            denied = denied or not outright
        else:
            said.append(Said(fact.name, mention.start, mention.end, value=mention.meaning.value))
    for quantity in passage.quantities if named else ():
        meant = None if scale is None or quantity.rate else said_choice(quantity, fact.name, scale)
        if meant is None:
            continue
        if _negated(passage, quantity.start):
            denied = True
        else:
            said.append(meant)
    stated = {each.meaning.value for each in passage.of(fact.name, Role.SAYS)}
    start = passage.clause.start
    if fact.name not in passage.topics and fact.name in context.topics_before and context.start_before is not None:
        start = context.start_before
    for each in said:
        if not (denied and each.value in stated):
            yield replace(each, start=start, end=passage.clause.end)


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

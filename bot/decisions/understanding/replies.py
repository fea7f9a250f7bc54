"""Replies: yes, no and their many wordings, which mean whatever was asked."""

from __future__ import annotations

from collections.abc import Iterator

from bot.decisions.facts import Fact
from bot.decisions.understanding import english
from bot.decisions.understanding.context import Context
from bot.decisions.understanding.lexicon import Role
from bot.decisions.understanding.passages import Passage
from bot.decisions.understanding.readings import Said


def reply_said(passage: Passage, context: Context) -> Iterator[Said]:
    """Yield what a clause says when it is, or begins with, a reply; or points back to what was just spoken of."""
    asked = context.asked
    if asked is not None and (alone := _alone(passage, asked)) is not None:
        context.replied = True
        yield Said(asked.name, *passage.span, value=alone)
        return
    whole = passage.strange_to_reply == 0 and not _says_more(passage)
    pointed = context.pointed if whole and passage.words & english.POINTS_BACK else None
    fact = context.facts.get(pointed or "") or asked
    if fact is None or not fact.is_yes_no or (pointed is None and passage.clause.sentence > 0):
        return
    value = _whole(passage) if whole else _first(passage) if not context.began else None
    if value is not None:
        yield Said(fact.name, *passage.span, value=value)


def _says_more(passage: Passage) -> bool:
    """Whether something of a fact stands in the clause beside small words."""
    small = {Role.CUE, Role.HAVE}
    return bool(passage.quantities) or any(each.meaning.role not in small for each in passage.mentions)


def _alone(passage: Passage, asked: Fact) -> str | None:
    """The choice that a whole clause means by what is written for this fact."""
    for mention in passage.replies:
        if mention.meaning.fact != asked.name:
            continue
        inside = range(mention.start, mention.end)
        rest = (passage.tokens[at].text for at in range(*passage.span) if at not in inside)
        if all(word in english.REPLIES and word not in english.NEGATIONS for word in rest):
            return str(mention.meaning.value)
    return None


def _whole(passage: Passage) -> str | None:
    """Yes or no when a clause is nothing else."""
    skipped = {index for each in passage.asides for index in each}
    words = [passage.tokens[at].text for at in range(*passage.span) if at not in skipped]
    if len(words) < passage.clause.end - passage.clause.start and not set(words) & english.YES:
        return None
    turns = sum(word in english.NO for word in words)
    if turns:
        return "no" if turns % 2 or words[0] in english.FIRST_NO else "yes"
    return "yes" if set(words) & english.YES and not passage.is_guess else None


def _first(passage: Passage) -> str | None:
    """Yes or no when the text begins with it and goes on."""
    first = passage.tokens[passage.clause.start].text
    if first in english.FIRST_YES:
        return "yes"
    after = passage.tokens[passage.clause.start + 1].text if passage.clause.end - passage.clause.start > 1 else ""
    return "no" if first in english.FIRST_NO and after in english.PRONOUNS else None

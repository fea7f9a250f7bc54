"""Replies: yes, no and their many wordings, which mean whatever was asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.decisions.facts import Fact
from bot.decisions.understanding import english
from bot.decisions.understanding.context import MOST_STRANGE, Context
from bot.decisions.understanding.lexicon import Role
from bot.decisions.understanding.passages import Passage
from bot.decisions.understanding.readings import Said


def reply_said(passage: Passage, context: Context) -> Iterator[Said]:
    """Yield what a clause says when it is, or begins with, a reply; or points back to what was just spoken of."""
    if passage.clause.put_off:
        return
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
    fixed = _set_phrase(passage) if pointed is None and not set(passage.about) - {fact.name} else None
    if fixed is not None:
        yield Said(fact.name, *passage.span, value=fixed)
        return
    called = _called_for(passage) if pointed is None else None
    if called is not None:
        yield Said(fact.name, *passage.span, value=called)
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


def _set_phrase(passage: Passage) -> str | None:
    """Yes or no when a clause is a set phrase for it: ``I think so``, ``no way``."""
    for phrases, value in ((english.DENIES, "no"), (english.AFFIRMS, "yes")):
        for start, end, _ in phrases.find(passage.tokens, *passage.span):
            rest = [passage.tokens[at].text for at in range(*passage.span) if not start <= at < end]
            if all(word in english.REPLIES for word in rest):
                turned = value == "yes" and sum(word in english.NO for word in rest) % 2 == 1
                return "no" if turned else value
    return None


def _called_for(passage: Passage) -> str | None:
    """Yes or no when somebody needs "it", which can only be what was asked: ``the regulator demands it``."""
    words = [passage.tokens[at].text for at in range(*passage.span)]
    before = words[-3:-1] if words[-2:-1] == ["on"] else words[-2:-1]
    if words[-1] not in english.POINTS_BACK or not set(before) & english.CALLS_FOR:
        return None
    if passage.about or passage.is_guess or passage.personal or passage.strange > MOST_STRANGE:
        return None
    return "no" if sum(word in english.NEGATIONS for word in words) % 2 else "yes"


def _whole(passage: Passage) -> str | None:
    """Yes or no when a clause is nothing else."""
    skipped = {index for each in passage.asides for index in each}
    words = [passage.tokens[at].text for at in range(*passage.span) if at not in skipped]
    if len(words) < passage.clause.end - passage.clause.start and not set(words) & english.YES:
        return None
    if any(before == "be" and word not in english.NEED | english.NO for before, word in pairwise(words)):
        return None  # "it has to be correct"
    turns = sum(word in english.NO for word in words)
    if turns and not set(words) & english.NO - english.WAVED_AWAY:
        return None
    if turns:
        return "no" if turns % 2 or words[0] in english.FIRST_NO else "yes"
    return "yes" if _affirms(words) and not passage.is_guess else None


def _affirms(words: Sequence[str]) -> bool:
    """Whether a word for yes is among some, or one like "do" stands behind the rest: ``they do``, but no ``is ok``."""
    if set(words) & (english.YES - english.AUXILIARIES):
        return True
    rest = [word for word in words if word not in english.BEHIND_AUXILIARIES]
    return bool(rest) and rest[-1] in english.AUXILIARIES


def _first(passage: Passage) -> str | None:
    """Yes or no when the text begins with it and goes on."""
    first = passage.tokens[passage.clause.start].text
    if first in english.ADVERBS and not passage.mentions and passage.clause.start + 1 in passage.odd:
        return None
    if first in english.FIRST_YES:
        return "yes"
    after = passage.tokens[passage.clause.start + 1].text if passage.clause.end - passage.clause.start > 1 else ""
    return "no" if first in english.FIRST_NO and after in english.PRONOUNS else None

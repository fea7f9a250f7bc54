"""What nobody knows: the facts a "no idea" is about, and not the people who were asked."""

from __future__ import annotations

from collections.abc import Iterator

from bot.decisions.understanding.context import MOST_STRANGE, Context
from bot.decisions.understanding.passages import ABOUT, Mention, Passage
from bot.decisions.understanding.readings import Said
from bot.decisions.understanding.text import words

_PEOPLE = words("team teams people engineers folks staff")
_VERBS = words("is are has have does do 's still just really yet")
_PASSIVE = words("unknown been open unclear defined tbd tba fixed settled")
_WITH = words("with ask from by until till before")
_AWAITED = _WITH | {"on", "for"}
_ON = words("about if whether on of how what")


def unsure_said(passage: Passage, context: Context) -> Iterator[Said]:
    """Facts nobody knows: those named beside a "no idea", those before it, or the one asked."""
    carried = context.unsure and passage.bare and passage.clause.opens in {"or", "and", "nor", ","}
    if not passage.unsure and not (carried and passage.about and not passage.quantities):
        return
    about = _unknown(passage) or list(context.about_before if passage.bare else ())
    if not about and context.asked is not None and _says_only_that(passage):
        about = [context.asked.name]
    for name in about:
        yield Said(name, *passage.span)


def _unknown(passage: Passage) -> list[str]:
    """The facts a clause names, but for those behind a "with" or "ask": ``have to check with the app team``."""
    named: dict[str, None] = {}
    for each in passage.mentions:
        idiom = any(each.start in stretch for stretch in passage.unsure)
        if (
            each.meaning.role in ABOUT
            and not idiom
            and not _is_whom(passage, each.start)
            and not _is_who(passage, each)
        ):
            named.setdefault(each.meaning.fact)
    return list(named)


def _is_whom(passage: Passage, at: int) -> bool:
    """Whether a phrase names whom to ask."""
    if not passage.unsure or at < passage.unsure[0].start:
        return False
    for word in (passage.tokens[each].text for each in reversed(range(max(at - 3, passage.clause.start), at))):
        if word in _WITH:
            return True
        if word in _ON:
            return False
    return False


def _is_who(passage: Passage, mention: Mention) -> bool:
    """Whether a phrase names people who do not know: ``the data team hasn't decided``."""
    if not passage.unsure or mention.end > passage.unsure[0].start:
        return False
    first = passage.unsure[0]
    people = {passage.tokens[at].text for at in range(mention.end - 1, first.start)}
    unknown = {passage.tokens[at].text for at in first}
    between = {passage.tokens[at].text for at in range(mention.end, first.start)}
    return bool(people & _PEOPLE) and between <= _VERBS | _PEOPLE and not unknown & _PASSIVE


def is_untold(passage: Passage) -> bool:
    """Whether a clause reports nothing but that nobody has told: ``finance hasn't said``."""
    unsure = {passage.tokens[at].text for each in passage.unsure for at in each}
    return bool(unsure & {"said", "told", "heard"})


def _says_only_that(passage: Passage) -> bool:
    """Whether a clause says that nobody knows, and at most who: ``finance hasn't told us``, ``ask with legal``."""
    if not passage.unsure:
        return passage.strange_to_reply == 0
    last = passage.unsure[-1].stop
    if passage.tokens[last - 1].text in _AWAITED or (last < passage.clause.end and passage.tokens[last].text in _WITH):
        return True
    behind = [at for at in passage.odd_to_reply if at >= last]
    return not behind and not passage.personal and passage.strange_to_reply <= MOST_STRANGE

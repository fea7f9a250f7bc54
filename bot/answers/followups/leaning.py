"""Whether a question leans on what was said before, and by what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from bot.answers.followups import wording
from bot.answers.followups.anatomy import Word, alternatives, any_specific, words_of
from ingest.language.tokens import latin_share

_PRONOUNS = wording.word_set("it they them")
_POSSESSIVES = wording.word_set("its their")
_PERSONAL = wording.word_set("he she him his her hers")
_POINTERS = wording.word_set("this that these those")
_BEFORE_THAT = (
    wording.AUXILIARIES
    | wording.PREPOSITIONS
    | wording.word_set("and but like mean not so if then do doing why how what")
)
_ORDINALS = wording.word_set("first second third last former latter other")
LATIN_FROM = 0.5
"""Share of Latin letters from which a question is read."""
_SHORT = 3
"""Words of a fragment that names one thing."""
_COMPARED_WITHIN = 8
"""Words of a question that compares with something it does not name."""


class Lean(StrEnum):
    """By what a question leans."""

    BARE = "bare"
    """It only asks on: "why?", "tell me more"."""
    FRAGMENT = "fragment"
    """It puts something in the place of what was asked: "and for 500?", "what about fine-tuning?"."""
    REFERENCE = "reference"
    """A word stands for something said before: "it", "the second one"."""
    ARGUMENT = "argument"
    """It leaves out of what: "what are the drawbacks?"."""
    COMPARISON = "comparison"
    """It leaves out than what: "is fine-tuning cheaper?"."""


@dataclass(frozen=True, slots=True)
class Leaning:
    """How a question leans.

    Attributes:
        core: the question without the words before it ("and", "ok, but").
        word: the word of the core that stands for something else, for a reference.
        opened: it began with words that take up what was said ("what about").
    """

    kind: Lean
    core: str
    word: Word | None = None
    opened: bool = False


def leaning(question: str) -> Leaning | None:
    """How a question leans on the conversation; None when it stands alone, or is in a script not read here."""
    if latin_share(question) < LATIN_FROM or wording.SOCIAL.match(question):
        return None
    opener = wording.OPENER.match(question)
    core = question[opener.end() :].strip() if opener else question.strip()
    if not core or not words_of(core):
        return None
    opened = bool(opener)
    if wording.MORE.match(core) or wording.BARE.match(core):
        return Leaning(Lean.BARE, core, opened=opened)
    return _fragment(core, opened) or _reference(core, opened) or _omission(core, opened)


def _fragment(core: str, opened: bool) -> Leaning | None:
    about = wording.ABOUT.match(core)
    if about:
        rest = core[about.end() :]
        if words_of(rest) and not _is_clause(words_of(rest)):
            return Leaning(Lean.FRAGMENT, core, opened=True)
    words = words_of(core)
    what_if = core.casefold().startswith(("what if ", "what when "))
    hangs = opened or (core.casefold().startswith(("if ", "unless ")) and "?" in core and "," not in core)
    if what_if or (hangs and wording.CONDITION.match(core) and not _asks(words)):
        return Leaning(Lean.FRAGMENT, core, opened=True)
    if _is_clause(words):
        return None
    alone = len(words) == 1 and (any_specific(words) or words[0].plain in wording.RELATIONS or words[0].figure)
    begins = words[0].plain in wording.PREPOSITIONS and "?" in core
    led = opened and len(words) <= 2 * _SHORT
    article = words[0].plain == "the" and len(words) <= _SHORT
    return Leaning(Lean.FRAGMENT, core, opened=opened) if alone or begins or led or article else None


def _is_clause(words: Sequence[Word]) -> bool:
    """Whether the words make a question or sentence of their own, rather than name something."""
    if words[0].plain in wording.ASKERS or words[0].plain in wording.AUXILIARIES:
        return True
    return any(word.plain in wording.AUXILIARIES or word.plain in wording.PRONOUNS for word in words[1:]) or (
        len(words) > 1 and words[0].plain in wording.VERBS - wording.RELATIONS
    )


def _asks(words: Sequence[Word]) -> bool:
    """Whether an asking word or an inversion stands after the condition: "if X fails, what happens?"."""
    return any(
        word.plain in wording.ASKERS - {"when", "where"}
        or (word.plain in wording.AUXILIARIES and after.plain in wording.PEOPLE)
        for word, after in pairwise(words[1:])
    )


def _reference(core: str, opened: bool) -> Leaning | None:
    words = words_of(core)
    for index, word in enumerate(words):
        if _refers(core, words, index):
            return Leaning(Lean.REFERENCE, core, word, opened)
    return None


def _refers(core: str, words: Sequence[Word], index: int) -> bool:
    word, before, after = words[index], words[:index], words[index + 1 :]
    if word.plain in _PERSONAL | _POSSESSIVES:
        return not any(_names_a_thing(before, at) for at in range(len(before)))
    if word.plain == "there":
        return not after and bool(before) and before[-1].plain not in wording.AUXILIARIES
    return _stands_for_another(core, word, before, after) and not _named_before(core, words[: index + 1])


def _stands_for_another(core: str, word: Word, before: Sequence[Word], after: Sequence[Word]) -> bool:
    """Whether a word is used as a pronoun here."""
    if word.plain == "it":
        return not (before and before[-1].plain == "worth") and not _is_expletive(core, word)
    if word.plain in _POINTERS:
        return _points(word, before, after)
    if word.plain in {"one", "ones"}:
        return bool(before) and _is_chosen(core, before[-1], ends=not after)
    return word.plain in _PRONOUNS | {"former", "latter"}


def _is_chosen(core: str, before: Word, *, ends: bool) -> bool:
    """ "Which one", "the second one"; and "create one" at the end."""
    if before.plain in _ORDINALS | {"which", "that", "this"}:
        return not alternatives(core)
    return ends and before.text.islower() and before.plain not in wording.PREPOSITIONS


def _is_expletive(core: str, word: Word) -> bool:
    match = wording.EXPLETIVE.search(core, word.start)
    if match is None or match.start() != word.start:
        return False
    return match["rest"] is None or any_specific(words_of(match["rest"]))


def _named_before(core: str, words: Sequence[Word]) -> bool:
    """Whether an earlier clause of the same question names what its last word, a pronoun, may stand for.

    Within its own clause it cannot: in "how much memory does it need" the memory is not what needs it.
    """
    boundary = max((at for at in range(1, len(words)) if _begins_a_clause(core, words, at)), default=0)
    return any(_names_a_thing(words, at) for at in range(boundary))


def _begins_a_clause(core: str, words: Sequence[Word], at: int) -> bool:
    between = core[words[at - 1].end : words[at].start]
    return words[at].plain in wording.BOUNDARIES or any(mark in between for mark in ",;:?.!")


def _names_a_thing(words: Sequence[Word], at: int) -> bool:
    if not words[at].specific or words[at].figure:
        return False
    acts = at > 0 and words[at - 1].plain in wording.PEOPLE | {"to", "not"}
    return not acts and not (at == 0 and len(words) > 1 and words[0].text.islower())


def _points(word: Word, before: Sequence[Word], after: Sequence[Word]) -> bool:
    following = after[0].plain if after else ""
    if following in wording.TIMES or (following in {"who", "which"}):
        return False
    if word.plain != "that":
        return True
    return not before or before[-1].plain in _BEFORE_THAT or (not after and before[-1].plain in wording.VERBS)


def _omission(core: str, opened: bool) -> Leaning | None:
    words = words_of(core)
    if not any_specific(words):
        wants = any(word.plain in wording.RELATIONS | wording.VERBS | wording.COMPARATIVES for word in words)
        asks = words[0].plain in wording.ASKERS | wording.AUXILIARIES or "?" in core or opened
        return Leaning(Lean.ARGUMENT, core, opened=opened) if wants and asks else None
    if len(words) == _SHORT - 1 and words[0].plain in {"who", "when", "where"} and words[1].text.islower():
        return Leaning(Lean.ARGUMENT, core, opened=opened)
    plain = [word.plain for word in words]
    if plain[0] == "which" and plain[1] in wording.BE_FORMS and plain[2] in wording.COMPARATIVES | wording.ADJECTIVES:
        return Leaning(Lean.ARGUMENT, core, opened=opened)
    compares = bool(wording.COMPARATIVES.intersection(plain[-3:])) or (len(plain) > 1 and plain[-2] in {"more", "less"})
    closed = {"than", "or", "and", "between", "which"}.intersection(plain)
    asks = plain[0] in wording.AUXILIARIES and len(plain) <= _COMPARED_WITHIN
    return Leaning(Lean.COMPARISON, core, opened=opened) if compares and asks and not closed else None

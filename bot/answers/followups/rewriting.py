"""A leaning question put together with what it leans on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.answers.cleaning import shorten
from bot.answers.followups import anatomy, wording
from bot.answers.followups.anatomy import Span, Word
from bot.answers.followups.leaning import Lean, Leaning

LONGEST_TOPIC = 160
"""Characters of what is carried over from an earlier question."""
_MOST_TOPIC_WORDS = 8
_POSSESSIVES = wording.word_set("its their his hers")
_PERSONAL = wording.word_set("he she him his her hers")
_SECOND = wording.word_set("second latter last other")
_ORDINALS = _SECOND | {"first", "former"}
_END = " ?!.…"
_LAST_PHRASE = re.compile(
    r"\b(?:for|about|by|of)\s+(?:the |a |an |our )?(?P<object>(?:(?!\b(?:for|about|by|of)\b)[^,?])+)$", re.I
)
_LONGEST_OBJECT = 3
_PURPOSE = re.compile(r"\bit (?:takes?|costs?)\b.*?\b(?P<to>to\s.+)$", re.IGNORECASE)
""""How long does it take *to train a model*": asked on with the same "it"."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a question may lean on.

    Attributes:
        question: the last question of the conversation, itself made stand-alone.
        reply: what we answered to it; empty when nothing was.
    """

    question: str
    reply: str = ""


def rewrite(leaning: Leaning, anchor: Anchor) -> str:
    """Return the question as it can be understood alone; its core, when there is nothing to lean on."""
    topic = _topic(anchor)
    if not topic:
        return leaning.core
    if leaning.kind is Lean.BARE:
        return _about(leaning.core, anchor)
    if leaning.kind is Lean.FRAGMENT:
        return _substituted(leaning, anchor, topic)
    if leaning.word is not None:
        return _resolved(leaning.core, leaning.word, anchor, topic)
    return _completed(leaning, anchor, topic)


def _topic(anchor: Anchor) -> str:
    subject = anatomy.subject(anchor.question)
    if subject is not None:
        return shorten(anatomy.with_article(anchor.question, subject), LONGEST_TOPIC)
    return " ".join(anatomy.topic_words(anchor.question)[:_MOST_TOPIC_WORDS])


def _about(core: str, anchor: Anchor) -> str:
    """ "Why?" asks about everything the question before was about."""
    said = ", ".join(anatomy.said_words(anchor.question)[:_MOST_TOPIC_WORDS])
    return f"{core.rstrip(_END)} (about {shorten(said, LONGEST_TOPIC)})?"


def _completed(leaning: Leaning, anchor: Anchor, topic: str) -> str:
    """ "What are the drawbacks?" of what; alternatives of the question before are kept together."""
    if _mentions(leaning.core, topic):
        return leaning.core
    body = leaning.core.rstrip(_END)
    if leaning.kind is Lean.COMPARISON:
        return f"{body} than {topic}?"
    pair = anatomy.alternatives(anchor.question)
    if pair and re.match(r"which\b", body, re.IGNORECASE):
        return f"{body}, {pair[0]} or {pair[1]}?"
    last = body.split()[-1].casefold()
    joint = "of" if last in wording.RELATIONS and last not in wording.VERBS else "for"
    return f"{body} {joint} {topic}?"


# Something in the place of what was asked


def _substituted(leaning: Leaning, anchor: Anchor, topic: str) -> str:
    about = wording.ABOUT.match(leaning.core)
    rest = (leaning.core[about.end() :] if about else leaning.core).strip(_END)
    question = anchor.question.rstrip(_END)
    first = rest.split(maxsplit=1)[0].casefold()
    if wording.CONDITION.match(rest):
        return f"{question}, {rest.removeprefix('What ').removeprefix('what ')}?"
    if first in wording.PREPOSITIONS:
        return _with_phrase(question, rest, first)
    if figures := anatomy.figures(rest):
        return _with_figure(question, rest, figures[0].text)
    if _is_attribute(rest):
        verb = "are" if rest.split()[-1].casefold().endswith("s") else "is"
        return f"What {verb} {_with_article(rest)} of {topic}?"
    subject = _for_whom(question) or anatomy.subject(question)
    if subject is None or _mentions(question, rest) or anatomy.is_yes_no_about_two(question, subject):
        return f"{question}: {rest}?"
    if rest.casefold().endswith((" one", " ones")):
        rest = f"{rest.rsplit(maxsplit=1)[0]} {subject.text.split()[-1]}"
    return f"{_replaced(question, subject, rest)}?"


def _for_whom(question: str) -> Span | None:
    """The end of "… for students": of two things a question names, a fragment mostly replaces the last."""
    found = _LAST_PHRASE.search(question)
    if found is None or len(anatomy.words_of(found["object"])) > _LONGEST_OBJECT:
        return None
    return Span(found["object"], found.start("object"), found.end("object"))


def _with_phrase(question: str, phrase: str, preposition: str) -> str:
    """ "And in production?": instead of the phrase that began with the same word, else added."""
    at = re.search(rf"\b{re.escape(preposition)}\s+(?P<old>[^,?]+)$", question, re.IGNORECASE)
    if at and len(anatomy.words_of(at["old"])) <= 4 and not anatomy.figures(question):  # noqa: PLR2004
        return f"{question[: at.start()]}{phrase}?"
    figures = anatomy.figures(phrase)
    if figures and (old := anatomy.figures(question)):
        return _with_figure(question, phrase, figures[0].text) if len(old) == 1 else f"{question} {phrase}?"
    return f"{question} {phrase}?"


def _with_figure(question: str, rest: str, figure: str) -> str:
    old = anatomy.figures(question)
    if len(old) == 1:
        return f"{question[: old[0].start]}{figure}{question[old[0].end :]}?"
    joint = "" if rest.split(maxsplit=1)[0].casefold() in wording.PREPOSITIONS else "for "
    return f"{question} {joint}{rest}?"


def _is_attribute(rest: str) -> bool:
    words = anatomy.words_of(rest)
    return words[-1].plain in wording.RELATIONS


def _with_article(rest: str) -> str:
    first = rest.split(maxsplit=1)[0].casefold()
    if first in {"its", "their", "his", "her"}:
        return f"the {rest.split(maxsplit=1)[-1]}"
    return rest if first in {"the", "a", "an", "our"} else f"the {rest}"


def _replaced(question: str, span: Span, words: str) -> str:
    """The new words bring their own article, or none."""
    head = re.sub(r"\b(?:the|a|an)\s+$", "", question[: span.start], flags=re.IGNORECASE)
    return f"{head}{words}{question[span.end :]}"


# A word that stands for something said before


def _resolved(core: str, word: Word, anchor: Anchor, topic: str) -> str:
    if word.plain == "it" and (purpose := _PURPOSE.search(anchor.question)):
        return f"{core.rstrip(_END)} {purpose['to'].rstrip(_END)}?"
    if word.plain in _PERSONAL and (people := anatomy.names(anchor.reply) or anatomy.names(anchor.question)):
        topic = people[0]
    start, end, chosen = _pointed(core, word.start, word.end, anchor, topic)
    if word.plain in _POSSESSIVES:
        chosen = f"{chosen}'s"
    elif word.plain == "there":
        chosen = f"there ({chosen})"
    rest = core[end:]
    return f"{core[:start]}{chosen}{rest}"


def _pointed(core: str, start: int, end: int, anchor: Anchor, topic: str) -> tuple[int, int, str]:
    """What a word stands for, and the stretch it replaces: "the second one", "this approach"."""
    pair = anatomy.alternatives(anchor.question)
    word = core[start:end].casefold()
    if word in {"one", "ones", "former", "latter"}:
        return _choice(core, start, end, pair, topic)
    if word in {"this", "that", "these", "those"}:
        following = re.match(r"\s+(?P<noun>[\w-]+)", core[end:])
        noun = following["noun"].casefold() if following else ""
        if following and noun in wording.VAGUE:
            return start, end + following.end(), topic
        if following and noun not in wording.EMPTY:
            return start, end + following.end(), f"{core[start : end + following.end()]} ({topic})"
    if word in {"this", "that"} and not core[end:].strip(_END):
        return start, end, " ".join(anatomy.topic_words(anchor.question)[:_MOST_TOPIC_WORDS])
    if word in {"they", "them", "their"} and pair:
        return start, end, f"{pair[0]} and {pair[1]}"
    return start, end, topic


def _choice(core: str, start: int, end: int, pair: tuple[str, str] | None, topic: str) -> tuple[int, int, str]:
    before = re.search(r"(?:\bthe\s+)?(?P<which>[\w-]+)\s+$", core[:start])
    which = before["which"].casefold() if before else ""
    if core[start:end].casefold() in {"former", "latter"}:
        which, at = core[start:end].casefold(), re.search(r"\bthe\s+$", core[:start])
        begin = at.start() if at else start
    elif which == "which":
        return start, end, f"one, {pair[0]} or {pair[1]}," if pair else f"one ({topic})"
    else:
        begin = before.start() if before else start
    if which not in _ORDINALS:
        return start, end, topic
    if pair is None:
        return start, end, f"{core[start:end]} ({topic})"
    return begin, end, pair[1] if which in _SECOND else pair[0]


def _mentions(text: str, topic: str) -> bool:
    held = {word.plain for word in anatomy.words_of(text)}
    return all(word.plain in held for word in anatomy.words_of(topic))

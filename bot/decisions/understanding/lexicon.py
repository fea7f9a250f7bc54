"""What people say of each fact, as data: read from a file of ``kind: words``, or made from the fact itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from bot.decisions.facts import Fact, Value
from bot.decisions.understanding.phrases import SHORTEST_PREFIX, Phrases

PhrasesOf = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Scale:
    """Choices as lengths of time, the shortest first: each up to so many seconds or days, included unless ``open``."""

    unit: str
    upto: tuple[tuple[str, float], ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Combination:
    """The value that parts make together: each part is had, not had, or not spoken of (absent here)."""

    parts: Mapping[str, bool]
    value: str


@dataclass(frozen=True)
class FactWords:
    """Phrases of one fact, as `bot.decisions.understanding.phrases` writes them.

    Attributes:
        topic: what the fact is called; a value near it is a value of it.
        have: for numbers, what stands right before one that has its unit: ``we have`` three weeks.
        counts: for numbers, the things counted: ``examples``.
        says: by choice, what says so alone: ``sub second``.
        values: by choice, what says so near the topic, or when the fact was asked: ``fast``.
        alone: by choice, whole replies that only mean it when the fact was asked.
        wants, spurns: for yes or no, what a need for which is yes, or no.
        cues: for yes or no, words that say the thing is so, beside the usual ones (need, must…).
        vague: what is about the fact and settles nothing: ``often``.
        limit: an upper limit is the number itself, as for budgets.
        scale: choices as lengths of time.
        parts, combine: for choices that are made of things people have or have not.
    """

    topic: tuple[str, ...] = ()
    have: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    says: PhrasesOf = field(default_factory=dict)
    values: PhrasesOf = field(default_factory=dict)
    alone: PhrasesOf = field(default_factory=dict)
    wants: tuple[str, ...] = ()
    spurns: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()
    limit: bool = False
    scale: Scale | None = None
    parts: PhrasesOf = field(default_factory=dict)
    combine: tuple[Combination, ...] = ()

    @cached_property
    def single(self) -> frozenset[str]:
        """Every word of what the fact is called and of what it counts."""
        parts = (part for phrase in (*self.topic, *self.counts) for part in phrase.split())
        return frozenset(word for part in parts for word in part.split("/"))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What follows for most who say some words, and is never taken without being confirmed."""

    words: tuple[str, ...]
    fact: str
    value: Value


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What people say of the facts of a matter; facts without an entry are known by name, label, choices and unit."""

    facts: Mapping[str, FactWords] = field(default_factory=dict)
    suggestions: tuple[Suggestion, ...] = ()


class Role(Enum):
    """What a phrase does for its fact; named as in `FactWords`."""

    TOPIC = "topic"
    HAVE = "have"
    COUNTS = "counts"
    SAYS = "says"
    VALUE = "values"
    ALONE = "alone"
    WANTS = "wants"
    SPURNS = "spurns"
    CUE = "cues"
    VAGUE = "vague"
    PART = "parts"
    SUGGESTS = "suggestions"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase means; ``value`` is a choice, a part's name, or for a suggestion its value."""

    fact: str
    role: Role
    value: Value = ""


def index(facts: Mapping[str, Fact], lexicon: Lexicon) -> Phrases[Meaning]:
    """Return every phrase of the facts."""
    return Phrases(_meanings(facts, lexicon))


def words_of(fact: Fact, lexicon: Lexicon) -> FactWords:
    """Return what people say of a fact."""
    return lexicon.facts.get(fact.name) or _plain(fact)


def _meanings(facts: Mapping[str, Fact], lexicon: Lexicon) -> Iterator[tuple[str, Meaning]]:
    for fact in facts.values():
        own, plain = words_of(fact, lexicon), _plain(fact)
        for words in (own, plain) if own is not plain else (own,):
            yield from _of_fact(fact.name, words)
    for suggestion in lexicon.suggestions:
        if suggestion.fact in facts:
            yield from _each(suggestion.words, Meaning(suggestion.fact, Role.SUGGESTS, suggestion.value))


def _of_fact(name: str, words: FactWords) -> Iterator[tuple[str, Meaning]]:
    plain = {
        Role.TOPIC: words.topic, Role.HAVE: words.have, Role.COUNTS: words.counts, Role.WANTS: words.wants,
        Role.SPURNS: words.spurns, Role.CUE: words.cues, Role.VAGUE: words.vague,
    }  # fmt: skip
    for role, phrases in plain.items():
        yield from _each(phrases, Meaning(name, role))
    by_value = {Role.SAYS: words.says, Role.VALUE: words.values, Role.ALONE: words.alone, Role.PART: words.parts}
    for role, valued in by_value.items():
        for value, phrases in valued.items():
            yield from _each(phrases, Meaning(name, role, value))


def _each(phrases: Iterable[str], meaning: Meaning) -> Iterator[tuple[str, Meaning]]:
    return ((phrase, meaning) for phrase in phrases)


def _plain(fact: Fact) -> FactWords:
    """Return what the fact itself tells: its name, label and other words as topic, and the labels of its choices."""
    names = tuple(_phrase(text) for text in (fact.name.replace("_", " "), fact.label, *fact.words))
    names = tuple(dict.fromkeys(name for name in names if name))
    if fact.is_number:
        return FactWords(topic=names, counts=tuple(filter(None, [_phrase(fact.unit or "")])))
    if fact.is_yes_no:
        return FactWords(topic=names, wants=names)
    values = {
        choice.value: tuple(
            filter(None, dict.fromkeys([_phrase(choice.value.replace("_", " ")), _phrase(choice.label)]))
        )
        for choice in fact.choices
    }
    return FactWords(topic=names, values=values)


def _phrase(text: str) -> str:
    """Return a text as a phrase that takes singular and plural; empty when no word is in it."""
    return " ".join(map(_either, re.findall(r"[^\W_]+", text.lower())))


def _either(word: str) -> str:
    if len(word) <= SHORTEST_PREFIX or not word.isalpha():
        return word
    one = word[:-1] if word.endswith("s") and not word.endswith("ss") else word
    return f"{one}/{one}s"

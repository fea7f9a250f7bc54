"""The files of kind ``words``: what people say of a matter's facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from bot.decisions.facts import Fact, FactError, Value
from bot.decisions.frameworks import Matter
from bot.decisions.loading.nodes import Node, shown
from bot.decisions.understanding.lexicon import Combination, FactWords, Lexicon, PhrasesOf, Scale, Suggestion
from bot.decisions.understanding.phrases import PhraseError, parse

MOST_PHRASES = 100
LONGEST_PHRASE = 300
_SCALES = ("seconds", "days")
_PHRASES = ("topic", "wants", "spurns", "cues", "have", "counts", "vague")
_VALUED = ("says", "values", "alone")
_OTHER = ("limit", "scale", "parts", "combine")

_DECIMAL = re.compile(r"\d{1,9}(?:\.\d{1,3})?", re.ASCII)
_T = TypeVar("_T")


def read_words(root: Node, matter: Matter) -> Lexicon:
    """Return the words a file holds, over the facts of its matter.

    Raises:
        FrameworkError: a fact or choice is unknown, or a phrase cannot be looked for; it names the line.
    """
    parts = root.mapping(("kind", "matter", "facts"), ("suggests",))
    parts["matter"].one_of([matter.name], "matter")
    facts = {}
    for pair in parts["facts"].named():
        fact = matter.facts[pair.key.one_of(matter.facts, "fact")]
        facts[fact.name] = _fact_words(pair.value, fact)
    suggestions = parts["suggests"].items() if "suggests" in parts else []
    return Lexicon(facts, tuple(_suggestion(node, matter.facts) for node in suggestions))


def _fact_words(node: Node, fact: Fact) -> FactWords:
    parts = node.mapping((), (*_PHRASES, *_VALUED, *_OTHER))
    lists = {key: _phrases(parts[key]) if key in parts else () for key in _PHRASES}
    valued = {key: _by_choice(parts[key], fact) if key in parts else {} for key in _VALUED}
    named = _parts(parts["parts"]) if "parts" in parts else {}
    return FactWords(
        topic=lists["topic"],
        have=lists["have"],
        counts=lists["counts"],
        says=valued["says"],
        values=valued["values"],
        alone=valued["alone"],
        wants=lists["wants"],
        spurns=lists["spurns"],
        cues=lists["cues"],
        vague=lists["vague"],
        limit="limit" in parts and parts["limit"].one_of(("yes", "no"), "limit") == "yes",
        scale=_scale(parts["scale"], fact) if "scale" in parts else None,
        parts=named,
        combine=_each(parts, "combine", lambda one: _combination(one, fact, named)),
    )


def _each(parts: Mapping[str, Node], key: str, read: Callable[[Node], _T]) -> tuple[_T, ...]:
    return tuple(read(node) for node in parts[key].items()) if key in parts else ()


def _phrases(node: Node) -> tuple[str, ...]:
    return tuple(_phrase(item) for item in node.items(MOST_PHRASES))


def _phrase(node: Node) -> str:
    text = node.text(LONGEST_PHRASE)
    try:
        parse(text)
    except PhraseError as error:
        raise node.error(str(error)) from error
    return text


def _by_choice(node: Node, fact: Fact) -> PhrasesOf:
    known = [choice.value for choice in fact.choices]
    if not known:
        raise node.error(f"{fact.name} is a number and has no choices; leave {node.what} out")
    return {pair.key.one_of(known, "choice"): _phrases(pair.value) for pair in node.named()}


def _scale(node: Node, fact: Fact) -> Scale:
    parts = node.mapping(("of", "upto"), ("open",))
    known = [choice.value for choice in fact.choices]
    upto = tuple((pair.key.one_of(known, "choice"), _decimal(pair.value)) for pair in parts["upto"].named())
    if [limit for _, limit in upto] != sorted({limit for _, limit in upto}):
        raise parts["upto"].error("the limits of a scale must rise; write the shortest first")
    open_ = "open" in parts and parts["open"].one_of(("yes", "no"), "value of open") == "yes"
    return Scale(parts["of"].one_of(_SCALES, "unit of a scale"), upto, open_)


def _decimal(node: Node) -> float:
    text = node.text()
    if not _DECIMAL.fullmatch(text):
        raise node.error(f"{shown(text)} is no number; write up to nine digits, perhaps with a point")
    return float(text)


def _parts(node: Node) -> PhrasesOf:
    return {pair.key.name(): _phrases(pair.value) for pair in node.named()}


def _combination(node: Node, fact: Fact, parts: PhrasesOf) -> Combination:
    made = node.mapping(("value",), tuple(parts))
    value = made.pop("value").one_of([choice.value for choice in fact.choices], "choice")
    return Combination(
        {part: each.one_of(("yes", "no"), "value of a part") == "yes" for part, each in made.items()}, value
    )


def _suggestion(node: Node, facts: Mapping[str, Fact]) -> Suggestion:
    parts = node.mapping(("words", "fact", "value"))
    fact = facts[parts["fact"].one_of(facts, "fact")]
    return Suggestion(_phrases(parts["words"]), fact.name, _value(parts["value"], fact))


def _value(node: Node, fact: Fact) -> Value:
    try:
        return fact.check(node.number() if fact.is_number else node.text())
    except FactError as error:
        raise node.error(str(error)) from error

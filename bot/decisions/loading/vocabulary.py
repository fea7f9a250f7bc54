"""The file of kind ``facts``: what is decided, what is asked, what can come of it, and conditions with a name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from bot.decisions.conditions import Condition
from bot.decisions.facts import Choice, Fact
from bot.decisions.frameworks import Verdict
from bot.decisions.loading.conditions import WORDS, read_condition
from bot.decisions.loading.nodes import Node

LONGEST_TITLE = 150
"""As long as a header in Slack."""
LONGEST_LABEL = 75
"""As long as the text on a button or an option in Slack."""
LONGEST_QUESTION = 1000
LONGEST_WHY = 300
LONGEST_MEANING = 500
LONGEST_UNIT = 20
LONGEST_WORD = 60
MOST_FACTS = 40
MOST_CHOICES = 20
MOST_VERDICTS = 10
MOST_VARIANTS = 20
MOST_CONDITIONS = 40
MOST_WORDS = 30


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What frameworks of one matter are written in."""

    matter: str
    title: str
    facts: Mapping[str, Fact]
    verdicts: Mapping[str, Verdict]
    variants: Mapping[str, str]
    conditions: Mapping[str, Condition]

    def extended(self, facts: Mapping[str, Fact], verdicts: Mapping[str, Verdict]) -> Vocabulary:
        """Return it with what a framework brings along."""
        return replace(self, facts={**self.facts, **facts}, verdicts={**self.verdicts, **verdicts})


def read_vocabulary(file: Node) -> Vocabulary:
    """Return what a file of kind ``facts`` defines.

    Raises:
        FrameworkError: it cannot be used.
    """
    parts = file.mapping(("kind", "matter", "title", "facts", "verdicts"), ("variants", "conditions"))
    matter, title = parts["matter"].name(), parts["title"].text(LONGEST_TITLE)
    facts, verdicts = read_facts(parts["facts"]), read_verdicts(parts["verdicts"])
    if len(verdicts) < 2:  # noqa: PLR2004
        raise parts["verdicts"].error("there is one verdict, so nothing to decide; write at least two")
    variants = {}
    if "variants" in parts:
        variants = {one.key.name(): one.value.text(LONGEST_LABEL) for one in parts["variants"].named(MOST_VARIANTS)}
    conditions = _conditions(parts["conditions"], facts) if "conditions" in parts else {}
    return Vocabulary(matter, title, facts, verdicts, variants, conditions)


def read_facts(node: Node, taken: Collection[str] = ()) -> dict[str, Fact]:
    """Return facts by name; ``taken`` are names they may not have."""
    facts = {}
    for pair in node.named(MOST_FACTS):
        name = pair.key.name()
        if name in WORDS:
            raise pair.key.error(f"{name} is a word of conditions; give the fact another name")
        if name in taken:
            raise pair.key.error(f"{name} is defined for the matter already; use that, or choose another name")
        facts[name] = _fact(name, pair.value)
    return facts


def _fact(name: str, node: Node) -> Fact:
    parts = node.mapping(("label", "question", "why"), ("choices", "unit", "words"))
    if ("choices" in parts) == ("unit" in parts):
        raise node.error(f"{name} needs either choices: (value: label lines) or unit: (what a number counts)")
    fact = Fact(
        name,
        parts["label"].text(LONGEST_LABEL),
        parts["question"].text(LONGEST_QUESTION),
        parts["why"].text(LONGEST_WHY),
        words=_words(parts["words"]) if "words" in parts else (),
    )
    if "unit" in parts:
        return replace(fact, unit=parts["unit"].text(LONGEST_UNIT))
    return replace(fact, choices=_choices(parts["choices"]))


def _choices(node: Node) -> tuple[Choice, ...]:
    choices = tuple(Choice(pair.key.name(), pair.value.text(LONGEST_LABEL)) for pair in node.named(MOST_CHOICES))
    if len(choices) < 2:  # noqa: PLR2004
        raise node.error("there is one choice, so nothing to ask; write at least two")
    labels = [choice.label.casefold() for choice in choices]
    if len(set(labels)) < len(labels):
        raise node.error("two choices have the same label; give each a label of its own")
    return choices


def _words(node: Node) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.text(LONGEST_WORD) for word in node.items(MOST_WORDS)))


def read_verdicts(node: Node, taken: Collection[str] = ()) -> dict[str, Verdict]:
    """Return verdicts by name; ``taken`` are names they may not have."""
    verdicts = {}
    for pair in node.named(MOST_VERDICTS):
        name = pair.key.name()
        if name in taken:
            raise pair.key.error(f"{name} is defined for the matter already; use that, or choose another name")
        parts = pair.value.mapping(("label", "meaning"))
        verdicts[name] = Verdict(name, parts["label"].text(LONGEST_LABEL), parts["meaning"].text(LONGEST_MEANING))
    return verdicts


def _conditions(node: Node, facts: Mapping[str, Fact]) -> dict[str, Condition]:
    """Return named conditions; each may use those above it, so none can come back to itself."""
    conditions: dict[str, Condition] = {}
    for pair in node.named(MOST_CONDITIONS):
        name = pair.key.name()
        if name in facts or name in WORDS:
            raise pair.key.error(f"{name} is the name of something else; give the condition another name")
        conditions[name] = read_condition(pair.value, facts, conditions)
    return conditions

"""The files of kind ``framework`` and ``panel``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.decisions.facts import Fact
from bot.decisions.frameworks import Framework, Outcome, Panel, Rule, Verdict
from bot.decisions.loading.methods import MethodReader, method_key
from bot.decisions.loading.nodes import Node
from bot.decisions.loading.rules import LONGEST_REASON, RuleReader, read_document
from bot.decisions.loading.vocabulary import LONGEST_TITLE, MOST_VERDICTS, Vocabulary, read_facts, read_verdicts


@dataclass(frozen=True, slots=True)
class Brought:
    """A framework, and the facts and verdicts it brings to its matter."""

    framework: Framework
    facts: dict[str, Fact]
    verdicts: dict[str, Verdict]


def read_framework(file: Node, vocabulary: Vocabulary) -> Brought:
    """Return what a file of kind ``framework`` says.

    Raises:
        FrameworkError: it cannot be used.
    """
    methods = tuple(MethodReader(RuleReader(vocabulary)).kinds)
    parts = file.mapping(("kind", "matter", "name", "title"), ("document", "facts", "verdicts", "first", *methods))
    facts = read_facts(parts["facts"], vocabulary.facts) if "facts" in parts else {}
    verdicts = read_verdicts(parts["verdicts"], vocabulary.verdicts) if "verdicts" in parts else {}
    for name in facts:
        if name in vocabulary.conditions:
            raise parts["facts"].error(f"{name} is a condition of the matter; give the fact another name")
    document = read_document(parts["document"]) if "document" in parts else None
    rules = RuleReader(vocabulary.extended(facts, verdicts), document)
    first = MethodReader(rules).in_order(parts["first"]) if "first" in parts else ()
    kind = method_key(file, tuple(parts), methods)
    method = MethodReader(rules, first).kinds[kind](parts[kind])
    title = parts["title"].text(LONGEST_TITLE)
    return Brought(Framework(parts["name"].name(), title, method, document, first), facts, verdicts)


def read_panel(file: Node, vocabulary: Vocabulary) -> Panel:
    """Return what a file of kind ``panel`` says; the vocabulary has the verdicts that frameworks brought.

    Raises:
        FrameworkError: it cannot be used.
    """
    parts = file.mapping(("kind", "matter", "order"), ("first", "counts_as", "tie"))
    rules = RuleReader(vocabulary)
    first = MethodReader(rules).in_order(parts["first"]) if "first" in parts else ()
    counts_as = _counts_as(parts["counts_as"], vocabulary) if "counts_as" in parts else {}
    order = _order(parts["order"], vocabulary, counts_as)
    tie = _tie(parts["tie"], rules, order[0]) if "tie" in parts else None
    return Panel(first, counts_as, order, tie)


def default_panel(vocabulary: Vocabulary) -> Panel:
    """Return the panel of a matter without one: most frequent verdict, ties in the order the verdicts are listed."""
    return Panel((), {}, tuple(vocabulary.verdicts))


def _counts_as(node: Node, vocabulary: Vocabulary) -> dict[str, str]:
    counted = {}
    for pair in node.named(MOST_VERDICTS):
        counted[pair.key.one_of(vocabulary.verdicts, "verdict")] = pair.value.one_of(vocabulary.verdicts, "verdict")
    for pair in node.named():
        if pair.value.text() in counted:
            raise pair.key.error(f"{pair.value.text()} is itself counted as another verdict; name that one instead")
    return counted


def _order(node: Node, vocabulary: Vocabulary, counted: dict[str, str]) -> tuple[str, ...]:
    """Return verdicts, those first that win a tie. Those a framework brought, and nobody put in order, come last."""
    known = [name for name in vocabulary.verdicts if name not in counted]
    order: Sequence[str] = [item.one_of(known, "verdict that counts as itself") for item in node.items()]
    if len(set(order)) < len(order):
        raise node.error("a verdict stands twice in order; delete one of them")
    return (*order, *(name for name in known if name not in order))


def _tie(node: Node, rules: RuleReader, wins: str) -> Rule:
    parts = node.mapping(("reason",), ("ground",))
    return Rule(None, Outcome(wins), parts["reason"].text(LONGEST_REASON), rules.ground(node, parts))

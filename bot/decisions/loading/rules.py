"""Rules: when, what for, why, and which passage says so."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from bot.decisions.conditions import Condition
from bot.decisions.frameworks import Ground, Outcome, Rule
from bot.decisions.loading.conditions import read_condition
from bot.decisions.loading.nodes import Node
from bot.decisions.loading.vocabulary import Vocabulary

LONGEST_REASON = 300
LONGEST_DOCUMENT = 300
LONGEST_HEADING = 200


class RuleReader:
    """Reads the rules of one framework or panel.

    Args:
        document: what grounds are headings of, unless they name another; with one, every rule must have a ground.
    """

    def __init__(self, vocabulary: Vocabulary, document: str | None = None) -> None:
        self.vocabulary = vocabulary
        self._document = document

    def condition(self, node: Node) -> Condition:
        """Return a condition over the matter's facts."""
        return read_condition(node, self.vocabulary.facts, self.vocabulary.conditions)

    def rule(self, node: Node) -> Rule:
        """Return a rule that holds under a condition."""
        parts = node.mapping(("when", "verdict", "reason"), ("variant", "ground"))
        return self._rule(node, parts, self.condition(parts["when"]))

    def otherwise(self, node: Node, besides: Literal["at"] | None = None) -> Rule:
        """Return a rule that always holds; ``besides`` is a key that its caller reads."""
        required = ("verdict", "reason") if besides is None else (besides, "verdict", "reason")
        return self._rule(node, node.mapping(required, ("variant", "ground")), None)

    def gate(self, node: Node, preferred: Collection[str]) -> Rule:
        """Return a rule that rules out some of the verdicts preferred."""
        parts = node.mapping(("when", "rules_out", "reason"), ("ground",))
        goes = parts["rules_out"]
        verdicts = [one.one_of(preferred, "preferred verdict") for one in (goes.items() if goes.is_list else [goes])]
        when, reason = self.condition(parts["when"]), parts["reason"].text(LONGEST_REASON)
        # A gate speaks for no verdict; the noun has an outcome all the same.
        outcome = Outcome(next((one for one in preferred if one not in verdicts), verdicts[0]))
        return Rule(when, outcome, reason, self.ground(node, parts), frozenset(verdicts))

    def _rule(self, node: Node, parts: dict[str, Node], when: Condition | None) -> Rule:
        variant = parts["variant"].one_of(self.vocabulary.variants, "variant") if "variant" in parts else None
        outcome = Outcome(parts["verdict"].one_of(self.vocabulary.verdicts, "verdict"), variant)
        return Rule(when, outcome, parts["reason"].text(LONGEST_REASON), self.ground(node, parts))

    def ground(self, node: Node, parts: dict[str, Node]) -> Ground | None:
        """Return the passage a rule rests on, from its ``ground``."""
        if "ground" not in parts:
            if self._document is not None:
                raise node.error("the rule lacks ground; add ground: with the heading of the passage it rests on")
            return None
        ground = parts["ground"]
        if not ground.is_text:
            names = ground.mapping(("document", "heading"))
            return Ground(read_document(names["document"]), names["heading"].text(LONGEST_HEADING))
        if self._document is None:
            raise ground.error(
                "ground is a heading alone; write {document: …, heading: …}, or add document: at the top"
            )
        return Ground(self._document, ground.text(LONGEST_HEADING))


def read_document(node: Node) -> str:
    """Return the name of a document: its path from the knowledge folder on."""
    text = node.text(LONGEST_DOCUMENT)
    if text.startswith("/") or "\\" in text or ".." in text.split("/"):
        raise node.error("document is no path from the knowledge folder on; write it as in articles/decision-tree.md")
    return text

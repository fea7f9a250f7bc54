"""Plan files (``kind: plan``): phases, the course of phases for each verdict, cost bands, assumptions and advice.

A phase is written once under ``phases`` and named by the courses that take it. Every figure names its ground.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from bot.decisions.frameworks import Ground, Matter, Outcome
from bot.decisions.loading.nodes import Node, shown
from bot.decisions.loading.rules import RuleReader
from bot.decisions.loading.vocabulary import Vocabulary
from bot.decisions.plan import Advice, CostBand, Per, Phase, Plan, Range, Stage

MOST_WEEKS = 520
LONGEST_TITLE = 60
LONGEST_SENTENCE = 300
LONGEST_NOTE = 80
_AMOUNT = ("low", "high", "ground")
_T = TypeVar("_T")
_Kind = TypeVar("_Kind", bound=StrEnum)


def read_plan(root: Node, matter: Matter) -> Plan:
    """Return the plan a file holds, over the facts, verdicts and variants of its matter.

    Raises:
        FrameworkError: a part is missing, unknown, or of the wrong kind; it names the line.
    """
    return _Reader(matter).plan(root)


class _Reader:
    """Reads the plan of one matter."""

    def __init__(self, matter: Matter) -> None:
        self._matter = matter
        known = Vocabulary(matter.name, matter.title, matter.facts, matter.verdicts, matter.variants, conditions={})
        self._rules = RuleReader(known)

    def plan(self, root: Node) -> Plan:
        parts = root.mapping(("kind", "matter", "phases", "courses"), ("bands", "assumptions", "advice"))
        phases = {pair.key.text(): self._phase(pair.value) for pair in parts["phases"].named()}
        return Plan(
            matter=parts["matter"].one_of([self._matter.name], "matter"),
            courses=self._courses(parts["courses"], phases),
            bands=tuple(self._all(parts, "bands", self._band)),
            assumptions=tuple(self._all(parts, "assumptions", lambda node: node.text(LONGEST_SENTENCE))),
            advice=tuple(self._advices(parts)),
        )

    @staticmethod
    def _all(parts: dict[str, Node], key: str, read: Callable[[Node], _T]) -> list[_T]:
        return [read(node) for node in parts[key].items()] if key in parts else []

    def _phase(self, node: Node) -> Phase:
        parts = node.mapping(("title", "does", "ground"), ("weeks", "dollars", "counts"))
        return Phase(
            title=parts["title"].text(LONGEST_TITLE),
            does=parts["does"].text(LONGEST_SENTENCE),
            ground=self._ground(node, parts),
            weeks=tuple(self._all(parts, "weeks", lambda one: self._range(one, highest=MOST_WEEKS))),
            dollars=tuple(self._all(parts, "dollars", self._price)),
            counts=tuple(self._all(parts, "counts", self._range)),
        )

    def _range(self, node: Node, highest: int | None = None) -> Range:
        parts = node.mapping(_AMOUNT, ("note",))
        return self._amount(node, parts, highest)

    def _price(self, node: Node) -> Range:
        parts = node.mapping(_AMOUNT, ("note", "per"))
        per = _member(parts["per"], Per, "per") if "per" in parts else Per.ONCE
        return replace(self._amount(node, parts), per=per)

    def _amount(self, node: Node, parts: dict[str, Node], highest: int | None = None) -> Range:
        low, high = (
            parts[key].number() if highest is None else parts[key].number(high=highest) for key in ("low", "high")
        )
        if low > high:
            raise node.error(f"low is {low} and high is {high}; write the smaller one as low")
        note = parts["note"].text(LONGEST_NOTE) if "note" in parts else None
        return Range(low, high, self._ground(node, parts), note=note)

    def _courses(self, node: Node, phases: dict[str, Phase]) -> dict[Outcome, tuple[Phase, ...]]:
        courses: dict[Outcome, tuple[Phase, ...]] = {}
        for item in node.items():
            parts = item.mapping(("verdict", "phases"), ("variant",))
            outcome = self._outcome(parts)
            if outcome in courses:
                raise item.error("this verdict, in this variant, has a course above; delete one of them")
            named = parts["phases"].items()
            courses[outcome] = tuple(phases[one.one_of(phases, "phase")] for one in named)
        return courses

    def _outcome(self, parts: dict[str, Node]) -> Outcome:
        variant = parts["variant"].one_of(self._matter.variants, "variant") if "variant" in parts else None
        return Outcome(parts["verdict"].one_of(self._matter.verdicts, "verdict"), variant)

    def _band(self, node: Node) -> CostBand:
        parts = node.mapping(("option", "name", "setup"), ("monthly",))
        return CostBand(
            option=parts["option"].one_of(self._matter.verdicts, "verdict"),
            name=parts["name"].text(LONGEST_TITLE),
            setup=self._range(parts["setup"]),
            monthly=replace(self._range(parts["monthly"]), per=Per.MONTH) if "monthly" in parts else None,
        )

    def _advices(self, parts: dict[str, Node]) -> list[Advice]:
        advices: list[Advice] = []
        for node in parts["advice"].items() if "advice" in parts else ():
            advice = self._advice(node)
            if advice.name in {known.name for known in advices}:
                raise node.error(f"{advice.name} stands twice; give one of them another name")
            advices.append(advice)
        return advices

    def _advice(self, node: Node) -> Advice:
        parts = node.mapping(("name", "stage", "text", "ground"), ("verdicts", "when", "checked"))
        verdicts = self._all(parts, "verdicts", lambda one: one.one_of(self._matter.verdicts, "verdict"))
        return Advice(
            name=parts["name"].name(),
            stage=_member(parts["stage"], Stage, "stage"),
            text=parts["text"].text(LONGEST_SENTENCE),
            ground=self._ground(node, parts),
            verdicts=frozenset(verdicts),
            when=self._rules.condition(parts["when"]) if "when" in parts else None,
            checked=_date(parts["checked"]) if "checked" in parts else None,
        )

    def _ground(self, node: Node, parts: dict[str, Node]) -> Ground:
        ground = self._rules.ground(node, parts)
        if ground is None:
            raise node.error(f"{node.what} lacks ground; add ground: with document and heading")
        return ground


def _member(node: Node, kind: type[_Kind], name: str) -> _Kind:
    return kind(node.one_of([member.value for member in kind], name))


def _date(node: Node) -> str:
    text = node.text()
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise node.error(f"{shown(text)} is no date; write it as in 2026-11-20") from None

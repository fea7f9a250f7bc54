"""What a decision would come to now that passages it rests on have changed. Worked out, never applied by itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.decisions.assessment import Advisor
from bot.decisions.conditions import AllOf, AnyOf, Compares, Condition, Is, Not
from bot.decisions.facts import Answers, Fact, FactError
from bot.decisions.figures import TIME, Figure
from bot.decisions.frameworks import FirstThatHolds, Framework, Gates, Ground, Matrix, Matter, Method, Rule, Tally
from bot.decisions.grounds import FigureChange, GroundChange, How, figure_changes_from, grounds_of_matter, rules_of

_MEASURES = TIME | {"usd", "eur", "gbp", "percent"}


@dataclass(frozen=True, slots=True)
class Outlook:
    """The panel on the same answers, as things are now.

    Attributes:
        verdicts: every verdict it may come to, sorted; one when it is settled.
        reframed: the framework files are newer than those the decision began with.
        replaced: figures of rules in whose place others were put, because the passage says so now.
        kept: figures that rules still read although their passage says otherwise now, or nothing any more.
        same: it comes to what was decided.
    """

    verdicts: tuple[str, ...]
    variant: str | None = None
    reframed: bool = False
    replaced: tuple[FigureChange, ...] = ()
    kept: tuple[int, ...] = ()
    same: bool = True


def outlook_from(record: Mapping[str, Any]) -> Outlook:
    """Read what was written with `dataclasses.asdict`.

    Raises:
        KeyError, TypeError, ValueError: it is none.
    """
    lists = {"verdicts": tuple(record["verdicts"]), "kept": tuple(record["kept"])}
    return Outlook(**{**record, **lists, "replaced": figure_changes_from(record["replaced"])})


def rethink(
    advisor: Advisor,
    answers: Answers,
    changes: Collection[GroundChange],
    *,
    newest: Advisor | None,
    engine: Callable[[Matter], Advisor],
) -> Outlook:
    """Work out what the same answers come to now.

    A figure is put into a rule only when the rule rests on a passage in which that figure was replaced by exactly one
    other one. Nothing else of an article can be read into rules by a machine, so that is left to people.

    Args:
        advisor: with the frameworks the decision began with.
        changes: what became of passages since it was made.
        newest: with the newest frameworks; None when there are none of that name any more.
        engine: makes the engine of a changed matter.
    """
    before = advisor.board(answers)
    base = newest or advisor
    reframed = base.matter.version != advisor.matter.version
    swap = _Swap(base.matter, changes)
    matter = swap.matter()
    then = engine(matter) if swap.used else base
    board = then.board(_known(answers, matter))
    return Outlook(
        tuple(sorted(board.verdicts)),
        board.variant,
        reframed,
        tuple(dict.fromkeys(swap.used)),
        tuple(sorted(_still_read(matter, changes, swap.used))),
        (board.verdicts, board.variant) == (before.verdicts, before.variant),
    )


def grounds_compared(matter: Matter, answers: Answers) -> frozenset[Ground]:
    """Return the passages of rules that compare an answer with a number, whether or not they hold."""
    found = grounds_of_matter(matter)
    return frozenset(ground for ground in found if any(fact in answers for fact, _ in _compared(matter, ground)))


def _known(answers: Answers, matter: Matter) -> Answers:
    """Leave out what the matter's facts cannot take (any more)."""
    known = {}
    for name, value in answers.items():
        try:
            known[name] = matter.facts[name].check(value)
        except (KeyError, FactError):
            continue
    return known


class _Swap:
    """Puts figures into the rules that rest on changed passages. ``used`` are those that fitted."""

    def __init__(self, matter: Matter, changes: Collection[GroundChange]) -> None:
        self._matter = matter
        self._clean = {change.ground: [each for each in change.figures if each.clean] for change in changes}
        self.used: list[FigureChange] = []

    def matter(self) -> Matter:
        """Return the matter as it would be."""
        panel = self._matter.panel
        tie = self._rule(panel.tie) if panel.tie else None
        return replace(
            self._matter,
            frameworks=tuple(map(self._framework, self._matter.frameworks)),
            panel=replace(panel, first=self._rules(panel.first), tie=tie),
        )

    def _framework(self, framework: Framework) -> Framework:
        return replace(framework, first=self._rules(framework.first), method=self._method(framework.method))

    def _method(self, method: Method) -> Method:
        match method:
            case Tally(votes, tied, none):
                return Tally(self._rules(votes), self._rule(tied), self._rule(none))
            case FirstThatHolds(rules):
                return FirstThatHolds(self._rules(rules))
            case Matrix(axes, cells):
                swaps = self._of({rule.ground for rule in cells.values()})
                return Matrix(
                    tuple((name, self._condition(when, swaps)) for name, when in axes),
                    {key: self._rule(rule) for key, rule in cells.items()},
                )
            case Gates(preferred, gates, otherwise):
                return Gates(preferred, self._rules(gates), self._rule(otherwise))

    def _rules(self, rules: Sequence[Rule]) -> tuple[Rule, ...]:
        return tuple(map(self._rule, rules))

    def _rule(self, rule: Rule) -> Rule:
        swaps = self._of({rule.ground})
        return replace(rule, when=self._condition(rule.when, swaps)) if swaps and rule.when is not None else rule

    def _of(self, grounds: Collection[Ground | None]) -> list[FigureChange]:
        return [each for ground in grounds if ground is not None for each in self._clean.get(ground, ())]

    def _condition(self, condition: Condition, swaps: Sequence[FigureChange]) -> Condition:
        match condition:
            case Compares(fact, operator, number):
                return Compares(fact, operator, self._number(self._matter.facts[fact], number, swaps))
            case AllOf(parts):
                return AllOf(tuple(self._condition(part, swaps) for part in parts))
            case AnyOf(parts):
                return AnyOf(tuple(self._condition(part, swaps) for part in parts))
            case Not(part):
                return Not(self._condition(part, swaps))
            case Is():
                return condition

    def _number(self, fact: Fact, number: int, swaps: Sequence[FigureChange]) -> int:
        fitting = [each for each in swaps if each.before.value == number and _counts(each.before, fact)]
        others = {each.after.value for each in fitting}
        if len(others) != 1 or None in others:
            return number
        self.used += fitting[:1]
        return next(value for value in others if value is not None)


def _counts(figure: Figure, fact: Fact) -> bool:
    """Whether a figure can be of what a fact counts: weeks are not dollars."""
    unit = (fact.unit or "").lower()
    unit = unit.removesuffix("s") if unit.removesuffix("s") in TIME else unit
    return figure.unit == (unit if unit in _MEASURES else "")


def _still_read(matter: Matter, changes: Collection[GroundChange], used: Collection[FigureChange]) -> Iterator[int]:
    """Yield the numbers that rules compare with although their passage says something else now."""
    put = {each.after.value for each in used}
    for change in changes:
        went = [each.before for each in change.figures]
        for fact, number in set(_compared(matter, change.ground)):
            outdated = any(figure.value == number and _counts(figure, matter.facts[fact]) for figure in went)
            if number not in put and (outdated or change.how is How.REMOVED):
                yield number


def _compared(matter: Matter, ground: Ground) -> Iterator[tuple[str, int]]:
    """Yield facts and the numbers that rules resting on a passage compare them with."""
    for framework in matter.frameworks:
        rules = [rule for rule in rules_of(framework) if rule.ground == ground]
        conditions = [rule.when for rule in rules if rule.when is not None]
        if rules and isinstance(framework.method, Matrix):
            conditions += [when for _, when in framework.method.axes]
        for condition in conditions:
            yield from _numbers(condition)
    for rule in matter.panel.first:
        if rule.ground == ground and rule.when is not None:
            yield from _numbers(rule.when)


def _numbers(condition: Condition) -> Iterator[tuple[str, int]]:
    match condition:
        case Compares(fact, _, number):
            yield fact, number
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _numbers(part)
        case Not(part):
            yield from _numbers(part)
        case Is():
            return

"""The engine: exact answers about any matter, from decision diagrams made once."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from functools import lru_cache

from bot.decisions.assessment import Assessment, Board, Disagreement, Flip
from bot.decisions.engine.asking import Asking
from bot.decisions.engine.closeness import why_close
from bot.decisions.engine.compiling import CompiledFramework, Compiler
from bot.decisions.engine.diagrams import Diagrams, Node, Options, SizeError, positions
from bot.decisions.engine.firing import Firing
from bot.decisions.engine.flipping import Flipping
from bot.decisions.engine.layout import layout
from bot.decisions.facts import Answers, Value
from bot.decisions.frameworks import Matter, Outcome, Rule

MOST_NODES = 60_000
"""About five seconds of work, once. The shipped matter takes some 300 nodes."""
_UNION_STEPS = 20_000
"""About a second of work, to leave out facts nobody knows."""
_REMEMBERED = 4096
"""States of a conversation whose next question is kept."""


class MatterSizeError(ValueError):
    """A matter whose frameworks hang together in too many ways to work out exactly. The text says what to do."""


class Engine:
    """Implements `bot.decisions.assessment.Advisor`. Nothing in it changes once it is made.

    A fact in ``unsure`` stays unknown for ever: a question is asked only when, with those unknown, its answer can
    still change the set of verdicts the panel may come to.
    """

    def __init__(self, matter: Matter, most_nodes: int = MOST_NODES) -> None:
        """Compile a matter.

        Raises:
            MatterSizeError: it would take more than ``most_nodes``.
        """
        self._matter = matter
        self._layout = layout(matter)
        self._diagrams = Diagrams([len(each.cells) for each in self._layout.facts], most_nodes)
        compiler = Compiler(self._diagrams, matter, self._layout)
        try:
            self._frameworks = tuple(map(compiler.framework, matter.frameworks))
            self._panel = compiler.panel(matter.panel, self._frameworks)
        except SizeError as error:
            raise MatterSizeError(
                f"{matter.name} is too large to work out exactly ({error}): {len(matter.frameworks)} frameworks weigh "
                f"{len(matter.facts)} facts in too many ways. Let frameworks ask for fewer facts, or split the matter."
            ) from error
        self._names = tuple(matter.verdicts)
        self._firing = Firing(compiler, self._diagrams)
        self._flipping = Flipping(self._diagrams, self._layout, matter, self._panel.giving)
        self._asked = [sorted(self._diagrams.support(each.speaking)) for each in self._frameworks]
        self._said = lru_cache(_REMEMBERED * len(self._frameworks))(self._work_out_said)
        self._next = lru_cache(_REMEMBERED)(self._work_out_next)
        self._left = lru_cache(_REMEMBERED)(self._work_out_left)

    @property
    def matter(self) -> Matter:
        """What is decided."""
        return self._matter

    def verdicts(self, answers: Answers) -> tuple[dict[str, tuple[frozenset[str], str | None]], frozenset[str]]:
        """Return the verdicts each framework may come to, by name, with its certain variant, and those of the panel.

        Raises:
            FactError: an answer no fact can take.
        """
        options = self._layout.options(answers)
        frameworks = {each.framework.name: self._outcome(at, options) for at, each in enumerate(self._frameworks)}
        return frameworks, self._named(self._diagrams.reach(self._panel.giving, options))

    def board(self, answers: Answers) -> Board:
        """Assess every framework and the panel."""
        options = self._layout.options(answers)
        assessments = tuple(self._assess(at, options) for at in range(len(self._frameworks)))
        verdicts = self._named(self._diagrams.reach(self._panel.giving, options))
        route = positions(self._diagrams.reach(self._panel.routing, options))
        rules = (*self._matter.panel.first, None)
        rule = rules[route[0]] if len(route) == 1 else None
        variant = self._panel_variant(verdicts, [rules[at] for at in route], options)
        close = None
        if len(verdicts) == 1:
            counted = [each.verdicts for each in assessments] if route == [len(rules) - 1] else []
            nearby = self._flipping.nearby(answers, options)
            close = why_close(self._matter, next(iter(verdicts)), counted, nearby)
        return Board(assessments, verdicts, variant, rule, close)

    def relevant(self, answers: Answers, unsure: Collection[str] = ()) -> tuple[str, ...]:
        """Return unknown facts that can still change what the panel may come to, in the matter's order."""
        never = self._levels(answers, unsure)
        diagrams, root = self._open(tuple(self._layout.options(answers)), never)
        return tuple(map(self._layout.name, self._layout.in_order(diagrams.support(root) - never)))

    def next_fact(self, answers: Answers, unsure: Collection[str] = ()) -> str | None:
        """Return the fact whose answer tells most about the panel's verdict; None when nothing is left to ask."""
        level = self._next(tuple(self._layout.options(answers)), self._levels(answers, unsure))
        return None if level is None else self._layout.name(level)

    def questions_left(self, answers: Answers, unsure: Collection[str] = ()) -> int:
        """Return the expected number of questions, rounded; at least 1 while there is one."""
        left = self._left(tuple(self._layout.options(answers)), self._levels(answers, unsure))
        return max(1, round(left)) if left else 0

    def flips(self, answers: Answers, most: int = 5) -> Sequence[Flip]:
        """Return the smallest changes after which the panel has another verdict, or a verdict where it had none yet.

        The smallest sets that only learn unknown facts come first, then the smallest that change answers. Of
        changes to the same facts with the same verdict, the one nearest to the answers stands for all.
        """
        return self._flipping.flips(answers, self._layout.options(answers), most)

    def disagreement(self, answers: Answers, fact: str, given: Collection[Value | None]) -> Disagreement:
        """Work out whether different answers to a fact matter. "Not sure" is shown, but claims nothing to differ from.

        They matter when the panel's verdict would differ for some answers to all other unknown facts.
        """
        rest = {name: value for name, value in answers.items() if name != fact}
        readings, left = [], set()
        workspace = self._workspace()
        for value in dict.fromkeys(given):
            options = self._layout.options(rest if value is None else {**rest, fact: value})
            readings.append((value, self._named(self._diagrams.reach(self._panel.giving, options))))
            if value is not None:
                left.add(self._diagrams.given(self._panel.giving, options, workspace))
        return Disagreement(fact, tuple(readings), len(left) > 1)

    def _assess(self, at: int, options: Options) -> Assessment:
        each, (verdicts, variant) = self._frameworks[at], self._outcome(at, options)
        workspace = self._workspace()
        left = workspace.support(self._diagrams.given(each.giving, options, workspace))
        needs = tuple(map(self._layout.name, self._layout.in_order(left)))
        return Assessment(each.framework, verdicts, variant, self._firing.fired(each, options), needs)

    def _outcome(self, at: int, options: Options) -> tuple[frozenset[str], str | None]:
        """Return the verdicts of a framework, by its place, and its certain variant."""
        return self._said(at, tuple([options[level] for level in self._asked[at]]))

    def _work_out_said(self, at: int, asked: tuple[tuple[int, ...], ...]) -> tuple[frozenset[str], str | None]:
        options = list(self._layout.unknown)
        for level, cells in zip(self._asked[at], asked, strict=True):
            options[level] = cells
        outcomes = self._outcomes(self._frameworks[at], options)
        return frozenset(o.verdict for o in outcomes), outcomes[0].variant if len(outcomes) == 1 else None

    def _outcomes(self, each: CompiledFramework, options: Options) -> list[Outcome]:
        return [each.outcomes[at] for at in positions(self._diagrams.reach(each.speaking, options))]

    def _panel_variant(self, verdicts: frozenset[str], route: list[Rule | None], options: Options) -> str | None:
        """Return the one variant in which every way leads to the panel's one verdict."""
        if len(verdicts) > 1:
            return None
        found = {rule.outcome.variant for rule in route if rule is not None}
        if None in route:
            for each in self._frameworks:
                found |= {said.variant for said in self._outcomes(each, options) if said.verdict in verdicts}
        return found.pop() if len(found) == 1 else None

    def _open(self, options: tuple[tuple[int, ...], ...], unsure: frozenset[int]) -> tuple[Diagrams, Node]:
        """Return what is left of the panel's diagram, in a store of its own."""
        workspace = self._workspace()
        root = self._diagrams.given(self._panel.giving, options, workspace)
        try:
            return workspace, workspace.without(root, unsure & workspace.support(root))
        except SizeError:  # then a question may be asked that only matters together with facts nobody knows
            return workspace, root

    def _work_out_next(self, options: tuple[tuple[int, ...], ...], unsure: frozenset[int]) -> int | None:
        diagrams, root = self._open(options, unsure)
        return Asking(diagrams, self._layout, unsure).best(root)

    def _work_out_left(self, options: tuple[tuple[int, ...], ...], unsure: frozenset[int]) -> float:
        diagrams, root = self._open(options, unsure)
        return Asking(diagrams, self._layout, unsure).expected(root)

    def _workspace(self) -> Diagrams:
        return Diagrams(self._diagrams.sizes, sys.maxsize, _UNION_STEPS)

    def _levels(self, answers: Answers, unsure: Collection[str]) -> frozenset[int]:
        return frozenset(self._layout.levels[name] for name in unsure if name not in answers)

    def _named(self, mask: int) -> frozenset[str]:
        return frozenset(self._names[at] for at in positions(mask))

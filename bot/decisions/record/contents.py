"""What a record is made from, and what its parts ask of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.decisions.advice import advise
from bot.decisions.assessment import Assessment, Board, Flip
from bot.decisions.frameworks import Ground, Matter, Rule
from bot.decisions.plan import Advice, Plan, Stage
from bot.decisions.record import wording
from bot.decisions.record.markdown import inline, one_line
from bot.decisions.session.state import Decision


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything a record says.

    Attributes:
        names: display names by user id.
        number: of the record.
        supersedes, superseded_by: numbers of other records, where there are any.
    """

    decision: Decision
    matter: Matter
    board: Board
    flips: Sequence[Flip]
    plan: Plan | None
    names: Mapping[str, str]
    number: int
    supersedes: int | None
    superseded_by: int | None

    @property
    def chosen(self) -> str | None:
        """The panel's verdict; None while several are possible."""
        return next(iter(self.board.verdicts)) if self.board.settled else None

    @property
    def chosen_label(self) -> str:
        """The verdict with its variant, as Markdown."""
        return inline(wording.verdict(self.matter, self.chosen or "", self.board.variant))

    def label(self, verdict: str) -> str:
        """Return a verdict's label, as Markdown."""
        return inline(wording.verdict(self.matter, verdict))

    def labels(self, verdicts: frozenset[str]) -> str:
        """Return labels in the matter's order, as Markdown: ``RAG or Hybrid``."""
        known = [name for name in self.matter.verdicts if name in verdicts]
        return " or ".join(self.label(name) for name in [*known, *sorted(verdicts.difference(known))])

    def name(self, user: str) -> str:
        """Return what a person is called, not yet escaped; their id when nobody knows a name."""
        return one_line(self.names.get(user, "")) or user

    def advice(self, stage: Stage) -> tuple[Advice, ...]:
        """Return the advice of one stage that applies."""
        fit = advise(self.plan, self.board.verdicts, self.decision.answers)
        return tuple(advice for advice in fit if advice.stage is stage)

    def settled(self) -> list[tuple[Assessment, str]]:
        """Return the frameworks that have one verdict, each with it."""
        found = [one for one in self.board.assessments if len(one.verdicts) == 1]
        return [(one, next(iter(one.verdicts))) for one in found]

    def speaking_for(self, verdict: str) -> list[Rule]:
        """Return rules that hold and speak for a verdict, the panel's own first, none twice."""
        fired = [rule for one in self.board.assessments for rule in one.fired if not rule.rules_out]
        panel = [self.board.rule] if self.board.rule is not None else []
        rules = [rule for rule in (*panel, *fired) if rule.outcome.verdict == verdict]
        return list({(rule.reason, rule.ground): rule for rule in reversed(rules)}.values())[::-1]


def because(rule: Rule) -> str:
    """Return a rule's reason with its source, as Markdown."""
    return inline(rule.reason) + cited(rule.ground)


def cited(ground: Ground | None) -> str:
    """Return a source in brackets, as Markdown; nothing when there is none."""
    return "" if ground is None else f" ({inline(wording.source(ground))})"

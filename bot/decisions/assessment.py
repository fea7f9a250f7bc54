"""What the engine says: of one framework, of the panel, and of what would change it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.decisions.facts import Answers, Value
from bot.decisions.frameworks import Framework, Matter, Rule


@dataclass(frozen=True, slots=True)
class Assessment:
    """One framework on the facts known so far.

    Attributes:
        verdicts: every verdict some completion of the unknown facts would give; one means it is settled.
        variant: of the one verdict, when every completion gives the same; else None.
        fired: the rules that hold for certain and bear on the verdict, in the framework's order.
        needs: unknown facts that can still change its verdict, in the matter's order.
    """

    framework: Framework
    verdicts: frozenset[str]
    variant: str | None
    fired: tuple[Rule, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """All frameworks side by side, and the panel's verdicts.

    Attributes:
        variant: of the panel's one verdict: from a rule of its own, else the one all frameworks of that verdict share.
        rule: the panel's own rule that decided, if one did for certain.
        close: why the call is close, in a sentence; None when it is clear or not settled.
    """

    assessments: tuple[Assessment, ...]
    verdicts: frozenset[str]
    variant: str | None
    rule: Rule | None
    close: str | None

    @property
    def settled(self) -> bool:
        """Whether no unknown fact can change the panel's verdict."""
        return len(self.verdicts) == 1


@dataclass(frozen=True, slots=True)
class FlipChange:
    """One changed answer: from what is known (None: unknown) to a value, or for a number to any in ``low..high``."""

    fact: str
    before: Value | None
    value: Value
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Flip:
    """A smallest set of changes that gives another verdict, whatever facts stay unknown."""

    changes: tuple[FlipChange, ...]
    verdict: str

    @property
    def only_unknown(self) -> bool:
        """Whether it changes no answer, and only learns what is unknown."""
        return all(change.before is None for change in self.changes)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What becomes of the panel under each answer people gave to one fact.

    Attributes:
        readings: each answer (None: not sure) with the panel's verdicts under it.
        matters: whether two readings can end differently.
    """

    fact: str
    readings: tuple[tuple[Value | None, frozenset[str]], ...]
    matters: bool


class Advisor(Protocol):
    """What the session, and everything that shows it, asks of the engine. Deterministic; no call changes anything."""

    @property
    def matter(self) -> Matter:
        """What is decided."""

    def board(self, answers: Answers) -> Board:
        """Assess every framework and the panel."""

    def relevant(self, answers: Answers, unsure: Collection[str] = ()) -> tuple[str, ...]:
        """Return unknown facts that can still change the panel's verdict, without those nobody knows (``unsure``)."""

    def next_fact(self, answers: Answers, unsure: Collection[str] = ()) -> str | None:
        """Return the fact that settles most; None when the panel is settled or nothing is left to ask."""

    def questions_left(self, answers: Answers, unsure: Collection[str] = ()) -> int:
        """Return about how many more questions there will be: the expected number, rounded; 0 when none."""

    def flips(self, answers: Answers, most: int = 5) -> Sequence[Flip]:
        """Return the smallest changes that change the panel's verdict, those of unknown facts alone first."""

    def disagreement(self, answers: Answers, fact: str, given: Collection[Value | None]) -> Disagreement:
        """Work out whether different answers to a fact matter, the rest as known and unknown as it is."""

"""Frameworks: published ways to decide, as data: `bot.decisions.loading` reads, `bot.decisions.engine` applies them.

Four kinds say how rules make a verdict; any of them may have ``first`` rules, of which the first that holds decides
before the rest is looked at:

- `Tally`: each rule that holds is a vote; most votes win.
- `FirstThatHolds`: the first rule that holds decides.
- `Matrix`: two or more axes are each true or not, and each combination has its cell.
- `Gates`: verdicts in order of preference; each gate that holds rules some out; the first one left wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bot.decisions.conditions import Condition
from bot.decisions.facts import Fact

DEFAULT_MATTER = "rag-or-fine-tune"
"""What is decided when nobody says what: the matter that is shipped."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The passage a rule rests on: a document of the knowledge folder, and the last heading above the passage."""

    document: str
    heading: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a framework says: a verdict, perhaps in a variant (``smaller_model``)."""

    verdict: str
    variant: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """When it holds, it speaks for an outcome (or, as a gate, against verdicts).

    Attributes:
        when: what must hold; None always holds (an ``otherwise``).
        outcome: what it votes for or decides.
        reason: one clause saying why, fit to stand after "because".
        ground: what it rests on; None only in a team's own frameworks.
        rules_out: for gates, the verdicts that go; ``outcome`` is then not used.
    """

    when: Condition | None
    outcome: Outcome
    reason: str
    ground: Ground | None = None
    rules_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Tally:
    """The verdict with most votes; ``tied`` when several have most, ``none`` when no rule holds."""

    votes: tuple[Rule, ...]
    tied: Rule
    none: Rule


@dataclass(frozen=True, slots=True)
class FirstThatHolds:
    """The first rule that holds; the last one always does."""

    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Axes by name, and for each combination of truth values, in the order of the axes, its cell."""

    axes: tuple[tuple[str, Condition], ...]
    cells: Mapping[tuple[bool, ...], Rule]


@dataclass(frozen=True, slots=True)
class Gates:
    """Verdicts, most preferred first; the gates; and what decides when every verdict is ruled out."""

    preferred: tuple[str, ...]
    gates: tuple[Rule, ...]
    otherwise: Rule


Method: TypeAlias = Tally | FirstThatHolds | Matrix | Gates


@dataclass(frozen=True, slots=True)
class Framework:
    """One published way to decide.

    Attributes:
        name: as in ``honest-take``.
        title: as people read it.
        document: the article it is from; None for a team's own.
        first: rules of which the first that holds decides before ``method`` is looked at.
    """

    name: str
    title: str
    method: Method
    document: str | None = None
    first: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing that can be decided: its name in rules, a label (``Fine-tuning``), and what to do, in one sentence."""

    name: str
    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Panel:
    """How the frameworks decide together.

    Attributes:
        first: rules of which the first that holds decides before verdicts are counted.
        counts_as: a verdict that is counted as another one.
        order: verdicts, those first that win a tie.
        tie: why the order is as it is.
    """

    first: tuple[Rule, ...]
    counts_as: Mapping[str, str]
    order: tuple[str, ...]
    tie: Rule | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of decision: its facts and verdicts, the frameworks, and the panel they make.

    Attributes:
        name: as in ``rag-or-fine-tune``.
        title: what is decided, as in ``How to build it: RAG, fine-tuning, both, or neither yet``.
        facts, verdicts: by name, in the order they are shown.
        variants: labels of variants, by name.
        version: differs whenever anything above does.
    """

    name: str
    title: str
    facts: Mapping[str, Fact]
    verdicts: Mapping[str, Verdict]
    frameworks: tuple[Framework, ...]
    panel: Panel
    variants: Mapping[str, str]
    version: str

"""The state of a decision: what `bot.decisions.session.fold` makes of its events. Everything shown comes from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.decisions.facts import Value
from bot.decisions.grounds import GroundChange
from bot.decisions.rethinking import Outlook

Given = Value | None
"""An answer somebody gave; None is "not sure"."""


class Status(StrEnum):
    """Where a decision stands."""

    OPEN = "open"
    PAUSED = "paused"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class Ending(StrEnum):
    """How a question closed."""

    ALONE = "alone"
    """Its only participant answered."""
    QUORUM = "quorum"
    NEXT = "next"
    """The owner went on."""
    DEADLINE = "deadline"
    SKIPPED = "skipped"
    """The owner left it unknown."""
    CHANGED = "changed"
    """The owner changed an earlier answer, which opened and closed it at once."""
    KNOWN = "known"
    """It was known when the decision began: told in the discussion before, or carried over; it was never asked."""
    AHEAD = "ahead"
    """It was never asked: what people had said of it counted when the decision finished."""
    DROPPED = "dropped"
    """It was put aside without a result: it mattered no longer, or the owner went back."""


@dataclass(frozen=True, slots=True)
class Stance:
    """What one person answered, last. ``words`` are their own, when they wrote rather than clicked; ``because`` why."""

    user: str
    value: Given
    at: float
    words: str | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One asking of one fact. Once closed it never changes; asking the fact again makes a new round.

    Attributes:
        number: from 1, in the order asked or noted.
        asked_at, deadline, closed_at: seconds since the epoch.
        stances: by user; hidden from others until it is closed.
        standing: what stands, once ``is_settled``; None is unknown.
        disputed: it closed with different answers that matter, and the owner has not said what stands.
        settled_by: who said what stands, when people differed.
    """

    number: int
    fact: str
    asked_at: float
    deadline: float | None = None
    stances: Mapping[str, Stance] = field(default_factory=dict)
    closed_at: float | None = None
    closed_by: str | None = None
    ending: Ending | None = None
    standing: Given = None
    disputed: bool = False
    settled_by: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether people may still answer."""
        return self.closed_at is None

    @property
    def is_settled(self) -> bool:
        """Whether it is known what stands."""
        return not self.is_open and not self.disputed and not self.is_dropped

    @property
    def is_dropped(self) -> bool:
        """Whether it was put aside without a result."""
        return self.ending is Ending.DROPPED

    @property
    def dissent(self) -> tuple[Stance, ...]:
        """Stances other than what stands; "not sure" dissents from nothing.

        Who settled it with an answer nobody had given has a new answer, and does not dissent from it.
        """
        if not self.is_settled:
            return ()
        said = tuple(stance for stance in self.stances.values() if stance.value is not None)
        settler = self.settled_by if self.standing not in {None, *(stance.value for stance in said)} else None
        return tuple(stance for stance in said if stance.value != self.standing and stance.user != settler)


@dataclass(frozen=True, slots=True)
class Shift:
    """A change of what a finished decision rests on, as its thread is told of it.

    Attributes:
        at: when it was noticed, seconds since the epoch.
        outlook: what the same answers came to then; None when that could not be worked out.
    """

    at: float
    changes: tuple[GroundChange, ...]
    outlook: Outlook | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as it stands.

    Attributes:
        id: short, as people type it in ``/decide show 7f3a``.
        topic: what it is about, as somebody wrote it.
        root_ts: the message its thread hangs on.
        solo: in a direct message, where one person answers and each answer closes its question.
        matter, version: which frameworks, as they were when it began.
        participants: who takes part, in the order they came; those who left are not among them.
        early: answers given before their question was asked, by user and fact; they count when it is, and are
            hidden from others until then.
        quorum: how many answers close a question; None: as many as take part.
        patience: seconds a question stays open; None for ever.
        paused_by: who paused it; None when nobody had answered in time.
        ended_early: the owner ended it while there was something left to ask.
        number: of its record, once recorded.
        review_due_at: when the review that was set came due.
        grounds_changed_at, changed_documents: when articles it rests on last changed, and all that did.
        shifts: those changes, in the order they were noticed.
        number_of_events: how many were folded; the next one is that plus one.
    """

    id: str
    topic: str
    team: str
    channel: str
    root_ts: str | None
    owner: str
    solo: bool
    matter: str
    version: str
    started_at: float
    status: Status = Status.OPEN
    rounds: tuple[Round, ...] = ()
    participants: tuple[str, ...] = ()
    early: Mapping[str, Mapping[str, Stance]] = field(default_factory=dict)
    quorum: int | None = None
    patience: float | None = None
    paused_by: str | None = None
    ended_at: float | None = None
    ended_early: bool = False
    number: int | None = None
    recorded_at: float | None = None
    review_at: float | None = None
    review_due_at: float | None = None
    grounds_changed_at: float | None = None
    changed_documents: tuple[str, ...] = ()
    shifts: tuple[Shift, ...] = ()
    supersedes: str | None = None
    superseded_by: str | None = None
    number_of_events: int = 0

    @property
    def current(self) -> Round | None:
        """The round that is open, or waits for the owner to say what stands. There is at most one.

        It need not be the last: a fact noted meanwhile makes a later one that is closed.
        """
        return next((r for r in reversed(self.rounds) if not r.is_settled and not r.is_dropped), None)

    @property
    def awaited(self) -> tuple[str, ...]:
        """Who has something to do: those who have not answered yet, or the owner who has to say how it goes on."""
        if self.status is not Status.OPEN or (current := self.current) is None:
            return ()
        if current.disputed:
            return (self.owner,)
        return tuple(user for user in self.participants if user not in current.stances) or (self.owner,)

    @property
    def latest(self) -> dict[str, Round]:
        """The last settled round of each fact."""
        return {round_.fact: round_ for round_ in self.rounds if round_.is_settled}

    @property
    def answers(self) -> dict[str, Value]:
        """What stands of the facts that are known."""
        return {fact: r.standing for fact, r in self.latest.items() if r.standing is not None}

    @property
    def unsure(self) -> frozenset[str]:
        """Facts that were asked and nobody knows."""
        return frozenset(fact for fact, r in self.latest.items() if r.standing is None)

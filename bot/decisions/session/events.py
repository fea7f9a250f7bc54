"""Events: what people did, in the order it happened. They are only ever added to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from bot.decisions.grounds import GroundChange
from bot.decisions.rethinking import Outlook
from bot.decisions.session.state import Ending, Given, Stance


@dataclass(frozen=True, slots=True)
class Started:
    """A decision began. Always the first event; fields as of `bot.decisions.session.state.Decision`."""

    id: str
    topic: str
    team: str
    channel: str
    owner: str
    solo: bool
    matter: str
    version: str
    root_ts: str | None = None
    quorum: int | None = None
    patience: float | None = None
    supersedes: str | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """The message its thread hangs on was posted."""

    root_ts: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody takes part from now on."""

    user: str


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody takes part no longer; what they answered in closed rounds stays, the rest goes."""

    user: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A round opened. Answers given early by participants count in it at once."""

    number: int
    fact: str
    deadline: float | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """Somebody answered the open round, or changed their answer."""

    number: int
    stance: Stance


@dataclass(frozen=True, slots=True)
class AnsweredEarly:
    """Somebody told a fact that is not being asked."""

    fact: str
    stance: Stance


@dataclass(frozen=True, slots=True)
class Noted:
    """A fact was settled without being asked: a round of one stance that opened and closed at once.

    Attributes:
        ending: KNOWN when it began, ALONE when told unasked in a solo decision, CHANGED by the owner. A change keeps
            what others had said as their stances.
    """

    number: int
    fact: str
    stance: Stance
    ending: Ending


@dataclass(frozen=True, slots=True)
class Closed:
    """The round closed: ``standing`` stands, unless it is ``disputed``."""

    number: int
    ending: Ending
    standing: Given = None
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """It is known what stands in a disputed round: ``owner`` said it, or (None) it came to matter no longer."""

    number: int
    value: Given
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """The round was put aside: it matters no longer, or the owner went back. Its answers count if it is asked again."""

    number: int


@dataclass(frozen=True, slots=True)
class Paused:
    """The owner stopped it for now; or, by nobody, its question's time was over and nobody had answered."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """It goes on; the open question has time until ``deadline``."""

    deadline: float | None = None


@dataclass(frozen=True, slots=True)
class HandedOver:
    """``to`` owns it from now on. ``taken``: they took it over, because the owner was not there."""

    to: str
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Configured:
    """How questions close from now on, the open one too."""

    quorum: int | None
    patience: float | None
    deadline: float | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """It ended: nothing is left to ask (``early`` False), or the owner ended it with what is known."""

    early: bool = False


@dataclass(frozen=True, slots=True)
class Reopened:
    """The owner changes an answer of a finished decision that has no record yet."""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """It ended without a result."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """Its record got a number, which no other of the team has."""

    number: int


@dataclass(frozen=True, slots=True)
class ReviewSet:
    """It is to be looked at again then (seconds since the epoch); None: not any more."""

    at: float | None


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """The time to look at it again has come."""


@dataclass(frozen=True, slots=True)
class GroundsChanged:
    """Articles it rests on changed.

    Attributes:
        changes: of the passages themselves, since they were last told.
        outlook: what the same answers come to now; None when that cannot be worked out.
    """

    documents: tuple[str, ...]
    changes: tuple[GroundChange, ...] = ()
    outlook: Outlook | None = None


@dataclass(frozen=True, slots=True)
class Superseded:
    """Another decision takes its place; None: that one was cancelled, and this one stands again."""

    successor: str | None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A request that changed nothing. Kept for its key, so that it cannot come to mean something later."""


Happening: TypeAlias = (
    Started
    | Placed
    | Joined
    | Left
    | Asked
    | Answered
    | AnsweredEarly
    | Noted
    | Closed
    | Settled
    | Dropped
    | Paused
    | Resumed
    | HandedOver
    | Configured
    | Finished
    | Reopened
    | Cancelled
    | Recorded
    | ReviewSet
    | ReviewDue
    | GroundsChanged
    | Superseded
    | Unchanged
)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    Attributes:
        key: of the request it came from; events of one request share it.
        at: seconds since the epoch.
        by: who asked for it; None for nobody, as when time is over.
    """

    key: str
    at: float
    by: str | None
    what: Happening

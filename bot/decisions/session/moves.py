"""Moves: what people can do with a decision. Each says what happens, or is refused; nothing is kept here.

How a question closes: in a solo decision with its answer. In a team when the owner goes on, when as many answered as
the quorum asks for, or when its time is over. Without a quorum, when everybody who takes part has answered, and there
are at least two of them or the owner went on from an earlier question: an owner alone in a channel waits for others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.decisions.assessment import Advisor
from bot.decisions.session.aftermath import Aftermath
from bot.decisions.session.answering import Answering
from bot.decisions.session.course import Course
from bot.decisions.session.events import Event, Happening, Noted, Started
from bot.decisions.session.fold import fold
from bot.decisions.session.guards import check_value
from bot.decisions.session.state import Ending, Stance
from bot.decisions.session.steering import Steering, check_settings


class Moves(Answering, Steering, Aftermath):
    """Everything ``by`` may do with a decision at ``now``. For one request; moves may be made one after another."""


def start(
    advisor: Advisor,
    *,
    id: str,
    topic: str,
    team: str,
    channel: str,
    owner: str,
    solo: bool,
    now: float,
    root_ts: str | None = None,
    quorum: int | None = None,
    patience: float | None = None,
    supersedes: str | None = None,
    facts: Mapping[str, Stance] | None = None,
) -> Sequence[Happening]:
    """Begin a decision: what is known already is noted, and the first question asked unless that settles it.

    Raises:
        Refused: UNKNOWN_FACT, BAD_VALUE.
    """
    check_settings(quorum, patience)
    known = facts or {}
    for fact, stance in known.items():
        check_value(advisor, fact, stance.value)
    started = Started(
        id=id,
        topic=clean(topic),
        team=team,
        channel=channel,
        owner=owner,
        solo=solo,
        matter=advisor.matter.name,
        version=advisor.matter.version,
        root_ts=root_ts,
        quorum=quorum,
        patience=patience,
        supersedes=supersedes,
    )
    course = Course(advisor, fold([Event("", now, owner, started)]), now, owner)
    for fact, stance in known.items():
        if stance.value is not None:
            course.do(Noted(course.next_number, fact, stance, Ending.KNOWN))
    course.go_on()
    return (started, *course.happened)


def clean(topic: str) -> str:
    """Return a topic in one line, without what a database cannot hold."""
    text = topic.encode("utf-8", "ignore").decode().replace("\0", "")
    return " ".join(text.split())

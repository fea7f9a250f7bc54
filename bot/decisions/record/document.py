"""The whole document: front matter, and every section of MADR 4.0 in its order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from bot.decisions.assessment import Board, Flip
from bot.decisions.frameworks import Matter
from bot.decisions.plan import Plan
from bot.decisions.record import wording
from bot.decisions.record.background import background
from bot.decisions.record.contents import Contents
from bot.decisions.record.markdown import front_matter, inline, one_line
from bot.decisions.record.outcome import confirmation, consequences, considered, outcome, pros_and_cons
from bot.decisions.session.state import Decision, Round, Status

LONGEST_TITLE = 120
LONGEST_SLUG = 60


def madr(
    decision: Decision,
    matter: Matter,
    board: Board,
    flips: Sequence[Flip],
    plan: Plan | None,
    *,
    names: Mapping[str, str],
    number: int,
    date: str,
    supersedes: int | None = None,
    superseded_by: int | None = None,
    head: Mapping[str, str | Sequence[str]] | None = None,
) -> str:
    """Return the record as Markdown.

    Args:
        names: display names by user id; who has none is called by their id.
        number: of this record in its workspace.
        date: ISO date of the decision.
        supersedes, superseded_by: numbers of the records it replaces and is replaced by.
        head: what its front matter says besides.
    """
    record = Contents(decision, matter, board, flips, plan, names, number, supersedes, superseded_by)
    sections = [
        f"# {inline(decision.topic, LONGEST_TITLE) or 'A decision'}",
        "## Context and Problem Statement",
        _context(record),
        "## Decision Drivers",
        "\n".join(_drivers(record)),
        "## Considered Options",
        "\n".join(considered(record)),
        "## Decision Outcome",
        outcome(record),
        "### Consequences",
        "\n".join(consequences(record)),
        "### Confirmation",
        "\n".join(confirmation(record)),
        "## Pros and Cons of the Options",
        *pros_and_cons(record),
        "## More Information",
        *background(record),
    ]
    besides = {name: _plain(value) for name, value in (head or {}).items()}
    return front_matter(_head(record, date) | besides) + "\n" + "\n\n".join(sections) + "\n"


def file_name(number: int, topic: str) -> str:
    """Return the name of a record's file: ``0007-support-bot.md``; of other scripts only the number is left."""
    plain = unicodedata.normalize("NFKD", topic).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_SLUG].strip("-")
    return f"{number:04}-{slug}.md" if slug else f"{number:04}.md"


def _head(record: Contents, date: str) -> dict[str, str | list[str]]:
    decision = record.decision
    spoke = {user for round_ in decision.rounds for user in round_.stances}
    present = dict.fromkeys((decision.owner, *decision.participants))
    return {
        "status": _status(record),
        "date": one_line(date),
        "decision-makers": _people(record, [user for user in present if user == decision.owner or user in spoke]),
        "consulted": _people(record, sorted(spoke.difference(present))),
        "informed": _people(record, [user for user in present if user != decision.owner and user not in spoke]),
    }


def _plain(value: str | Sequence[str]) -> str | list[str]:
    return one_line(value) if isinstance(value, str) else [one_line(item) for item in value]


def _status(record: Contents) -> str:
    if record.superseded_by is not None:
        return f"superseded by ADR-{record.superseded_by:04}"
    if record.decision.status is Status.CANCELLED:
        return "rejected"
    finished = record.decision.status is Status.FINISHED
    return "accepted" if finished and record.board.settled else "proposed"


def _people(record: Contents, users: list[str]) -> list[str]:
    return [one_line(record.name(user)) or one_line(user) for user in users]


def _context(record: Contents) -> str:
    topic = inline(record.decision.topic) or "Something without a name"
    options = ", ".join(record.label(name) for name in record.matter.verdicts)
    people = len({user for round_ in record.decision.rounds for user in round_.stances})
    return (
        f"What is decided: {topic}\n\n"
        f"Kind of decision: {inline(record.matter.title)}\n\n"
        f"Which of these fits best: {options}? {people} {'person' if people == 1 else 'people'} answered "
        f"{len(record.decision.latest)} of {len(record.matter.facts)} questions, and "
        f"{len(record.board.assessments)} published frameworks were applied to the answers."
    )


def _drivers(record: Contents) -> list[str]:
    latest = record.decision.latest
    known = [_driver(record, latest[name]) for name in record.matter.facts if name in latest]
    return known or ["* Nothing is known yet."]


def _driver(record: Contents, round_: Round) -> str:
    fact = record.matter.facts[round_.fact]
    said = f"* {inline(fact.label)}: {inline(wording.value(fact, round_.standing))}"
    if round_.standing is None:
        return said
    agreeing = [stance for stance in round_.stances.values() if stance.value == round_.standing]
    named = inline(", ".join(record.name(stance.user) for stance in agreeing))
    return f"{said} ({named})" if agreeing else said

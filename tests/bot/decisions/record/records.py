"""Decisions to record, and how to read a record back: front matter, headings, sections and its shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.decisions.engine import Engine
from bot.decisions.facts import Value
from bot.decisions.record import madr
from bot.decisions.session.state import Decision, Ending, Round, Stance, Status
from tests.bot.decisions.shipped import matter, plan

PARSER = MarkdownIt("commonmark").enable("table")
ENGINE = Engine(matter())
NAMES = {"U1": "Ada", "U2": "Bob", "U3": "Cy"}
SECTIONS = [
    ("h2", "Context and Problem Statement"),
    ("h2", "Decision Drivers"),
    ("h2", "Considered Options"),
    ("h2", "Decision Outcome"),
    ("h3", "Consequences"),
    ("h3", "Confirmation"),
    ("h2", "Pros and Cons of the Options"),
    ("h2", "More Information"),
]
RAG: dict[str, Value] = {"change_rate": "weekly", "citations": "yes", "output_format": "no", "domain_reasoning": "no"}
BOTH: dict[str, Value] = {"citations": "yes", "output_format": "yes"}
TUNED: dict[str, Value] = {
    "change_rate": "never",
    "citations": "no",
    "output_format": "yes",
    "narrow_task": "yes",
    "weeks_to_launch": 30,
    "budget_usd": 90_000,
    "latency": "sub_second",
    "tight_cost": "yes",
    "team": "ml_engineering",
    "cost_shape": "low_marginal",
    "labelled_examples": 9000,
    "data_residency": "no",
    "domain_reasoning": "no",
}


def asked(number: int, fact: str, standing: Value | None, **given_by: Value | None) -> Round:
    stances = {user: Stance(user, value, 1.0) for user, value in (given_by or {"U1": standing}).items()}
    return Round(
        number, fact, 10.0, stances=stances, closed_at=20.0, closed_by="U1", ending=Ending.NEXT, standing=standing
    )


def decided(answers: Mapping[str, Value], topic: str = "Support bot", **changes: Any) -> Decision:
    rounds = tuple(asked(number, fact, value) for number, (fact, value) in enumerate(answers.items(), 1))
    decision = Decision(
        "7f3a", topic, "T1", "C1", "1.0", "U1", False, matter().name, matter().version, 1.0, Status.FINISHED, rounds
    )
    return replace(decision, participants=("U1", "U2"), **changes)


def record(decision: Decision, names: Mapping[str, str] = NAMES, **changes: Any) -> str:
    answers = decision.answers
    made = {"names": names, "number": 7, "date": "2026-11-21", **changes}
    return madr(decision, matter(), ENGINE.board(answers), ENGINE.flips(answers), plan(), **made)


def head(text: str) -> dict[str, Any]:
    loaded = yaml.safe_load(text.split("\n---\n", 1)[0].removeprefix("---\n"))
    assert isinstance(loaded, dict)
    return loaded


def tokens(text: str) -> list[Token]:
    return PARSER.parse(text.split("\n---\n", 1)[1])


def headings(text: str) -> list[tuple[str, str]]:
    parsed = tokens(text)
    return [
        (token.tag, "".join(child.content for child in parsed[number + 1].children or []))
        for number, token in enumerate(parsed)
        if token.type == "heading_open"
    ]


def section(text: str, heading: str) -> str:
    """What stands between a heading and the next one."""
    lines = text.split("\n")
    start = next(number for number, line in enumerate(lines) if line.lstrip("# ") == heading and line.startswith("#"))
    ends = (number for number in range(start + 1, len(lines)) if lines[number].startswith("#"))
    return "\n".join(lines[start + 1 : next(ends, len(lines))])


def skeleton(text: str) -> list[str]:
    """The kinds of tokens: what a reader sees, text aside."""
    return [child.type for token in tokens(text) for child in (token, *(token.children or []))]

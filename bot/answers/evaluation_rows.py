"""Questions with what is known about their answers, as they stand in a file of JSON lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.answers.model import Turn


class Row(StrEnum):
    """Groups that are reported apart, since one average would hide the hard ones. A file may name others."""

    ANSWERABLE = "answerable"
    FOLLOW_UP = "follow_up"
    CONFLICT = "conflict"
    ABSENT_TOPIC = "absent_topic"
    UNKNOWN_ENTITY = "unknown_entity"
    NEAR_MISS = "near_miss"
    FALSE_PREMISE = "false_premise"
    OTHER_AUDIENCE = "other_audience"
    UNANSWERABLE = "unanswerable"


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question with what is known about its answer.

    Attributes:
        articles: stems of the documents that answer it.
        evidence: regular expressions, case-insensitive; a quote that answers holds one of them. Of a false premise:
            what the source says instead.
        kind: a finer group; empty when the set has none.
        row: the group it is reported in.
        history: the conversation before it, oldest first.
        audience: for whom it is asked; empty sees every document.
        conflict: regular expressions that must all be shown, one for each side of a disagreement.
    """

    id: str
    question: str
    answerable: bool
    articles: tuple[str, ...] = ()
    evidence: tuple[re.Pattern[str], ...] = ()
    kind: str = ""
    row: str = Row.ANSWERABLE
    history: tuple[Turn, ...] = ()
    audience: str = ""
    conflict: tuple[re.Pattern[str], ...] = ()


def read_rows(lines: Iterable[str]) -> list[QuestionRow]:
    """Read JSON lines ``{"id", "question", "answerable", "articles", "evidence"}``; blank lines are skipped.

    A line may also have ``row``, ``kind``, ``history`` (``[{"speaker", "text", "ours"}]``), ``audience`` and
    ``conflict``. Without ``row``, the rest tells the group.

    Raises:
        ValueError: naming the line that cannot be used.
    """
    rows = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                rows.append(_row(json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError, re.error) as error:
                raise ValueError(f"Line {number} is not a question row: {type(error).__name__}.") from error
    return rows


def _row(value: Mapping[str, Any]) -> QuestionRow:
    return QuestionRow(
        id=str(value["id"]),
        question=str(value["question"]),
        answerable=bool(value["answerable"]),
        articles=tuple(map(str, value.get("articles", ()))),
        evidence=_expressions(value.get("evidence", ())),
        kind=str(value.get("kind", "")),
        row=_group(value),
        history=tuple(_turn(turn) for turn in value.get("history", ())),
        audience=str(value.get("audience", "")),
        conflict=_expressions(value.get("conflict", ())),
    )


def _group(value: Mapping[str, Any]) -> str:
    if value.get("row"):
        return re.sub(r"[\s-]+", "_", str(value["row"]).strip().casefold())
    if not value["answerable"]:
        return Row.OTHER_AUDIENCE if value.get("audience") else Row.UNANSWERABLE
    if value.get("conflict"):
        return Row.CONFLICT
    return Row.FOLLOW_UP if value.get("history") else Row.ANSWERABLE


def _turn(value: Mapping[str, Any]) -> Turn:
    return Turn(str(value["speaker"]), str(value["text"]), bool(value.get("ours", False)))


def _expressions(values: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(expression, re.IGNORECASE) for expression in values)

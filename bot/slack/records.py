"""Answers to JSON and back, for the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.answers.model import (
    Answer,
    Citation,
    Claim,
    Disagreement,
    EngineName,
    Nearest,
    Outcome,
    Timing,
    Usage,
    View,
)
from bot.errors import FallbackReason
from bot.slack.markup import clean


def to_record(answer: Answer) -> dict[str, Any]:
    """Return an answer as JSON. Characters no database takes are gone."""
    return {key: _cleaned(value) for key, value in asdict(answer).items()}


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(str(value))
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    return [_cleaned(item) for item in value] if isinstance(value, list | tuple) else value


def from_record(record: Mapping[str, Any]) -> Answer:
    """Read back what `to_record` wrote."""
    fallback = record.get("fallback")
    return Answer(
        outcome=Outcome(record["outcome"]),
        engine=EngineName(record["engine"]),
        claims=tuple(Claim(claim["text"], tuple(claim["citations"])) for claim in record["claims"]),
        citations=tuple(Citation(**citation) for citation in record["citations"]),
        nearest=tuple(Nearest(**nearest) for nearest in record["nearest"]),
        missing=record.get("missing"),
        fallback=FallbackReason(fallback) if fallback else None,
        understood=record.get("understood"),
        disagreements=tuple(map(_disagreement, record.get("disagreements", ()))),
        usage=Usage(**record["usage"]) if record.get("usage") else None,
        given_at=record.get("given_at"),
        styled=record.get("styled", False),
        timing=Timing(**record["timing"]) if record.get("timing") else None,
    )


def _disagreement(record: Mapping[str, Any]) -> Disagreement:
    return Disagreement(record["about"], tuple(View(**view) for view in record["views"]))

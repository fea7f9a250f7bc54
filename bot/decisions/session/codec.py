"""Events as JSON can hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, get_args

from bot.decisions.grounds import change_from
from bot.decisions.rethinking import outlook_from
from bot.decisions.session.events import Event, Happening
from bot.decisions.session.state import Ending, Stance


class EventError(ValueError):
    """A stored event that cannot be read."""


_KINDS: Mapping[str, type[Happening]] = {kind.__name__.lower(): kind for kind in get_args(Happening)}


def to_record(event: Event) -> dict[str, Any]:
    """Return an event as JSON can hold it: ``key``, ``at``, ``by``, ``kind`` and ``data``."""
    kind = type(event.what).__name__.lower()
    return {"key": event.key, "at": event.at, "by": event.by, "kind": kind, "data": asdict(event.what)}


def from_record(record: Mapping[str, Any]) -> Event:
    """Read what `to_record` made, also after a trip through JSON.

    Raises:
        EventError: it is of a kind this version does not know, or incomplete.
    """
    try:
        what = _happening(_KINDS[record["kind"]], dict(record["data"]))
        return Event(key=record["key"], at=record["at"], by=record["by"], what=what)
    except (KeyError, TypeError, ValueError) as error:
        raise EventError(f"An event of a decision cannot be read: {error!r}") from error


def _happening(kind: type[Happening], data: dict[str, Any]) -> Happening:
    if unknown := data.keys() - {field.name for field in fields(kind)}:
        raise EventError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    if "stance" in data:
        data["stance"] = Stance(**data["stance"])
    if "ending" in data:
        data["ending"] = Ending(data["ending"])
    if "documents" in data:
        data["documents"] = tuple(data["documents"])
    if "changes" in data:
        data["changes"] = tuple(map(change_from, data["changes"]))
    if data.get("outlook") is not None:
        data["outlook"] = outlook_from(data["outlook"])
    return kind(**data)

"""The version of a matter: a hash of everything that bears on what it asks, shows and decides."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from bot.decisions.frameworks import Matter


def version_of(matter: Matter) -> str:
    """Return 16 hexadecimal digits that stay the same from process to process; the matter's own are left out."""
    content = json.dumps(_plain(dataclasses.replace(matter, version="")), ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    """Return a value as JSON in which the same content is always the same text. The order of mappings counts."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [[field.name, _plain(getattr(value, field.name))] for field in dataclasses.fields(value)]
        return [type(value).__name__, *fields]
    if isinstance(value, Mapping):
        return [[_plain(key), _plain(one)] for key, one in value.items()]
    if isinstance(value, frozenset):
        return sorted(value)
    return list(map(_plain, value)) if isinstance(value, tuple) else value

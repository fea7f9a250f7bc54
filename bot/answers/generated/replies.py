"""Replies of models that were asked for JSON: found in whatever else they wrote, never trusted to be well formed."""

from __future__ import annotations

import json
import re
from typing import Any

_LIST = re.compile(r"\[.*\]", re.DOTALL)


def json_list(reply: str) -> list[Any] | None:
    """Return the JSON list in a reply; None when there is none."""
    found = _LIST.search(reply)
    try:
        items = json.loads(found[0]) if found else None
    except (ValueError, RecursionError):  # no JSON, or brackets nested without end
        return None
    return items if isinstance(items, list) else None

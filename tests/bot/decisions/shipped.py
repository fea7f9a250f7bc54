"""The shipped matter and plan, as loaded from YAML, and the passages of the knowledge folder that grounds name."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from bot.decisions.frameworks import Ground, Matter
from bot.decisions.loading import Loaded, load
from bot.decisions.plan import Plan

KNOWLEDGE = Path(__file__).parents[3] / "knowledge"
NAME = "rag-or-fine-tune"


@cache
def loaded() -> Loaded:
    """Return what the shipped files come to."""
    files = sorted((KNOWLEDGE / "frameworks").glob("*.yaml"))
    return load({path.name: path.read_text("utf-8") for path in files})


def matter() -> Matter:
    """Return the shipped matter."""
    return loaded().matters[NAME]


def plan() -> Plan:
    """Return the shipped plan."""
    return loaded().plans[NAME]


def passage(ground: Ground) -> str | None:
    """Return the text between a ground's heading and the next heading; None when there is no such heading."""
    text = (KNOWLEDGE / ground.document).read_text("utf-8")
    found = re.search(rf"^#+ {re.escape(ground.heading)}\n(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1] if found else None

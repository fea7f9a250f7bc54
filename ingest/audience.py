"""Who may see a document: everybody, or the conversations and people its audience names.

An audience is a set of Slack ids: of channels (``C…``, ``G…``), for answers given there, and of people (``U…``,
``W…``), for answers only they see. No audience means everybody; an empty one, nobody but the operator.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

Audience = frozenset[str] | None

EVERYBODY: Audience = None
NOBODY: Audience = frozenset()

_ID = re.compile(r"[CGDUW][A-Z0-9]{2,30}")


def parse_audience(value: object) -> Audience:
    """Read the value of ``audience``: one id, or a list of them. What is neither lets nobody see the document.

    A mistake must not open what somebody meant to close, so it closes it.
    """
    if value is None:
        return EVERYBODY
    ids = value if isinstance(value, list) else [value]
    if all(isinstance(id_, str) and _ID.fullmatch(id_) for id_ in ids):
        return frozenset(map(str, ids))
    return NOBODY


def narrowed(audiences: Iterable[Audience]) -> Audience:
    """Return who is in all of the audiences."""
    named = [audience for audience in audiences if audience is not None]
    return frozenset.intersection(*named) if named else EVERYBODY


def written(audience: Audience) -> str | None:
    """Return an audience as one string for a table, the same for the same set; None for everybody."""
    return None if audience is None else " ".join(sorted(audience))


def allows(audience: str | None, reader: str) -> bool:
    """Tell whether an audience as `written` lets a reader see the document. The operator, "", sees everything."""
    return not reader or audience is None or reader in audience.split(" ")

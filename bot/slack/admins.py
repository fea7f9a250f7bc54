"""Who may change what Archie knows: re-index, confirm a removal, dismiss a gap."""

from __future__ import annotations

from collections.abc import Collection

EVERYBODY = "*"
"""Stands for everybody in the list of admins, as in the local workspace."""


class Admins:
    """Slack user ids. An empty list means nobody: whoever runs Archie names them."""

    def __init__(self, ids: Collection[str] = ()) -> None:
        self._ids = frozenset(ids)

    def include(self, user: str) -> bool:
        """Tell whether a person is one of them."""
        return EVERYBODY in self._ids or user in self._ids

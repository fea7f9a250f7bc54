"""Identifiers shaped like Slack's: a capital letter for the kind, then capitals and digits; and message timestamps."""

from __future__ import annotations

import base64
import hashlib
import secrets

MICROSECONDS = 1_000_000
ID_LENGTH = 10


def stable_id(kind: str, name: str) -> str:
    """The same identifier for the same name every time, e.g. ``U4KD2…`` for a person called "mara"."""
    digest = hashlib.sha256(f"{kind}:{name}".encode()).digest()
    return kind + base64.b32encode(digest).decode()[:ID_LENGTH]


def random_id(kind: str) -> str:
    """A fresh identifier of that kind, e.g. ``V…`` for a view, ``Ev…`` for an event."""
    return kind + base64.b32encode(secrets.token_bytes(8)).decode()[:ID_LENGTH]


def short_id() -> str:
    """Five random letters and digits, as Slack gives blocks without a ``block_id``."""
    return secrets.token_urlsafe(4)[:5]


class Timestamps:
    """Message timestamps: seconds and microseconds as text, strictly growing, so that each names one message."""

    def __init__(self, last: str = "0.0") -> None:
        seconds, _, fraction = last.partition(".")
        self._last = int(seconds) * MICROSECONDS + int(fraction or 0)

    def next(self, now: float) -> str:
        """A timestamp for ``now`` (seconds since the epoch), later than every one before it."""
        self._last = max(int(now * MICROSECONDS), self._last + 1)
        return f"{self._last // MICROSECONDS}.{self._last % MICROSECONDS:06d}"

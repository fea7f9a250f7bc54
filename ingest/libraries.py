"""Imports that take long are made where they are first needed, and by one thread at a time.

Two threads that import packages with circles in them at once may each see half of the other's: a question then fails
over a name that "cannot be imported".
"""

from __future__ import annotations

from importlib import import_module
from threading import RLock

_TURN = RLock()


def load(*names: str) -> None:
    """Import modules, in order; importing from them afterwards is safe in any thread."""
    with _TURN:
        for name in names:
            import_module(name)

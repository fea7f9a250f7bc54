"""What the app asked of the Web API, and the faults a test wants it to meet."""

from __future__ import annotations

import logging
from collections import Counter, deque
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.workspace.feed import Feed
from bot.workspace.model import Json

logger = logging.getLogger(__name__)

CALLS_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One call as it was received (without its token) and answered. ``at`` is in seconds since the epoch."""

    method: str
    args: Json
    status: int
    response: Json
    at: float


class CallLog:
    """The latest calls, oldest first, and the methods nobody here knows."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._calls: deque[ApiCall] = deque(maxlen=CALLS_KEPT)
        self.unknown: Counter[str] = Counter()
        self.in_flight = 0

    def begin(self) -> None:
        self.in_flight += 1
        self._feed.touch()

    def end(self) -> None:
        self.in_flight -= 1
        self._feed.touch()

    def add(self, call: ApiCall) -> None:
        self._calls.append(call)

    def unknown_method(self, name: str) -> None:
        """Count a method the workspace does not speak; the log hears of each name once."""
        if not self.unknown[name]:
            logger.warning("The app called %s, which the local workspace does not know", name)
        self.unknown[name] += 1

    def of(self, method: str | None = None) -> list[ApiCall]:
        """All calls, or those of one method."""
        return [call for call in self._calls if method in {None, call.method}]

    def clear(self) -> None:
        self._calls.clear()


class FaultKind(StrEnum):
    """Ways for a call to fail."""

    RATE_LIMIT = "rate_limit"
    """429 with Retry-After; nothing is done."""
    SERVER_ERROR = "server_error"
    """500 with a JSON body; nothing is done."""
    UNAVAILABLE = "unavailable"
    """503 with an HTML page, as a gateway sends; nothing is done."""
    DROP = "drop"
    """The call is carried out, but the connection breaks before the answer."""
    ERROR = "error"
    """200 with ``{"ok": false, "error": …}``; nothing is done."""
    DELAY = "delay"
    """The call is carried out after some seconds."""


@dataclass(slots=True)
class Fault:
    """A fault for the next ``times`` calls of a method. ``seconds``: Retry-After, or the delay. ``code``: for ERROR."""

    kind: FaultKind
    times: int = 1
    seconds: float = 1.0
    code: str = "internal_error"

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Fault:
        return cls(**{**values, "kind": FaultKind(values["kind"])})


class Faults:
    """The faults waiting for calls, in the order they were asked for."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Fault]] = {}

    def add(self, method: str, fault: Fault) -> None:
        """``method`` may be ``*`` for any."""
        self._waiting.setdefault(method, deque()).append(fault)

    def next(self, method: str) -> Fault | None:
        """The fault this call meets, used up by one; None for none."""
        queue = self._waiting.get(method) or self._waiting.get("*")
        if not queue:
            return None
        fault = queue[0]
        fault.times -= 1
        if fault.times <= 0:
            queue.popleft()
        return fault

    def clear(self) -> None:
        self._waiting.clear()

"""Slack's rate tiers, counted on the workspace's clock."""

from __future__ import annotations

import math
from collections import deque
from enum import IntEnum

from bot.workspace.clock import Clock
from bot.workspace.errors import RateLimitedError

MINUTE = 60.0


class Tier(IntEnum):
    """Calls a minute for one method. Slack promises at least these; here they are exact."""

    ONE = 1
    TWO = 20
    THREE = 50
    FOUR = 100
    CONNECTIONS = 10
    """``apps.connections.open``: one for each of the ten connections an app may hold, so that all can be renewed."""
    SPECIAL = 0
    """No tier: limited in another way, or not at all."""


class Bucket:
    """Allows ``burst`` at once, then one more each ``interval`` seconds."""

    def __init__(self, burst: int, interval: float) -> None:
        self._burst = burst
        self._interval = interval
        self._spent = 0.0
        self._at = 0.0

    def take(self, now: float) -> float:
        """Take one, and return 0; or take none, and return the seconds until there is one."""
        self._spent = max(0.0, self._spent - (now - self._at) / self._interval)
        self._at = now
        if self._spent + 1 > self._burst:
            return (self._spent + 1 - self._burst) * self._interval
        self._spent += 1
        return 0.0


POST_BURST = 5
POST_INTERVAL = 1.0
"""Messages: one a second for each channel, with short bursts allowed."""

UPDATE_BURST = 5
UPDATE_INTERVAL = 3.0
"""Updates: one in three seconds for each message, with short bursts allowed."""


class Rates:
    """Counts calls and raises RateLimitedError beyond what Slack allows."""

    def __init__(self, clock: Clock, *, enforced: bool) -> None:
        self._clock = clock
        self._enforced = enforced
        self._calls: dict[str, deque[float]] = {}
        self._buckets: dict[tuple[str, ...], Bucket] = {}

    def count(self, method: str, tier: Tier) -> None:
        """One call of a method."""
        if not self._enforced or tier is Tier.SPECIAL:
            return
        now = self._clock.now()
        calls = self._calls.setdefault(method, deque())
        while calls and calls[0] <= now - MINUTE:
            calls.popleft()
        if len(calls) >= tier:
            raise RateLimitedError(_whole_seconds(calls[0] + MINUTE - now))
        calls.append(now)

    def count_post(self, channel: str) -> None:
        """One message posted to a channel."""
        self._take(("post", channel), POST_BURST, POST_INTERVAL)

    def count_update(self, channel: str, ts: str) -> None:
        """One update of a message."""
        self._take(("update", channel, ts), UPDATE_BURST, UPDATE_INTERVAL)

    def _take(self, key: tuple[str, ...], burst: int, interval: float) -> None:
        if not self._enforced:
            return
        bucket = self._buckets.setdefault(key, Bucket(burst, interval))
        wait = bucket.take(self._clock.now())
        if wait > 0:
            raise RateLimitedError(_whole_seconds(wait))


def _whole_seconds(wait: float) -> int:
    return max(1, math.ceil(wait))

"""How often a decision is written while people keep changing it."""

from __future__ import annotations

from collections import deque

from bot.slack.clock import Clock

AT_ONCE = 2
INTERVAL_SECONDS = 1.0


class Pacing:
    """Lets one painter write `AT_ONCE` times in `INTERVAL_SECONDS`; what happens meanwhile is shown together.

    Slack allows about one change of a message in a second, and twenty people may answer in one.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._begun = deque[float](maxlen=AT_ONCE)

    async def turn(self) -> None:
        """Wait until it may be written again."""
        if len(self._begun) == AT_ONCE:
            await self._clock.sleep(self._begun[0] + INTERVAL_SECONDS - self._clock.monotonic())
        self._begun.append(self._clock.monotonic())

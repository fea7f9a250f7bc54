"""Archie as a process that leads decisions, for tests that end it without asking.

What it held lapses at once, so that the next process need not wait. Its clock goes wrong by as much as a test says.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from bot.slack.app import build_app
from bot.slack.clock import SystemClock
from bot.slack.socket import SocketMode
from bot.slack.streaming import Pace
from bot.store.store import open_store
from tests.bot.slack.support import FakeLibrary, ScriptedAnswerer, shipped_shelf

LEASE_SECONDS = 0.5
READY = "connected"


class SkewedClock(SystemClock):
    """A machine's clock that is wrong by some seconds."""

    def __init__(self, skew: float) -> None:
        self._skew = skew

    def now(self) -> float:
        """Seconds since the epoch, as this machine believes."""
        return super().now() + self._skew


async def main() -> None:
    """Lead decisions until killed."""
    folder, token = Path(os.environ["ARCHIE_DATA_DIR"]), os.environ["SLACK_BOT_TOKEN"]
    clock = SkewedClock(float(os.environ.get("SKEW", "0")))
    store = open_store(folder, os.environ.get("DATABASE_URL"), lease=LEASE_SECONDS, now=clock.now)
    bot = build_app(
        ScriptedAnswerer(),
        store,
        token=token,
        base_url=os.environ["SLACK_API_URL"],
        passages=lambda _id, _reader: None,
        library=FakeLibrary(),
        shelf=shipped_shelf(),
        clock=clock,
        pace=Pace(grace=0.0),
    )
    socket = SocketMode(bot, os.environ["SLACK_APP_TOKEN"], os.environ["SLACK_API_URL"])
    await socket.start()
    print(READY, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())

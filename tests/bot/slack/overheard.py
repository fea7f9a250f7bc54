"""A channel in which people ask each other, for tests of what Archie makes of it."""

from __future__ import annotations

import sqlite3
from typing import Any

from bot.answers.model import Outcome
from bot.store.channel_settings import Mode
from tests.bot.slack.support import Bench, answered

ASKED = "1700000001.000100"
LATER = "1700000009.000100"
QUESTION = "How long does a RAG prototype take?"
POINT = "A RAG prototype takes 2–3 weeks."
UNCOVERED = answered(outcome=Outcome.NOT_COVERED, claims=(), citations=())


async def opt(bench: Bench, mode: Mode = Mode.QUESTIONS) -> None:
    await bench.bot.store.channel_settings.set("T1", "C1", mode, "U1")


async def say(bench: Bench, text: str = QUESTION, ts: str = ASKED, **more: Any) -> int:
    place = {"channel": "C1", "channel_type": "channel", "user": "U1"}
    status = await bench.event("message", text=text, ts=ts, **place, **more)
    await bench.settled()
    return status


def message(text: str, stamp: str | None = None, **more: Any) -> dict[str, Any]:
    edited = {"edited": {"user": "U1", "ts": stamp}} if stamp else {}
    return {"user": "U1", "ts": ASKED, "text": text, **edited, **more}


async def edit(bench: Bench, before: str, after: str, stamp: str = "1700000003.000100", **more: Any) -> None:
    change = {"message": message(after, stamp, **more), "previous_message": message(before, **more)}
    place = {"channel": "C1", "channel_type": "channel"}
    assert await bench.event("message", subtype="message_changed", ts=stamp, **place, **change) == 200
    await bench.settled()


async def delete(bench: Bench, text: str) -> None:
    place = {"channel": "C1", "channel_type": "channel", "ts": "1700000005.000100", "deleted_ts": ASKED}
    await bench.event("message", subtype="message_deleted", previous_message=message(text), **place)
    await bench.settled()


def rows(bench: Bench, table: str) -> list[Any]:
    connection = sqlite3.connect(bench.database)
    try:
        return connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - a name of ours
    finally:
        connection.close()


def is_silent(bench: Bench) -> bool:
    """Whether nothing was sent, shown or kept."""
    reads = {"auth.test", "conversations.info", "conversations.replies", "users.info"}
    sent = [call for call in bench.slack.calls if call.accepted and call.method not in reads]
    held = rows(bench, "claims WHERE work IS NOT NULL")
    kept = [*rows(bench, "answers"), *rows(bench, "cached_answers"), *rows(bench, "gap_askings")]
    return not (sent or held or kept)

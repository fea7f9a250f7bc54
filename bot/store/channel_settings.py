"""What channels opted into."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from sqlalchemy import Connection, select

from bot.store.database import Database, insert_into
from bot.store.tables import channel_settings


class Mode(StrEnum):
    """What is answered in a channel beside what mentions us."""

    MENTIONS = "mentions"
    """Nothing: what holds where nobody chose."""
    THREADS = "threads"
    """Questions in threads in which there is an answer of ours."""
    QUESTIONS = "questions"
    """These, and questions in the channel itself."""


class ChannelSettings:
    """Keeps one mode for each channel; the last one chosen counts. ``now`` gives seconds since the epoch."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

    async def get(self, team: str, channel: str) -> Mode:
        """Return the mode of a channel."""
        here = (channel_settings.c.team == team, channel_settings.c.channel == channel)
        statement = select(channel_settings.c.mode).where(*here)
        found = await self._database.read(lambda connection: connection.scalar(statement))
        return Mode(found) if found else Mode.MENTIONS

    async def set(self, team: str, channel: str, mode: Mode, user: str) -> None:
        """Keep the mode a person chose in place of the earlier one."""
        await self._database.write(lambda connection: self._set(connection, team, channel, mode, user))

    def _set(self, connection: Connection, team: str, channel: str, mode: Mode, user: str) -> None:
        values = {"mode": mode.value, "changed_by": user, "changed_at": self._now()}
        row = insert_into(connection, channel_settings).values(team=team, channel=channel, **values)
        connection.execute(row.on_conflict_do_update(index_elements=["team", "channel"], set_=values))

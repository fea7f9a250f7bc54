"""Agent sessions: what the app says it is doing in a thread, and the Stop button that goes with it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from bot.workspace.clock import Clock
from bot.workspace.errors import SlackError
from bot.workspace.feed import Change, Feed
from bot.workspace.model import Json
from bot.workspace.storage import Storage
from bot.workspace.tasks import Background

STATUSES = ("processing", "active", "suspended", "closed")
PROCESSING_SECONDS = 3600.0
"""A session left in ``processing`` becomes ``active`` after an hour."""


@dataclass(frozen=True, slots=True)
class Session:
    """The state of one thread's session; ``since`` is when it got this status, in seconds since the epoch."""

    channel: str
    thread_ts: str
    status: str
    since: float
    title: str | None = None

    @property
    def key(self) -> str:
        return f"{self.channel}/{self.thread_ts}"


class Sessions:
    """All sessions. ``members`` of a channel are told by the caller, who knows them."""

    def __init__(self, storage: Storage, clock: Clock, feed: Feed, background: Background) -> None:
        self._storage = storage
        self._clock = clock
        self._feed = feed
        self._background = background
        self._sessions = {key: _rested(Session(**record)) for key, record in storage.load("session").items()}

    def get(self, channel: str, thread_ts: str) -> Session | None:
        return self._sessions.get(f"{channel}/{thread_ts}")

    def all(self) -> list[Session]:
        return list(self._sessions.values())

    @property
    def processing(self) -> list[Session]:
        return [session for session in self._sessions.values() if session.status == "processing"]

    def set_status(
        self, members: frozenset[str], channel: str, thread_ts: str, status: str, title: str | None
    ) -> Session:
        """Begin a session or change its status; ``invalid_status`` for a word Slack does not know."""
        if status not in STATUSES:
            raise SlackError("invalid_status")
        known = self.get(channel, thread_ts)
        session = Session(channel, thread_ts, status, self._clock.now(), title or (known.title if known else None))
        self._keep(session, members)
        if status == "processing":
            self._background.spawn(self._rest(session, members))
        return session

    def rename(self, members: frozenset[str], channel: str, thread_ts: str, title: str) -> Session:
        """Give a session a title; a thread without one gets an ``active`` session."""
        known = self.get(channel, thread_ts) or Session(channel, thread_ts, "active", self._clock.now())
        session = replace(known, title=title)
        self._keep(session, members)
        return session

    async def _rest(self, session: Session, members: frozenset[str]) -> None:
        await self._clock.sleep(PROCESSING_SECONDS)
        if self._sessions.get(session.key) == session:
            self._keep(replace(session, status="active", since=self._clock.now()), members)

    def _keep(self, session: Session, members: frozenset[str]) -> None:
        self._sessions[session.key] = session
        self._storage.save("session", session.key, asdict(session))
        self._feed.publish(Change("session", members, session_frame(session)))


def session_frame(session: Session) -> Json:
    """A session as the page is told of it."""
    frame = {"channel": session.channel, "thread_ts": session.thread_ts, "status": session.status}
    return frame | ({"title": session.title} if session.title else {})


def _rested(session: Session) -> Session:
    """A session from an earlier run: nothing can be processing any more."""
    return replace(session, status="active") if session.status == "processing" else session

"""Everything the workspace tells the app goes through here: events until acknowledged, requests once."""

from __future__ import annotations

import logging
from collections import OrderedDict
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.workspace.clock import Clock, within
from bot.workspace.feed import Feed
from bot.workspace.model import Json
from bot.workspace.tasks import Background

logger = logging.getLogger(__name__)

REMEMBERED_EVENTS = 1_000
"""How many past events can be delivered again on a test's request."""


class DeliveryKind(StrEnum):
    """The envelope types of Socket Mode."""

    EVENT = "events_api"
    INTERACTIVE = "interactive"
    COMMAND = "slash_commands"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt to hand the app a payload. ``attempt`` counts redeliveries from 0; ``reason`` says why."""

    kind: DeliveryKind
    payload: Json
    attempt: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ack:
    """The app's acknowledgement, with what it answered: JSON, or None for a bare acknowledgement."""

    body: Json | None = None


class NotAcknowledgedError(Exception):
    """The app did not acknowledge. ``reason`` is Slack's word for it, e.g. ``http_timeout``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Transport(Protocol):
    """A way to the app: Socket Mode or signed HTTP."""

    @property
    def connected(self) -> bool: ...

    async def send(self, delivery: Delivery) -> Ack:
        """Hand over and return the acknowledgement, however long it takes; raise NotAcknowledgedError on failure."""

    async def close(self) -> None: ...


class Dispatcher:
    """Delivers events with retries, and requests (commands, clicks, submissions) with a single try."""

    def __init__(
        self,
        *,
        transport: Transport,
        clock: Clock,
        background: Background,
        feed: Feed,
        ack_seconds: float,
        retry_delays: tuple[float, ...],
    ) -> None:
        self._transport = transport
        self._clock = clock
        self._background = background
        self._feed = feed
        self._ack_seconds = ack_seconds
        self._retry_delays = retry_delays
        self._past: OrderedDict[str, Json] = OrderedDict()
        self.unacknowledged = 0
        self.retrying = 0

    @property
    def connected(self) -> bool:
        return self._transport.connected

    def event(self, payload: Json) -> None:
        """Deliver an ``event_callback`` payload in the background, again and again until it is acknowledged."""
        self._past[payload["event_id"]] = payload
        if len(self._past) > REMEMBERED_EVENTS:
            self._past.popitem(last=False)
        self._begin(payload, first_attempt=0, reason="")

    def redeliver(self, event_id: str, reason: str = "http_timeout") -> None:
        """Deliver a past event once more, as Slack does when it missed the acknowledgement. KeyError if unknown."""
        self._begin(self._past[event_id], first_attempt=1, reason=reason)

    def past_events(self) -> list[Json]:
        """The payloads of the latest events, oldest first."""
        return list(self._past.values())

    async def request(self, kind: DeliveryKind, payload: Json) -> Ack:
        """Hand over once; NotAcknowledgedError when the app fails or takes too long."""
        self._begun()
        try:
            return await self._attempt(Delivery(kind, payload))
        finally:
            self._settled()

    def _begin(self, payload: Json, first_attempt: int, reason: str) -> None:
        self._begun()
        self._background.spawn(self._deliver(payload, first_attempt, reason))

    async def _deliver(self, payload: Json, first_attempt: int, reason: str) -> None:
        try:
            for attempt, delay in enumerate((0.0, *self._retry_delays)):
                if attempt < first_attempt:
                    continue
                if attempt > first_attempt:
                    await self._pause(delay)
                try:
                    await self._attempt(Delivery(DeliveryKind.EVENT, payload, attempt, reason))
                except NotAcknowledgedError as failure:
                    reason = failure.reason
                else:
                    return
            logger.warning("The app never acknowledged event %s (%s)", payload["event_id"], reason)
        finally:
            self._settled()

    async def _pause(self, delay: float) -> None:
        self.retrying += 1
        self._feed.touch()
        try:
            await self._clock.sleep(delay)
        finally:
            self.retrying -= 1

    async def _attempt(self, delivery: Delivery) -> Ack:
        try:
            return await within(self._clock, self._ack_seconds, self._transport.send(delivery))
        except TimeoutError as error:
            raise NotAcknowledgedError("http_timeout") from error

    def _begun(self) -> None:
        self.unacknowledged += 1
        self._feed.touch()

    def _settled(self) -> None:
        self.unacknowledged -= 1
        self._feed.touch()

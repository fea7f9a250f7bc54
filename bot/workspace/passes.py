"""The short-lived passes that come with an interaction: triggers to open a modal, response URLs to answer in place."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from bot.workspace.clock import Clock
from bot.workspace.errors import SlackError

TRIGGER_SECONDS = 3.0
RESPONSE_URL_SECONDS = 30 * 60.0
RESPONSE_URL_USES = 5


@dataclass(slots=True)
class Trigger:
    """Leave to show one modal to ``user``, once, until ``expires`` (seconds since the epoch)."""

    user: str
    expires: float
    used: bool = False


@dataclass(slots=True)
class ResponsePass:
    """Leave to answer an interaction of ``user`` in ``channel``, about the message ``ts`` if there was one."""

    user: str
    channel: str
    expires: float
    ts: str | None = None
    is_ephemeral: bool = False
    uses: int = 0


class Passes:
    """Issues passes and sees that none is used too late or too often."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._triggers: dict[str, Trigger] = {}
        self._responses: dict[str, ResponsePass] = {}

    def issue_trigger(self, user: str) -> str:
        trigger_id = f"{int(self._clock.now())}.{secrets.token_hex(16)}"
        self._triggers[trigger_id] = Trigger(user, self._clock.now() + TRIGGER_SECONDS)
        return trigger_id

    def exchange_trigger(self, trigger_id: str) -> str:
        """Use a trigger up and return whose it is. Raises SlackError as Slack names it."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._clock.now() > trigger.expires:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger.user

    def issue_response(self, user: str, channel: str, *, ts: str | None = None, is_ephemeral: bool = False) -> str:
        """A secret that names where to answer, for half an hour and five times."""
        token = secrets.token_urlsafe(18)
        expires = self._clock.now() + RESPONSE_URL_SECONDS
        self._responses[token] = ResponsePass(user, channel, expires, ts, is_ephemeral)
        return token

    def use_response(self, token: str) -> ResponsePass:
        """Count one use. Raises SlackError ``expired_url`` or ``used_url``."""
        response = self._responses.get(token)
        if response is None or self._clock.now() > response.expires:
            raise SlackError("expired_url")
        if response.uses >= RESPONSE_URL_USES:
            raise SlackError("used_url")
        response.uses += 1
        return response

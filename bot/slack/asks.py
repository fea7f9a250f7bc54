"""What was asked, where, by whom: read from Slack's payloads, and written down so that a restart can go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from bot.slack.markup import spoken

_HUMAN_SUBTYPES = {None, "file_share", "thread_broadcast"}
"""Messages people write. Everything else is an edit, a deletion, a join, or a machine."""


class Audience(StrEnum):
    """Who sees the answer."""

    PRIVATE = "private"
    """Only the asker, in a message that is not kept."""
    DIRECT = "direct"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reply goes. ``team`` and ``user`` are whom it is for, which streams in channels must say."""

    team: str
    channel: str
    user: str
    thread_ts: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A question as it came in.

    Attributes:
        key: what makes it unique; claimed before any work.
        text: plain text; empty when only the bot was called.
        ts: the person's message; None for a command.
        asked_at: seconds since the epoch.
        response_url: where a private answer goes.
        reply_ts: our streamed message, once there is one.
    """

    key: str
    place: Place
    text: str
    audience: Audience
    asked_at: float
    ts: str | None = None
    response_url: str | None = None
    reply_ts: str | None = None

    def work(self) -> dict[str, Any]:
        """Write down everything needed to answer later."""
        return asdict(self)

    @classmethod
    def from_work(cls, work: Mapping[str, Any]) -> Ask:
        """Read back what `work` wrote."""
        read = {**work, "place": Place(**work["place"]), "audience": Audience(work["audience"])}
        return cls(**read)


def ask_from_message(body: Mapping[str, Any], bot_user: str, now: float) -> Ask | None:
    """Read a ``message`` or ``app_mention`` event; None when it is not for us.

    In a direct message everything is for us, elsewhere only what mentions us. The key is that of the message, so that
    the two events Slack sends for one mention are one question.
    """
    event = body["event"]
    direct = event.get("channel_type") == "im" or str(event.get("channel", "")).startswith("D")
    if not _is_from_a_person(event) or not (direct or f"<@{bot_user}" in event.get("text", "")):
        return None
    team = body.get("team_id") or event.get("team") or ""
    ts, channel = event["ts"], event["channel"]
    return Ask(
        key=f"message:{team}:{channel}:{ts}",
        place=Place(team, channel, event["user"], event.get("thread_ts") or ts),
        text=spoken(event.get("text", ""), bot_user),
        audience=Audience.DIRECT if direct else Audience.CHANNEL,
        asked_at=now,
        ts=ts,
    )


def _is_from_a_person(event: Mapping[str, Any]) -> bool:
    machine = event.get("bot_id") or event.get("bot_profile") or event.get("user") in {None, "USLACKBOT"}
    return not machine and not event.get("edited") and event.get("subtype") in _HUMAN_SUBTYPES


def ask_from_command(body: Mapping[str, Any], now: float) -> Ask:
    """Read a slash command. A direct message with the bot has no channel to share in, but is private all the same."""
    return Ask(
        key=f"command:{body['trigger_id']}",
        place=Place(body.get("team_id") or "", body["channel_id"], body["user_id"]),
        text=spoken(body.get("text") or "", bot_user=""),
        audience=Audience.PRIVATE,
        asked_at=now,
        response_url=body["response_url"],
    )

"""What was asked, where, by whom: read from Slack's payloads, and written down so that a restart can go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from bot.slack.markup import spoken

_HUMAN_SUBTYPES = {None, "file_share", "thread_broadcast"}
"""Messages people write. Everything else is an edit, a deletion, a join, or a machine."""


EDITED = "message_changed"
DELETED = "message_deleted"
EDIT = ":edit:"
"""Stands in a key between that of the question and the time of its edit."""
_TOMBSTONE = "tombstone"
GONE = "gone"
"""In place of the time of an edit: nothing comes after a deletion. Greater than any time."""


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

    @property
    def reader(self) -> str:
        """For whom an answer here is searched: its person in a direct message, else everybody in the conversation."""
        return self.user if self.channel.startswith("D") else self.channel


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
        answered: that message was complete before the question was edited.
        anew: asked again on purpose; ``text`` stands alone.
        overheard: it was asked in a channel, and not of us by name.
    """

    key: str
    place: Place
    text: str
    audience: Audience
    asked_at: float
    ts: str | None = None
    response_url: str | None = None
    reply_ts: str | None = None
    answered: bool = False
    anew: bool = False
    overheard: bool = False

    @property
    def origin(self) -> str:
        """The key of the message as it was first asked, whichever edit of it this is."""
        return self.key.partition(EDIT)[0]

    def with_reply(self, ts: str | None) -> Ask:
        """The question with our message, if there is one: then it is answered there, also when it was overheard."""
        return replace(self, reply_ts=ts, overheard=self.overheard and ts is None)

    def work(self) -> dict[str, Any]:
        """Write down everything needed to answer later."""
        return asdict(self)

    @classmethod
    def from_work(cls, work: Mapping[str, Any]) -> Ask:
        """Read back what `work` wrote."""
        read = {**work, "place": Place(**work["place"]), "audience": Audience(work["audience"])}
        return cls(**read)


Asks = Callable[[str], bool]
"""Tells of a message in a channel that does not mention us whether it is read as overheard."""


def ask_from_message(body: Mapping[str, Any], bot_user: str, now: float, asks: Asks) -> Ask | None:
    """Read a ``message`` or ``app_mention`` event; None when it is not for us and ``asks`` nothing.

    In a direct message everything is for us, elsewhere only what mentions us. The key is that of the message, so that
    the two events Slack sends for one mention are one question. Edits are read by `change_from_message`.
    """
    event = body["event"]
    return None if event.get("edited") else _ask(event, team_of_event(body), bot_user, now, asks)


def _ask(event: Mapping[str, Any], team: str, bot_user: str, now: float, asks: Asks) -> Ask | None:
    if not is_from_a_person(event):
        return None
    overheard = not _is_for_us(event, bot_user)
    if overheard and not asks(event.get("text") or ""):
        return None
    return replace(message_as_ask(event, team, bot_user, now), overheard=overheard)


def message_as_ask(event: Mapping[str, Any], team: str, bot_user: str, now: float) -> Ask:
    """Read a person's message as a question, whether or not it is one."""
    ts, channel = str(event["ts"]), str(event["channel"])
    return Ask(
        key=f"message:{team}:{channel}:{ts}",
        place=Place(team, channel, str(event["user"]), str(event.get("thread_ts") or ts)),
        text=spoken(str(event.get("text") or ""), bot_user),
        audience=Audience.DIRECT if is_direct(event) else Audience.CHANNEL,
        asked_at=now,
        ts=ts,
    )


def team_of_event(body: Mapping[str, Any]) -> str:
    """Return the team an event comes from."""
    return str(body.get("team_id") or body["event"].get("team") or "")


def team_of_press(body: Mapping[str, Any]) -> str:
    """Return the team in which a button was pressed, a form handed in or a shortcut chosen."""
    return str((body.get("team") or {}).get("id") or body["user"].get("team_id") or "")


def place_of_command(body: Mapping[str, Any]) -> Place:
    """Return where a slash command was given, and by whom."""
    return Place(body.get("team_id") or "", body["channel_id"], body["user_id"])


def place_of_press(body: Mapping[str, Any], thread_ts: str | None = None) -> Place:
    """Return where a button was pressed or a shortcut chosen, and by whom."""
    return Place(team_of_press(body), body["channel"]["id"], body["user"]["id"], thread_ts)


def is_direct(event: Mapping[str, Any]) -> bool:
    """Tell whether a message stands in a direct message."""
    return event.get("channel_type") == "im" or str(event.get("channel", "")).startswith("D")


def _is_for_us(event: Mapping[str, Any], bot_user: str) -> bool:
    return is_direct(event) or f"<@{bot_user}" in (event.get("text") or "")


def is_from_a_person(event: Mapping[str, Any]) -> bool:
    """Tell whether a person wrote a message: no machine, no notice of Slack's."""
    machine = event.get("bot_id") or event.get("bot_profile") or event.get("user") in {None, "USLACKBOT"}
    return not machine and event.get("subtype") in _HUMAN_SUBTYPES


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a message that is or was for us.

    Attributes:
        key: what makes the change unique; later changes of a message have greater keys.
        before: the question as it was, or as it is when it was not one before.
        after: the question as it is; None when it is gone, or not for us any more. It may be asked by name before
            and overheard after, and the other way round.
        deleted: it is gone.
    """

    key: str
    before: Ask
    after: Ask | None
    deleted: bool = False


def change_from_message(body: Mapping[str, Any], bot_user: str, now: float, asks: Asks) -> Change | None:
    """Read an edit or a deletion; None when it changes nothing for us.

    Slack sends ``message_changed`` also when it has added a preview to a message, and when a message with replies is
    deleted: then a tombstone takes its place.
    """
    event = body["event"]
    now_reads = _inner(event, "message")
    deleted = event["subtype"] == DELETED or now_reads.get("subtype") == _TOMBSTONE
    before = _ask(_inner(event, "previous_message"), team_of_event(body), bot_user, now, asks)
    after = None if deleted else _ask(now_reads, team_of_event(body), bot_user, now, asks)
    asked = before or after
    if asked is None or (before and after and _same(before, after)):
        return None
    stamp = GONE if deleted else (now_reads.get("edited") or event)["ts"]
    key = f"{asked.key}{EDIT}{stamp}"
    return Change(key, asked, after and replace(after, key=key), deleted)


def _same(before: Ask, after: Ask) -> bool:
    return before.text == after.text and before.overheard == after.overheard


def _inner(event: Mapping[str, Any], name: str) -> dict[str, Any]:
    place = {key: event[key] for key in ("channel", "channel_type") if key in event}
    return {**(event.get(name) or {}), **place}


def ask_from_shortcut(body: Mapping[str, Any], bot_user: str, now: float) -> Ask | None:
    """Read a message somebody asks about from its menu; None when no person wrote it, or nothing stands in it.

    The answer is private, and stands in the message's thread when it is in one.
    """
    message = body["message"]
    text = spoken(str(message.get("text") or ""), bot_user)
    if not (text and is_from_a_person(message)):
        return None
    place, url = place_of_press(body, message.get("thread_ts")), body["response_url"]
    return Ask(f"command:{body['trigger_id']}", place, text, Audience.PRIVATE, asked_at=now, response_url=url)


def ask_from_command(body: Mapping[str, Any], now: float) -> Ask:
    """Read a slash command. A direct message with the bot has no channel to share in, but is private all the same."""
    return Ask(
        key=f"command:{body['trigger_id']}",
        place=place_of_command(body),
        text=spoken(body.get("text") or "", bot_user=""),
        audience=Audience.PRIVATE,
        asked_at=now,
        response_url=body["response_url"],
    )

"""What people say about decisions: in a decision's own thread, or to us with "decide". Read from Slack's payloads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.slack.asks import (
    DELETED,
    EDIT,
    EDITED,
    Ask,
    Place,
    is_direct,
    is_from_a_person,
    message_as_ask,
    team_of_event,
)
from bot.slack.decisions.questions import part
from bot.slack.decisions.words import without_mention
from bot.slack.markup import spoken

_KIND = "saying"
_TOLD = ("written", "addressed", "thread", "decision", "command")


@dataclass(frozen=True, slots=True)
class Saying:
    """One message, and whether it is for us.

    Attributes:
        ask: the same message as a question; its key is what makes it unique.
        written: as Slack writes it, mentions of others included, ours gone.
        addressed: it mentions us, or stands in a direct message.
        thread: it is a reply in a thread, perhaps a decision's.
        decision: id of the decision whose thread it stands in.
        command: it is what follows a slash command.
        again: a process died with it, so part of it may be done.
    """

    ask: Ask
    written: str
    addressed: bool
    thread: bool
    decision: str | None = None
    command: bool = False
    again: bool = False

    @property
    def key(self) -> str:
        """What makes it unique."""
        return self.ask.key

    @property
    def user(self) -> str:
        """Who said it."""
        return self.ask.place.user

    @property
    def place(self) -> Place:
        """Where a reply goes."""
        return self.ask.place

    def work(self) -> dict[str, Any]:
        """Write down everything needed to go on later."""
        told = {name: getattr(self, name) for name in _TOLD}
        return {"kind": _KIND, "ask": self.ask.work(), **told}

    @classmethod
    def from_work(cls, work: Mapping[str, Any]) -> Saying | None:
        """Read back what `work` wrote, to be done again; None for other work."""
        if work.get("kind") != _KIND:
            return None
        return cls(Ask.from_work(work["ask"]), again=True, **{name: work[name] for name in _TOLD})


def read_saying(body: Mapping[str, Any], bot_user: str, now: float) -> Saying | None:
    """Read a ``message`` or ``app_mention`` event of a person; None for machines, deletions and notices.

    An edit that changed the words is a saying of its own, with a key behind that of the message; that of a question is
    none, and is followed by `bot.slack.changes`.
    """
    event = body["event"]
    if event.get("subtype") == DELETED:
        return None
    if event.get("subtype") == EDITED:
        return _read_edit(body, bot_user, now)
    return None if event.get("edited") else _read(event, body, bot_user, now)


def _read_edit(body: Mapping[str, Any], bot_user: str, now: float) -> Saying | None:
    event = body["event"]
    place = {name: event[name] for name in ("channel", "channel_type") if name in event}
    after, before = event.get("message") or {}, event.get("previous_message") or {}
    if after.get("text") == before.get("text") or not after.get("edited"):
        return None
    saying = _read({**after, **place}, body, bot_user, now)
    if saying is None or _was_asked(str(before.get("text") or ""), saying, bot_user):
        return None
    return replace(saying, ask=replace(saying.ask, key=f"{saying.key}{EDIT}{after['edited']['ts']}"))


def _was_asked(text: str, saying: Saying, bot_user: str) -> bool:
    """Whether it was a question before: then its answer follows the edit, wherever it stands."""
    stated, asked = part(spoken(text, bot_user), addressed=saying.addressed)
    return bool(asked) and not stated


def _read(event: Mapping[str, Any], body: Mapping[str, Any], bot_user: str, now: float) -> Saying | None:
    if not is_from_a_person(event) or "ts" not in event:
        return None
    ask = message_as_ask(event, team_of_event(body), bot_user, now)
    text = str(event.get("text") or "")
    addressed = is_direct(event) or bool(bot_user and f"<@{bot_user}" in text)
    return Saying(ask, without_mention(text, bot_user), addressed, ask.place.thread_ts != ask.ts)

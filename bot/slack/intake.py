"""What people write, as it comes in: whose it is, written down before it is acknowledged, each thread in its order."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.errors import StoreError
from bot.slack.answering import Answering
from bot.slack.asks import DELETED, EDITED, Ask, Change, ask_from_message, change_from_message
from bot.slack.changes import Changes
from bot.slack.clock import Clock
from bot.slack.decisions.conversation import Conversation
from bot.slack.decisions.sayings import Saying, read_saying
from bot.slack.decisions.turns import Turns
from bot.slack.overhearing import Overhearing, asks_something

Body = Mapping[str, Any]

logger = logging.getLogger(__name__)


class Intake:
    """Takes messages and mentions, and hands them on.

    Args:
        overhearing: says which questions that do not mention us are ours.
        conversation: takes what is said in the threads of decisions, mentions of us or not.
    """

    def __init__(
        self,
        answering: Answering,
        changes: Changes,
        overhearing: Overhearing,
        conversation: Conversation | None,
        clock: Clock,
    ) -> None:
        self._answering = answering
        self._changes = changes
        self._overhearing = overhearing
        self._conversation = conversation
        self._clock = clock
        self._arrivals = Turns()

    async def take(self, body: Body, bot_user: str) -> None:
        """Write down what is for us, and begin it. What is not is dropped: with the channel events, all comes by.

        Raises:
            StoreError: it could not be written down; Slack will deliver it again.
        """
        if await self._take_saying(body, bot_user):
            return
        asked = await self._read(body, bot_user)
        if isinstance(asked, Change):
            if await self._changes.take(asked, *_event_key(body)):
                self._changes.begin(asked)
        elif asked is not None and await self._is_taken(asked, body):
            self._answering.begin(asked)

    async def _take_saying(self, body: Body, bot_user: str) -> bool:
        """Tell whether it belongs to decisions; then it is begun before what came later in its thread is looked at."""
        saying = read_saying(body, bot_user, self._clock.now())
        if self._conversation is None or saying is None:
            return False
        async with self._arrivals.of(_thread(saying)):
            concerned = await self._conversation.concerns(saying)
            if concerned is None:
                return False
            saying = replace(saying, decision=concerned or None)
            if await self._conversation.take(saying, *_event_key(body)):
                self._conversation.begin(saying)
            return True

    async def _read(self, body: Body, bot_user: str) -> Ask | Change | None:
        """A question that was overheard costs one or two looks into the database, its edit or deletion up to four."""
        if body["event"].get("subtype") in {EDITED, DELETED}:
            change = change_from_message(body, bot_user, self._clock.now(), asks_something)
            return change and await self._overhearing.follow(change)
        ask = ask_from_message(body, bot_user, self._clock.now(), asks_something)
        return ask if ask is None or not ask.overheard or await self._overhearing.may_answer(ask) else None

    async def _is_taken(self, ask: Ask, body: Body) -> bool:
        try:
            return await self._answering.take(ask, *_event_key(body))
        except StoreError as error:
            if not ask.overheard:
                raise
            logger.warning("A question in a channel was left alone: %s", error)
            return False


def _thread(saying: Saying) -> str:
    return f"{saying.place.team}:{saying.place.channel}:{saying.place.thread_ts}"


def _event_key(body: Body) -> list[str]:
    return [f"event:{body['event_id']}"] if body.get("event_id") else []

"""What was said in a thread before a question, read from Slack when it is needed and kept nowhere."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.answers.model import Outcome, Turn
from bot.errors import StoreError
from bot.slack import texts
from bot.slack.asks import Ask, Place, is_from_a_person
from bot.slack.channels import Names
from bot.slack.delivery import Delivery, Uncertain, error_code
from bot.slack.markup import spoken
from bot.slack.records import from_record
from bot.store.answers import Answers, StoredAnswer

MOST_MESSAGES = 40
"""Messages of a thread that are read for a question, the newest."""
MOST_CHARACTERS = 12_000
"""The same in characters; the newest message is read whatever its length."""
READ_SECONDS = 2.0
"""Longest a question waits for its thread."""
_PAGE = 200
_MOST_CALLS = 8
_MARGIN = 1.5
"""A window of a long thread is made this much longer than its average pace asks for."""
_WIDER = 6
"""Times by which a window that held too few is made longer: talk comes in bursts."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class History:
    """The turns before a question, oldest first.

    Attributes:
        cut: earlier messages there are, but that were not read.
        unread: the thread could not be read at all.
    """

    turns: tuple[Turn, ...] = ()
    cut: bool = False
    unread: bool = False


class ThreadHistory:
    """Reads threads. Names of people are remembered, their messages are not."""

    def __init__(self, delivery: Delivery, answers: Answers, seconds: float = READ_SECONDS) -> None:
        self._delivery = delivery
        self._answers = answers
        self._seconds = seconds
        self._names = Names(delivery)
        self._bot_user = ""

    async def before(self, ask: Ask) -> History:
        """Return what was said in the question's thread before it; nothing for a question that begins one.

        Never fails: a thread that cannot be read in time is reported as ``unread``.
        """
        if ask.ts is None or ask.place.thread_ts in {None, ask.ts}:
            return History()
        try:
            async with asyncio.timeout(self._seconds):
                return await self._read(ask.place, ask.ts)
        except (SlackApiError, StoreError, *Uncertain) as error:
            logger.warning("A thread could not be read: %s", error_code(error) or type(error).__name__)
            return History(unread=True)

    async def _read(self, place: Place, ts: str) -> History:
        messages, cut = await self._newest(place, ts)
        ours = {answer.message_ts: answer for answer in await self._ours(place)}
        before = [message for message in messages if message["ts"] < ts]
        kept = [message for message in before if message["ts"] in ours or is_from_a_person(message)]
        chosen = _within_budget(kept)
        self._bot_user = self._bot_user or await self._delivery.bot_user()
        names = await self._named([message for message in chosen if message["ts"] not in ours])
        turns = [self._turn(message, ours.get(message["ts"]), names) for message in chosen]
        return History(tuple(turn for turn in turns if turn.text), cut or len(chosen) < len(kept))

    async def _newest(self, place: Place, ts: str) -> tuple[list[dict[str, Any]], bool]:
        """The newest messages up to ``ts``, and whether there are earlier ones.

        Slack gives threads from their beginning on. Of a long one, a window before the question is read, as wide as
        the thread's pace makes likely to hold enough, and a wider one when it does not.
        """
        first, following = await self._delivery.thread_page(place, until=ts, limit=_PAGE)
        if following is None:
            return first, False
        cursor: str | None = None
        begun, now = float(first[0]["ts"]), float(ts)
        width = _likely_width(first, now - begun)
        newest: dict[str, dict[str, Any]] = {}
        for _ in range(_MOST_CALLS):
            since = f"{max(begun, now - width):.6f}"
            page, cursor = await self._delivery.thread_page(place, until=ts, since=since, cursor=cursor, limit=_PAGE)
            newest |= {message["ts"]: message for message in page if message["ts"] >= since}
            if cursor is None and (len(newest) > MOST_MESSAGES or now - width <= begun):
                break
            if cursor is None:
                width *= _WIDER
        return [newest[at] for at in sorted(newest)], True

    async def _ours(self, place: Place) -> list[StoredAnswer]:
        return await self._answers.in_thread(place.team, place.channel, str(place.thread_ts))

    async def _named(self, messages: Sequence[Mapping[str, Any]]) -> dict[str, str]:
        """Names of who wrote; letters where Slack does not tell: who is who matters more than what they are called."""
        users = list(dict.fromkeys(str(message["user"]) for message in messages))
        known = await self._names.of(users)
        return {user: known.get(user) or texts.person(number) for number, user in enumerate(users)}

    def _turn(self, message: Mapping[str, Any], ours: StoredAnswer | None, names: Mapping[str, str]) -> Turn:
        if ours is not None:
            return Turn(texts.NAME, said(ours), ours=True)
        return Turn(names[str(message["user"])], spoken(str(message.get("text") or ""), self._bot_user))


def said(kept: StoredAnswer) -> str:
    """What an answer of ours said, without its markers."""
    answer = from_record(kept.answer)
    if answer.outcome is Outcome.NOT_COVERED:
        return texts.NOT_COVERED
    return " ".join(claim.text for claim in answer.claims)


def _within_budget(messages: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The newest that fit, oldest first."""
    kept: list[dict[str, Any]] = []
    characters = 0
    for message in reversed(messages[-MOST_MESSAGES:]):
        characters += len(message.get("text") or "")
        if kept and characters > MOST_CHARACTERS:
            break
        kept.append(message)
    return kept[::-1]


def _likely_width(first_page: Sequence[Mapping[str, Any]], age: float) -> float:
    """Seconds before the question that hold enough messages, if the thread grew evenly."""
    replies = max(int(first_page[0].get("reply_count") or 0), len(first_page))
    return age / replies * MOST_MESSAGES * _MARGIN

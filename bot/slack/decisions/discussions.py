"""Starts a decision from a discussion: what people said in a thread becomes their first answers, once confirmed."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.decisions.frameworks import DEFAULT_MATTER
from bot.decisions.session.state import Stance
from bot.decisions.understanding import Reader
from bot.slack import conversation_texts as texts
from bot.slack import decision_texts
from bot.slack.asks import Place, is_from_a_person
from bot.slack.blocks.decisions.found import TOPIC, Found, confirmed, found_topic, found_view
from bot.slack.blocks.notice import notice_view
from bot.slack.blocks.parts import Message, sentence
from bot.slack.clock import Clock
from bot.slack.decisions.bookshelf import Shelf
from bot.slack.decisions.opening import AlreadyOpenError, NotInvitedError, NotShownError, Opening
from bot.slack.decisions.requests import already_open
from bot.slack.decisions.scenery import Scenery
from bot.slack.delivery import Delivery, Uncertain, error_code
from bot.slack.markup import spoken

MOST_MESSAGES = 400
"""Messages of a thread that are read, the oldest: a discussion begins with what is known."""
_PAGE = 200
_LONGEST = 4000
"""Characters of one message that are read."""

Json = dict[str, Any]

logger = logging.getLogger(__name__)


class Discussions:
    """Reads threads when somebody asks for it. Nothing is kept of them but what is confirmed."""

    def __init__(self, shelf: Shelf, opening: Opening, *, scenery: Scenery, delivery: Delivery, clock: Clock) -> None:
        self._shelf = shelf
        self._opening = opening
        self._scenery = scenery
        self._delivery = delivery
        self._clock = clock

    async def propose(self, place: Place, trigger_id: str) -> None:
        """Show what a thread answers already, in a form that is opened at once and filled when it was read."""
        title = texts.READING_TITLE
        view_id = await self._delivery.open_view(trigger_id, notice_view(title, texts.READING))
        try:
            view = await self._proposal(place)
        except (SlackApiError, *Uncertain) as error:
            logger.info("A thread could not be read: %s", error_code(error) or type(error).__name__)
            view = notice_view(title, texts.NOT_A_MESSAGE)
        except LookupError:
            view = notice_view(title, texts.NO_FRAMEWORKS)
        await self._delivery.update_view(view_id, view)

    async def _proposal(self, place: Place) -> Json:
        await self._scenery.refresh()
        advisor = self._shelf.advisor(DEFAULT_MATTER)
        messages = [message for message in await self._read(place) if is_from_a_person(message)]
        reader = await self._scenery.reader_of(advisor.matter)
        found = [each for message in messages for each in _found(message, reader)]
        people = await self._scenery.people({each.user for each in found})
        topic = spoken(str(messages[0].get("text") or ""), "").split("\n")[0] if messages else ""
        metadata = json.dumps({"team": place.team, "channel": place.channel, "thread_ts": place.thread_ts})
        return found_view(advisor.matter, topic, _last_of_each(found), people, metadata)

    async def _read(self, place: Place) -> list[Json]:
        messages: dict[str, Json] = {}
        cursor: str | None = None
        until = f"{self._clock.now() + 60:.6f}"
        while len(messages) < MOST_MESSAGES:
            page, cursor = await self._delivery.thread_page(place, until=until, cursor=cursor, limit=_PAGE)
            messages |= {str(message["ts"]): message for message in page}
            if cursor is None:
                break
        return [messages[ts] for ts in sorted(messages)]

    def check(self, view: Mapping[str, Any]) -> Json:
        """Return Slack's answer to the form that was handed in: empty when it is filled in."""
        if found_topic(view):
            return {}
        return {"response_action": "errors", "errors": {TOPIC: decision_texts.NAME_TOPIC}}

    async def begin(self, view: Mapping[str, Any], user: str) -> None:
        """Open the decision with what was confirmed, each answer by who gave it."""
        about = json.loads(view["private_metadata"])
        place = Place(about["team"], about["channel"], user, about["thread_ts"])
        kept = confirmed(view, self._shelf.advisor(DEFAULT_MATTER).matter)
        now = self._clock.now()
        facts = {fact: Stance(who, value, now) for fact, (value, who) in kept.items()}
        try:
            await self._opening.open(f"form:{view['id']}", place, found_topic(view), facts=facts)
        except AlreadyOpenError as error:
            await self._whisper(place, already_open(error))
        except NotInvitedError:
            await self._whisper(place, sentence(texts.INVITE))
        except NotShownError:
            await self._whisper(place, sentence(texts.BEGUN))

    async def _whisper(self, place: Place, message: Message) -> None:
        try:
            await self._delivery.whisper(place, message)
        except (SlackApiError, *Uncertain) as error:
            logger.info("A hint could not be shown: %s", error_code(error) or type(error).__name__)


def _found(message: Json, reader: Reader) -> list[Found]:
    text = spoken(str(message.get("text") or ""), "")[:_LONGEST]
    return [
        Found(each.fact, each.value, each.words, str(message["user"]))
        for each in reader.read(text).found
        if each.value is not None
    ]


def _last_of_each(found: Sequence[Found]) -> list[Found]:
    """Of what one person said of one fact, the last."""
    return list({(each.fact, each.user): each for each in found}.values())

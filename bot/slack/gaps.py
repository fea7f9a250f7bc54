"""Gaps: questions the articles left open are kept, grouped, listed to whom they may be shown, and waited for.

Who sees the text of a question: everybody when it was asked in a public channel, else only who asked it. A direct
message, `/ask`, a private or shared channel and a channel Slack tells nothing about are all private. Admins see how
many topics were asked about in private, not which.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Callable
from dataclasses import replace

from bot.answers.gaps import Grouping, Topic, is_gap
from bot.answers.model import Answer
from bot.slack.asks import Ask, Audience, Place
from bot.slack.delivery import Delivery
from bot.slack.gap_views import GapView, views
from bot.slack.library import Library, written_at
from bot.slack.records import from_record
from bot.store.answers import StoredAnswer
from bot.store.gaps import Asking
from bot.store.store import Store

logger = logging.getLogger(__name__)


class GapBook:
    """Keeps gaps, and lists them.

    Args:
        new_id: makes ids of topics.
    """

    def __init__(
        self,
        store: Store,
        delivery: Delivery,
        library: Library,
        grouping: Grouping,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
    ) -> None:
        self._store = store
        self._delivery = delivery
        self._library = library
        self._grouping = grouping
        self._new_id = new_id
        self._one_at_a_time = asyncio.Lock()

    async def note(self, ask: Ask, answer: Answer, answer_id: str) -> None:
        """Keep what an answer left open; or forget it, when a question was changed into one that is answered.

        Nobody waits for this: a failure is logged, and costs the question its place in the lists.
        """
        try:
            await self._note(ask, answer, answer_id)
        except Exception as error:  # noqa: BLE001 - the edge: the answer stands whatever becomes of this
            logger.warning("A gap could not be kept: %s", type(error).__name__)

    async def _note(self, ask: Ask, answer: Answer, answer_id: str) -> None:
        source = source_of(ask)
        if is_gap(answer):
            await self._keep(ask, answer, answer_id, source)
        elif await self._store.gaps.get(source):
            await self._store.gaps.forget(source)

    async def _keep(self, ask: Ask, answer: Answer, answer_id: str, source: str) -> Asking:
        place = ask.place
        asking = Asking(
            source=source,
            gap_id="",
            answer_id=answer_id,
            team=place.team,
            channel=place.channel,
            thread_ts=place.thread_ts,
            asker=place.user,
            audience=ask.audience,
            listable=ask.audience is Audience.CHANNEL and await self._delivery.is_public(place.channel),
            question=answer.understood or ask.text,
            missing=answer.missing,
            asked_at=ask.asked_at,
            checked=await asyncio.to_thread(self._version_asked, ask.asked_at),
        )
        async with self._one_at_a_time:  # or two that ask the same at once would open two topics
            known = [Topic(topic.id, topic.text) for topic in await self._store.gaps.topics()]
            about = asking.missing or asking.question
            found = await asyncio.to_thread(self._grouping.find, about, known)
            asking = replace(asking, gap_id=found or self._new_id())
            await self._store.gaps.note(asking)
        return asking

    def _version_asked(self, asked_at: float) -> str | None:
        """The version of the index that gave the answer; None when it may have changed since the question came."""
        version = self._library.version()
        return None if max(written_at(self._library).values(), default=0.0) >= int(asked_at) else version

    # Waiting for an answer.

    async def wait(self, kept: StoredAnswer, user: str) -> tuple[Asking | None, bool]:
        """Note that a person wants to be told when the question of an answer is answered.

        Returns:
            the question, None when nothing is open in it; and whether the person was not noted before.
        """
        asking = await self._store.gaps.of_answer(kept.id) or await self._keep_late(kept)
        if asking is None or asking.answered_at is not None:
            return None, False
        return asking, await self._store.gaps.wait(asking.source, user)

    async def _keep_late(self, kept: StoredAnswer) -> Asking | None:
        """Keep a question whose process died between its answer and `note`."""
        answer = from_record(kept.answer)
        if not is_gap(answer):
            return None
        place = Place(kept.team, kept.channel, kept.asker, kept.thread_ts)
        source = f"answer:{kept.id}"
        ask = Ask(source, place, kept.question, Audience(kept.audience), kept.created_at)
        return await self._keep(ask, answer, kept.id, source)

    # Lists.

    async def listed(self, viewer: str) -> list[GapView]:
        """Return the open topics a person may see, the most wanted first."""
        return views(await self._store.gaps.open_to(viewer))

    async def of_person(self, user: str, most: int) -> list[Asking]:
        """Return a person's own questions that were or are open, newest first."""
        return await self._store.gaps.of_person(user, most)

    async def private_topics(self, viewer: str) -> int:
        """Count the open topics that only others asked about, in private."""
        return await self._store.gaps.private_topics(viewer)

    async def dismiss(self, gap_id: str) -> bool:
        """Take a topic from the lists; False when it is not there any more."""
        return await self._store.gaps.dismiss(gap_id)


def source_of(ask: Ask) -> str:
    """What a question was asked with: the same for a message before and after an edit."""
    return f"{ask.place.team}:{ask.place.channel}:{ask.ts}" if ask.ts else ask.key

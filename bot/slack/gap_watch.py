"""Asking open questions again when the articles changed, and telling whoever wanted to know.

Each process that talks to Slack looks at the version of the index, so it does not matter which one syncs. What was
asked again at which version is in the database: a restart goes on where it was, and a claim keeps two processes from
telling twice. Silence is better than a false alarm: only a whole answer counts, and only when it rests on a document
that was written since the question was last asked. So a model that found no answer is not asked about the same again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from slack_sdk.errors import SlackApiError

from bot.answers.model import Answer, Answerer, Outcome, Question
from bot.errors import QuestionError
from bot.slack.asks import Ask, Audience, Place
from bot.slack.blocks.gaps import answered_message
from bot.slack.clock import Clock
from bot.slack.delivery import Delivery, is_uncertain
from bot.slack.keeping import Keeper
from bot.slack.library import Library, last_write, written_at
from bot.store.gaps import Asking
from bot.store.store import Store
from ingest.errors import IngestError

POLL_SECONDS = 1.0
"""Between two looks at the version of the index: one row is read."""
BATCH = 10
"""Questions asked again between two looks, so that a long list never keeps the machine from those who ask now."""
CLOCKS_APART_SECONDS = 60.0
"""How far the clock of the process that syncs may be behind ours."""
_TRY_AGAIN_SECONDS = 30.0

logger = logging.getLogger(__name__)


class GapWatch:
    """Runs until cancelled.

    Args:
        gate: answers without a model; only what it answers is worth asking the ``answerer``.
    """

    def __init__(
        self,
        store: Store,
        delivery: Delivery,
        library: Library,
        *,
        gate: Answerer,
        answerer: Answerer,
        keeper: Keeper,
        clock: Clock,
    ) -> None:
        self._store = store
        self._delivery = delivery
        self._library = library
        self._gate = gate
        self._answerer = answerer
        self._keeper = keeper
        self._clock = clock
        self._seen: str | None = None
        self._settled: str | None = None

    async def run(self) -> None:
        """Look, again and again."""
        while True:
            try:
                await self.look()
            except Exception as error:  # noqa: BLE001 - the edge: one bad round must not end the next
                logger.warning("Open questions could not be asked again and will be later: %s", type(error).__name__)
            await self._clock.sleep(POLL_SECONDS)

    async def look(self) -> int:
        """Ask some open questions again if the index has changed and is at rest; returns how many."""
        version = await asyncio.to_thread(self._library.version)
        resting, self._seen = version == self._seen, version
        if not resting or version == self._settled:
            return 0
        due = await self._store.gaps.due(version, BATCH)
        if not due:
            self._settled = version
        for asking in due:
            await self._take(asking, version)
        return len(due)

    def disturb(self) -> None:
        """Look again although the index has not changed: a question was noted while it was changing."""
        self._settled = None

    async def _take(self, asking: Asking, version: str) -> None:
        """Ask one question again, unless another process is at it."""
        key = f"gap:{asking.source}"
        if not await self._store.claims.take(key):
            return
        try:
            await self._ask_again(asking, version)
        except Exception as error:
            if not is_uncertain(error):
                await self._store.claims.release(key)
                raise
            logger.warning("Somebody could not be told of an answer yet: %s", type(error).__name__)
            await self._store.claims.hand_back(key, _TRY_AGAIN_SECONDS)
        else:
            await self._store.claims.release(key)

    async def _ask_again(self, asking: Asking, version: str) -> None:
        now = await self._store.gaps.get(asking.source)
        if now is None or now.answered_at is not None or now.checked == version:
            return  # another process was here first
        place = Place(asking.team, asking.channel, asking.asker)
        answered = await self._answered(self._gate, asking, place) is not None
        if answered:
            answered = await self._tell_all(asking)
        await self._store.gaps.checked(asking.source, version, answered=answered)
        if answered:
            await self._tell_all(asking)  # whoever pressed the button meanwhile; from here on nobody can

    async def _tell_all(self, asking: Asking) -> bool:
        """Tell everybody who waits; False when the answer does not hold where one of them would be told."""
        users = await self._store.gaps.waiting(asking.source)
        if asking.audience != Audience.PRIVATE:
            place = Place(asking.team, asking.channel, asking.asker, asking.thread_ts)
            return not users or await self._tell(asking, place, users)
        told = [await self._tell(asking, await self._direct(asking, user), [user]) for user in users]
        return all(told)

    async def _direct(self, asking: Asking, user: str) -> Place:
        return Place(asking.team, await self._delivery.direct_message(user), user)

    async def _answered(self, answerer: Answerer, asking: Asking, place: Place) -> Answer | None:
        """The whole answer as it would be given in a conversation now, if it rests on something written since."""
        try:
            answer = await answerer.answer(Question(asking.question, audience=place.reader))
            times = await asyncio.to_thread(written_at, self._library)
        except (QuestionError, IngestError):
            return None
        if answer.outcome is not Outcome.ANSWERED or answer.fallback is not None:
            return None
        since = last_write(asking.checked) or int(asking.asked_at) - CLOCKS_APART_SECONDS
        return answer if any(times.get(citation.document, 0.0) > since for citation in answer.citations) else None

    async def _tell(self, asking: Asking, place: Place, users: Sequence[str]) -> bool:
        """Tell people in a conversation, once; False when the answer does not hold there."""
        answer = await self._answered(self._answerer, asking, place)
        if answer is None:
            return False
        key = f"gap:{asking.source}:{users[0]}"
        if await self._delivery.find(place, key, since=f"{asking.asked_at:.6f}") is None:
            await self._post(asking, place, answer, users, key)
        await self._store.gaps.stop_waiting(asking.source, *users)
        return True

    async def _post(self, asking: Asking, place: Place, answer: Answer, users: Sequence[str], key: str) -> None:
        audience = Audience.DIRECT if asking.audience == Audience.PRIVATE else Audience(asking.audience)
        answer_id = await self._keeper.keep(Ask(key, place, asking.question, audience, self._clock.now()), answer)
        message = answered_message(answer, answer_id, asking.question, users)
        try:
            ts = await self._delivery.post(place, message, key, since=f"{asking.asked_at:.6f}")
        except SlackApiError as error:
            if is_uncertain(error):
                raise
            logger.warning("Somebody cannot be told of an answer: their conversation is closed to Archie")
        else:
            await self._keeper.posted(answer_id, ts)

"""Answers to questions nobody asked us by name: given whole when the articles cover them, else nothing is seen."""

from __future__ import annotations

import logging

from slack_sdk.errors import SlackApiError

from bot.answers.followups.standalone import leans
from bot.answers.model import Answer, Answerer, Outcome, Question
from bot.errors import QuestionError
from bot.slack import texts
from bot.slack.asks import Ask
from bot.slack.blocks.answer import answer_message
from bot.slack.delivery import Delivery, error_code, is_uncertain
from bot.slack.history import ThreadHistory
from bot.slack.keeping import Keeper
from bot.slack.running import Held, Running, written
from bot.slack.threads import is_superseded
from bot.store.claims import Claims

_Found = tuple[Answer, list[str]]
"""An answer, and what there is to note below it."""

logger = logging.getLogger(__name__)


class UnaskedAnswers:
    """Answers what was overheard, in the thread of the message.

    Args:
        answerer: must keep nothing of what it is asked.
    """

    def __init__(
        self,
        answerer: Answerer,
        delivery: Delivery,
        claims: Claims,
        *,
        history: ThreadHistory,
        keeper: Keeper,
        running: Running,
    ) -> None:
        self._answerer = answerer
        self._delivery = delivery
        self._claims = claims
        self._history = history
        self._keeper = keeper
        self._running = running

    async def answer(self, ask: Ask) -> None:
        """Answer one message, or leave it alone. Errors are not told to anybody.

        Raises:
            SlackApiError, Uncertain: it is not known whether the answer was posted.
        """
        held = self._running.held(ask.origin)
        if held is not None and held.superseded:
            return
        found = await self._worked_out(ask, held)
        if found is None or await is_superseded(self._claims, ask, held):
            return
        ts = await self._post(ask, *found)
        if held is not None and held.superseded:
            held.left = ts

    async def _worked_out(self, ask: Ask, held: Held | None) -> _Found | None:
        """What there is to say; None also when somebody stopped it."""
        working = self._running.start(self._work_out(ask), ask.place)
        await written(working, held)
        return None if working.cancelled() else working.result()

    async def _work_out(self, ask: Ask) -> _Found | None:
        history = await self._history.before(ask)
        if history.unread:
            return None
        try:
            answer = await self._answerer.answer(
                Question(ask.text, history.turns, ask.place.reader, history.cut, unasked=ask.place.thread_ts == ask.ts)
            )
        except QuestionError:
            return None
        notes = [texts.read_newest(len(history.turns))] if history.cut and leans(ask.text) else []
        return (answer, notes) if _is_worth_it(answer) else None

    async def _post(self, ask: Ask, answer: Answer, notes: list[str]) -> str | None:
        """Keep and show it; what Slack refuses to show is not kept."""
        answer_id = await self._keeper.keep(ask, answer)
        try:
            message = answer_message(answer, answer_id, notes=notes)
            ts = await self._delivery.post(ask.place, message, ask.key, since=ask.ts)
        except SlackApiError as error:
            if is_uncertain(error):
                raise
            logger.warning("An answer nobody asked for was refused: %s", error_code(error))
            await self._keeper.forget(answer_id)
            return None
        await self._keeper.posted(answer_id, ts)
        return ts


def _is_worth_it(answer: Answer) -> bool:
    """Whether the articles cover it, and whoever should write it did."""
    return answer.outcome is not Outcome.NOT_COVERED and answer.fallback is None

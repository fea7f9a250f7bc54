"""Answers only the asker sees, through the response_url of a command or shortcut."""

from __future__ import annotations

import logging

from slack_sdk.errors import SlackApiError

from bot.answers.model import Answerer, Question
from bot.errors import QuestionError
from bot.slack import texts
from bot.slack.asks import Ask
from bot.slack.blocks.answer import private_message
from bot.slack.blocks.parts import Message, sentence
from bot.slack.clock import Clock
from bot.slack.delivery import Delivery, Uncertain
from bot.slack.edge import Edge
from bot.slack.keeping import Keeper
from bot.slack.limits import RESPONSE_URL_SECONDS
from bot.slack.running import Running

_PATIENCE_SECONDS = 2.0
"""A private answer has no progress to show; after this long the asker is told that it is coming."""

logger = logging.getLogger(__name__)


class PrivateAnswers:
    """Answers slash commands, and what is asked from a message's menu."""

    def __init__(
        self, answerer: Answerer, delivery: Delivery, *, keeper: Keeper, edge: Edge, running: Running, clock: Clock
    ) -> None:
        self._answerer = answerer
        self._delivery = delivery
        self._keeper = keeper
        self._edge = edge
        self._running = running
        self._clock = clock

    async def answer(self, ask: Ask) -> None:
        """Answer one question, unless its response_url has expired."""
        if ask.response_url is None or self._clock.now() - ask.asked_at > RESPONSE_URL_SECONDS:
            logger.info("A private question is too old to be answered: its response_url has expired")
            return
        hint = self._running.start(self._reassure(ask.response_url, ask.place.thread_ts))
        try:
            message = await self._message(ask)
        finally:
            hint.cancel()
        await self._delivery.respond(ask.response_url, message, thread_ts=ask.place.thread_ts)

    async def _reassure(self, response_url: str, thread_ts: str | None) -> None:
        await self._clock.sleep(_PATIENCE_SECONDS)
        try:
            await self._delivery.respond(response_url, sentence(texts.WORKING), thread_ts=thread_ts)
        except (SlackApiError, *Uncertain) as error:
            logger.info("The asker could not be told to wait: %s", type(error).__name__)

    async def _message(self, ask: Ask) -> Message:
        try:
            answer = await self._answerer.answer(Question(ask.text, audience=ask.place.reader, anew=ask.anew))
            answer_id = await self._keeper.keep(ask, answer)
        except QuestionError as error:
            return sentence(str(error))
        except Exception as error:  # noqa: BLE001 - the edge: the asker gets a reply whatever happened
            return sentence(self._edge.explain(error))
        return private_message(answer, answer_id, ask.text, share=not ask.place.channel.startswith("D"))

"""Side questions: answered from the articles in the decision's thread; then the open question is asked again."""

from __future__ import annotations

import asyncio
import logging

from bot.answers.model import Answerer, Outcome, Question
from bot.decisions.session.state import Decision, Status
from bot.errors import ArchieError
from bot.slack.answering import Answering
from bot.slack.asks import Ask
from bot.slack.decisions.sayings import Saying
from bot.slack.decisions.wall import Wall
from bot.slack.decisions.words import mentioned
from bot.slack.running import Running
from bot.store.claims import Claims

logger = logging.getLogger(__name__)


class SideQuestions:
    """Hands questions to the answering.

    Args:
        gate: answers without a model. Among people, only what it answers is taken as a question to us.
    """

    def __init__(self, answering: Answering, gate: Answerer, wall: Wall, *, claims: Claims, running: Running) -> None:
        self._answering = answering
        self._gate = gate
        self._wall = wall
        self._claims = claims
        self._running = running

    async def answer(self, saying: Saying, decision: Decision, text: str) -> bool:
        """Answer ``text`` if it is for us, and ask the open question again below; returns whether it was."""
        if not saying.addressed and not await self._is_for_us(saying, text):
            return False
        await self._hand_on(saying.ask)
        if decision.status is Status.OPEN:
            await self._wall.ask_again(decision.team, decision.id, saying.key)
        return True

    async def _hand_on(self, ask: Ask) -> None:
        """From here on the claim is the question's: whoever continues it answers, and marks it as done."""
        await self._claims.note(ask.key, ask.work())
        self._answering.begin(ask)
        held = self._running.held(ask.origin)
        if held is not None:
            await asyncio.wait({held.task})

    async def _is_for_us(self, saying: Saying, text: str) -> bool:
        if mentioned(saying.written):
            return False
        try:
            answer = await self._gate.answer(Question(text, audience=saying.place.reader))
        except ArchieError as error:
            logger.info("A question among people was left alone: %s", error)
            return False
        return answer.outcome is not Outcome.NOT_COVERED

"""From what somebody says to what becomes of it: a word, answers, a question, or talk that is left alone."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.decisions.session.state import Decision
from bot.slack import conversation_texts as texts
from bot.slack.blocks.decisions.lists import help_message
from bot.slack.blocks.parts import Message
from bot.slack.courtesies import courtesy, is_greeting
from bot.slack.decisions.command import Command, read_command, read_spoken
from bot.slack.decisions.desk import Desk
from bot.slack.decisions.questions import part
from bot.slack.decisions.replies import Replies
from bot.slack.decisions.requests import Requests
from bot.slack.decisions.sayings import Saying
from bot.slack.decisions.side import SideQuestions
from bot.slack.decisions.steering import Steering
from bot.slack.decisions.telling import Telling
from bot.slack.decisions.turns import Turns
from bot.slack.decisions.words import read_word
from bot.slack.delivery import is_uncertain
from bot.slack.edge import Edge
from bot.slack.running import Running
from bot.store.claims import Claims
from bot.store.decisions import Decisions

RETRY_SECONDS = 10.0
"""Wait before something Slack could not take is tried again."""
GIVE_UP_SECONDS = 600.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Done:
    """What became of a saying: it steered, or it told something."""

    steered: bool = False
    told: bool = False


class Conversation:
    """Takes sayings, does what they say once, and marks them as done. ``now`` gives seconds since the epoch."""

    def __init__(
        self,
        desk: Desk,
        decisions: Decisions,
        claims: Claims,
        *,
        steering: Steering,
        telling: Telling,
        side: SideQuestions,
        requests: Requests,
        replies: Replies,
        running: Running,
        edge: Edge,
        turns: Turns,
        now: Callable[[], float],
    ) -> None:
        self._desk = desk
        self._decisions = decisions
        self._claims = claims
        self._steering = steering
        self._telling = telling
        self._side = side
        self._requests = requests
        self._replies = replies
        self._running = running
        self._edge = edge
        self._now = now
        self._turns = turns
        self._order = Turns()

    async def concerns(self, saying: Saying) -> str | None:
        """Return the id of the decision in whose thread it stands; "" when it asks for one; None when neither.

        One look into the database for a reply in a thread, none for anything else.

        Raises:
            StoreError: it cannot be told now.
        """
        place = saying.place
        if saying.thread and place.thread_ts is not None:
            row = await self._decisions.of_thread(place.team, place.channel, place.thread_ts)
            if row is not None:
                return row.id
        return "" if saying.addressed and read_spoken(saying.ask.text) is not None else None

    async def take(self, saying: Saying, *keys: str) -> bool:
        """Claim it before it is acknowledged; False when it was seen before.

        Raises:
            StoreError: it could not be written down; Slack will deliver it again.
        """
        return await self._claims.take(saying.key, *keys, work=saying.work())

    def begin(self, saying: Saying) -> None:
        """Do what a claimed saying says, in the background."""
        self._running.start(self._settle(saying))

    def carry_on(self, work: Mapping[str, Any]) -> bool:
        """Do again what a dead process had claimed; False when it is other work."""
        saying = Saying.from_work(work)
        if saying is not None:
            logger.info("Continuing something said about a decision")
            self.begin(saying)
        return saying is not None

    async def _settle(self, saying: Saying) -> None:
        try:
            if not await self._hear(saying):
                await self._claims.done(saying.key)
        except Exception as error:  # noqa: BLE001 - the edge: there is nobody above to tell
            words = self._edge.explain(error)
            await self._give_up(saying, error, words)

    async def _give_up(self, saying: Saying, error: Exception, words: str) -> None:
        """Try later when Slack could not be reached; else say so, or it would come back for ever."""
        try:
            if is_uncertain(error) and self._now() - saying.ask.asked_at < GIVE_UP_SECONDS:
                await self._claims.hand_back(saying.key, RETRY_SECONDS)
                return
            await self._claims.done(saying.key)
            await self._replies.tell(saying, words)
        except Exception as second:  # noqa: BLE001 - the edge: the claim lapses by itself
            self._edge.explain(second)

    async def _hear(self, saying: Saying) -> bool:
        """Do what it says; returns whether a question was handed on, whose claim is no longer ours."""
        command = _command(saying)
        if saying.decision is None or command is not None:
            await self._requests.ask(saying, command)
            return False
        stated, asked = part(saying.ask.text, addressed=saying.addressed)
        async with self._order.of(saying.decision):  # first of all: whoever comes next waits behind
            await self._turns.passed(saying.decision)
            decision = await self._desk.get(saying.decision, saying.place.team)
            if decision is None:
                return False
            done = await self._take_in(saying, decision, stated)
        if asked and not done.steered and await self._side.answer(saying, decision, asked):
            return True
        if not (done.steered or done.told) and saying.addressed:
            await self._replies.tell(saying, _in_passing(saying.ask.text))
        return False

    async def _take_in(self, saying: Saying, decision: Decision, stated: str) -> _Done:
        """Steer, or take what is stated. What is said in one thread is taken in one after another."""
        word = read_word(saying.written)
        if word is not None and await self._steering.steer(saying, decision, word):
            return _Done(steered=True)
        told = bool(stated) and await self._telling.tell(saying, decision, stated, heard=saying.addressed)
        return _Done(told=told)


def _in_passing(text: str) -> Message | str:
    """What is said back to what neither answers, steers nor asks."""
    return help_message() if is_greeting(text) else courtesy(text) or texts.NOTHING_IN_IT


def _command(saying: Saying) -> Command | None:
    """What is asked of us, if anything."""
    if saying.command:
        return read_command(saying.ask.text)
    return read_spoken(saying.ask.text) if saying.addressed else None

"""Forms that were handed in: a number, another answer, which answer to change."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.decisions.facts import Fact, FactError, Value
from bot.decisions.session.events import Happening
from bot.decisions.session.moves import Moves
from bot.decisions.session.refusals import Refused
from bot.decisions.session.state import Decision
from bot.slack import conversation_texts as texts
from bot.slack.asks import Place
from bot.slack.blocks.decisions.edit import edited_fact, fact_view, picked_fact, written_answer
from bot.slack.blocks.decisions.forms import ANSWER, about
from bot.slack.blocks.decisions.notes import refused_message
from bot.slack.blocks.parts import Message, sentence
from bot.slack.channels import Channels
from bot.slack.decisions.desk import Acted, Desk
from bot.slack.decisions.pressing import hidden_answer, own_answer
from bot.slack.decisions.scenery import Scenery
from bot.slack.decisions.turns import Turns
from bot.slack.decisions.wall import Wall
from bot.slack.delivery import Delivery, Uncertain, error_code

Json = dict[str, Any]
View = Mapping[str, Any]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Handed:
    """A form as it was handed in."""

    view: View
    team: str
    user: str

    @property
    def key(self) -> str:
        """What makes it unique."""
        return f"form:{self.view['id']}"


@dataclass(frozen=True, slots=True)
class Given:
    """An answer read from a form. ``number`` is the round it is for; None changes what stands, whatever is asked."""

    decision: Decision
    fact: Fact
    value: Value | None
    number: int | None = None

    def move(self, moves: Moves) -> Sequence[Happening]:
        """What it does."""
        if self.number is not None:
            return moves.answer({self.fact.name: self.value}, number=self.number)
        return moves.change(self.fact.name, self.value)


class Forms:
    """Reads forms at once, and does what they say after that."""

    def __init__(
        self, desk: Desk, wall: Wall, *, scenery: Scenery, channels: Channels, delivery: Delivery, turns: Turns
    ) -> None:
        self._desk = desk
        self._wall = wall
        self._scenery = scenery
        self._channels = channels
        self._delivery = delivery
        self._turns = turns

    async def read_number(self, handed: Handed) -> Given | Json:
        """Return the answer to the open question; or Slack's answer to a form that is filled in wrongly."""
        meant = about(handed.view)
        decision = await self._desk.get(meant.decision, handed.team) if meant else None
        if decision is None or meant is None or not 1 <= meant.round <= len(decision.rounds):
            return {}
        facts = (await self._scenery.advisor(decision)).matter.facts
        return _read(handed.view, decision, facts[decision.rounds[meant.round - 1].fact], meant.round)

    async def read_fact(self, handed: Handed) -> Given | Json:
        """As `read_number`, for a corrected or changed answer."""
        meant = about(handed.view)
        decision = await self._desk.get(meant.decision, handed.team) if meant else None
        if decision is None:
            return {}
        fact = edited_fact(handed.view, (await self._scenery.advisor(decision)).matter)
        return _read(handed.view, decision, fact) if fact is not None else {}

    async def next_form(self, handed: Handed) -> Json:
        """Return Slack's answer to the choice of which answer to change: the form for it."""
        meant = about(handed.view)
        decision = await self._desk.get(meant.decision, handed.team) if meant else None
        if decision is None:
            return {}
        snapshot = await self._scenery.snapshot(decision)
        fact = picked_fact(handed.view, snapshot.matter)
        if fact is None:
            return {}
        view = fact_view(snapshot, fact.name, own_answer(decision, fact.name, handed.user))
        return {"response_action": "update", "view": view}

    async def keep(self, handed: Handed, given: Given) -> None:
        """Let an answer count, or tell the person why it cannot."""
        decision = given.decision
        async with self._turns.of(decision.id):
            kept = await self._keep(handed, given)
        told = await self._told(handed, given, kept) if isinstance(kept, Acted) else kept
        if told is not None:
            await self._whisper(decision, handed.user, told)

    async def _told(self, handed: Handed, given: Given, acted: Acted) -> Message | None:
        """Show what it did; returns what to tell the person beside."""
        if not await self._wall.show(acted.after.team, acted.after.id):
            return sentence(texts.SHOWN_LATER)
        hidden = hidden_answer(acted.after, given.fact, handed.user)
        return sentence(hidden) if hidden is not None else None

    async def _keep(self, handed: Handed, given: Given) -> Acted | Message:
        """Let it count; returns what it did, or why it cannot."""
        decision = given.decision
        if not decision.solo and not await self._channels.has(decision.channel, handed.user):
            return sentence(texts.NOT_IN_CHANNEL)
        try:
            return await self._desk.act(decision.id, handed.key, handed.user, given.move)
        except Refused as refused:
            return refused_message(refused, await self._scenery.snapshot(decision))

    async def _whisper(self, decision: Decision, user: str, message: Message) -> None:
        try:
            await self._delivery.whisper(Place(decision.team, decision.channel, user, decision.root_ts), message)
        except (SlackApiError, *Uncertain) as error:
            logger.info("A refusal could not be shown: %s", error_code(error) or type(error).__name__)


def _read(view: View, decision: Decision, fact: Fact, number: int | None = None) -> Given | Json:
    try:
        return Given(decision, fact, written_answer(view, fact), number)
    except FactError as error:
        return {"response_action": "errors", "errors": {ANSWER: str(error)}}

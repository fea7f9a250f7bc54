"""Buttons on a decision's cards: who may press them, what each does, and what the person is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from bot.decisions.facts import FactError
from bot.decisions.session.refusals import Reason, Refused
from bot.decisions.session.state import Decision
from bot.slack import conversation_texts as texts
from bot.slack.asks import team_of_press
from bot.slack.blocks.decisions import ids
from bot.slack.blocks.decisions.edit import answers_view, fact_view, number_view
from bot.slack.blocks.decisions.ids import Pressed
from bot.slack.blocks.decisions.lists import read_page
from bot.slack.blocks.decisions.notes import refused_message
from bot.slack.blocks.parts import Message, sentence
from bot.slack.channels import Channels
from bot.slack.decisions.desk import Acted, Desk
from bot.slack.decisions.opening import NotInvitedError, NotShownError, Opening
from bot.slack.decisions.pressing import check_current, fact_of_round, hidden_answer, move_of, own_answer
from bot.slack.decisions.requests import Requests
from bot.slack.decisions.scenery import Scenery
from bot.slack.decisions.turns import Turns
from bot.slack.decisions.wall import Wall
from bot.slack.delivery import Delivery

Body = Mapping[str, Any]
_FORMS = (ids.NUMBER, ids.CHANGE, ids.CORRECT)
"""Forms are opened within three seconds of the press, so they wait for no turn."""
_NO_MOVES = (*_FORMS, ids.SHOW, ids.REOPEN)
_ANSWERS = (ids.CHOOSE, ids.PICK, ids.UNSURE, ids.SKIP, ids.TAKE)
"""Buttons with which somebody answers for themselves, hidden until the question closes."""


@dataclass(frozen=True, slots=True)
class Click:
    """One press of a button, or choice from a menu.

    Attributes:
        at: Slack's time of it: the same when Slack sends it again.
        url: where the person is told something privately.
    """

    team: str
    channel: str
    user: str
    action_id: str
    value: str
    at: str
    trigger_id: str
    url: str

    @property
    def key(self) -> str:
        """What makes it unique."""
        told = "\n".join((self.user, self.action_id, self.value, self.at))
        return f"click:{sha256(told.encode()).hexdigest()[:40]}"


def read_click(body: Body, action: Body) -> Click:
    """Read Slack's payload."""
    value = action.get("value") or (action.get("selected_option") or {}).get("value") or ""
    user = body["user"]
    return Click(
        team=team_of_press(body),
        channel=str((body.get("channel") or {}).get("id") or ""),
        user=str(user["id"]),
        action_id=str(action["action_id"]),
        value=str(value),
        at=str(action.get("action_ts") or body.get("trigger_id") or ""),
        trigger_id=str(body.get("trigger_id") or ""),
        url=str(body.get("response_url") or ""),
    )


class Clicks:
    """Does what buttons say, once each. ``now`` gives seconds since the epoch."""

    def __init__(
        self,
        desk: Desk,
        wall: Wall,
        opening: Opening,
        requests: Requests,
        *,
        scenery: Scenery,
        channels: Channels,
        delivery: Delivery,
        turns: Turns,
        now: Callable[[], float],
    ) -> None:
        self._desk = desk
        self._wall = wall
        self._opening = opening
        self._requests = requests
        self._scenery = scenery
        self._channels = channels
        self._delivery = delivery
        self._now = now
        self._turns = turns

    async def press(self, click: Click) -> None:
        """Do what a button says, or tell the person why not."""
        if click.action_id.startswith(ids.PAGE):
            _, number = read_page(click.value)
            await self._respond(click, await self._requests.listed(click.team, click.channel, click.user, number), True)
            return
        pressed = ids.pressed(click.value)
        said = sentence(texts.GONE) if pressed is None else await self._press(click, pressed)
        if said is not None:
            await self._respond(click, said)

    async def _press(self, click: Click, pressed: Pressed) -> Message | None:
        """Do it if the person may; returns what to tell them. Nobody's turn waits for what Slack is told."""
        admitting = asyncio.create_task(self._admit(click, pressed))
        async with nullcontext() if click.action_id.startswith(_NO_MOVES) else self._turns.of(pressed.decision):
            done = await admitting or await self._attempt(click, pressed)
        return await self._shown(click, pressed, done) if isinstance(done, Acted) else done

    async def _admit(self, click: Click, pressed: Pressed) -> Message | None:
        """Return why the person may not press it; None when they may."""
        decision = await self._desk.get(pressed.decision, click.team)
        if decision is None:
            return sentence(texts.GONE)
        return None if await self._may(decision, click) else sentence(texts.NOT_IN_CHANNEL)

    async def _may(self, decision: Decision, click: Click) -> bool:
        """Whether somebody is where the decision is led; a direct message is seen by its two only."""
        if click.action_id == ids.SHOW:
            return await self._requests.may_see(decision, click.user, click.channel)
        return decision.solo or await self._channels.has(decision.channel, click.user)

    async def _attempt(self, click: Click, pressed: Pressed) -> Acted | Message | None:
        """Do it; returns what it did, or what to tell the person."""
        decision = await self._desk.get(pressed.decision, click.team)
        if decision is None:
            return sentence(texts.GONE)
        try:
            return await self._do(click, pressed, decision)
        except Refused as refused:
            return refused_message(refused, await self._scenery.snapshot(decision))
        except FactError:
            return sentence(texts.OLD_BUTTON)
        except NotInvitedError:
            return sentence(texts.INVITE)
        except NotShownError:
            return sentence(texts.BEGUN)

    async def _do(self, click: Click, pressed: Pressed, decision: Decision) -> Acted | Message | None:
        if click.action_id == ids.SHOW:
            return await self._requests.shown(decision)
        if click.action_id.startswith(_FORMS):
            await self._open_form(click, pressed, decision)
            return None
        if click.action_id == ids.REOPEN:
            await self._opening.again(click.key, decision, click.user)
            return None
        return await self._act(click, pressed, decision)

    async def _act(self, click: Click, pressed: Pressed, decision: Decision) -> Acted:
        if click.action_id == ids.RECORD:
            return await self._desk.record(decision.id, click.key, click.user)
        matter = (await self._scenery.advisor(decision)).matter
        move = move_of(click.action_id, pressed, decision, matter, self._now())
        return await self._desk.act(decision.id, click.key, click.user, move)

    async def _shown(self, click: Click, pressed: Pressed, acted: Acted) -> Message | None:
        """Show what it did; returns what to tell the person beside."""
        if not await self._wall.show(acted.after.team, acted.after.id):
            return sentence(texts.SHOWN_LATER)
        said = await self._said(click, pressed, acted)
        return sentence(said) if said is not None else None

    async def _said(self, click: Click, pressed: Pressed, acted: Acted) -> str | None:
        """What the person is told, where the cards do not show it."""
        if acted.repeated:
            return texts.ALREADY_CLICKED
        if click.action_id == ids.JOIN:
            return texts.JOINED
        if not click.action_id.startswith(_ANSWERS):
            return None
        matter = (await self._scenery.advisor(acted.after)).matter
        if click.action_id.startswith(ids.TAKE):
            taken = ids.taken(matter, pressed.choice)
            return hidden_answer(acted.after, taken[0], click.user) if taken is not None else None
        current = acted.after.current
        if current is None or current.number != pressed.round:
            return None
        return hidden_answer(acted.after, fact_of_round(acted.after, pressed.round, matter), click.user)

    async def _open_form(self, click: Click, pressed: Pressed, decision: Decision) -> None:
        if decision.solo and click.user != decision.owner:
            raise Refused(Reason.NOT_YOURS, decision.owner)
        snapshot = await self._scenery.snapshot(decision)
        if click.action_id == ids.CHANGE:
            view = answers_view(snapshot)
        elif click.action_id == ids.NUMBER:
            check_current(decision, pressed.round)
            view = number_view(fact_of_round(decision, pressed.round, snapshot.matter), decision.id, pressed.round)
        else:
            fact = ids.fact_of(snapshot.matter, pressed.choice)
            if fact is None:
                raise FactError(pressed.choice)
            view = fact_view(snapshot, fact.name, own_answer(decision, fact.name, click.user))
        await self._delivery.open_view(click.trigger_id, view)

    async def _respond(self, click: Click, message: Message, replace: bool = False) -> None:
        await self._delivery.respond(click.url, message, replace=replace)

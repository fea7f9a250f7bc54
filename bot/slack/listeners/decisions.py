"""``/decide``, the buttons and forms of decisions, and the shortcut that starts one from a thread."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.asks import ask_from_command, place_of_press, team_of_press
from bot.slack.blocks.decisions import ids
from bot.slack.clock import Clock
from bot.slack.decisions.clicks import read_click
from bot.slack.decisions.forms import Given, Handed
from bot.slack.decisions.room import DecisionRoom
from bot.slack.decisions.sayings import Saying

SHORTCUT = "decide_from_thread"
Body = Mapping[str, Any]


def register(app: AsyncApp, room: DecisionRoom, clock: Clock) -> None:
    """Listen to them."""

    @app.command("/decide")
    async def decide(ack: AsyncAck, body: Body) -> None:
        await ack()
        ask = ask_from_command(body, clock.now())
        saying = Saying(ask, ask.text, addressed=True, thread=False, command=True)
        if await room.conversation.take(saying):
            room.conversation.begin(saying)

    @app.action(re.compile(rf"^{ids.PREFIX}"))
    async def pressed(ack: AsyncAck, body: Body, action: Body) -> None:
        await ack()
        if "view" not in body:  # what is chosen in a form counts when it is handed in
            await room.clicks.press(read_click(body, action))

    @app.shortcut(SHORTCUT)
    async def from_thread(ack: AsyncAck, body: Body) -> None:
        await ack()
        message = body["message"]
        place = place_of_press(body, str(message.get("thread_ts") or message["ts"]))
        await room.discussions.propose(place, body["trigger_id"])

    _listen_to_forms(app, room)


def _listen_to_forms(app: AsyncApp, room: DecisionRoom) -> None:
    """Each is read before it is acknowledged, because Slack shows what is wrong with it in the answer."""

    @app.view(ids.NUMBER_VIEW)
    async def number(ack: AsyncAck, body: Body, view: Body) -> None:
        handed = _handed(body, view)
        await _keep(ack, handed, await room.forms.read_number(handed))

    @app.view(ids.FACT_VIEW)
    async def fact(ack: AsyncAck, body: Body, view: Body) -> None:
        handed = _handed(body, view)
        await _keep(ack, handed, await room.forms.read_fact(handed))

    async def _keep(ack: AsyncAck, handed: Handed, read: Given | dict[str, Any]) -> None:
        if isinstance(read, Given):
            await ack()
            await room.forms.keep(handed, read)
        else:
            await ack(**read)

    @app.view(ids.ANSWERS_VIEW)
    async def answers(ack: AsyncAck, body: Body, view: Body) -> None:
        await ack(**await room.forms.next_form(_handed(body, view)))

    @app.view(ids.FOUND_VIEW)
    async def found(ack: AsyncAck, body: Body, view: Body) -> None:
        wrong = room.discussions.check(view)
        await ack(**wrong)
        if not wrong:
            await room.discussions.begin(view, body["user"]["id"])


def _handed(body: Body, view: Body) -> Handed:
    return Handed(view, team_of_press(body), body["user"]["id"])

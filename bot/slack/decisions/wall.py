"""The wall: makes what stands in Slack equal to a decision's state, whoever changed it and whatever died on the way.

One process at a time writes for a decision. Whoever finds another one at it goes away: the writer looks once more after
it has let go, and so sees whatever was kept before. A message is noted before it is posted, so that one whose posting
nobody saw the end of is looked for before it is posted again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

from bot.decisions.session.state import Decision, Status
from bot.slack.asks import Place
from bot.slack.clock import Clock
from bot.slack.decisions.desk import Desk
from bot.slack.decisions.pacing import Pacing
from bot.slack.decisions.scenery import Scenery
from bot.slack.decisions.sheets import RESULT, ROOT, Sheet, question_slot, sheets
from bot.slack.decisions.uploads import Uploads
from bot.slack.delivery import Delivery, Uncertain, error_code
from bot.store.claims import Claims
from bot.store.decisions import Decisions
from bot.store.decisions import Sheet as Standing

PAINTED = "painted"
"""No message: its digest is how many events are shown."""
_GONE = {"message_not_found"}
"""Somebody deleted it. What is shown in it is shown anew."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Canvas:
    """What stands in Slack now, and where."""

    decision: Decision
    stands: Mapping[str, Standing]

    @property
    def place(self) -> Place:
        decision = self.decision
        return Place(decision.team, decision.channel, decision.owner, decision.root_ts)

    @property
    def hosted(self) -> bool:
        """Whether the thread hangs on somebody else's message, so that the card is a reply in it."""
        root = self.stands.get(ROOT)
        return self.decision.root_ts is not None and (root is None or root.ts != self.decision.root_ts)


class Wall:
    """Writes sheets."""

    def __init__(
        self,
        desk: Desk,
        decisions: Decisions,
        claims: Claims,
        delivery: Delivery,
        *,
        scenery: Scenery,
        uploads: Uploads,
        clock: Clock,
    ) -> None:
        self._desk = desk
        self._decisions = decisions
        self._claims = claims
        self._delivery = delivery
        self._scenery = scenery
        self._uploads = uploads
        self._clock = clock

    async def paint(self, team: str, decision_id: str) -> None:
        """Make Slack show the decision as it is; when another process is at it, that one does.

        Raises:
            SlackApiError, Uncertain: Slack does not let us; what is missing is added by the next painting.
        """
        key, painted, pacing = f"wall:{decision_id}", -1, Pacing(self._clock)
        while (decision := await self._desk.get(decision_id, team)) and decision.number_of_events != painted:
            if not await self._claims.take(key):
                return
            try:
                painted = await self._paint(team, decision_id, pacing)
            finally:
                await self._claims.release(key)
        if decision is not None and decision.status is Status.CANCELLED and decision.supersedes is not None:
            await self.paint(team, decision.supersedes)  # which stands again

    async def show(self, team: str, decision_id: str) -> bool:
        """As `paint`, for what was kept already; False when Slack does not let us now, so that it is shown later."""
        try:
            await self.paint(team, decision_id)
        except (SlackApiError, *Uncertain) as error:
            logger.warning("What was done could not be shown: %s", error_code(error) or type(error).__name__)
            return False
        return True

    async def is_painted(self, decision_id: str) -> bool:
        """Tell whether everything that happened is shown."""
        painted = await self._decisions.sheet(decision_id, PAINTED)
        return painted is not None and painted.digest == str(len(await self._decisions.events(decision_id)))

    async def ask_again(self, team: str, decision_id: str, key: str) -> None:
        """Move the open question to the end of the thread, because something else was said below it.

        Args:
            key: of what was said, so that it is moved once for it.
        """
        await self.paint(team, decision_id)
        turn = f"wall:{decision_id}"
        if not await self._claims.take(turn):
            return  # somebody is painting: there is something newer to see
        try:
            await self._move_question(team, decision_id, key)
        finally:
            await self._claims.release(turn)
        await self.paint(team, decision_id)

    async def _move_question(self, team: str, decision_id: str, key: str) -> None:
        decision = await self._desk.get(decision_id, team)
        if decision is None or decision.current is None or decision.status is not Status.OPEN:
            return
        canvas, slot = await self._canvas(decision), question_slot(decision.current.number)
        old = canvas.stands.get(slot)
        sheet = next((sheet for sheet in await self._sheets(canvas) if sheet.slot == slot), None)
        if old is None or not old.ts or sheet is None:
            return
        moved = f"{_key(decision, slot)}:{key}"
        there = await self._delivery.find(canvas.place, moved, since=old.ts)
        ts = there or await self._delivery.post(canvas.place, sheet.message, moved, since=old.ts)
        await self._decisions.note_sheet(decision.id, slot, ts, sheet.digest)
        if ts != old.ts:
            await self._delivery.remove(canvas.place, old.ts)

    async def _paint(self, team: str, decision_id: str, pacing: Pacing) -> int:
        """Write until nothing changed meanwhile; returns how many events are shown."""
        shown = -1
        while (decision := await self._desk.get(decision_id, team)) and decision.number_of_events != shown:
            await pacing.turn()
            decision = await self._desk.get(decision_id, team) or decision
            shown = decision.number_of_events
            decision = await self._write(decision)
            await self._decisions.note_sheet(decision.id, PAINTED, "", str(decision.number_of_events))
        return shown

    async def _canvas(self, decision: Decision) -> _Canvas:
        return _Canvas(decision, await self._decisions.sheets(decision.id))

    async def _write(self, decision: Decision) -> Decision:
        """Make everything stand as it should; returns the decision as it is shown."""
        decision = await self._placed(decision)
        canvas = await self._canvas(decision)
        for sheet in await self._sheets(canvas):
            await self._put(canvas, sheet)
        await self._link_result(canvas)
        self._uploads.begin(decision)
        return decision

    async def _placed(self, decision: Decision) -> Decision:
        """Post the message the thread hangs on, where there is none yet."""
        if decision.root_ts is not None:
            return decision
        canvas = await self._canvas(decision)
        ts = await self._put(canvas, (await self._sheets(canvas))[0])
        acted = await self._desk.act(decision.id, f"place:{decision.id}", None, lambda moves: moves.place(ts))
        return acted.after

    async def _sheets(self, canvas: _Canvas) -> list[Sheet]:
        snapshot = await self._scenery.snapshot(canvas.decision)
        advisor, plan = await self._scenery.advisor(canvas.decision), self._scenery.plan(canvas.decision)
        link = await self._result_link(canvas)
        return await asyncio.to_thread(sheets, snapshot, advisor, plan, posted=set(canvas.stands), result_link=link)

    async def _result_link(self, canvas: _Canvas) -> str | None:
        result = canvas.stands.get(RESULT)
        return await self._delivery.permalink(canvas.decision.channel, result.ts) if result and result.ts else None

    async def _link_result(self, canvas: _Canvas) -> None:
        """The root shows where the result is, which is known only once it is posted."""
        if RESULT in canvas.stands:
            return
        now = await self._canvas(canvas.decision)
        if RESULT in now.stands:
            await self._put(now, (await self._sheets(now))[0])

    async def _put(self, canvas: _Canvas, sheet: Sheet) -> str:
        """Post what is missing, replace what differs; returns the message's ts."""
        stands = canvas.stands.get(sheet.slot)
        if stands is not None and stands.ts and stands.digest == sheet.digest:
            return stands.ts
        ts = await self._replace(canvas, sheet, stands.ts) if stands is not None and stands.ts else None
        if ts is None:
            ts = await self._post(canvas, sheet, begun=stands is not None and not stands.ts)
        await self._decisions.note_sheet(canvas.decision.id, sheet.slot, ts, sheet.digest)
        return ts

    async def _replace(self, canvas: _Canvas, sheet: Sheet, ts: str) -> str | None:
        try:
            await self._delivery.update(canvas.place, ts, sheet.message, _key(canvas.decision, sheet.slot))
        except SlackApiError as error:
            if error_code(error) not in _GONE:
                raise
            logger.info("A message of a decision is gone, so it is posted again")
            return None
        return ts

    async def _post(self, canvas: _Canvas, sheet: Sheet, *, begun: bool) -> str:
        decision, key = canvas.decision, _key(canvas.decision, sheet.slot)
        place = canvas.place if sheet.slot != ROOT or canvas.hosted else Place(*_channel_of(decision))
        found = await self._delivery.find(place, key, since=f"{decision.started_at - 60:.6f}") if begun else None
        if found is not None:
            return found
        await self._decisions.note_sheet(decision.id, sheet.slot, "", "")
        return await self._delivery.post(place, sheet.message, key)


def _channel_of(decision: Decision) -> tuple[str, str, str]:
    return decision.team, decision.channel, decision.owner


def _key(decision: Decision, slot: str) -> str:
    return f"decision:{decision.id}:{slot}"

"""Files that belong to a decision, in its thread. Where they cannot be uploaded the decision stands all the same."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial
from typing import Protocol

from bot.decisions.session.state import Decision
from bot.slack import conversation_texts as texts
from bot.slack.asks import Place
from bot.slack.blocks.decisions.notes import note
from bot.slack.decisions.archive import Archive
from bot.slack.decisions.desk import Desk
from bot.slack.delivery import Delivery
from bot.slack.files import Files, Upload, UploadError
from bot.slack.running import Running
from bot.store.claims import Claims
from bot.store.decisions import Decisions, Sheet

ENCLOSED = "enclosed"
"""No message: its digest is how many events the files were looked at for."""
_SHOWN = "shown"
_BEGUN = "begun"
_FAILED = "failed"

logger = logging.getLogger(__name__)


class Enclosure(Protocol):
    """One kind of file. ``slot`` is its sheet, ``what`` how people call it."""

    slot: str
    what: str

    async def make(self, decision: Decision) -> Upload | None:
        """Return the file; None while the decision has none."""


class Uploads:
    """Uploads each file once, in the background: making one may take seconds, and nothing waits for it."""

    def __init__(
        self,
        desk: Desk,
        decisions: Decisions,
        claims: Claims,
        delivery: Delivery,
        files: Files,
        *,
        enclosures: Sequence[Enclosure],
        archive: Archive,
        running: Running,
    ) -> None:
        self._desk = desk
        self._decisions = decisions
        self._claims = claims
        self._delivery = delivery
        self._files = files
        self._enclosures = enclosures
        self._archive = archive
        self._running = running

    def begin(self, decision: Decision) -> None:
        """Upload what is missing. What cannot be uploaded is told once.

        It is tried again when Slack may take it: soon after a failure that passes, else after the next change.
        """
        self._running.start(self._share_all(decision))

    async def _share_all(self, decision: Decision) -> None:
        try:
            await self._take_turn(decision)
        except Exception as error:  # the edge: the decision stands without its files
            logger.warning("Files of a decision could not be looked after: %s", type(error).__name__, exc_info=error)

    async def _take_turn(self, decision: Decision) -> None:
        """As `bot.slack.decisions.wall`: who has the turn looks once more after letting it go."""
        key, seen = f"files:{decision.id}", -1
        while (now := await self._desk.get(decision.id)) is not None and now.number_of_events != seen:
            if not await self._claims.take(key):
                return
            try:
                await self._archive.attempt(now)
                done = all([await self._share_one(now, enclosure) for enclosure in self._enclosures])
            finally:
                await self._claims.release(key)
            seen = now.number_of_events
            if done:
                await self._decisions.note_sheet(decision.id, ENCLOSED, "", str(seen))

    async def _share_one(self, decision: Decision, enclosure: Enclosure) -> bool:
        """Upload one where it is missing; False when it may well work soon."""
        sheet = await self._decisions.sheet(decision.id, enclosure.slot)
        if sheet is not None and sheet.digest == _SHOWN:
            return True
        upload = await enclosure.make(decision)
        return upload is None or await self._share(decision, enclosure, upload, sheet)

    async def _share(self, decision: Decision, enclosure: Enclosure, upload: Upload, sheet: Sheet | None) -> bool:
        noted = partial(self._decisions.note_sheet, decision.id, enclosure.slot)
        begun = sheet.ts if sheet is not None and sheet.digest == _BEGUN else None
        try:
            file_id = await self._files.share(
                _place(decision), upload, begun=begun, note=lambda id_: noted(id_, _BEGUN)
            )
        except UploadError as error:
            logger.warning("The %s of a decision could not be uploaded: %s", enclosure.what, error)
            await self._tell(decision, enclosure, str(error))
            return not error.passing
        await noted(file_id, _SHOWN)
        return True

    async def _tell(self, decision: Decision, enclosure: Enclosure, reason: str) -> None:
        slot = f"{enclosure.slot}:{_FAILED}"
        if await self._decisions.sheet(decision.id, slot) is not None:
            return
        said = note(texts.upload_failed(enclosure.what, reason))
        ts = await self._delivery.post(_place(decision), said, f"decision:{decision.id}:{slot}")
        await self._decisions.note_sheet(decision.id, slot, ts, _FAILED)


def _place(decision: Decision) -> Place:
    return Place(decision.team, decision.channel, decision.owner, decision.root_ts)

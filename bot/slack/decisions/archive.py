"""The archive: every record as a file that is indexed like an article, found only where its decision could be seen.

The files are kept in the database; the process that keeps the index writes them out before each sync (see
`bot.decision_files`). A record is written anew when something happened to its decision, when another supersedes it, and
when other people may read its channel.
"""

from __future__ import annotations

import json
import logging
from collections import deque

from slack_sdk.errors import SlackApiError

from bot.decisions.record import file_name
from bot.decisions.session.state import Decision
from bot.slack import conversation_texts as texts
from bot.slack.channels import Channels
from bot.slack.clock import Clock
from bot.slack.decisions.desk import Desk
from bot.slack.decisions.recording import Recorder
from bot.slack.delivery import Delivery, Uncertain, error_code
from bot.slack.knowledge import SYNC
from bot.store.decision_records import DecisionRecords, KeptRecord
from bot.store.knowledge import KnowledgeDesk

KIND = "decision"
ROUND_SECONDS = 3600.0
"""How often every record is looked at: whether a channel was closed or opened, and what a killed process left out."""
_AT_ONCE = 5
"""Slack is asked about the channel of each: this stays far below its limits."""
_FORM = 1
"""Of what is written. Rises with every change to it, so that older writings are replaced."""

logger = logging.getLogger(__name__)


class Archive:
    """Keeps records for searching. Any number of processes may: the writing of the latest state stays."""

    def __init__(
        self,
        desk: Desk,
        records: DecisionRecords,
        knowledge: KnowledgeDesk,
        *,
        recorder: Recorder,
        channels: Channels,
        delivery: Delivery,
        clock: Clock,
    ) -> None:
        """Args:
        knowledge: is asked to bring the index up to date at once.
        """
        self._desk = desk
        self._records = records
        self._knowledge = knowledge
        self._recorder = recorder
        self._channels = channels
        self._delivery = delivery
        self._clock = clock
        self._due = deque[str]()
        self._next_round: float | None = None

    async def keep(self, decision: Decision) -> None:
        """Keep the record of a decision and of the one it supersedes, where they have one and it is not up to date.

        Raises:
            LookupError: the frameworks it began with are lost.
            StoreError: the database refused.
        """
        if decision.number is None:
            return
        old = await self._desk.get(decision.supersedes, decision.team) if decision.supersedes is not None else None
        kept = [await self._keep(one, one.number) for one in (decision, old) if one is not None and one.number]
        if any(kept):
            await self._knowledge.ask(SYNC, decision.owner)

    async def look(self) -> None:
        """Keep some of all records there are; the next call goes on. A new round begins when the last is long over."""
        now = self._clock.monotonic()
        if not self._due and (self._next_round is None or now >= self._next_round):
            self._due.extend(await self._records.decisions())
            self._next_round = now + ROUND_SECONDS
        for _ in range(min(_AT_ONCE, len(self._due))):
            decision = await self._desk.get(self._due.popleft())
            if decision is not None:
                await self.attempt(decision)

    async def attempt(self, decision: Decision) -> None:
        """As `keep`; what cannot be written now is tried again in the next round, or when something happens to it."""
        try:
            await self.keep(decision)
        except (SlackApiError, LookupError, *Uncertain) as error:
            code = error_code(error) or type(error).__name__
            logger.warning("The record of a decision could not be written for searching: %s", code)

    async def _keep(self, decision: Decision, number: int) -> bool:
        """Write one record where it is due; tell whether it was."""
        before = await self._records.get(decision.id)
        audience = await self._audience(decision, before)
        follower = await self._recorder.number_of(decision.superseded_by, decision.team)
        basis = json.dumps([_FORM, decision.number_of_events, decision.superseded_by, follower, audience])
        if before is not None and before.basis == basis:
            return False
        head: dict[str, str | list[str]] = {"title": _title(decision, number, follower), "kind": KIND}
        if decision.root_ts and (link := await self._delivery.permalink(decision.channel, decision.root_ts)):
            head["url"] = link
        if audience is not None:
            head["audience"] = [audience]
        text = await self._recorder.write(decision, number, superseded_by=follower, head=head)
        name = file_name(number, decision.topic)
        return await self._records.keep(KeptRecord(decision.id, name, text, audience, basis, decision.number_of_events))

    async def _audience(self, decision: Decision, before: KeptRecord | None) -> str | None:
        """Return the id a record is for: the person of a direct message, a channel that is not public, None for all.

        What cannot be told now is as it was, and closed at first.
        """
        if decision.solo or decision.channel.startswith("D"):
            return decision.owner
        public = await self._channels.is_public(decision.channel)
        if public is None:
            return before.audience if before is not None else decision.channel
        return None if public else decision.channel


def _title(decision: Decision, number: int, follower: int | None) -> str:
    if follower is not None:
        return texts.superseded_record_title(number, decision.topic, follower)
    if decision.superseded_by is not None:
        return texts.reopened_record_title(number, decision.topic)
    return texts.searched_record_title(number, decision.topic)

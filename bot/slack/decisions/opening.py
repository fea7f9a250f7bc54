"""Begins decisions: by command, by mention, from a discussion, in place of an older one."""

from __future__ import annotations

from collections.abc import Container, Mapping

from slack_sdk.errors import SlackApiError

from bot.decisions.facts import FactError, Value
from bot.decisions.frameworks import Matter
from bot.decisions.session.refusals import Reason, Refused
from bot.decisions.session.state import Decision, Stance
from bot.slack.asks import Place
from bot.slack.channels import Channels
from bot.slack.decisions.desk import Desk
from bot.slack.decisions.scenery import Scenery
from bot.slack.decisions.wall import Wall
from bot.slack.delivery import Delivery, error_code, is_uncertain

_NOT_INVITED = {"not_in_channel", "channel_not_found", "is_archived", "restricted_action"}


class NotInvitedError(Exception):
    """We may not write where the decision was to be led."""


class NotShownError(Exception):
    """The decision is kept, and Slack does not let us post it now. `Upkeep` does as soon as it can."""


class AlreadyOpenError(Exception):
    """Another decision is open in the thread."""

    def __init__(self, decision: Decision, link: str | None) -> None:
        super().__init__(decision.id)
        self.decision = decision
        self.link = link


class Opening:
    """Opens decisions and posts their first messages."""

    def __init__(self, desk: Desk, wall: Wall, scenery: Scenery, delivery: Delivery, channels: Channels) -> None:
        self._desk = desk
        self._wall = wall
        self._scenery = scenery
        self._delivery = delivery
        self._channels = channels

    async def open(
        self,
        key: str,
        place: Place,
        topic: str,
        *,
        matter: str | None = None,
        supersedes: str | None = None,
        facts: Mapping[str, Stance] | None = None,
    ) -> Decision:
        """Open a decision for ``place.user``, in the thread of ``place`` or under a message of its own.

        Without a ``matter``, a topic may begin with the name of one: ``build-or-buy: support tool``.

        Raises:
            LookupError: there are no frameworks of that ``matter``.
            NotInvitedError: we are not in the channel.
            NotShownError: it is open, and shown later.
            AlreadyOpenError: the thread has one.
            Refused: another decision superseded that one already, or a fact is none.
        """
        await self._scenery.refresh()
        if matter is None:
            matter, topic = named_matter(topic, self._scenery.matters)
        direct = place.channel.startswith("D")
        if not direct and not await self._channels.has(place.channel, await self._delivery.bot_user()):
            raise NotInvitedError
        try:
            acted = await self._desk.open(
                key=key,
                team=place.team,
                channel=place.channel,
                owner=place.user,
                topic=topic,
                solo=direct,
                matter=matter,
                root_ts=place.thread_ts,
                supersedes=supersedes,
                facts=facts or {},
            )
        except Refused as refused:
            raise await self._explained(refused, place) from refused
        return await self._shown(acted.after)

    async def again(self, key: str, old: Decision, user: str) -> Decision:
        """Open a decision in place of one that is finished, with what stands of it, in its channel.

        Raises:
            NotInvitedError: we are not in the channel any more.
            NotShownError: it is open, and shown later.
            LookupError: its frameworks are gone.
            Refused: it is not finished, or superseded already; NOT_YOURS.
        """
        if old.solo and user != old.owner:
            raise Refused(Reason.NOT_YOURS, old.owner)
        place, newest = Place(old.team, old.channel, user), await self._scenery.newest(old.matter)
        facts = _carried(old, newest) if newest is not None else {}
        opened = await self.open(key, place, old.topic, matter=old.matter, supersedes=old.id, facts=facts)
        await self._wall.paint(old.team, old.id)
        return opened

    async def _shown(self, decision: Decision) -> Decision:
        try:
            await self._wall.paint(decision.team, decision.id)
        except SlackApiError as error:
            if error_code(error) not in _NOT_INVITED:
                if is_uncertain(error):
                    raise
                raise NotShownError from error
            await self._desk.act(decision.id, f"withdraw:{decision.id}", decision.owner, lambda moves: moves.cancel())
            raise NotInvitedError from error
        return await self._desk.get(decision.id, decision.team) or decision

    async def _explained(self, refused: Refused, place: Place) -> Exception:
        if refused.reason is not Reason.THREAD_TAKEN:
            return refused
        decision = await self._desk.get(refused.detail, place.team)
        if decision is None:
            return refused
        link = await self._delivery.permalink(decision.channel, decision.root_ts) if decision.root_ts else None
        return AlreadyOpenError(decision, link)


def named_matter(topic: str, matters: Container[str]) -> tuple[str | None, str]:
    """Return the matter a topic begins with, and the topic without it; None when it begins with none."""
    name, colon, rest = topic.partition(":")
    name, rest = name.strip().lower(), rest.strip()
    return (name, rest) if colon and rest and name in matters else (None, topic)


def _carried(old: Decision, newest: Matter) -> dict[str, Stance]:
    """What stands, each with somebody who said it; without what the newest frameworks ask otherwise."""
    carried = {}
    for fact, round_ in old.latest.items():
        said = [stance for stance in round_.stances.values() if stance.value == round_.standing]
        if round_.standing is not None and _takes(newest, fact, round_.standing):
            carried[fact] = said[0] if said else Stance(round_.settled_by or old.owner, round_.standing, old.started_at)
    return carried


def _takes(matter: Matter, fact: str, value: Value) -> bool:
    try:
        matter.facts[fact].check(value)
    except (KeyError, FactError):
        return False
    return True

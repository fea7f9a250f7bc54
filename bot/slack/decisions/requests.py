"""What is asked of us with ``/decide``, or "decide" in a mention: begin, list, show, and move one from afar."""

from __future__ import annotations

from collections.abc import Sequence

from bot.decisions.frameworks import DEFAULT_MATTER
from bot.decisions.session.refusals import Refused
from bot.decisions.session.state import Decision, Status
from bot.slack import conversation_texts as texts
from bot.slack.asks import Place
from bot.slack.blocks.decisions.lists import Line, help_message, list_message, status_message
from bot.slack.blocks.decisions.notes import framework_errors_message, refused_message
from bot.slack.blocks.lists import Page, page_of
from bot.slack.blocks.parts import Message, context, section, sentence
from bot.slack.channels import Channels
from bot.slack.decisions.command import About, Command, Topic, Usage, Verb
from bot.slack.decisions.desk import Desk
from bot.slack.decisions.opening import AlreadyOpenError, NotInvitedError, NotShownError, Opening
from bot.slack.decisions.replies import Replies
from bot.slack.decisions.sayings import Saying
from bot.slack.decisions.scenery import Scenery
from bot.slack.decisions.steering import MOVES
from bot.slack.decisions.wall import Wall
from bot.slack.decisions.words import Plain
from bot.slack.delivery import Delivery
from bot.slack.markup import link, mrkdwn
from bot.store.decisions import DecisionRow

EVERYTHING = "all"
"""Name of the list, in the values of its buttons."""
_MOVES = {Verb.PAUSE: Plain.PAUSE, Verb.RESUME: Plain.RESUME, Verb.CANCEL: Plain.CANCEL}
_CANDIDATES = {
    Verb.PAUSE: (Status.OPEN,),
    Verb.RESUME: (Status.PAUSED,),
    Verb.CANCEL: (Status.OPEN, Status.PAUSED),
    Verb.STATUS: (Status.OPEN, Status.PAUSED),
}
_MOST = 200


class Requests:
    """Answers them, privately."""

    def __init__(
        self,
        desk: Desk,
        wall: Wall,
        opening: Opening,
        *,
        scenery: Scenery,
        replies: Replies,
        channels: Channels,
        delivery: Delivery,
    ) -> None:
        self._desk = desk
        self._wall = wall
        self._opening = opening
        self._scenery = scenery
        self._replies = replies
        self._channels = channels
        self._delivery = delivery

    async def ask(self, saying: Saying, command: Command | None) -> None:
        """Do what a command says."""
        match command:
            case Topic(text):
                await self._begin(saying, text)
            case About():
                await self._about(saying, command)
            case Usage():
                await self._replies.tell(saying, await self._usage(command))

    async def _begin(self, saying: Saying, topic: str) -> None:
        place = saying.place
        try:
            await self._opening.open(saying.key, place, topic)
        except NotInvitedError:
            await self._replies.tell(saying, texts.INVITE)
        except NotShownError:
            await self._replies.tell(saying, texts.BEGUN)
        except AlreadyOpenError as error:
            await self._replies.tell(saying, already_open(error))
        except LookupError:
            errors = self._scenery.errors
            broken = framework_errors_message(errors, some_work=False) if errors else texts.NO_FRAMEWORKS
            await self._replies.tell(saying, broken)

    async def _usage(self, usage: Usage) -> Message:
        if usage.too_long:
            return sentence(texts.TOPIC_TOO_LONG)
        if usage.meant is not None:
            return help_message(texts.did_you_mean(usage.meant))
        if usage.in_thread is not None:
            return help_message(texts.in_thread(usage.in_thread))
        if usage.needs_id is not None:
            return help_message(texts.NO_ID)
        await self._scenery.refresh()
        others = [matter for name, matter in self._scenery.matters.items() if name != DEFAULT_MATTER]
        return help_message(matters=others, errors=self._scenery.errors)

    async def _about(self, saying: Saying, about: About) -> None:
        place = saying.place
        if about.verb is Verb.LIST:
            await self._replies.tell(saying, await self.listed(place.team, place.channel, place.user))
            return
        decision = await self._meant(saying, about)
        if isinstance(decision, str):
            await self._replies.tell(saying, decision)
            return
        try:
            await self._do(saying, about.verb, decision)
        except Refused as refused:
            await self._replies.tell(saying, refused_message(refused, await self._scenery.snapshot(decision)))
        except NotInvitedError:
            await self._replies.tell(saying, texts.INVITE)
        except NotShownError:
            await self._replies.tell(saying, texts.BEGUN)

    async def _meant(self, saying: Saying, about: About) -> Decision | str:
        """Return the decision that is meant; or, in a sentence, why there is none."""
        place = saying.place
        if about.id is not None:
            decision = await self._desk.get(about.id, place.team)
            seen = decision is not None and await self.may_see(decision, place.user, place.channel)
            return decision if decision is not None and seen else texts.unknown_id(about.id)
        rows = await self._desk.listed(place.team, statuses=_CANDIDATES[about.verb], channel=place.channel)
        if len(rows) > 1:
            return texts.which([row.id for row in rows[:20]])
        found = await self._desk.get(rows[0].id, place.team) if rows else None
        return found or (texts.NO_PAUSED if about.verb is Verb.RESUME else texts.NOTHING_HERE)

    async def _do(self, saying: Saying, verb: Verb, decision: Decision) -> None:
        if verb in {Verb.SHOW, Verb.STATUS}:
            await self._replies.tell(saying, await self.shown(decision))
        elif not await self._is_there(decision, saying.place):
            await self._replies.tell(saying, texts.NOT_IN_CHANNEL)
        elif verb is Verb.REVISIT:
            await self._opening.again(saying.key, decision, saying.user)
        else:
            acted = await self._desk.act(decision.id, saying.key, saying.user, MOVES[_MOVES[verb]])
            await self._wall.paint(decision.team, decision.id)
            await self._replies.tell(saying, await self.shown(acted.after))

    async def _is_there(self, decision: Decision, place: Place) -> bool:
        return decision.channel == place.channel or await self._channels.has(decision.channel, place.user)

    async def may_see(self, decision: Decision, user: str, channel: str) -> bool:
        """Whether somebody asking in a channel may see a decision: there, in what they take part in, in public."""
        if decision.channel == channel or user in {decision.owner, *decision.participants}:
            return True
        return not decision.solo and await self._delivery.is_public(decision.channel)

    async def shown(self, decision: Decision) -> Message:
        """One decision as a summary."""
        thread = await self._delivery.permalink(decision.channel, decision.root_ts) if decision.root_ts else None
        return status_message(await self._scenery.snapshot(decision), thread)

    async def listed(self, team: str, channel: str, user: str, number: int = 1) -> Message:
        """A page of the decisions of a channel, and of those somebody takes part in elsewhere."""
        here = await self._desk.listed(team, channel=channel, most=_MOST)
        mine = await self._desk.listed(team, user=user, most=_MOST)
        rows = sorted({row.id: row for row in (*here, *mine)}.values(), key=lambda row: -row.started_at)
        page = page_of(rows, number)
        lines = await self._lines(page.items)
        people = await self._scenery.people({line.decision.owner for line in lines})
        return list_message(Page(lines, page.number, page.pages, page.count), EVERYTHING, people)

    async def _lines(self, rows: Sequence[DecisionRow]) -> list[Line]:
        lines = []
        for row in rows:
            decision = await self._desk.get(row.id)
            if decision is not None:
                lines.append(Line(decision, await self._scenery.verdict(decision)))
        return lines


def already_open(error: AlreadyOpenError) -> Message:
    """Point to the decision that has the thread."""
    where = link(error.link, error.decision.topic, 300)
    blocks = [section(mrkdwn(texts.ALREADY_OPEN)), context(where)]
    return Message.of(f"{texts.ALREADY_OPEN} {error.decision.topic}", blocks)

"""Steering words: what each does to a decision, and what is said back."""

from __future__ import annotations

from collections.abc import Sequence

from bot.decisions.facts import Fact
from bot.decisions.frameworks import Matter
from bot.decisions.session.refusals import Refused
from bot.decisions.session.state import Decision, Given, Status
from bot.decisions.understanding import Reading, Understood
from bot.slack import conversation_texts as texts
from bot.slack import decision_texts
from bot.slack.blocks.decisions.lists import help_message, status_message
from bot.slack.blocks.decisions.notes import handed_over_message, note, refused_message, what_if_message, why_message
from bot.slack.blocks.decisions.understood import understood_message
from bot.slack.blocks.parts import Message
from bot.slack.channels import Channels
from bot.slack.decisions.desk import Acted, Desk
from bot.slack.decisions.facts_named import OWN, named_fact, own_last
from bot.slack.decisions.pressing import Move
from bot.slack.decisions.replies import Replies
from bot.slack.decisions.sayings import Saying
from bot.slack.decisions.scenery import Scenery
from bot.slack.decisions.wall import Wall
from bot.slack.decisions.words import Change, Deadline, HandOver, Misspoken, Plain, Quorum, WhatIf, Why, Word

MOVES: dict[Plain, Move] = {
    Plain.BACK: lambda moves: moves.back(),
    Plain.SKIP: lambda moves: moves.skip(),
    Plain.NEXT: lambda moves: moves.next(),
    Plain.PAUSE: lambda moves: moves.pause(),
    Plain.RESUME: lambda moves: moves.resume(),
    Plain.FINISH: lambda moves: moves.finish(),
    Plain.CANCEL: lambda moves: moves.cancel(),
    Plain.JOIN: lambda moves: moves.join(),
    Plain.LEAVE: lambda moves: moves.leave(),
    Plain.TAKE_OVER: lambda moves: moves.take_over(),
}
_TOLD = {Plain.JOIN: texts.JOINED, Plain.LEAVE: texts.LEFT}


class Steering:
    """Does what a word says."""

    def __init__(self, desk: Desk, wall: Wall, scenery: Scenery, replies: Replies, *, channels: Channels) -> None:
        self._desk = desk
        self._wall = wall
        self._scenery = scenery
        self._replies = replies
        self._channels = channels

    async def steer(self, saying: Saying, decision: Decision, word: Word) -> bool:
        """Do it, or say why not; False when it was meant otherwise.

        Raises:
            SlackApiError, Uncertain: what came of it could not be shown.
        """
        try:
            return await self._do(saying, decision, word)
        except Refused as refused:
            if not _is_talk(saying, decision, word):
                await self._replies.tell(saying, refused_message(refused, await self._scenery.snapshot(decision)))
            return True

    async def _do(self, saying: Saying, decision: Decision, word: Word) -> bool:
        match word:
            case Plain.STATUS | Plain.HELP | Why() | WhatIf():
                return await self._show(saying, decision, word)
            case Change():
                return await self._change(saying, decision, word)
            case Misspoken():
                await self._replies.tell(saying, texts.how(word.word))
            case HandOver(user) if not decision.solo and not await self._channels.has(decision.channel, user):
                await self._replies.tell(saying, texts.not_here(await self._name(user)))
            case HandOver() | Quorum() | Deadline() | Plain():
                await self._move(saying, decision, word)
        return True

    async def _move(self, saying: Saying, decision: Decision, word: HandOver | Quorum | Deadline | Plain) -> None:
        acted = await self._act(saying, decision, _move_of(word))
        said = await self._said(acted, word)
        if said is not None:
            await self._replies.post(saying, said)
        elif isinstance(word, Plain) and word in _TOLD:
            was_in = word is Plain.JOIN or saying.user in acted.before.participants
            await self._replies.tell(saying, _TOLD[word] if was_in else texts.NOT_IN_IT)
        if not await self._wall.show(decision.team, decision.id):
            await self._replies.tell(saying, texts.SHOWN_LATER)

    async def _name(self, user: str) -> str:
        return (await self._scenery.people([user])).get(user, decision_texts.SOMEBODY)

    async def _act(self, saying: Saying, decision: Decision, move: Move) -> Acted:
        return await self._desk.act(decision.id, saying.key, saying.user, move)

    async def _said(self, acted: Acted, word: Word) -> Message | None:
        """What everybody is told."""
        if isinstance(word, HandOver) or word is Plain.TAKE_OVER:
            return handed_over_message(await self._scenery.snapshot(acted.after), acted.before.owner)
        if isinstance(word, Quorum):
            return note(texts.quorum(word.people))
        return note(texts.deadline(word.seconds)) if isinstance(word, Deadline) else None

    async def _show(self, saying: Saying, decision: Decision, word: Word) -> bool:
        """Say something, and change nothing."""
        snapshot = await self._scenery.snapshot(decision)
        if word is Plain.STATUS:
            await self._replies.post(saying, status_message(snapshot))
        elif word is Plain.HELP:
            await self._replies.tell(saying, help_message())
        elif isinstance(word, WhatIf):
            await self._suppose(saying, decision, word)
        elif isinstance(word, Why):
            fact = named_fact(word.fact, snapshot.matter.facts) if word.fact else _asked(decision, snapshot.matter)
            if fact is None and word.fact:
                return False
            await self._replies.post(saying, why_message(snapshot, fact.name if fact else None))
        return True

    async def _suppose(self, saying: Saying, decision: Decision, word: WhatIf) -> None:
        advisor = await self._scenery.advisor(decision)
        reading = (await self._scenery.reader(decision)).read(word.supposed)
        supposed: dict[str, Given] = {each.fact: each.value for each in reading.found}
        if not supposed:
            await self._replies.tell(saying, texts.SUPPOSE_WHAT)
            return
        answers = {**decision.answers, **supposed}
        then = advisor.board({fact: value for fact, value in answers.items() if value is not None})
        await self._replies.post(saying, what_if_message(await self._scenery.snapshot(decision), supposed, then))

    async def _change(self, saying: Saying, decision: Decision, word: Change) -> bool:
        facts = (await self._scenery.advisor(decision)).matter.facts
        meant = [facts[name] for name in own_last(decision, saying.user)] if word.fact.lower() in OWN else []
        if not meant and (named := named_fact(word.fact, facts)) is not None:
            meant = [named]
        if not meant and word.value:
            if saying.addressed:
                labels = [each.label for each in facts.values()]
                await self._replies.tell(saying, texts.unknown_fact(word.fact, labels))
            return saying.addressed
        for fact in meant if word.value else ():
            reading = (await self._scenery.reader(decision)).read(word.value, fact.name)
            to = next((each for each in reading.found if each.fact == fact.name), None)
            unclear = tuple(each for each in reading.ambiguous if each.fact == fact.name)
            if to is not None:
                await self._changed(saying, decision, to)
            elif unclear:
                asked = understood_message(await self._scenery.snapshot(decision), Reading(ambiguous=unclear))
                await self._replies.post(saying, asked, "understood")
            if to is not None or unclear:
                return True
        return await self._change_how(saying, meant, word)

    async def _change_how(self, saying: Saying, meant: Sequence[Fact], word: Change) -> bool:
        """Say what is missing: the value, a value the fact takes, or which answer is meant."""
        if not meant and word.fact.lower() not in OWN:
            return False
        if not meant or (not word.value and word.fact.lower() in OWN):
            await self._replies.tell(saying, texts.how("change"))
        elif not word.value:
            await self._replies.tell(saying, texts.change_to_what(meant[0].label, _choices(meant[0])))
        else:
            await self._replies.tell(saying, texts.not_a_value(meant[0].label, word.value, _choices(meant[0])))
        return True

    async def _changed(self, saying: Saying, decision: Decision, to: Understood) -> None:
        acted = await self._act(saying, decision, lambda moves: moves.change(to.fact, to.value, words=to.words))
        said = understood_message(await self._scenery.snapshot(acted.after), Reading((to,)))
        await self._replies.post(saying, said, "understood")
        if not await self._wall.show(decision.team, decision.id):
            await self._replies.tell(saying, texts.SHOWN_LATER)


def _asked(decision: Decision, matter: Matter) -> Fact | None:
    return matter.facts.get(decision.current.fact) if decision.current else None


def _choices(fact: Fact) -> Sequence[str]:
    return [choice.label for choice in fact.choices]


def _move_of(word: HandOver | Quorum | Deadline | Plain) -> Move:
    match word:
        case HandOver(user):
            return lambda moves: moves.hand_over(user)
        case Quorum(people):
            return lambda moves: moves.configure(quorum=people)
        case Deadline(seconds):
            return lambda moves: moves.configure(patience=seconds)
        case Plain():
            return MOVES[word]


def _is_talk(saying: Saying, decision: Decision, word: Word) -> bool:
    """Whether a word in the thread of an ended decision was said among people."""
    ended = decision.status in {Status.FINISHED, Status.CANCELLED}
    return ended and not saying.addressed and isinstance(word, Plain) and saying.user != decision.owner

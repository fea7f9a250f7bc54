"""One question in the thread: while people answer, while the owner chooses, and once it is known what stands."""

from __future__ import annotations

from collections.abc import Iterator

from bot.decisions.assessment import Disagreement
from bot.decisions.facts import Fact
from bot.decisions.session.state import Decision, Ending, Round, Stance, Status
from bot.slack import decision_phrases as phrases
from bot.slack import decision_texts as texts
from bot.slack.blocks.decisions import ids
from bot.slack.blocks.decisions.choices import answer_row, cut_short, settle_row
from bot.slack.blocks.decisions.pieces import (
    WORDS_LIMIT,
    everyone,
    label,
    listed,
    mention,
    person,
    said,
    strong,
    verdict_names,
    words_of,
)
from bot.slack.blocks.decisions.root import resume_row
from bot.slack.blocks.decisions.snapshot import Snapshot
from bot.slack.blocks.parts import Block, Message, actions, button, context, section
from bot.slack.blocks.times import when
from bot.slack.markup import bold, fit, fold, mrkdwn

_QUESTION_LIMIT = 1500
_WHY_LIMIT = 800
_STANCES_BUDGET = 5000


def question_message(snapshot: Snapshot, round_: Round, disagreement: Disagreement | None = None) -> Message:
    """One round as a card.

    Args:
        disagreement: of the answers people gave, when they differ. A disputed round shows the verdict under each; a
            settled one says whether it mattered.
    """
    fact = snapshot.matter.facts.get(round_.fact) or _forgotten(round_.fact)
    if round_.is_dropped:
        return _put_aside(snapshot.decision, round_, fact)
    if round_.is_settled:
        return _settled(snapshot, round_, fact, disagreement)
    if round_.disputed:
        return _disputed(snapshot, round_, fact, disagreement)
    return _open(snapshot, round_, fact)


def _forgotten(name: str) -> Fact:
    """Stands for a fact the matter no longer has: it can be read, and not answered with a click."""
    return Fact(name, name, name, "")


def _put_aside(decision: Decision, round_: Round, fact: Fact) -> Message:
    """What was answered to it stays hidden."""
    why = texts.PUT_ASIDE
    if decision.status is Status.FINISHED:
        why = texts.ENDED_BEFORE if decision.ended_early and round_.fact not in decision.latest else texts.NOT_NEEDED
    return Message.of(why, [section(strong(fact.question, _QUESTION_LIMIT)), context(mrkdwn(why))])


def _open(snapshot: Snapshot, round_: Round, fact: Fact) -> Message:
    decision = snapshot.decision
    blocks, answered = _asked(snapshot, round_, fact), _answered_by(snapshot, round_)
    if decision.status is Status.PAUSED:
        blocks += [*answered, context(mrkdwn(texts.PAUSED)), resume_row(decision.id)]
    elif decision.status is Status.OPEN:
        blocks += [*_hint(fact), answer_row(decision, round_, fact), *answered, *_owner_blocks(snapshot, round_)]
    else:
        blocks.append(context(mrkdwn(texts.ENDED_UNANSWERED if round_.stances else texts.ENDED_BEFORE)))
    return Message.of(fold(fact.question), blocks)


def _asked(snapshot: Snapshot, round_: Round, fact: Fact) -> list[Block]:
    """Always two blocks: the question, then why it is asked and how far it is."""
    lines = [f"{mrkdwn(texts.WHY_ASKED)} {fit(fold(fact.why), _WHY_LIMIT)}"] if fold(fact.why) else []
    if snapshot.decision.status is Status.OPEN:
        lines.append(mrkdwn(_position(snapshot, round_)))
    return [section(strong(fact.question, _QUESTION_LIMIT)), context(*(lines or [label(fact)]))]


def _position(snapshot: Snapshot, round_: Round) -> str:
    """One more than were answered before it was first asked, so that asked again it has the same number.

    What is left counts it only when nothing stands for it yet.
    """
    rounds = snapshot.decision.rounds
    first = next(one.number for one in rounds if one.fact == round_.fact)
    told = {Ending.KNOWN, Ending.CHANGED}
    before = {one.fact for one in rounds if one.number < first and one.is_settled and one.ending not in told}
    again = round_.fact in snapshot.decision.latest
    return phrases.position(len(before) + 1, snapshot.left if again else snapshot.left - 1)


def _hint(fact: Fact) -> list[Block]:
    if fact.is_number:
        return [context(fit(fold(phrases.number_hint(fact.unit)), 300))]
    return [context(mrkdwn(texts.WRITE_OTHERS))] if cut_short(fact) else []


def _answered_by(snapshot: Snapshot, round_: Round) -> list[Block]:
    """Names, never answers: those are hidden while the question is open."""
    if snapshot.decision.solo:
        return []
    names = everyone(round_.stances, snapshot.people)
    lines = [f"{mrkdwn(texts.ANSWERED_BY)} {names}" if names else mrkdwn(texts.NOBODY_YET), mrkdwn(texts.HIDDEN)]
    if snapshot.decision.quorum is not None:
        lines.append(mrkdwn(phrases.quorum(snapshot.decision.quorum)))
    if round_.deadline is not None and snapshot.decision.status is Status.OPEN:
        lines.append(f"{mrkdwn(texts.CLOSES)} {when(round_.deadline)}")
    return [context(*lines)]


def _owner_blocks(snapshot: Snapshot, round_: Round) -> list[Block]:
    decision, carried = snapshot.decision, ids.value(snapshot.decision.id, round_.number)
    back = [button(texts.BACK, ids.BACK, carried)] if decision.latest else []
    if decision.solo:
        return [actions(f"decide_q{round_.number}_owner", back)] if back else []
    row = [button(texts.NEXT, ids.NEXT, carried), button(texts.SKIP, ids.SKIP, carried), *back]
    who = phrases.owner_row(person(decision.owner, snapshot.people), with_back=bool(back))
    return [actions(f"decide_q{round_.number}_owner", row), context(who)]


def _disputed(snapshot: Snapshot, round_: Round, fact: Fact, disagreement: Disagreement | None) -> Message:
    decision = snapshot.decision
    point = phrases.decisive(fold(fact.label))
    blocks = [section(strong(point)), *listed(_said(snapshot, round_, fact), _STANCES_BUDGET)]
    if disagreement is not None:
        blocks += [context(mrkdwn(texts.READINGS)), *listed(_readings(snapshot, fact, disagreement), 3000)]
    if decision.status is Status.PAUSED:
        return Message.of(point, [*blocks, context(mrkdwn(texts.PAUSED)), resume_row(decision.id)])
    if decision.status is not Status.OPEN:
        return Message.of(point, blocks)
    given = list(dict.fromkeys(stance.value for stance in round_.stances.values()))
    ask = section(phrases.owner_chooses(mention(decision.owner)))
    return Message.of(point, [*blocks, ask, settle_row(decision, round_, fact, given)])


def _readings(snapshot: Snapshot, fact: Fact, disagreement: Disagreement) -> list[str]:
    return [
        f"• {said(fact, value)}: {bold(fit(verdict_names(snapshot.matter, verdicts), 300))}"
        for value, verdicts in disagreement.readings
    ]


def _settled(snapshot: Snapshot, round_: Round, fact: Fact, disagreement: Disagreement | None) -> Message:
    stands = phrases.said(fact, round_.standing) if round_.standing is not None else texts.UNKNOWN
    head = f"{bold(label(fact))}: {bold(fit(fold(stands), WORDS_LIMIT))}"
    lines = [] if snapshot.decision.solo and not _worth_showing(round_) else _said(snapshot, round_, fact)
    closing = [line for line in _closing(snapshot, round_, disagreement) if line]
    blocks = [section(head), *listed(lines, _STANCES_BUDGET), *([context(*closing)] if closing else [])]
    return Message.of(f"{fold(fact.label)}: {fold(stands)}", blocks)


def _worth_showing(round_: Round) -> bool:
    return any(stance.words or stance.because for stance in round_.stances.values())


def _said(snapshot: Snapshot, round_: Round, fact: Fact) -> list[str]:
    """Who said what, and in which words."""
    return [_stance_line(snapshot, fact, stance) for stance in round_.stances.values()]


def _stance_line(snapshot: Snapshot, fact: Fact, stance: Stance) -> str:
    because = f" ({mrkdwn(texts.BECAUSE)}{words_of(stance.because)})" if words_of(stance.because) else ""
    who = person(stance.user, snapshot.people)
    return f"• {who}: {said(fact, stance.value)}{words_of(stance.words)}{because}"


def _closing(snapshot: Snapshot, round_: Round, disagreement: Disagreement | None) -> Iterator[str]:
    """How it closed, whether differing mattered, and whether it was asked again."""
    if round_.ending is not None:
        name = person(round_.closed_by or snapshot.decision.owner, snapshot.people)
        yield phrases.ended(round_.ending, name, len(round_.stances))
    if all(stance.value is None for stance in round_.stances.values()) and round_.standing is None:
        yield mrkdwn(texts.NOBODY_KNOWS)
    if round_.settled_by is not None:
        yield phrases.settled_by(person(round_.settled_by, snapshot.people))
    elif _differs(round_) and round_.standing is not None:
        harmless = disagreement is not None and not disagreement.matters
        yield mrkdwn(texts.DIFFER_SAME if harmless else texts.DIFFERED)
    latest = snapshot.decision.latest.get(round_.fact)
    if latest is not None and latest.number > round_.number:
        yield mrkdwn(texts.ASKED_AGAIN)


def _differs(round_: Round) -> bool:
    return len({stance.value for stance in round_.stances.values() if stance.value is not None}) > 1

"""The card in the channel: what is decided, who leads, how far it is, and in the end the verdict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.decisions.session.state import Decision, Status
from bot.slack import decision_phrases as phrases
from bot.slack import decision_texts as texts
from bot.slack.blocks.decisions import ids
from bot.slack.blocks.decisions.pieces import confirm, everyone, headline, option, person, strong
from bot.slack.blocks.decisions.snapshot import Snapshot
from bot.slack.blocks.parts import Block, Message, actions, button, context, section
from bot.slack.blocks.times import day, when
from bot.slack.markup import fit, fold, link, mrkdwn

_MEANING_LIMIT = 600


def root_message(snapshot: Snapshot, result_link: str | None = None) -> Message:
    """The card that a decision's thread hangs on.

    Args:
        result_link: address of the result in the thread, once there is one.
    """
    decision = snapshot.decision
    blocks = [
        section(strong(decision.topic)),
        context(status_line(snapshot)),
        *_middle(snapshot, result_link),
        *history_blocks(decision),
        *_buttons(decision),
    ]
    return Message.of(fallback(snapshot), blocks)


def fallback(snapshot: Snapshot) -> str:
    """The card in one sentence of plain text."""
    decision = snapshot.decision
    said = texts.STATUS[decision.status]
    if decision.status is Status.FINISHED:
        said = headline(snapshot)
    elif decision.status is Status.OPEN:
        said = progress_line(snapshot)
    return f"{said}: {fold(decision.topic)}"


def status_line(snapshot: Snapshot) -> str:
    """``Open · led by Ada · started 21 Nov · 7f3a``; rendered."""
    decision = snapshot.decision
    leader = phrases.led_by(person(decision.owner, snapshot.people))
    started = f"{texts.STARTED} {day(decision.started_at)}"
    return " · ".join([mrkdwn(texts.STATUS[decision.status]), leader, started, fit(fold(decision.id), 60)])


def progress_line(snapshot: Snapshot) -> str:
    """``3 questions answered, about 2 left``; plain text."""
    left = 0 if snapshot.decision.status in {Status.FINISHED, Status.CANCELLED} else snapshot.left
    return phrases.progress(len(snapshot.decision.latest), left)


def _middle(snapshot: Snapshot, result_link: str | None) -> Iterator[Block]:
    decision = snapshot.decision
    if decision.status is Status.FINISHED:
        yield from verdict_blocks(snapshot)
        below = link(result_link, texts.OPEN_RESULT, 200) if result_link else mrkdwn(texts.RESULT_BELOW)
        yield context(mrkdwn(progress_line(snapshot)), below)
        return
    if decision.status is Status.CANCELLED:
        yield section(mrkdwn(texts.CANCELLED))
        return
    yield section(mrkdwn(f"{progress_line(snapshot)}."))
    yield from taking_part(snapshot)
    yield context(mrkdwn(texts.PAUSED if decision.status is Status.PAUSED else texts.ANSWER_BELOW))


def verdict_blocks(snapshot: Snapshot) -> list[Block]:
    """The verdict, and what it means when it is one."""
    lines = [strong(headline(snapshot))]
    if snapshot.board.settled:
        (verdict,) = snapshot.board.verdicts
        found = snapshot.matter.verdicts.get(verdict)
        lines += [fit(fold(found.meaning), _MEANING_LIMIT)] if found and fold(found.meaning) else []
    if snapshot.board.close:
        lines.append(f"{strong(texts.CLOSE_CALL)} {fit(fold(snapshot.board.close), _MEANING_LIMIT)}")
    return [section("\n".join(lines))]


def taking_part(snapshot: Snapshot) -> list[Block]:
    """Who takes part, where several may."""
    if snapshot.decision.solo or not snapshot.decision.participants:
        return []
    return [context(f"{mrkdwn(texts.TAKING_PART)} {everyone(snapshot.decision.participants, snapshot.people)}")]


def history_blocks(decision: Decision) -> list[Block]:
    """Its record, when it is looked at again, and what it replaces or is replaced by."""
    lines = []
    if decision.number is not None:
        recorded = f", {texts.RECORDED_ON} {day(decision.recorded_at)}" if decision.recorded_at else ""
        lines.append(f"{mrkdwn(phrases.record_number(decision.number))}{recorded}")
    if decision.review_at is not None:
        lines.append(f"{mrkdwn(texts.REVIEW_ON)} {when(decision.review_at)}")
    if decision.supersedes:
        lines.append(fit(fold(phrases.supersedes(decision.supersedes)), 200))
    if decision.superseded_by:
        lines.append(fit(fold(phrases.superseded_by(decision.superseded_by)), 200))
    return [context(*lines)] if lines else []


def _buttons(decision: Decision) -> list[Block]:
    if decision.status in {Status.FINISHED, Status.CANCELLED}:
        return []
    plain_value = ids.value(decision.id)
    first = _resume(decision.id) if decision.status is Status.PAUSED else button(texts.PAUSE, ids.PAUSE, plain_value)
    join = [] if decision.solo else [button(texts.JOIN, ids.JOIN, plain_value)]
    return [actions(f"decide_root_{decision.status}", [*join, first, _ends(decision.id)])]


def _resume(decision_id: str) -> dict[str, Any]:
    return {**button(texts.RESUME, ids.RESUME, ids.value(decision_id)), "style": "primary"}


def resume_row(decision_id: str) -> Block:
    """The one button of a paused question."""
    return actions("decide_paused", [_resume(decision_id)])


def _ends(decision_id: str) -> dict[str, Any]:
    return {
        "type": "overflow",
        "action_id": ids.MORE,
        "options": [
            option(texts.FINISH, ids.value(decision_id, 0, ids.FINISH)),
            option(texts.CANCEL, ids.value(decision_id, 0, ids.CANCEL)),
        ],
        "confirm": confirm(texts.END_TITLE, texts.END_TEXT, texts.END_YES, texts.END_NO),
    }

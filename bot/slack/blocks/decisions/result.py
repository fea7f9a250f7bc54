"""The result: the verdict, why, what would change it, who saw it differently, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from bot.decisions.advice import advise
from bot.decisions.assessment import Flip
from bot.decisions.facts import Fact
from bot.decisions.plan import Plan, Stage
from bot.decisions.session.state import Decision, Round, Status
from bot.slack import decision_texts as texts
from bot.slack.blocks.decisions import ids
from bot.slack.blocks.decisions.outlook import advice_blocks, flip_blocks, plan_blocks
from bot.slack.blocks.decisions.pieces import (
    headline,
    label,
    listed,
    packed,
    person,
    said,
    strong,
    verdict_names,
    words_of,
)
from bot.slack.blocks.decisions.root import history_blocks, verdict_blocks
from bot.slack.blocks.decisions.snapshot import Snapshot
from bot.slack.blocks.decisions.sources import Sources
from bot.slack.blocks.decisions.table import frameworks_table
from bot.slack.blocks.parts import Block, Message, actions, button, context
from bot.slack.markup import mrkdwn

_BUDGET = 3000


def result_messages(snapshot: Snapshot, flips: Sequence[Flip], plan: Plan | None = None) -> tuple[Message, ...]:
    """The whole result; nearly always one message, and two or three where that would be too long.

    How many there are depends on the answers, the matter and the plan alone: recording a decision or setting a review
    changes the last one and adds none.

    Args:
        flips: from `Advisor.flips` on the answers that stand.
    """
    sources = Sources(snapshot.titles)
    advice = advise(plan, snapshot.board.verdicts, snapshot.decision.answers)
    blocks = [
        *verdict_blocks(snapshot),
        frameworks_table(snapshot, sources),
        *flip_blocks(snapshot.matter, flips),
        *dissent_blocks(snapshot),
        *answer_blocks(snapshot),
        *advice_blocks(advice, Stage.BEFORE, sources),
        *plan_blocks(snapshot, plan, sources),
        *advice_blocks(advice, Stage.CAUTION, sources),
        *advice_blocks(advice, Stage.MEASURE, sources),
    ]
    *first, last = packed(_fallback(snapshot), [*blocks, *sources.blocks()], texts.RESULT_GOES_ON)
    return (*first, Message(last.text, (*last.blocks, *_tail(snapshot.decision))))


def _fallback(snapshot: Snapshot) -> str:
    """The point for notifications and screen readers: the verdict, then each framework's."""
    each_says = [
        f"{each.framework.title}: {verdict_names(snapshot.matter, each.verdicts, each.variant)}"
        for each in snapshot.board.assessments
    ]
    return f"{texts.RESULT}: {headline(snapshot)}. {'; '.join(each_says)}"


def dissent_blocks(snapshot: Snapshot) -> list[Block]:
    """Who saw what differently from what stands, by name."""
    lines = [
        f"• {person(stance.user, snapshot.people)}: {label(fact)}: {said(fact, stance.value)}"
        f"{words_of(stance.because or stance.words)} ({mrkdwn(texts.STANDS)} {_standing(fact, round_)})"
        for name, round_ in snapshot.decision.latest.items()
        if (fact := snapshot.matter.facts.get(name)) is not None
        for stance in round_.dissent
    ]
    return listed([strong(texts.DISSENT), *lines], _BUDGET) if lines else []


def answer_blocks(snapshot: Snapshot) -> list[Block]:
    """What stands of each fact that was asked."""
    lines = [
        f"• {label(fact)}: {_standing(fact, round_)}"
        for name, round_ in snapshot.decision.latest.items()
        if (fact := snapshot.matter.facts.get(name)) is not None
    ]
    return listed([strong(texts.KNOWN), *lines], _BUDGET) if lines else []


def _standing(fact: Fact, round_: Round) -> str:
    return said(fact, round_.standing) if round_.standing is not None else mrkdwn(texts.UNKNOWN)


def _tail(decision: Decision) -> list[Block]:
    if decision.status is not Status.FINISHED or decision.superseded_by:
        return history_blocks(decision)
    carried = ids.value(decision.id)
    row = []
    if decision.number is None:
        row += [{**button(texts.RECORD, ids.RECORD, carried), "style": "primary"}]
        row += [button(texts.CHANGE, ids.CHANGE, carried)]
    if decision.review_at is None:
        row.append(button(texts.REVISIT, ids.REVISIT, ids.value(decision.id, 0, str(texts.REVISIT_DAYS))))
    if decision.number is not None:
        row.append(button(texts.REOPEN, ids.REOPEN, carried))
    note = [context(mrkdwn(texts.ANSWER_DIFFERENTLY))] if decision.number is None else []
    return [*history_blocks(decision), *note, actions(f"decide_result_{len(row)}", row)]

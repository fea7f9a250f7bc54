"""What is said once in a decision's thread, or to one person: what if, why, reviews, refusals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.decisions.assessment import Board
from bot.decisions.facts import Value
from bot.decisions.frameworks import Matter
from bot.decisions.loading.errors import FrameworkError
from bot.decisions.session.refusals import Refused
from bot.slack import decision_phrases as phrases
from bot.slack import decision_texts as texts
from bot.slack import grounds_phrases, limits, refusal_texts
from bot.slack.blocks.decisions import ids
from bot.slack.blocks.decisions.pieces import board_names, headline, listed, mention, person, strong
from bot.slack.blocks.decisions.pieces import verdict_names as names_of
from bot.slack.blocks.decisions.snapshot import Snapshot
from bot.slack.blocks.decisions.sources import Sources
from bot.slack.blocks.decisions.table import panel_reasons, reasons_of
from bot.slack.blocks.parts import Block, Message, actions, button, context, section
from bot.slack.markup import bold, clean, fit, fold, mrkdwn

_BUDGET = 5000
_LINE = 700
_MOST_ERRORS = 20


def note(sentence: str) -> Message:
    """One sentence of ours, in plain text."""
    said = fit(clean(sentence).strip(), limits.SECTION_TEXT) or "…"
    return Message(said, (section(said),))


def refused_message(refused: Refused, snapshot: Snapshot | None = None) -> Message:
    """Tell one person why something cannot be done, and what they can do instead."""
    return note(refusal_texts.refusal(refused, snapshot.matter if snapshot else None, _names(snapshot)))


def _names(snapshot: Snapshot | None) -> Mapping[str, str]:
    return snapshot.people if snapshot else {}


def what_if_message(snapshot: Snapshot, supposed: Mapping[str, Value | None], then: Board) -> Message:
    """The verdict under other answers, beside the one that stands."""
    matter, now = snapshot.matter, snapshot.board
    head = phrases.what_if(", ".join(_supposed(matter, supposed)))
    after, before = board_names(matter, then), board_names(matter, now)
    verdict = phrases.stays(after) if after == before else phrases.instead_of(after, before)
    lines = [f"• {fit(fold(line), _LINE)}" for line in _changes(matter, now, then)]
    blocks = [section(f"{strong(head)}\n{fit(fold(verdict), _LINE)}"), *(listed(lines, _BUDGET) if lines else [])]
    return Message.of(f"{fold(head)} {fold(verdict)}", [*blocks, context(mrkdwn(texts.CHANGED_NOTHING))])


def _supposed(matter: Matter, supposed: Mapping[str, Value | None]) -> list[str]:
    known = {name: value for name, value in supposed.items() if name in matter.facts}
    return [f"{fold(matter.facts[n].label)}: {fold(phrases.said(matter.facts[n], v))}" for n, v in known.items()]


def _changes(matter: Matter, now: Board, then: Board) -> list[str]:
    """Frameworks that would say something else."""
    before = {each.framework.name: names_of(matter, each.verdicts, each.variant) for each in now.assessments}
    after = {each.framework.name: names_of(matter, each.verdicts, each.variant) for each in then.assessments}
    titles = {each.framework.name: fold(each.framework.title) for each in then.assessments}
    return [
        phrases.from_to(titles[name], before[name], says)
        for name, says in after.items()
        if name in before and before[name] != says
    ]


def why_message(snapshot: Snapshot, fact: str | None = None) -> Message:
    """Why a fact is asked: which frameworks it can still move. Without one: what speaks for what so far."""
    sources = Sources(snapshot.titles)
    asked = snapshot.matter.facts.get(fact or "")
    if asked is None:
        return _why_verdict(snapshot, sources)
    moved = [each for each in snapshot.board.assessments if asked.name in each.needs]
    lines = [f"• {fit(fold(each.framework.title), 150)}" for each in moved]
    head = f"{strong(asked.question)}\n{fit(fold(asked.why), _LINE)}"
    row = listed([mrkdwn(texts.WHY_QUESTION), *lines], _BUDGET) if lines else [context(mrkdwn(texts.MOVES_NOTHING))]
    return Message.of(f"{fold(asked.question)} {fold(asked.why)}", [section(head), *row])


def _why_verdict(snapshot: Snapshot, sources: Sources) -> Message:
    board = snapshot.board
    lines = []
    for each in board.assessments:
        says = names_of(snapshot.matter, each.verdicts, each.variant)
        reasons = reasons_of(each.fired, sources, _LINE, fit)
        title = bold(fit(fold(each.framework.title), 150))
        lines.append(f"• {title}: {fit(says, 200)}{f' – {reasons}' if reasons else ''}")
    panel = panel_reasons(snapshot, sources, 2 * _LINE, fit)
    lines.append(f"• {strong(texts.PANEL)}: {fit(headline(snapshot), 300)} – {panel}")
    blocks = [section(strong(texts.WHY_VERDICT)), *listed(lines, _BUDGET), *sources.blocks()]
    return Message.of(f"{texts.WHY_VERDICT}: {headline(snapshot)}", blocks)


def reopen_blocks(snapshot: Snapshot) -> list[Block]:
    """The button that begins a decision in place of this one; what did so, once something has."""
    decision = snapshot.decision
    if decision.superseded_by is not None:
        return [context(fit(fold(phrases.superseded_by(decision.superseded_by)), 200))]
    again = button(texts.REOPEN, ids.REOPEN, ids.value(decision.id))
    return [actions("decide_reopen", [{**again, "style": "primary"}])]


def review_due_message(snapshot: Snapshot) -> Message:
    """Bring a decision back to its thread because it was to be looked at again; the owner is called."""
    verdict = grounds_phrases.was_then(headline(snapshot))
    said = f"{mention(snapshot.decision.owner)} {strong(texts.REVIEW_DUE)}\n{strong(snapshot.decision.topic)}"
    blocks = [section(said), section(fit(fold(verdict), _LINE)), *reopen_blocks(snapshot)]
    return Message.of(f"{texts.REVIEW_DUE} {fold(snapshot.decision.topic)}. {fold(verdict)}", blocks)


def handed_over_message(snapshot: Snapshot, before: str) -> Message:
    """Say who leads now; they are called."""
    said = phrases.handed_over(person(before, snapshot.people), mention(snapshot.decision.owner))
    return Message(said, (section(said),))


def framework_errors_message(errors: Iterable[FrameworkError], *, some_work: bool) -> Message:
    """Name the mistakes in framework files, each with file and line.

    Args:
        some_work: other files, or earlier contents of these, can still be decided with.
    """
    found = list(errors)
    lines = [f"• {fit(fold(str(error)), _LINE)}" for error in found[:_MOST_ERRORS]]
    head = texts.SOME_BROKEN_FILES if some_work else texts.BROKEN_FILES
    said = f"{head} {fold(str(found[0]))}" if found else head
    return Message.of(said, [section(mrkdwn(head)), *(listed(lines, _BUDGET) if lines else [])])

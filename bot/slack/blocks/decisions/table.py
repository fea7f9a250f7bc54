"""The frameworks side by side: what each says, and the reasons that decided it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from bot.decisions.assessment import Assessment, Board
from bot.decisions.frameworks import Matter, Rule
from bot.slack import decision_phrases as phrases
from bot.slack import decision_texts as texts
from bot.slack.blocks.decisions.pieces import board_names, verdict_names
from bot.slack.blocks.decisions.snapshot import Snapshot
from bot.slack.blocks.decisions.sources import Sources
from bot.slack.blocks.parts import Block
from bot.slack.markup import fold, plain

_MOST_ROWS = 96
"""Frameworks; a table holds 100 rows, and one is the head, one the panel, one says how many were left out."""
_BUDGET = 6000
"""Characters of the whole table, of which Slack takes 10,000 beside all else."""
_LONGEST_REASONS = 500
_LONGEST_NAME = 60
_LONGEST_VERDICTS = 100

Render = Callable[[str, int], str]


def frameworks_table(snapshot: Snapshot, sources: Sources) -> Block:
    """The table. Its cells are plain text, so nothing in them is live."""
    matter, board = snapshot.matter, snapshot.board
    shown = board.assessments[:_MOST_ROWS]
    share = _BUDGET // (len(shown) + 2)
    rows = [_row(list(texts.TABLE_HEADER), share)]
    rows += [_row(_framework(matter, each, sources, share), share) for each in shown]
    if len(board.assessments) > len(shown):
        rows.append(_row([phrases.and_more(len(board.assessments) - len(shown)), "–", "–"], share))
    rows.append(_row([texts.PANEL, board_names(matter, board), panel_reasons(snapshot, sources, share)], share))
    wrapped = [{"is_wrapped": True}] * len(texts.TABLE_HEADER)
    return {"type": "table", "block_id": "decide_frameworks", "column_settings": wrapped, "rows": rows}


def _row(cells: list[str], share: int) -> list[dict[str, Any]]:
    name, says, because = cells
    limits = (min(_LONGEST_NAME, share // 4), min(_LONGEST_VERDICTS, share // 4))
    texts_ = (plain(name, limits[0]), plain(says, limits[1]), because)
    return [{"type": "raw_text", "text": text or "–"} for text in texts_]


def _framework(matter: Matter, assessment: Assessment, sources: Sources, share: int) -> list[str]:
    says = verdict_names(matter, assessment.verdicts, assessment.variant)
    reasons = reasons_of(assessment.fired, sources, min(_LONGEST_REASONS, share // 2))
    return [assessment.framework.title, says, _and_needs(matter, assessment, reasons, share)]


def _and_needs(matter: Matter, assessment: Assessment, reasons: str, share: int) -> str:
    if len(assessment.verdicts) == 1:
        return reasons
    labels = [fold(matter.facts[name].label) for name in assessment.needs if name in matter.facts]
    needs = (
        plain(phrases.needs(labels), max(10, min(_LONGEST_REASONS, share // 2) - len(reasons) - 2)) if labels else ""
    )
    return "; ".join(part for part in (reasons, needs) if part)


def reasons_of(rules: Iterable[Rule], sources: Sources, limit: int, render: Render = plain) -> str:
    """``it changes weekly [1]; users must see sources [2]``, as many as ``limit`` characters hold."""
    said: list[str] = []
    for rule in rules:
        room = limit - len("; ".join(said)) - 8
        if room < 8:  # noqa: PLR2004 - nothing readable fits any more
            return f"{'; '.join(said)}; …" if said else "…"
        reason = render(fold(rule.reason), min(room, 300))
        said.append(f"{reason} {sources.mark(rule.ground)}".strip())
    return "; ".join(said)


def panel_reasons(snapshot: Snapshot, sources: Sources, share: int, render: Render = plain) -> str:
    """Why the panel says what it says: a rule of its own, or how many frameworks agree."""
    matter, board = snapshot.matter, snapshot.board
    limit = max(16, min(_LONGEST_REASONS, share // 2))
    if board.rule is not None:
        return reasons_of([board.rule], sources, limit, render)
    if not board.settled:
        labels = [fold(matter.facts[name].label) for name in snapshot.open_facts if name in matter.facts]
        return render(phrases.needs(labels), limit) if labels else texts.STILL_OPEN
    counts = _counts(matter, board)
    (verdict,) = board.verdicts
    said = render(phrases.agree(counts[verdict], len(board.assessments)), limit)
    tied = [name for name, count in counts.items() if count >= counts[verdict] and name != verdict]
    if not tied or matter.panel.tie is None or limit - len(said) < 16:  # noqa: PLR2004 - nothing readable fits
        return said
    return f"{said}; {reasons_of([matter.panel.tie], sources, limit - len(said) - 2, render)}"


def _counts(matter: Matter, board: Board) -> Counter[str]:
    """How many frameworks count for each verdict."""
    counted: Counter[str] = Counter()
    for assessment in board.assessments:
        if len(assessment.verdicts) == 1:
            (verdict,) = assessment.verdicts
            counted[matter.panel.counts_as.get(verdict, verdict)] += 1
    return counted

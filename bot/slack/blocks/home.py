"""The Home tab: what waits for this person, what people miss, what there is to ask about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack import knowledge_texts, limits, texts
from bot.slack.blocks.decisions.home import Overview, home_blocks
from bot.slack.blocks.gaps import gap_line
from bot.slack.blocks.help import how_to_ask
from bot.slack.blocks.knowledge import sync_lines
from bot.slack.blocks.parts import Block, context, header, section
from bot.slack.blocks.times import when
from bot.slack.gap_views import GapView
from bot.slack.markup import bold, fit, fold, mrkdwn
from bot.store.gaps import Asking
from bot.store.knowledge import Note

MOST_OWN = 5
MOST_WANTED = 5
_QUESTION_LIMIT = 200


@dataclass(frozen=True, slots=True)
class HomeState:
    """What one person's Home shows.

    Attributes:
        own: questions of theirs that were left open, newest first.
        wanted: topics asked about in public, most wanted first.
        answers, up, down: of this week.
        reasons: what was wrong with answers this week, by code; None for people who are no admins.
        now: seconds since the epoch.
        decisions: None where nothing is decided.
    """

    documents: int
    notes: Mapping[str, Note]
    own: Sequence[Asking]
    wanted: Sequence[GapView]
    answers: int
    up: int
    down: int
    reasons: Mapping[str, int] | None
    now: float
    decisions: Overview | None = None


def home_view(state: HomeState) -> dict[str, Any]:
    """The Home tab."""
    blocks = [
        header(texts.HOME_HEADER),
        section(mrkdwn(texts.GREETING)),
        *_decisions(state.decisions),
        *_own(state.own),
        *how_to_ask(),
        {"type": "divider"},
        section("\n".join([bold(mrkdwn(texts.articles(state.documents))), *sync_lines(state.notes)])),
        *_wanted(state.wanted),
        *_usage(state),
        context(mrkdwn(texts.HELP_NOTE), mrkdwn(texts.HOME_PRIVACY), mrkdwn(knowledge_texts.SETTINGS_HINT)),
        context(f"{mrkdwn(knowledge_texts.UPDATED)} {when(state.now)}"),
    ]
    return {"type": "home", "blocks": blocks[: limits.VIEW_BLOCKS]}


def _decisions(seen: Overview | None) -> list[Block]:
    if seen is None:
        return []
    return [*home_blocks(seen.waiting, seen.open, seen.past, seen.people), {"type": "divider"}]


def _own(own: Sequence[Asking]) -> list[Block]:
    if not own:
        return []
    lines = [_own_line(asking) for asking in own[:MOST_OWN]]
    return [section("\n".join([bold(mrkdwn(knowledge_texts.YOURS)), *lines])), {"type": "divider"}]


def _own_line(asking: Asking) -> str:
    question = fit(fold(asking.question), _QUESTION_LIMIT)
    if asking.answered_at is None:
        return f"• {question} · {mrkdwn(knowledge_texts.STILL_OPEN)}"
    return f"• {question} · {bold(mrkdwn(knowledge_texts.ANSWERED_SINCE))} {when(asking.answered_at)}"


def _wanted(wanted: Sequence[GapView]) -> list[Block]:
    if not wanted:
        return []
    return [section("\n".join([bold(mrkdwn(knowledge_texts.WANTED)), *map(gap_line, wanted[:MOST_WANTED])]))]


def _usage(state: HomeState) -> list[Block]:
    said = knowledge_texts.usage(state.answers, state.up, state.down)
    lines = [mrkdwn(f"{knowledge_texts.THIS_WEEK}: {said}")]
    if state.reasons:
        lines.append(mrkdwn(knowledge_texts.reasons(state.reasons, texts.REASONS)))
    return [context(*lines)]

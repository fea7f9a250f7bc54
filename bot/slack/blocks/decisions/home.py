"""Decisions on the Home tab: what waits for this person first, then what is open, then what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.slack import decision_phrases as phrases
from bot.slack import decision_texts as texts
from bot.slack.blocks.decisions import ids
from bot.slack.blocks.decisions.lists import Line, decision_line
from bot.slack.blocks.decisions.pieces import strong
from bot.slack.blocks.parts import Block, button, context, section
from bot.slack.markup import fit, fold, mrkdwn

MOST = 5
"""Lines of each part."""
_WANTS = 200


@dataclass(frozen=True, slots=True)
class Overview:
    """What one person sees of decisions, newest first in each part. What waits for them stands there only.

    Attributes:
        people: names by user id, as far as they are known.
    """

    waiting: Sequence[Line] = ()
    open: Sequence[Line] = ()
    past: Sequence[Line] = ()
    people: Mapping[str, str] = field(default_factory=dict)


def home_blocks(
    waiting: Sequence[Line], open_: Sequence[Line], past: Sequence[Line], people: Mapping[str, str]
) -> list[Block]:
    """At most 19 blocks; an example where there is nothing yet.

    Args:
        waiting: decisions in which this person has something to do; those among ``open_`` are shown once.
    """
    if not (waiting or open_ or past):
        return [section(f"{mrkdwn(texts.HOME_EMPTY)}\n`{mrkdwn(texts.EXAMPLE)}`")]
    shown = {line.decision.id for line in waiting}
    rest = [line for line in open_ if line.decision.id not in shown]
    return [
        *_part(texts.WAITING, waiting, people),
        *_part(texts.OPEN_DECISIONS, rest, people),
        *_part(texts.PAST_DECISIONS, past, people),
        context(mrkdwn(texts.ALL_OF_THEM)),
    ]


def _part(title: str, lines: Sequence[Line], people: Mapping[str, str]) -> list[Block]:
    if not lines:
        return []
    return [section(strong(title)), *(_row(line, people) for line in lines[:MOST])]


def _row(line: Line, people: Mapping[str, str]) -> Block:
    wanted = f"\n{fit(fold(line.wants), _WANTS)}" if line.wants else ""
    row = section(decision_line(line, people) + wanted)
    linked = line.link is not None and line.link.startswith(("https://", "http://"))
    return {**row, "accessory": _thread_button(line)} if linked else row


def _thread_button(line: Line) -> Block:
    label = phrases.open_thread(fold(line.decision.topic))
    return {**button(texts.OPEN, ids.OPEN, ids.value(line.decision.id), label), "url": line.link}

"""What a thread is told when articles its decision rests on have changed: what changed, and what that would come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.decisions.figures import TIME, Figure
from bot.decisions.grounds import FigureChange, GroundChange, How
from bot.decisions.session.state import Shift
from bot.slack import decision_phrases as phrases
from bot.slack import decision_texts as texts
from bot.slack import grounds_phrases
from bot.slack.blocks.decisions.notes import reopen_blocks
from bot.slack.blocks.decisions.pieces import board_names, mention, strong, verdict_names
from bot.slack.blocks.decisions.snapshot import Snapshot
from bot.slack.blocks.decisions.sources import Sources
from bot.slack.blocks.parts import Block, Message, context, section
from bot.slack.markup import bold, fit, fold, mrkdwn, quoted

_LINE = 700
_PASSAGE = 500
_MOST_PASSAGES = 5
_MOST_FIGURES = 4


def grounds_message(snapshot: Snapshot, shift: Shift) -> Message:
    """Bring a decision back to its thread because of what it rests on; the owner is called.

    It offers to reopen the decision as long as nothing took its place.
    """
    sources = Sources(snapshot.titles)
    shown = shift.changes[:_MOST_PASSAGES]
    rest = len(shift.changes) - len(shown)
    verdict = " ".join(_verdict(snapshot, shift))
    blocks = [
        section(f"{mention(snapshot.decision.owner)} {strong(texts.GROUNDS_CHANGED)}"),
        *(_passage(change, sources) for change in shown),
        *([context(mrkdwn(phrases.and_more(rest)))] if rest else []),
        section(fit(fold(verdict), 2 * _LINE)),
        *([] if snapshot.decision.superseded_by else [context(mrkdwn(texts.ONLY_OFFERED))]),
        *reopen_blocks(snapshot),
    ]
    told = [f"{snapshot.titles.get(change.document) or change.document}: {_what(change)}" for change in shown]
    return Message.of(fold(" ".join([texts.GROUNDS_CHANGED, *told, verdict])), blocks)


def _what(change: GroundChange) -> str:
    """Say what became of a passage; plain text."""
    if change.how is How.REMOVED:
        return texts.IS_GONE
    pairs = _pairs(change.figures)
    said = f"{grounds_phrases.figures_changed(pairs)}." if pairs else texts.REWORDED
    return f"{said} {texts.READS_AGAIN}" if change.how is How.RETURNED else said


def _pairs(figures: Sequence[FigureChange]) -> list[tuple[str, str]]:
    return [(fold(each.before.text), fold(_with_unit(each.after))) for each in figures[:_MOST_FIGURES]]


def _with_unit(figure: Figure) -> str:
    """A figure with the time it counts; money and shares are told by their sign."""
    return phrases.amount(figure.value, f"{figure.unit}s") if figure.value and figure.unit in TIME else figure.text


def _passage(change: GroundChange, sources: Sources) -> Block:
    lines = [f"{bold(sources.name(change.ground))}: {fit(fold(_what(change)), _LINE)}"]
    if change.before:
        lines += [mrkdwn(texts.WAS), quoted(fold(" ".join(change.before)), _PASSAGE)]
    if change.after:
        lines += [mrkdwn(texts.IS_NOW), quoted(fold(" ".join(change.after)), _PASSAGE)]
    return section("\n".join(lines))


def _verdict(snapshot: Snapshot, shift: Shift) -> Iterator[str]:
    """Say what was decided, and what the same answers come to now."""
    yield grounds_phrases.was_then(board_names(snapshot.matter, snapshot.board))
    if (outlook := shift.outlook) is None:
        return
    pairs = _pairs(outlook.replaced)
    after = verdict_names(snapshot.matter, outlook.verdicts, outlook.variant)
    if outlook.same:
        yield grounds_phrases.same_with(pairs) if pairs else texts.NOTHING_CHANGES
    elif pairs:
        yield grounds_phrases.would_be_with(pairs, after)
    else:
        yield grounds_phrases.newer_frameworks(after)
    if outlook.kept:
        yield grounds_phrases.still_read([f"{number:,}" for number in outlook.kept])

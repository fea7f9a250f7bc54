"""What follows a verdict: what would change it, what to know first, the phases of the work and what they cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.decisions.assessment import Flip, FlipChange
from bot.decisions.facts import LARGEST_NUMBER, Fact
from bot.decisions.frameworks import Matter
from bot.decisions.plan import Advice, CostBand, Phase, Plan, Range, Stage
from bot.slack import decision_phrases as phrases
from bot.slack import decision_texts as texts
from bot.slack.blocks.decisions.pieces import in_order, listed, strong, verdict_name
from bot.slack.blocks.decisions.snapshot import Snapshot
from bot.slack.blocks.decisions.sources import Sources
from bot.slack.blocks.parts import Block, context
from bot.slack.markup import bold, fit, fold, mrkdwn

_MOST_FLIPS = 5
_MOST_PLANS = 3
_LINE = 700
_BUDGET = 3000


def flip_blocks(matter: Matter, flips: Sequence[Flip]) -> list[Block]:
    """The smallest changes that change the verdict."""
    lines = [f"• {fit(fold(flip_text(matter, flip)), _LINE)}" for flip in flips[:_MOST_FLIPS]]
    return listed([strong(texts.FLIPS), *(lines or [mrkdwn(texts.NO_FLIPS)])], _BUDGET)


def flip_text(matter: Matter, flip: Flip) -> str:
    """``If “Citations” is No instead of Yes, the verdict becomes Fine-tuning.``; plain text."""
    changes = [_change(matter.facts[change.fact], change) for change in flip.changes if change.fact in matter.facts]
    return phrases.supposed(changes, verdict_name(matter, flip.verdict))


def _change(fact: Fact, change: FlipChange) -> str:
    before = None if change.before is None else fold(phrases.said(fact, change.before))
    return phrases.instead(fold(fact.label), fold(_changed_value(fact, change)), before)


def _changed_value(fact: Fact, change: FlipChange) -> str:
    if not fact.is_number or (change.low is None and change.high is None):
        return phrases.said(fact, change.value)
    endless = change.high is None or change.high >= LARGEST_NUMBER
    return phrases.span(change.low, None if endless else change.high, fact.unit)


def advice_blocks(advice: Iterable[Advice], stage: Stage, sources: Sources) -> list[Block]:
    """What to know at one stage, each with the passage it is from."""
    lines = [_advice(each, sources) for each in advice if each.stage is stage]
    return listed([strong(texts.STAGES[stage]), *lines], _BUDGET) if lines else []


def _advice(advice: Advice, sources: Sources) -> str:
    checked = f" ({mrkdwn(phrases.checked_on(fold(advice.checked)))})" if advice.checked else ""
    return f"• {fit(fold(advice.text), _LINE)} {sources.mark(advice.ground)}{checked}"


def plan_blocks(snapshot: Snapshot, plan: Plan | None, sources: Sources) -> list[Block]:
    """Phases for each verdict that is still possible, then what the options cost."""
    if plan is None:
        return []
    board = snapshot.board
    blocks = []
    for verdict in in_order(snapshot.matter, board.verdicts)[:_MOST_PLANS]:
        variant = board.variant if board.settled else None
        title = strong(phrases.plan_for(verdict_name(snapshot.matter, verdict, variant)))
        lines = [_phase(place, phase, sources) for place, phase in enumerate(plan.phases(verdict, variant), 1)]
        blocks += listed([title, *lines], _BUDGET) if lines else []
    return [*blocks, *_costs(plan, sources)]


def _phase(place: int, phase: Phase, sources: Sources) -> str:
    ranges = [*_ranges(phase.weeks, "weeks", sources), *_ranges(phase.dollars, "USD", sources)]
    figures = f"\n{'; '.join(ranges)}" if ranges else ""
    does = f"{fit(fold(phase.does), _LINE)} {sources.mark(phase.ground)}"
    return f"{place}. {bold(fit(fold(phase.title), 150))}: {does}{figures}"


def _ranges(ranges: Iterable[Range], unit: str, sources: Sources) -> Iterator[str]:
    for each in list(ranges)[:5]:
        yield f"{mrkdwn(phrases.range_of(each, unit))}{_note(each)} {sources.mark(each.ground)}"


def _note(each: Range) -> str:
    return f" ({fit(fold(each.note), 120)})" if each.note and fold(each.note) else ""


def _costs(plan: Plan, sources: Sources) -> list[Block]:
    if not plan.bands:
        return []
    blocks = listed([strong(texts.COSTS), *(_band(band, sources) for band in plan.bands)], _BUDGET)
    notes = [fit(fold(assumption), 300) for assumption in plan.assumptions[:5]]
    return [*blocks, context(*notes)] if notes else blocks


def _band(band: CostBand, sources: Sources) -> str:
    parts = list(_ranges([band.setup], "USD", sources))
    monthly = list(_ranges([band.monthly], "USD", sources)) if band.monthly else [mrkdwn(texts.NO_MONTHLY)]
    return f"• {bold(fit(fold(band.name), 100))}: {', '.join([*parts, *monthly])}"

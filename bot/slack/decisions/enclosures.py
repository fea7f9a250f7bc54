"""The files of a decision: the chart of costs with its result, and its record."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.decisions.costs import cumulative
from bot.decisions.plan import Plan
from bot.decisions.record import file_name
from bot.decisions.session.state import Decision, Status
from bot.slack import conversation_texts as texts
from bot.slack.decisions.recording import Recorder
from bot.slack.files import Upload


class Chart:
    """The chart of cumulative cost, once there is a result. It shows every option, so no answer changes it."""

    slot = "chart"
    what = texts.CHART

    def __init__(self, plan_of: Callable[[Decision], Plan | None]) -> None:
        self._plan_of = plan_of

    async def make(self, decision: Decision) -> Upload | None:
        """Draw it; None while the decision is not finished, or where no source gives a cost."""
        plan = self._plan_of(decision) if decision.status is Status.FINISHED else None
        return await asyncio.to_thread(_draw, plan) if plan is not None and plan.bands else None


class Record:
    """The record, once the decision has its number. From then on nothing it says changes."""

    slot = "record"
    what = texts.RECORD

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    async def make(self, decision: Decision) -> Upload | None:
        """Write it; None while the decision has no number."""
        if decision.number is None:
            return None
        text = await self._recorder.write(decision, decision.number)
        name = file_name(decision.number, decision.topic)
        return Upload(name, text.encode(), texts.record_title(decision.number))


def _draw(plan: Plan) -> Upload:
    from bot.slack.decisions.chart import png  # loads matplotlib
    from bot.slack.decisions.chart_words import alt_text

    series = cumulative(plan.bands)
    return Upload("cost-over-time.png", png(series, plan.assumptions), texts.CHART_TITLE, alt_text(series))

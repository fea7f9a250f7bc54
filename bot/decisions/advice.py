"""Which advice of a plan applies to what a team knows and what it may decide."""

from __future__ import annotations

from collections.abc import Collection

from bot.decisions.conditions import truth_of
from bot.decisions.facts import Answers
from bot.decisions.plan import Advice, Plan


def advise(plan: Plan | None, verdicts: Collection[str], answers: Answers) -> tuple[Advice, ...]:
    """Return the advice for any of ``verdicts``, in the plan's order.

    Advice is left out only when its condition is known not to hold: not knowing a fact is no reason to withhold it.
    """
    if plan is None:
        return ()
    fit = [advice for advice in plan.advice if not advice.verdicts or advice.verdicts & set(verdicts)]
    return tuple(advice for advice in fit if advice.when is None or truth_of(advice.when, answers) is not False)

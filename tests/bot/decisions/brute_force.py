"""What the frameworks say, worked out the slow way: every completion of the unknown facts is tried.

Two evaluators that share nothing with the engine: `article_*` is written straight from frameworks.md for the shipped
frameworks, and `outcome` and `panel` follow the definitions of `bot.decisions.frameworks` for any matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import product

from bot.decisions.conditions import AllOf, AnyOf, Compares, Condition, Is
from bot.decisions.facts import Fact, Value
from bot.decisions.frameworks import FirstThatHolds, Framework, Gates, Matrix, Matter, Outcome, Rule, Tally

Facts = Mapping[str, Value]
Said = tuple[str, str | None]

# --- frameworks.md, in words turned to Python -------------------------------------------------------------------------

OFTEN = ("daily", "weekly", "monthly")
WEEKLY = ("daily", "weekly")
THRESHOLDS = {"weeks_to_launch": (4,), "budget_usd": (30000,), "labelled_examples": (1000, 1001, 5000)}


def _behaviour(f: Facts) -> bool:
    return f["output_format"] == "yes" or f["domain_reasoning"] == "yes"


def honest_take(f: Facts) -> Said:
    rag = sum(
        [
            f["change_rate"] in WEEKLY,
            f["citations"] == "yes",
            int(f["weeks_to_launch"]) < 4,
            int(f["budget_usd"]) < 30000,
        ]
    )
    tuned = (f["output_format"] == "yes") + (f["narrow_task"] == "yes")
    if rag == tuned:
        return ("hybrid" if rag else "rag"), None
    return ("rag" if rag > tuned else "fine_tune"), None


def five_questions(f: Facts) -> Said:
    if (f["change_rate"] in WEEKLY or f["citations"] == "yes") and _behaviour(f):
        return "hybrid", None
    score = {"daily": -1, "weekly": -1, "monthly": 0}.get(str(f["change_rate"]), 1)
    score += 1 if f["latency"] == "sub_second" else -1
    score -= f["citations"] == "yes"
    score += {"ml_engineering": 1, "both": 0}.get(str(f["team"]), -1)
    score += 1 if f["cost_shape"] == "low_marginal" else -1
    return ("fine_tune" if score > 0 else "rag"), None


def decision_tree(f: Facts) -> Said:
    if f["change_rate"] in OFTEN or f["citations"] == "yes" or int(f["labelled_examples"]) < 5000:
        return "rag", None
    if f["narrow_task"] == "yes":
        return "fine_tune", None
    if f["latency"] == "sub_second" or f["tight_cost"] == "yes":
        return "fine_tune", "smaller_model"
    return ("fine_tune", "self_hosted") if f["data_residency"] == "yes" else ("rag", None)


def business_need(f: Facts) -> Said:
    if _behaviour(f) or f["latency"] == "sub_second":
        return ("hybrid", "rag_layer_first") if f["change_rate"] in OFTEN else ("fine_tune", None)
    return "rag", None


def three_questions(f: Facts) -> Said:
    if f["change_rate"] in OFTEN:
        return "rag", None
    if _behaviour(f) or f["narrow_task"] == "yes" or int(f["labelled_examples"]) > 1000:
        return "fine_tune", None
    return "prompt_first", None


ARTICLES: dict[str, Callable[[Facts], Said]] = {
    "honest-take": honest_take,
    "five-questions": five_questions,
    "decision-tree": decision_tree,
    "business-need": business_need,
    "three-questions": three_questions,
}
ASKS = {
    "honest-take": "change_rate citations weeks_to_launch budget_usd output_format narrow_task",
    "five-questions": "change_rate citations output_format domain_reasoning latency team cost_shape",
    "decision-tree": "change_rate citations labelled_examples narrow_task latency tight_cost data_residency",
    "business-need": "change_rate output_format domain_reasoning latency",
    "three-questions": "change_rate output_format narrow_task domain_reasoning labelled_examples",
}


def article_panel(f: Facts) -> str:
    """Return the panel's verdict on complete facts."""
    if (f["change_rate"] in OFTEN or f["citations"] == "yes") and _behaviour(f):
        return "hybrid"
    counts = Counter({"prompt_first": "rag"}.get(said, said) for said, _ in (each(f) for each in ARTICLES.values()))
    return max(("rag", "hybrid", "fine_tune"), key=lambda verdict: counts[verdict])


# --- any matter -------------------------------------------------------------------------------------------------------


def holds(condition: Condition | None, f: Facts) -> bool:
    """Whether a condition holds on complete facts."""
    if condition is None:
        return True
    if isinstance(condition, Is):
        return f[condition.fact] in condition.values
    if isinstance(condition, Compares):
        number, other = int(f[condition.fact]), condition.number
        return {"<": number < other, "<=": number <= other, ">": number > other, ">=": number >= other}[
            condition.operator
        ]
    if isinstance(condition, AllOf):
        return all(holds(part, f) for part in condition.parts)
    if isinstance(condition, AnyOf):
        return any(holds(part, f) for part in condition.parts)
    return not holds(condition.part, f)


def _first(rules: tuple[Rule, ...], f: Facts) -> Rule | None:
    return next((rule for rule in rules if holds(rule.when, f)), None)


def outcome(framework: Framework, f: Facts) -> Said:
    """Return what a framework says on complete facts."""
    first = _first(framework.first, f)
    said = first.outcome if first else _method(framework, f)
    return said.verdict, said.variant


def _method(framework: Framework, f: Facts) -> Outcome:
    method = framework.method
    if isinstance(method, FirstThatHolds):
        return (_first(method.rules[:-1], f) or method.rules[-1]).outcome
    if isinstance(method, Matrix):
        return method.cells[tuple(holds(axis, f) for _, axis in method.axes)].outcome
    if isinstance(method, Gates):
        gone = {verdict for gate in method.gates if holds(gate.when, f) for verdict in gate.rules_out}
        left = [verdict for verdict in method.preferred if verdict not in gone]
        return Outcome(left[0]) if left else method.otherwise.outcome
    return _tally(method, f)


def _tally(method: Tally, f: Facts) -> Outcome:
    counts = Counter(vote.outcome.verdict for vote in method.votes if holds(vote.when, f))
    if not counts:
        return method.none.outcome
    ahead = [verdict for verdict, votes in counts.items() if votes == max(counts.values())]
    if len(ahead) > 1:
        return method.tied.outcome
    variants = {vote.outcome.variant for vote in method.votes if vote.outcome.verdict == ahead[0]}
    return Outcome(ahead[0], variants.pop() if len(variants) == 1 else None)


def panel(matter: Matter, f: Facts) -> str:
    """Return the panel's verdict on complete facts."""
    rule = _first(matter.panel.first, f)
    if rule:
        return rule.outcome.verdict
    verdicts = [outcome(framework, f)[0] for framework in matter.frameworks]
    counts = Counter(matter.panel.counts_as.get(verdict, verdict) for verdict in verdicts)
    order = [*matter.panel.order, *(name for name in matter.verdicts if name not in matter.panel.order)]
    return max(order, key=lambda verdict: (counts[verdict], -order.index(verdict)))


# --- unknown facts ----------------------------------------------------------------------------------------------------


def values(fact: Fact, numbers: tuple[int, ...]) -> list[Value]:
    """Return every choice of a fact; of a number, those around each threshold."""
    if fact.choices:
        return [choice.value for choice in fact.choices]
    return sorted({0, *(n + step for n in numbers for step in (-1, 0, 1) if n + step >= 0)})


def completions(domains: Mapping[str, list[Value]], known: Facts) -> Iterator[dict[str, Value]]:
    """Yield every complete set of facts that agrees with what is known."""
    options = [[known[name]] if name in known else domain for name, domain in domains.items()]
    for chosen in product(*options):
        yield dict(zip(domains, chosen, strict=True))

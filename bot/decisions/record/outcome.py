"""What was chosen and what follows: the sections from Considered Options to Pros and Cons of the Options."""

from __future__ import annotations

from collections.abc import Iterable

from bot.decisions.plan import Stage
from bot.decisions.record import wording
from bot.decisions.record.contents import Contents, because, cited
from bot.decisions.record.markdown import inline

MOST_GOOD = 3
"""Good consequences named with the outcome; all of them stand with the pros and cons."""


def considered(record: Contents) -> list[str]:
    """Return the options, as list items."""
    return [f"* {record.label(name)}" for name in record.matter.verdicts]


def outcome(record: Contents) -> str:
    """Return which option was chosen, and why; what that decides, in a sentence that stands alone; what replaces it."""
    topic, after = inline(record.decision.topic) or "something without a name", record.superseded_by
    holds = [] if after is None else [f"This holds no longer: ADR-{after:04} supersedes it."]
    about = topic if after is None else f"{topic} before ADR-{after:04}"
    if record.chosen is None:
        possible = record.labels(record.board.verdicts)
        text = f'Chosen option: "none yet", because what is known still leaves {possible} possible.'
        alone = f"What was decided about {about}: nothing yet."
    else:
        text = f'Chosen option: "{record.chosen_label}", because {_why(record, record.chosen)}.'
        alone = f"What was decided about {about}: {record.chosen_label}."
    return "\n\n".join([*holds, text, alone])


def consequences(record: Contents) -> list[str]:
    """Return what is good and bad about what was chosen, as list items."""
    if record.chosen is None:
        return ["* Neutral, because nothing is chosen until more is known."]
    others = [name for name in record.matter.verdicts if name != record.chosen]
    against = [
        f"* Bad, because {inline(rule.reason)}, which speaks for {record.label(name)}{cited(rule.ground)}."
        for name in others
        for rule in record.speaking_for(name)
    ]
    risks = [
        f"* Bad, because this risk comes with it: {inline(advice.text)}{cited(advice.ground)}"
        for advice in record.advice(Stage.CAUTION)
    ]
    good = _good(record, record.chosen)[:MOST_GOOD]
    return [*good, *against, *risks] or ["* Neutral, because no rule speaks for or against it."]


def confirmation(record: Contents) -> list[str]:
    """Return how to see whether the decision holds, as list items."""
    measures = [f"* {inline(advice.text)}{cited(advice.ground)}" for advice in record.advice(Stage.MEASURE)]
    review = record.decision.review_at
    due = f"on {wording.day(review)}" if review is not None else "when what would flip it has changed"
    return [*measures, f"* Look at this record again {due}, and compare what it rests on with what is true then."]


def pros_and_cons(record: Contents) -> Iterable[str]:
    """Yield a heading, what the option means, and its list, for each option."""
    for name, verdict in record.matter.verdicts.items():
        yield f"### {record.label(name)}"
        yield inline(verdict.meaning) or "An option of this decision."
        points = [*_good(record, name), *_neutral(record, name), *_bad(record, name)]
        yield "\n".join(points or ["* Neutral, because nothing known speaks for or against it."])


def _why(record: Contents, chosen: str) -> str:
    rule = record.board.rule
    if rule is not None:
        return because(rule)
    agreed = [one.framework.title for one, verdict in record.settled() if _counted(record, verdict) == chosen]
    return f"{len(agreed)} of {len(record.board.assessments)} frameworks come to it: {inline(', '.join(agreed))}"


def _counted(record: Contents, verdict: str) -> str:
    return record.matter.panel.counts_as.get(verdict, verdict)


def _good(record: Contents, name: str) -> list[str]:
    return [f"* Good, because {because(rule)}." for rule in record.speaking_for(name)]


def _neutral(record: Contents, name: str) -> list[str]:
    counted = [
        f"* Neutral, because {inline(one.framework.title)} comes to {record.label(verdict)}, which is counted for it."
        for one, verdict in record.settled()
        if verdict != name and _counted(record, verdict) == name
    ]
    open_ = [
        f"* Neutral, because {inline(one.framework.title)} could still come to it{_hangs_on(record, one.needs)}."
        for one in record.board.assessments
        if len(one.verdicts) > 1 and name in one.verdicts
    ]
    return [*counted, *open_]


def _hangs_on(record: Contents, needs: tuple[str, ...]) -> str:
    labels = [record.matter.facts[fact].label for fact in needs if fact in record.matter.facts]
    return f", which hangs on: {inline(', '.join(labels))}" if labels else ""


def _bad(record: Contents, name: str) -> list[str]:
    ruled_out = [
        f"* Bad, because {because(rule)}."
        for one in record.board.assessments
        for rule in one.fired
        if name in rule.rules_out
    ]
    elsewhere = [
        f"* Bad, because {inline(one.framework.title)} comes to {record.label(verdict)} instead."
        for one, verdict in record.settled()
        if name not in {verdict, _counted(record, verdict)}
    ]
    return [*ruled_out, *elsewhere]

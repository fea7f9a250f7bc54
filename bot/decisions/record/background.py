"""More Information: the frameworks side by side, who differed, how sure it is, what would flip it, and the plan."""

from __future__ import annotations

from collections.abc import Iterable

from bot.decisions.assessment import Assessment
from bot.decisions.plan import Phase, Stage
from bot.decisions.record import wording
from bot.decisions.record.contents import Contents, cited
from bot.decisions.record.markdown import inline, one_line, table
from bot.decisions.session.state import Round, Stance

LONGEST_WORDS = 300


def background(record: Contents) -> Iterable[str]:
    """Yield headings and what stands below them; parts that have nothing to say are left out."""
    yield from _part("The frameworks side by side", _frameworks(record))
    yield from _part("Agreement and dissent", _list(_dissent(record)))
    yield from _part("Confidence", _confidence(record))
    yield from _part("What would flip it", _list(_flips(record)))
    yield from _part("Before work begins", _list(_before(record)))
    yield from _part("Plan", _list(_plan(record)))
    yield from _part("When to revisit", _revisit(record))
    yield from _part("Other records", _list(_others(record)))


def _part(heading: str, text: str) -> Iterable[str]:
    return (f"### {heading}", text) if text else ()


def _list(items: list[str]) -> str:
    return "\n".join(f"* {item}" for item in items)


def _frameworks(record: Contents) -> str:
    rows = [_row(record, one) for one in record.board.assessments]
    return table(("Framework", "Verdict", "Why", "Source"), rows) if rows else ""


def _row(record: Contents, one: Assessment) -> tuple[str, str, str, str]:
    if len(one.verdicts) != 1:
        needs = ", ".join(record.matter.facts[fact].label for fact in one.needs if fact in record.matter.facts)
        return inline(one.framework.title), record.labels(one.verdicts), inline(f"open: {needs}"), ""
    verdict = next(iter(one.verdicts))
    rules = [rule for rule in one.fired if rule.outcome.verdict == verdict or rule.rules_out]
    sources = dict.fromkeys(wording.source(rule.ground) for rule in rules if rule.ground is not None)
    label = wording.verdict(record.matter, verdict, one.variant)
    why = "; ".join(rule.reason for rule in rules)
    return inline(one.framework.title), inline(label), inline(why), inline("; ".join(sources))


def _dissent(record: Contents) -> list[str]:
    rounds = [round_ for round_ in record.decision.latest.values() if round_.fact in record.matter.facts]
    found = [_differs(record, round_, stance) for round_ in rounds for stance in round_.dissent]
    if found:
        return found
    several = any(len(round_.stances) > 1 for round_ in rounds)
    return ["Nobody answered otherwise than what stands."] if several else []


def _differs(record: Contents, round_: Round, stance: Stance) -> str:
    fact = record.matter.facts[round_.fact]
    stands, said = wording.value(fact, round_.standing), wording.value(fact, stance.value)
    settled = f", as {record.name(round_.settled_by)} decided" if round_.settled_by else ""
    text = f"{record.name(stance.user)} answered “{said}” to “{fact.label}”, where “{stands}” stands{settled}."
    own = one_line(stance.because or stance.words or "", LONGEST_WORDS)
    return inline(f"{text} In their words: “{own}”" if own else text)


def _confidence(record: Contents) -> str:
    if record.chosen is None:
        return "Open: the answers known so far do not settle it."
    if record.board.close:
        return f"A close call. {inline(record.board.close)}"
    agree = [one for one, verdict in record.settled() if verdict == record.chosen]
    unknown = [fact.label for name, fact in record.matter.facts.items() if name not in record.decision.answers]
    rest = f" It holds whatever is true of what was left unknown: {inline(', '.join(unknown))}." if unknown else ""
    return f"A clear call: {len(agree)} of {len(record.board.assessments)} frameworks alone come to it.{rest}"


def _flips(record: Contents) -> list[str]:
    return [inline(wording.flip(record.matter, flip)) for flip in record.flips]


def _before(record: Contents) -> list[str]:
    return [
        f"{inline(advice.text)}{cited(advice.ground)}" + (f" Checked on {advice.checked}." if advice.checked else "")
        for advice in record.advice(Stage.BEFORE)
    ]


def _plan(record: Contents) -> list[str]:
    if record.plan is None or record.chosen is None:
        return []
    return [_phase(phase) for phase in record.plan.phases(record.chosen, record.board.variant)]


def _phase(phase: Phase) -> str:
    figures = [
        f"  * {inline(wording.amount(figure, unit))}{cited(figure.ground)}"
        for unit, ranges in (("weeks", phase.weeks), ("$", phase.dollars), ("", phase.counts))
        for figure in ranges
    ]
    return "\n".join([f"**{inline(phase.title)}.** {inline(phase.does)}{cited(phase.ground)}", *figures])


def _revisit(record: Contents) -> str:
    review = record.decision.review_at
    due = f"On {wording.day(review)}" if review is not None else "No date is set"
    return f"{due}; and whenever an answer named under “What would flip it” or a source cited here changes."


def _others(record: Contents) -> list[str]:
    before = [f"Supersedes ADR-{record.supersedes:04}."] if record.supersedes is not None else []
    after = [f"Superseded by ADR-{record.superseded_by:04}."] if record.superseded_by is not None else []
    return [*before, *after]

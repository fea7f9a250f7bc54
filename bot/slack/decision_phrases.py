"""Sentences of deciding around something: an answer, a verdict, a name. Fixed words: `bot.slack.decision_texts`.

Plain text, whose parts may be anybody's: the blocks escape it. Where a name is to be rendered already, it says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.decisions.facts import Fact
from bot.decisions.plan import Per, Range
from bot.decisions.session.state import Ending, Given
from bot.slack import decision_texts as texts


def number_label(fact: Fact) -> str:
    """Ask for a number in a form."""
    unit = "US dollars" if fact.unit == "USD" else fact.unit
    return f"{fact.question} ({unit})" if unit and unit.lower() not in fact.question.lower() else fact.question


def said(fact: Fact, given: Given) -> str:
    """Say an answer in people's words: ``3 weeks``, ``$25,000``, ``Every week``, ``not sure``."""
    if given is None:
        return "not sure"
    if isinstance(given, int):
        return amount(given, fact.unit)
    return next((choice.label for choice in fact.choices if choice.value == given), given)


def amount(number: int, unit: str | None) -> str:
    """Say a number with its unit."""
    if unit == "USD":
        return f"${number:,}"
    if not unit:
        return f"{number:,}"
    return f"{number:,} {unit.removesuffix('s') if number == 1 else unit}"


def span(low: int | None, high: int | None, unit: str | None) -> str:
    """Say a range of numbers; an open end is None, and 0 is no lower end."""
    if high is None:
        return f"{amount(low or 0, unit)} or more"
    if not low:
        return f"{amount(high, unit)} or less"
    if low == high:
        return amount(low, unit)
    return f"{amount(low, unit) if unit == 'USD' else f'{low:,}'} to {amount(high, unit)}"


_PER = {Per.ONCE: "", Per.MONTH: " a month", Per.MILLION_TOKENS: " for a million tokens of training data"}


def range_of(given: Range, unit: str) -> str:
    """Say what a source gives: ``2 to 3 weeks``, ``$5,000 to $20,000 a month``."""
    both = amount(given.low, unit) if given.low == given.high else span(given.low or None, given.high, unit)
    return f"{both}{_PER[given.per]}"


def either(labels: Sequence[str]) -> str:
    """Join verdicts: ``RAG, hybrid or fine-tuning``."""
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} or {labels[-1]}" if labels else ""


def depending(verdicts: str, facts: Sequence[str]) -> str:
    """Say honestly what a verdict still hangs on: ``RAG or hybrid, depending on the budget``."""
    return f"{verdicts}, depending on: {', '.join(facts)}" if facts else verdicts


def counted(count: int, noun: str, nouns: str | None = None) -> str:
    """Say how many."""
    return f"{count:,} {noun if count == 1 else nouns or f'{noun}s'}"


def progress(answered: int, left: int) -> str:
    """Say how far a decision is: ``3 questions answered, about 2 left``."""
    done = f"{counted(answered, 'question')} answered"
    return f"{done}, about {left:,} left" if left else done


def position(number: int, after: int) -> str:
    """Say where a question stands, and about how many follow."""
    return f"Question {number:,}, about {after:,} more after it" if after > 0 else f"Question {number:,}"


def led_by(name: str) -> str:
    """Name the owner. ``name`` is rendered."""
    return f"led by {name}"


def owner_row(name: str, *, with_back: bool) -> str:
    """Say for whom the lower row of buttons is. ``name`` is rendered."""
    row = f"{texts.NEXT}, {texts.SKIP} and {texts.BACK}" if with_back else f"{texts.NEXT} and {texts.SKIP}"
    return f"{row} are for {name}, who leads."


def owner_chooses(name: str) -> str:
    """Ask the owner. ``name`` is rendered."""
    return f"{name}, which of them stands?"


def decisive(label: str) -> str:
    """Say that people differ and that it matters."""
    return f"People differ on “{label}”, and it decides the outcome."


def wants_answer(label: str) -> str:
    """Ask somebody for their answer, from afar."""
    return f"Your answer is missing: {label}"


def wants_word(label: str) -> str:
    """Ask the owner of a disputed question, from afar."""
    return f"People differ, and you say what stands: {label}"


def wants_next(label: str) -> str:
    """Ask the owner whether to wait for more people, from afar."""
    return f"Everybody taking part has answered, and you press {texts.NEXT}: {label}"


def settled_by(name: str) -> str:
    """Say who decided between answers. ``name`` is rendered."""
    return f"People differed, and it decides the outcome. {name} said what stands."


def ended(ending: Ending, name: str, count: int) -> str:
    """Say how a question closed; empty where that goes without saying. ``name`` is rendered."""
    return {
        Ending.ALONE: "",
        Ending.QUORUM: f"Closed when {counted(count, 'person', 'people')} had answered.",
        Ending.NEXT: f"Closed by {name}.",
        Ending.DEADLINE: "Closed at its deadline.",
        Ending.SKIPPED: f"Left unknown by {name}.",
        Ending.CHANGED: f"Changed by {name} from an earlier answer.",
        Ending.KNOWN: "Known before the first question.",
        Ending.AHEAD: "Not asked. What was said about it counts all the same.",
        Ending.DROPPED: "Put aside.",
    }[ending]


def number_hint(unit: str | None) -> str:
    """Say how to write a number."""
    example = (
        "“$25k” or “25000”" if unit == "USD" else "“3 weeks” or “3”" if unit == "weeks" else "“2000” or “about 2k”"
    )
    return f"Write a number in the thread, such as {example}, or press {texts.ENTER_NUMBER}."


def supposed(changes: Sequence[str], verdict: str) -> str:
    """Say one thing that would change the verdict."""
    return f"If {' and '.join(changes)}, the verdict becomes {verdict}."


def instead(label: str, value: str, before: str | None) -> str:
    """One changed answer; ``before`` None: it is not known yet."""
    return f"“{label}” turns out to be {value}" if before is None else f"“{label}” is {value} instead of {before}"


def correct(label: str) -> str:
    """Name the button that corrects one thing."""
    return f"Correct {label}"


def and_more(count: int) -> str:
    """Say that a list was cut."""
    return f"… and {count:,} more."


def needs(labels: Sequence[str]) -> str:
    """Say what a framework still has to know."""
    return f"{texts.STILL_OPEN}: {', '.join(labels)}"


def agree(count: int, frameworks: int) -> str:
    """Say how many frameworks the panel follows."""
    return f"{count:,} of {counted(frameworks, 'framework')} say so"


def plan_for(verdict: str) -> str:
    """Head a plan."""
    return f"Plan for {verdict}"


def checked_on(day: str) -> str:
    """Say when something that may change was true."""
    return f"checked on {day}"


def others(count: int) -> str:
    """Say that a list of facts goes on."""
    return f"{count:,} more"


def supersedes(decision_id: str) -> str:
    """Name the decision this one replaces."""
    return f"Supersedes decision {decision_id}."


def superseded_by(decision_id: str) -> str:
    """Name the decision that replaced this one."""
    return f"Superseded by decision {decision_id}."


def record_number(number: int) -> str:
    """Name a record."""
    return f"Decision record {number:,}"


def handed_over(before: str, after: str) -> str:
    """Say who leads now. Names are rendered."""
    return f"{after} now leads this decision. Until now it was {before}."


def from_to(name: str, before: str, after: str) -> str:
    """Say how one framework's verdict changes."""
    return f"{name}: {after} instead of {before}"


def page_of(page: int, pages: int, count: int) -> str:
    """Say where in a list one is."""
    return f"{count:,} in all" if pages == 1 else f"Page {page:,} of {pages:,}, {count:,} in all"


def said_by(name: str) -> str:
    """Attribute what was said."""
    return f"said by {name}"


def open_thread(topic: str) -> str:
    """Name the button that opens a decision's thread."""
    return f"Open the thread of {topic}"


def show(topic: str) -> str:
    """Name a button for a screen reader."""
    return f"Show {topic}"


def what_if(supposed: str) -> str:
    """Head an answer to "what if"."""
    return f"What if – {supposed}?"


def stays(verdict: str) -> str:
    """Say that the verdict is the same under another answer."""
    return f"The verdict stays the same: {verdict}."


def instead_of(after: str, before: str) -> str:
    """Say how the verdict would change."""
    return f"The verdict would be {after}, instead of {before}."


def quorum(people: int) -> str:
    """Say how many answers close a question."""
    return f"{counted(people, 'answer')} close{'s' if people == 1 else ''} it."

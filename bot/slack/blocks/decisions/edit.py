"""Forms to answer with: a number for the open question, another answer to a settled one, a correction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.decisions.facts import Fact, Value
from bot.decisions.frameworks import Matter
from bot.slack import decision_phrases as phrases
from bot.slack import decision_texts as texts
from bot.slack.blocks.decisions import ids
from bot.slack.blocks.decisions.forms import about, answered, carried, fact_field, field, form
from bot.slack.blocks.decisions.pieces import fitting, option
from bot.slack.blocks.decisions.snapshot import Snapshot
from bot.slack.blocks.parts import plain_text, section
from bot.slack.markup import mrkdwn

_WHICH = "decide_which"


def number_view(fact: Fact, decision_id: str, round_number: int) -> dict[str, Any]:
    """Ask for the number that answers the open question. `written_answer` reads it."""
    metadata = carried(decision_id, round_number)
    blocks = [fact_field(fact, None, optional=False)]
    return form(ids.NUMBER_VIEW, texts.NUMBER_TITLE, texts.SAVE, metadata, blocks)


def fact_view(snapshot: Snapshot, name: str, now: Value | None = None) -> dict[str, Any]:
    """Ask for another answer to one fact; the choice of `about` names it, `written_answer` reads the answer.

    Args:
        now: what is filled in where nothing stands yet.
    """
    decision, matter = snapshot.decision, snapshot.matter
    stands = decision.answers.get(name, now)
    metadata = carried(decision.id, 0, ids.fact_code(matter, name))
    blocks = [fact_field(matter.facts[name], stands, optional=True)]
    return form(ids.FACT_VIEW, texts.EDIT_TITLE, texts.SAVE, metadata, blocks)


def answers_view(snapshot: Snapshot) -> dict[str, Any]:
    """Ask which settled answer to change; `picked_fact` reads it, and `fact_view` follows."""
    options = [
        option(fact.label, ids.fact_code(snapshot.matter, name), phrases.said(fact, round_.standing))
        for name, round_ in snapshot.decision.latest.items()
        if (fact := snapshot.matter.facts.get(name)) is not None
    ]
    metadata = carried(snapshot.decision.id, 0)
    if not options:
        nothing = form(ids.ANSWERS_VIEW, texts.EDIT_TITLE, texts.CONTINUE, metadata, [_nothing()])
        return {key: value for key, value in nothing.items() if key != "submit"}
    placeholder = plain_text(texts.CHOOSE, 150)
    select = {"type": "static_select", "action_id": _WHICH, "placeholder": placeholder, "options": fitting(options)}
    return form(ids.ANSWERS_VIEW, texts.EDIT_TITLE, texts.CONTINUE, metadata, [field(_WHICH, texts.EDIT_LABEL, select)])


def _nothing() -> dict[str, Any]:
    return section(mrkdwn(texts.NOTHING_TO_CHANGE))


def picked_fact(view: Mapping[str, Any], matter: Matter) -> Fact | None:
    """Read which answer is to be changed."""
    state = view.get("state", {}).get("values", {}).get(_WHICH, {}).get(_WHICH, {})
    picked = state.get("selected_option") or {}
    return ids.fact_of(matter, str(picked.get("value", "")))


def edited_fact(view: Mapping[str, Any], matter: Matter) -> Fact | None:
    """Read which fact a submitted `fact_view` is about."""
    named = about(view)
    return ids.fact_of(matter, named.choice) if named else None


def written_answer(view: Mapping[str, Any], fact: Fact) -> Value | None:
    """Read a submitted `number_view` or `fact_view`; None is "not sure".

    Raises:
        FactError: it is nothing the fact can take. The text can be shown beside the input, `forms.ANSWER`.
    """
    return answered(view, fact)

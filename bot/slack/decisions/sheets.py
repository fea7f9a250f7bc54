"""What a decision looks like in Slack: one sheet for each message, as a function of the state. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from json import dumps

from bot.decisions.assessment import Advisor, Disagreement
from bot.decisions.facts import Value
from bot.decisions.plan import Plan
from bot.decisions.session.state import Decision, Ending, Round, Status
from bot.slack import conversation_texts as texts
from bot.slack.blocks.decisions.grounds import grounds_message
from bot.slack.blocks.decisions.notes import note, review_due_message
from bot.slack.blocks.decisions.question import question_message
from bot.slack.blocks.decisions.result import result_messages
from bot.slack.blocks.decisions.root import root_message
from bot.slack.blocks.decisions.snapshot import Snapshot
from bot.slack.blocks.parts import Message

ROOT = "root"
RESULT = "result"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One message: ``slot`` names it for good, whatever it shows."""

    slot: str
    message: Message

    @property
    def digest(self) -> str:
        """Differs whenever what it shows does."""
        shown = dumps([self.message.text, self.message.blocks], sort_keys=True, ensure_ascii=False)
        return sha256(shown.encode()).hexdigest()[:32]


def question_slot(number: int) -> str:
    """Name the sheet of a round."""
    return f"q{number}"


def sheets(
    snapshot: Snapshot,
    advisor: Advisor,
    plan: Plan | None,
    *,
    posted: Collection[str] = (),
    result_link: str | None = None,
) -> list[Sheet]:
    """Return all sheets in the order they are posted.

    Args:
        posted: slots that have a message already: what nobody needs to see any more is only shown where it stands.
        result_link: address of the result, once there is one.
    """
    decision = snapshot.decision
    shown = [Sheet(ROOT, root_message(snapshot, result_link))]
    for round_ in decision.rounds:
        slot = question_slot(round_.number)
        if slot in posted or _is_new(decision, round_):
            shown.append(Sheet(slot, question_message(snapshot, round_, _disagreement(decision, round_, advisor))))
    shown += _results(snapshot, advisor, plan, posted)
    for number, shift in enumerate(decision.shifts, 1):
        shown.append(Sheet(f"grounds:{number}", grounds_message(snapshot, shift)))
    if decision.review_due_at is not None:
        shown.append(Sheet(f"review:{decision.review_due_at:.0f}", review_due_message(snapshot)))
    return shown


def _is_new(decision: Decision, round_: Round) -> bool:
    """Whether a round that was never shown has to be: it is open now, its answers were hidden, or nobody was told."""
    if round_.is_open or round_.disputed:
        return decision.current == round_ and decision.status is Status.OPEN
    if round_.ending in {Ending.KNOWN, Ending.DROPPED, Ending.SKIPPED} or not round_.stances:
        return False
    return _is_pressed(round_) if decision.solo or round_.ending is Ending.CHANGED else True


def _is_pressed(round_: Round) -> bool:
    """Whether it was noted without being asked, from a button or a form: there are no words that were said back."""
    stance = round_.stances.get(round_.closed_by or "")
    return round_.asked_at == round_.closed_at and stance is not None and stance.words is None


def _disagreement(decision: Decision, round_: Round, advisor: Advisor) -> Disagreement | None:
    """What the different answers of a closed round came to, on what stood when it closed."""
    said = list(dict.fromkeys(stance.value for stance in round_.stances.values() if stance.value is not None))
    if round_.is_open or round_.is_dropped or len(said) < 2:  # noqa: PLR2004 - it takes two to differ
        return None
    others = decision.answers if round_.disputed else _answers_when_closed(decision, round_)
    return advisor.disagreement({f: v for f, v in others.items() if f != round_.fact}, round_.fact, said)


def _answers_when_closed(decision: Decision, round_: Round) -> dict[str, Value]:
    stood = {
        earlier.fact: earlier.standing
        for earlier in decision.rounds
        if earlier.is_settled and (earlier.closed_at or 0) <= (round_.closed_at or 0) and earlier.number < round_.number
    }
    return {fact: value for fact, value in stood.items() if value is not None}


def _results(snapshot: Snapshot, advisor: Advisor, plan: Plan | None, posted: Collection[str]) -> Iterator[Sheet]:
    """The result while it stands; in its place, while an answer is changed, that it is coming."""
    messages: Sequence[Message] = ()
    if snapshot.decision.status is Status.FINISHED:
        messages = result_messages(snapshot, advisor.flips(snapshot.decision.answers), plan)
    slots = [RESULT if n == 0 else f"{RESULT}:{n + 1}" for n in range(len(messages))]
    yield from map(Sheet, slots, messages)
    for slot in posted:
        if (slot == RESULT or slot.startswith(f"{RESULT}:")) and slot not in slots:
            yield Sheet(slot, note(texts.RESULT_FOLLOWS if not messages else texts.RESULT_SHORTER))

"""What a button stands for: which move, of which question, with which answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.decisions.facts import Fact, FactError, Value
from bot.decisions.frameworks import Matter
from bot.decisions.session.events import Happening
from bot.decisions.session.moves import Moves
from bot.decisions.session.refusals import Reason, Refused
from bot.decisions.session.state import Decision, Stance
from bot.slack import conversation_texts as texts
from bot.slack import decision_phrases as phrases
from bot.slack.blocks.decisions import ids
from bot.slack.blocks.decisions.ids import Pressed

Move = Callable[[Moves], Sequence[Happening]]
_DAY = 24 * 3600.0


def move_of(action_id: str, pressed: Pressed, decision: Decision, matter: Matter, now: float) -> Move:
    """Return the move a button stands for.

    Raises:
        Refused: the button belongs to no question there is.
        FactError: to no answer there is.
    """
    number = pressed.round
    if action_id.startswith((ids.CHOOSE, ids.SETTLE)) or action_id in {ids.PICK, ids.UNSURE}:
        fact = fact_of_round(decision, number, matter)
        value = None if action_id == ids.UNSURE else ids.chosen(fact, pressed.choice)
        if action_id.startswith(ids.SETTLE):
            return lambda moves: moves.settle(value, number=number)
        return lambda moves: moves.answer({fact.name: value}, number=number)
    if action_id.startswith(ids.TAKE):
        taken = ids.taken(matter, pressed.choice)
        if taken is None:
            raise FactError(pressed.choice)
        return lambda moves: moves.change(taken[0].name, taken[1])
    if action_id == ids.REVISIT:
        days = int(pressed.choice) if pressed.choice.isdecimal() else 0
        return lambda moves: moves.set_review(now + days * _DAY)
    return _plain_move(action_id, pressed)


def _plain_move(action_id: str, pressed: Pressed) -> Move:
    number = pressed.round
    plain: dict[str, Move] = {
        ids.NEXT: lambda moves: moves.next(number=number),
        ids.SKIP: lambda moves: moves.skip(number=number),
        ids.BACK: lambda moves: _back(moves, number),
        ids.JOIN: lambda moves: moves.join(),
        ids.PAUSE: lambda moves: moves.pause(),
        ids.RESUME: lambda moves: moves.resume(),
        ids.MORE: lambda moves: moves.finish() if pressed.choice == ids.FINISH else moves.cancel(),
    }
    if action_id not in plain:
        raise FactError(action_id)
    return plain[action_id]


def _back(moves: Moves, number: int) -> Sequence[Happening]:
    check_current(moves.decision, number)
    return moves.back()


def check_current(decision: Decision, number: int) -> None:
    """Check that a button is of the question that is open.

    Raises:
        Refused: OLD_QUESTION.
    """
    current = decision.current
    if current is None or current.number != number:
        raise Refused(Reason.OLD_QUESTION, _fact_name(decision, number))


def _fact_name(decision: Decision, number: int) -> str:
    return decision.rounds[number - 1].fact if 1 <= number <= len(decision.rounds) else ""


def fact_of_round(decision: Decision, number: int, matter: Matter) -> Fact:
    """Return what a round asks.

    Raises:
        Refused: OLD_QUESTION when there is no such round.
    """
    name = _fact_name(decision, number)
    if name not in matter.facts:
        raise Refused(Reason.OLD_QUESTION, name)
    return matter.facts[name]


def own_answer(decision: Decision, fact: str, user: str) -> Value | None:
    """What somebody answered to a fact that is not settled."""
    stance = _own_stance(decision, fact, user)
    return stance.value if stance is not None else None


def _own_stance(decision: Decision, fact: str, user: str) -> Stance | None:
    current = decision.current
    if current is not None and current.fact == fact and user in current.stances:
        return current.stances[user]
    return decision.early.get(user, {}).get(fact)


def hidden_answer(decision: Decision, fact: Fact, user: str) -> str | None:
    """What somebody is told of an answer of theirs that no card shows yet; None when one does, or there is none."""
    current = decision.current
    shown = current is not None and current.fact == fact.name and not current.is_open
    stance = None if shown else _own_stance(decision, fact.name, user)
    return texts.kept(fact.label, phrases.said(fact, stance.value)) if stance is not None else None

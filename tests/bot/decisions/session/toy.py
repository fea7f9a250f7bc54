"""A small matter of four facts, worked out by trying every completion; and a way to lead a decision about it."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import product

from bot.decisions.assessment import Advisor, Board, Disagreement, Flip
from bot.decisions.facts import Answers, Choice, Fact, Value
from bot.decisions.frameworks import Matter, Panel, Verdict
from bot.decisions.session.events import Event, Happening
from bot.decisions.session.fold import apply, fold
from bot.decisions.session.moves import Moves, start
from bot.decisions.session.state import Decision, Stance

YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))
FACTS = {
    name: Fact(name, name.title(), f"{name}?", "It matters.", choices, unit)
    for name, choices, unit in (
        ("rate", (Choice("often", "Often"), Choice("seldom", "Seldom"), Choice("never", "Never")), None),
        ("cite", YES_NO, None),
        ("style", YES_NO, None),
        ("weeks", (), "weeks"),
    )
}
SAMPLES = {"rate": ("often", "seldom", "never"), "cite": ("yes", "no"), "style": ("yes", "no"), "weeks": (0, 6, 20)}


class ToyAdvisor:
    """``few`` weeks are too few to tune; another number makes another version."""

    def __init__(self, few: int = 4) -> None:
        verdicts = {name: Verdict(name, name, name) for name in ("rag", "tune", "both")}
        self.few = few
        self.matter = Matter("toy", "Toy", FACTS, verdicts, (), Panel((), {}, ("rag", "both", "tune")), {}, f"v{few}")

    def verdict(self, facts: Answers) -> str:
        """Return what complete facts come to."""
        if facts["rate"] == "often" or facts["cite"] == "yes":
            return "both" if facts["style"] == "yes" else "rag"
        return "tune" if facts["style"] == "yes" and facts["weeks"] >= self.few else "rag"

    def reachable(self, answers: Answers) -> frozenset[str]:
        """Return every verdict some completion gives."""
        each = [((name, answers[name]),) if name in answers else [(name, v) for v in SAMPLES[name]] for name in FACTS]
        return frozenset(self.verdict(dict(chosen)) for chosen in product(*each))

    def board(self, answers: Answers) -> Board:
        return Board((), self.reachable(answers), None, None, None)

    def relevant(self, answers: Answers, unsure: Collection[str] = ()) -> tuple[str, ...]:
        return tuple(
            name for name in FACTS if name not in answers and name not in unsure and self._bears(answers, name)
        )

    def _bears(self, answers: Answers, name: str) -> bool:
        others = [other for other in FACTS if other not in answers and other != name]
        for values in product(*(SAMPLES[other] for other in others)):
            rest = {**answers, **dict(zip(others, values, strict=True))}
            if len({self.verdict({**rest, name: value}) for value in SAMPLES[name]}) > 1:
                return True
        return False

    def next_fact(self, answers: Answers, unsure: Collection[str] = ()) -> str | None:
        return next(iter(self.relevant(answers, unsure)), None)

    def questions_left(self, answers: Answers, unsure: Collection[str] = ()) -> int:
        return len(self.relevant(answers, unsure))

    def flips(self, answers: Answers, most: int = 5) -> Sequence[Flip]:
        return ()

    def disagreement(self, answers: Answers, fact: str, given: Collection[Value | None]) -> Disagreement:
        readings = tuple(
            (value, self.reachable({**answers, fact: value} if value is not None else answers)) for value in given
        )
        return Disagreement(fact, readings, len({verdicts for _, verdicts in readings}) > 1)


class ToyShelf:
    """The toy matter, of which a newer version may come to stand on the shelf."""

    def __init__(self, few: int = 4) -> None:
        self._few = few
        self._kept: dict[str, int] = {}

    def advisor(self, matter: str, version: str | None = None) -> Advisor:
        few = self._few if version in {None, f"v{self._few}"} else self._kept.get(version)
        if matter != "toy" or few is None:
            raise LookupError(matter)
        return ToyAdvisor(few)

    def sources(self, matter: str, version: str | None = None) -> Mapping[str, str]:
        return {"toy.json": json.dumps({"few": self._few})}

    def restore(self, sources: Mapping[str, str]) -> Iterable[tuple[str, str]]:
        few = json.loads(sources["toy.json"])["few"]
        self._kept[f"v{few}"] = few
        return [("toy", f"v{few}")]


@dataclass
class Led:
    """A decision that is led in memory, by a clock that ``later`` moves."""

    events: list[Event] = field(default_factory=list)
    advisor: Advisor = field(default_factory=ToyAdvisor)
    now: float = 1000.0

    @property
    def state(self) -> Decision:
        return fold(self.events)

    def do(self, by: str | None, move: Callable[[Moves], Sequence[Happening]]) -> tuple[Happening, ...]:
        """Make a move, and keep what happened."""
        self.now += 1
        happened = tuple(move(Moves(self.advisor, self.state, self.now, by)))
        self.events += [Event(f"k{len(self.events)}", self.now, by, what) for what in happened]
        return happened

    def later(self, seconds: float) -> None:
        self.now += seconds

    def say(self, by: str, **given: Value | None) -> tuple[Happening, ...]:
        """Answer facts."""
        return self.do(by, lambda moves: moves.answer(given))


def led(
    *people: str,
    solo: bool = False,
    quorum: int | None = None,
    patience: float | None = None,
    supersedes: str | None = None,
    facts: Mapping[str, Stance] | None = None,
    advisor: Advisor | None = None,
) -> Led:
    """Start a decision; the first of ``people`` owns it, the others join."""
    made = Led(advisor=advisor or ToyAdvisor())
    happened = start(
        made.advisor,
        id="d1",
        topic="Bot",
        team="T1",
        channel="C1",
        owner=people[0],
        solo=solo,
        now=made.now,
        quorum=quorum,
        patience=patience,
        supersedes=supersedes,
        facts=facts,
    )
    made.events = [Event("open", made.now, people[0], what) for what in happened]
    for person in people[1:]:
        made.do(person, lambda moves: moves.join())
    return made


def replayed(events: Iterable[Event]) -> list[Decision]:
    """Return the state after each event."""
    states: list[Decision] = []
    reduce(lambda state, event: states.append(apply(state, event)) or states[-1], events, None)
    return states

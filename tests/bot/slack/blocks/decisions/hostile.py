"""Matters, decisions and plans with whatever text there may be, many choices, many frameworks, many people."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.decisions.assessment import Assessment, Board, Disagreement, Flip, FlipChange
from bot.decisions.facts import Choice, Fact
from bot.decisions.frameworks import FirstThatHolds, Framework, Ground, Matter, Outcome, Panel, Rule, Verdict
from bot.decisions.plan import Advice, CostBand, Per, Phase, Plan, Range, Stage
from bot.decisions.session.state import Decision, Ending, Round, Stance, Status
from bot.slack.blocks.decisions.snapshot import Snapshot
from tests.bot.slack.blocks.decisions.support import HOSTILE, NOW

USERS = [f"U{number}" for number in range(1, 61)]
GROUNDS = st.builds(Ground, HOSTILE, HOSTILE)
NAMES = ("rag", "hybrid", "🚀" * 200)


@st.composite
def facts(draw: st.DrawFn, name: str) -> Fact:
    number = draw(st.booleans())
    count = 0 if number else draw(st.sampled_from([1, 2, 5, 6, 40, 130]))
    labels = draw(st.lists(HOSTILE, min_size=3, max_size=3))
    long = draw(st.booleans())
    choices = tuple(Choice(f"{'v' * 1900 if long else ''}{n}", f"{labels[n % 3]}{n}") for n in range(count))
    return Fact(name, draw(HOSTILE), draw(HOSTILE), draw(HOSTILE), choices, draw(HOSTILE) if number else None)


RULES = st.builds(Rule, st.none(), st.just(Outcome("rag")), HOSTILE, st.none() | GROUNDS)


@st.composite
def matters(draw: st.DrawFn) -> Matter:
    known = {name: draw(facts(name)) for name in ("one", "two", "x" * 300)}
    verdicts = {name: Verdict(name, draw(HOSTILE), draw(HOSTILE)) for name in NAMES}
    titles = draw(st.lists(HOSTILE, min_size=1, max_size=4))
    count = draw(st.sampled_from([1, 5, 20, 130]))
    always = FirstThatHolds((Rule(None, Outcome("rag"), "r"),))
    every = tuple(Framework(f"f{n}", titles[n % len(titles)], always) for n in range(count))
    panel = Panel((), {"hybrid": "rag"}, NAMES, draw(st.none() | RULES))
    return Matter(draw(HOSTILE), draw(HOSTILE), known, verdicts, every, panel, {"v": draw(HOSTILE)}, "v1")


@st.composite
def boards(draw: st.DrawFn, matter: Matter) -> Board:
    sets = st.sets(st.sampled_from(NAMES), min_size=1)
    fired = draw(st.lists(RULES, max_size=6).map(tuple))
    drawn = draw(st.lists(sets, min_size=3, max_size=3))
    needs = tuple(matter.facts) if draw(st.booleans()) else ()
    variant = draw(st.sampled_from([None, "v", "unheard"]))
    rated = tuple(
        Assessment(each, frozenset(drawn[place % 3]), variant, fired, needs)
        for place, each in enumerate(matter.frameworks)
    )
    return Board(rated, frozenset(draw(sets)), variant, draw(st.none() | RULES), draw(st.none() | HOSTILE))


@st.composite
def rounds(draw: st.DrawFn, matter: Matter, number: int) -> Round:
    fact = draw(st.sampled_from(list(matter.facts.values())))
    values = [choice.value for choice in fact.choices] if fact.choices else [0, 7, 10**12]
    users = draw(st.lists(st.sampled_from(USERS), unique=True, max_size=60))
    given = draw(st.lists(st.none() | st.sampled_from(values), min_size=5, max_size=5))
    said, because = draw(HOSTILE), draw(st.none() | HOSTILE)
    stances = {user: Stance(user, given[place % 5], NOW, said, because) for place, user in enumerate(users)}
    kind = draw(st.sampled_from(["open", "disputed", "settled"]))
    if kind == "open":
        return Round(number, fact.name, NOW, draw(st.none() | st.just(NOW)), stances)
    ending = draw(st.sampled_from(Ending))
    closed = Round(number, fact.name, NOW, None, stances, NOW, draw(st.sampled_from([None, "U1"])), ending)
    if kind == "disputed":
        return Round(number, fact.name, NOW, None, stances, NOW, "U1", Ending.NEXT, disputed=True)
    standing = draw(st.none() | st.sampled_from(values))
    return Round(
        *[getattr(closed, name) for name in closed.__slots__][:8],
        standing,
        settled_by=draw(st.sampled_from([None, "U2"])),
    )


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    matter = draw(matters())
    kept = tuple(draw(rounds(matter, number)) for number in range(1, draw(st.integers(1, 3)) + 1))
    decision = Decision(
        id="7f3a",
        topic=draw(HOSTILE),
        team="T1",
        channel="C1",
        root_ts=draw(st.sampled_from([None, "1.0"])),
        owner="U1",
        solo=draw(st.booleans()),
        matter=matter.name,
        version="v1",
        started_at=NOW,
        status=draw(st.sampled_from(Status)),
        rounds=kept,
        participants=tuple(USERS),
        quorum=draw(st.sampled_from([None, 1, 3])),
        number=draw(st.sampled_from([None, 12])),
        recorded_at=draw(st.sampled_from([None, NOW])),
        review_at=draw(st.sampled_from([None, NOW])),
        supersedes=draw(st.sampled_from([None, "1a2b"])),
        superseded_by=draw(st.sampled_from([None, "9e9e"])),
    )
    people = {user: draw(HOSTILE) for user in USERS[:2]}
    left = draw(st.integers(0, 9))
    titles = {"doc": draw(HOSTILE)}
    return Snapshot(decision, matter, draw(boards(matter)), left, tuple(matter.facts), people, titles)


@st.composite
def disagreements(draw: st.DrawFn, round_: Round) -> Disagreement:
    given = list(dict.fromkeys(stance.value for stance in round_.stances.values()))
    readings = tuple((value, frozenset({draw(st.sampled_from(NAMES))})) for value in given)
    return Disagreement(round_.fact, readings, draw(st.booleans()))


@st.composite
def flips(draw: st.DrawFn, matter: Matter) -> list[Flip]:
    found = []
    for _ in range(draw(st.integers(0, 7))):
        changes = []
        for fact in draw(st.lists(st.sampled_from(list(matter.facts.values())), min_size=1, max_size=3)):
            value = fact.choices[0].value if fact.choices else 7
            before = draw(st.sampled_from([None, value]))
            low, high = draw(st.sampled_from([(None, None), (0, 7), (7, None), (7, 10**12), (7, 7)]))
            changes.append(FlipChange(fact.name, before, value, low, high))
        found.append(Flip(tuple(changes), draw(st.sampled_from(NAMES))))
    return found


RANGES = st.builds(Range, st.integers(0, 9), st.integers(9, 10**12), GROUNDS, st.sampled_from(Per), st.none() | HOSTILE)
FIGURES = st.lists(RANGES, max_size=7).map(tuple)
PHASES = st.lists(st.builds(Phase, HOSTILE, HOSTILE, GROUNDS, FIGURES, FIGURES), max_size=9).map(tuple)
BANDS = st.lists(st.builds(CostBand, st.just("rag"), HOSTILE, RANGES, st.none() | RANGES), max_size=6).map(tuple)
ADVICE = st.lists(
    st.builds(Advice, HOSTILE, st.sampled_from(Stage), HOSTILE, GROUNDS, checked=st.none() | HOSTILE), max_size=12
).map(tuple)
PLANS = st.none() | st.builds(
    Plan,
    HOSTILE,
    st.fixed_dictionaries({Outcome(name): PHASES for name in NAMES}),
    BANDS,
    st.lists(HOSTILE, max_size=8).map(tuple),
    ADVICE,
)

"""Files of kind ``words``: read over the facts of their matter, refused with the line when they cannot be used."""

from __future__ import annotations

import pytest

from bot.decisions.facts import Choice, Fact
from bot.decisions.frameworks import Matter, Panel
from bot.decisions.loading.documents import read
from bot.decisions.loading.errors import FrameworkError
from bot.decisions.loading.words import read_words
from bot.decisions.understanding import Reader

FACTS = {
    fact.name: fact
    for fact in (
        Fact("pace", "Pace", "How fast?", "", (Choice("fast", "Fast"), Choice("slow", "Slow"))),
        Fact("crew", "Crew", "Who?", "", (Choice("both", "Both"), Choice("none", "None"))),
        Fact("boats", "Boats", "How many?", "", unit="boats"),
    )
}
MATTER = Matter("harbour", "Harbour", FACTS, {}, (), Panel((), {}, ()), {}, "1")
HEAD = "kind: words\nmatter: harbour\n"
WORDS = f"""{HEAD}facts:
  pace:
    topic: [speed]
    says: {{fast: [at a gallop]}}
    values: {{slow: [leisurely]}}
    scale: {{of: seconds, open: yes, upto: {{fast: 1.5, slow: 3600}}}}
  crew:
    parts: {{pilot: [pilot/pilots], cook: [cook/cooks]}}
    cues: [have]
    combine:
      - {{pilot: yes, cook: yes, value: both}}
      - {{pilot: no, cook: no, value: none}}
  boats:
    counts: [boat/boats, tug*]
    limit: yes
suggests:
  - {{words: [marina], fact: boats, value: 40}}
"""


def reader(text: str = WORDS) -> Reader:
    return Reader(FACTS, read_words(read("w.yaml", text), MATTER))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we go at a gallop", {"pace": "fast"}),
        ("the speed is leisurely", {"pace": "slow"}),
        ("a speed of 1.4 seconds", {"pace": "fast"}),
        ("a speed of 1.5 seconds", {"pace": "slow"}),
        ("we have a pilot and a cook", {"crew": "both"}),
        ("no pilots or cooks", {"crew": "none"}),
        ("we have a pilot", {}),
        ("up to 3 tugboats", {"boats": 3}),
    ],
)
def test_words_say_what_the_file_says(text: str, expected: dict[str, object]) -> None:
    assert {each.fact: each.value for each in reader().read(text).found} == expected


def test_suggestions_are_read() -> None:
    (only,) = reader().read("We run a marina").suggested
    assert (only.fact, only.value, only.inferred) == ("boats", 40, True)


@pytest.mark.parametrize(
    ("bad", "line", "says"),
    [
        ("kind: words\nmatter: bakery\nfacts: {pace: {topic: [a]}}", 2, "harbour"),
        (f"{HEAD}facts:\n  paze: {{topic: [a]}}", 4, "write pace"),
        (f"{HEAD}facts:\n  pace: {{topics: [a]}}", 4, "write topic"),
        (f"{HEAD}facts:\n  pace:\n    says: {{fats: [a]}}", 5, "write fast"),
        (f"{HEAD}facts:\n  boats:\n    says: {{many: [a]}}", 5, "a number and has no choices"),
        (f'{HEAD}facts:\n  pace:\n    topic: ["ab*"]', 5, "too short"),
        (f'{HEAD}facts:\n  pace:\n    topic: ["... a"]', 5, "both ends"),
        (f'{HEAD}facts:\n  pace:\n    topic: ["/"]', 5, "no word"),
        (f'{HEAD}facts:\n  pace:\n    topic: ["don\'t know"]', 5, "do not"),
        (f"{HEAD}facts:\n  pace:\n    scale: {{of: miles, upto: {{fast: 1}}}}", 5, "seconds"),
        (f"{HEAD}facts:\n  pace:\n    scale: {{of: days, upto: {{fast: 2, slow: 1}}}}", 5, "must rise"),
        (f"{HEAD}facts:\n  pace:\n    scale: {{of: days, upto: {{fast: much}}}}", 5, "is no number"),
        (f"{HEAD}facts:\n  crew:\n    combine: [{{pilot: yes, value: both}}]", 5, "pilot"),
        (f"{HEAD}facts: {{pace: {{topic: [a]}}}}\nsuggests:\n  - {{words: [b], fact: pace, value: huge}}", 5, "fast"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_refused_with_its_line(bad: str, line: int, says: str) -> None:
    with pytest.raises(FrameworkError) as caught:
        read_words(read("w.yaml", bad), MATTER)
    assert caught.value.line == line
    assert says in str(caught.value)

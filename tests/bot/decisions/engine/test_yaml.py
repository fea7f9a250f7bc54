"""The matter shipped as YAML says the same as the one the engine's tests are written with."""

from __future__ import annotations

import random

from bot.decisions.engine import Engine
from bot.decisions.facts import Value
from tests.bot.decisions import shipped
from tests.bot.decisions.brute_force import THRESHOLDS, values
from tests.bot.decisions.matters import shipped as in_python


def test_the_shipped_yaml_is_the_matter_of_these_tests() -> None:
    python, yaml = Engine(in_python()), Engine(shipped.matter())
    facts = yaml.matter.facts
    assert list(facts) == list(python.matter.facts)
    random_ = random.Random(37)  # noqa: S311 - repeatable examples
    for share in [0.2, 0.5, 0.8, 1.0] * 250:
        known: dict[str, Value] = {
            name: random_.choice(values(fact, THRESHOLDS.get(name, ())))
            for name, fact in facts.items()
            if random_.random() < share
        }
        assert yaml.verdicts(known) == python.verdicts(known), known
        assert yaml.next_fact(known) == python.next_fact(known)
        assert yaml.questions_left(known) == python.questions_left(known)

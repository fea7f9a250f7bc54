"""Precision and recall on utterances people might write, some of which the code was never tuned on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.decisions.facts import Fact
from bot.decisions.frameworks import Matter
from bot.decisions.understanding import Reader

LABELLED: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("labelled.yaml").read_text(encoding="utf-8")
)
FEWEST = 200
PRECISION, RECALL = 0.98, 0.95


@dataclass
class Score:
    """Facts found that were stated, found that were not, and stated but not found."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Of what was found, how much was stated so."""
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Of what was stated, how much was found."""
        return self.right / (self.right + self.missed)

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)


def score(reader: Reader, utterances: list[dict[str, Any]]) -> Score:
    """Compare what is found with what was stated."""
    total = Score()
    for each in utterances:
        found = {one.fact: one.value for one in reader.read(each["text"], each.get("asked")).found}
        right = sum(fact in each["facts"] and each["facts"][fact] == value for fact, value in found.items())
        total += Score(right, len(found) - right, len(each["facts"]) - right)
    return total


def test_facts_are_understood_precisely_and_mostly_all(reader: Reader) -> None:
    scores = {half: score(reader, utterances) for half, utterances in LABELLED.items()}
    scores["whole"] = scores["tuned"] + scores["held_out"]
    for name, each in scores.items():
        print(f"{name:9} right {each.right:4} wrong {each.wrong:3} missed {each.missed:3}", end="  ")
        print(f"precision {each.precision:.3f} recall {each.recall:.3f}")
    assert scores["whole"].precision >= PRECISION
    assert scores["whole"].recall >= RECALL


def test_the_set_is_large_and_speaks_of_every_fact(matter: Matter) -> None:
    utterances = [each for half in LABELLED.values() for each in half]
    assert len(utterances) >= FEWEST
    assert {fact for each in utterances for fact in each["facts"]} == set(matter.facts)
    for each in utterances:
        for name, value in each["facts"].items():
            assert value is None or matter.facts[name].check(value) == value


@pytest.mark.parametrize("each", [one for half in LABELLED.values() for one in half], ids=lambda one: one["text"][:40])
def test_what_is_found_can_be_taken_and_stands_in_the_text(
    each: dict[str, Any], reader: Reader, matter: Matter
) -> None:
    reading = reader.read(each["text"], each.get("asked"))
    facts: dict[str, Fact] = dict(matter.facts)
    for one in (*reading.found, *reading.suggested):
        assert one.words in each["text"]
        assert one.value is None or facts[one.fact].check(one.value) == one.value
    for doubt in reading.ambiguous:
        assert doubt.words in each["text"]
    named = [one.fact for one in (*reading.found, *reading.ambiguous, *reading.suggested)]
    assert len(named) == len(set(named))

"""Every payload, in every disguise, in every place: nothing of it works, and the sentence beside it stays."""

from __future__ import annotations

import random
from itertools import islice

import pytest

from bot.slack.screen import Screen, screen
from tests.bot.slack.screen.hostile import SOURCES, Case, cases
from tests.bot.slack.screen.oracle import violations

CASES = list(cases())
SHARES = 8
"""The cases are spread over this many tests, so that a failure is found and named soon."""


def faults(case: Case, shown: str) -> list[str]:
    """What is wrong with how a case is shown."""
    lost = [f"lost {words!r}" for words in case.kept if words not in shown]
    return [f"{case.name}: {fault} in {shown!r}" for fault in violations(shown, SOURCES, case.hidden) + lost]


@pytest.mark.parametrize("share", range(SHARES))
def test_no_hostile_text_reaches_slack(share: int) -> None:
    assert [fault for case in CASES[share::SHARES] for fault in faults(case, screen(case.text, SOURCES))] == []


@pytest.mark.parametrize("share", range(SHARES))
def test_it_makes_no_difference_how_a_hostile_text_arrives(share: int) -> None:
    chance = random.Random(share)  # noqa: S311 - the same pieces every time
    for case in CASES[share :: SHARES * 8]:
        whole, single, pairs = screen(case.text, SOURCES), Screen(SOURCES), Screen(SOURCES)
        assert "".join(map(single.add, case.text)) + single.finish() == whole
        cut = chance.randrange(len(case.text))
        assert pairs.add(case.text[:cut]) + pairs.add(case.text[cut:]) + pairs.finish() == whole


def test_the_checker_sees_what_is_wrong_with_the_cases() -> None:
    """A checker that lets everything pass would prove nothing."""
    seen = [bool(violations(case.text, SOURCES, case.hidden)) for case in islice(CASES, 0, None, 5)]

    assert sum(seen) > 0.95 * len(seen) > 300

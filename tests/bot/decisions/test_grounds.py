"""What a decision rests on, and what became of a passage."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decisions.engine import Engine
from bot.decisions.frameworks import Ground
from bot.decisions.grounds import (
    LONGEST_SENTENCE,
    MOST_SENTENCES,
    GroundChange,
    How,
    change_from,
    compare,
    digest_of,
    grounds_of,
    grounds_of_matter,
    opening_of,
)
from tests.bot.decisions.shipped import matter, passage, plan

TREE = Ground("articles/decision-tree.md", "The decision framework: a tree of six questions")
TEXT = "1. Often changed: RAG.\n2. Fewer than 5,000 rows: RAG, so tune from 5,000 rows.\n3. It costs $500–$5,000."
SENTENCES = st.lists(st.sampled_from(["It is so.", "5 of them.", "We pay $9.", "Nobody knows 7 or 8."]), max_size=6)


def changed(before: str, after: str | None) -> GroundChange:
    change = compare(TREE, before, after)
    assert change is not None
    return change


def pairs(before: str, after: str) -> list[tuple[str, str, bool]]:
    return [(each.before.text, each.after.text, each.clean) for each in changed(before, after).figures]


# Which passages.


def test_a_result_rests_on_its_rules_its_plan_and_its_advice() -> None:
    answers = {"change_rate": "weekly", "citations": "yes", "labelled_examples": 800, "budget_usd": 20_000}
    board = Engine(matter()).board(answers)
    cited = grounds_of(board, plan(), answers)
    assert Ground("articles/decision-tree.md", "Frequently changing knowledge") in cited
    assert Ground("articles/honest-take.md", "Costs") in cited
    assert any(ground.document.startswith("evidence/") for ground in cited)
    assert len(cited) == len(set(cited))
    assert set(grounds_of(board, None, answers)) < set(cited) <= grounds_of_matter(matter(), plan())


def test_every_passage_a_shipped_decision_can_rest_on_is_there() -> None:
    assert all(passage(ground) for ground in grounds_of_matter(matter(), plan()))


# What became of one.


def test_other_white_space_is_no_change() -> None:
    assert compare(TREE, TEXT, TEXT.replace("\n", "\n\n").replace(" ", "  ")) is None
    assert digest_of("a  b\n") == digest_of("a b") != digest_of("a c")
    assert digest_of(None) == ""


def test_a_changed_figure_is_told_with_its_sentence() -> None:
    change = changed(TEXT, TEXT.replace("5,000 rows", "1,000 rows"))
    assert change.how is How.CHANGED
    assert change.before == ("Fewer than 5,000 rows: RAG, so tune from 5,000 rows.",)
    assert change.after == ("Fewer than 1,000 rows: RAG, so tune from 1,000 rows.",)
    assert [(each.before.value, each.after.value, each.clean) for each in change.figures] == [(5000, 1000, True)]
    assert change.digest == digest_of(TEXT.replace("5,000 rows", "1,000 rows"))
    assert change.ground == TREE


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("From 5,000 rows on.", "From about 1k labelled rows on.", [("5,000", "1k", True)]),
        ("From 5,000 to 9,000 rows.", "From 1,000 to 9,000 rows.", [("5,000", "1,000", True)]),
        ("Fewer than 5,000: no. From 5,000: yes.", "Fewer than 1,000: no. From 2,000: yes.", [
            ("5,000", "1,000", False),
            ("5,000", "2,000", False),
        ]),
        ("Fewer than 5,000: no.\nAsk for 5,000.", "Fewer than 1,000: no.\nAsk for 5,000.", [("5,000", "1,000", False)]),
        ("In 4 weeks.", "In 4 months.", [("4", "4", False)]),
        ("In 4 weeks.", "In 2 months.", [("4", "2", False)]),
        ("It costs $5,000.", "It costs $4,000.", [("$5,000", "$4,000", True)]),
        ("From 5k on.", "From 5,000 on.", []),
        ("From 5,000 on.", "From many on.", []),
        ("Nothing.", "From 5,000 on.", []),
    ],
)  # fmt: skip
def test_figures_are_paired_where_they_stand(before: str, after: str, expected: list[tuple[str, str, bool]]) -> None:
    assert pairs(before, after) == expected


def test_numbers_of_a_list_are_no_figures() -> None:
    change = changed("1. Ask.\n2. Build.\n3. Run.", "1. Ask.\n2. Measure.\n3. Build.\n4. Run.")
    assert (change.before, change.after, change.figures) == ((), ("Measure.",), ())


def test_a_passage_that_is_gone_is_told_by_its_first_sentences() -> None:
    change = changed(TEXT, None)
    assert (change.how, change.digest, change.after) == (How.REMOVED, "", ())
    assert change.before == opening_of(TEXT)
    assert change.before[0] == "Often changed: RAG."


def test_long_changes_are_cut() -> None:
    change = changed("So.", "\n".join(f"{n} {'word ' * 500}." for n in range(20)))
    assert len(change.after) == MOST_SENTENCES
    assert all(len(sentence) <= LONGEST_SENTENCE for sentence in change.after)


@given(SENTENCES, SENTENCES)
def test_any_change_is_told_by_sentences_of_the_texts_and_read_back_from_json(
    before: list[str], after: list[str]
) -> None:
    change = compare(TREE, " ".join(before), " ".join(after))
    if change is None:
        assert before == after
        return
    assert set(change.before) <= set(before)
    assert set(change.after) <= set(after)
    assert change_from(json.loads(json.dumps(asdict(change)))) == change

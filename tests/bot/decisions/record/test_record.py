"""The record: every section of MADR 4.0, and what people said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.decisions.engine import Engine
from bot.decisions.facts import Value
from bot.decisions.frameworks import Ground, Matter, Outcome, Rule
from bot.decisions.record import file_name, madr
from bot.decisions.session.state import Stance, Status
from tests.bot.decisions.record.records import (
    BOTH,
    ENGINE,
    NAMES,
    RAG,
    SECTIONS,
    TUNED,
    asked,
    decided,
    head,
    headings,
    record,
    section,
    tokens,
)
from tests.bot.decisions.shipped import matter, plan


@pytest.mark.parametrize("answers", [RAG, BOTH, TUNED, {}], ids=["rag", "both", "tuned", "nothing"])
def test_every_section_of_madr_is_there_in_order_and_has_something_in_it(answers: dict[str, Value]) -> None:
    text = record(decided(answers))
    found = headings(text)
    assert found[0] == ("h1", "Support bot")
    assert [each for each in found if each in SECTIONS] == SECTIONS
    parsed = tokens(text)
    empty = [
        parsed[number - 1].content
        for number, token in enumerate(parsed)
        if token.type == "heading_close"
        and (
            number + 1 == len(parsed)
            or (parsed[number + 1].type == "heading_open" and parsed[number + 1].tag <= token.tag and token.tag != "h1")
        )
    ]
    assert not empty


@pytest.mark.parametrize("answers", [RAG, BOTH, TUNED, {}], ids=["rag", "both", "tuned", "nothing"])
def test_front_matter_and_lists_are_as_madr_has_them(answers: dict[str, Value]) -> None:
    text = record(decided(answers))
    assert list(head(text)) == ["status", "date", "decision-makers", "consulted", "informed"]
    points = [line for line in section(text, "Consequences").splitlines() if line]
    assert all(line.startswith(("* Good, because ", "* Neutral, because ", "* Bad, because ")) for line in points)
    assert section(text, "Considered Options").strip().splitlines() == [
        f"* {verdict.label}" for verdict in matter().verdicts.values()
    ]


def test_the_chosen_option_says_why() -> None:
    assert 'Chosen option: "RAG", because 3 of 5 frameworks come to it' in record(decided(RAG))
    both = section(record(decided(BOTH)), "Decision Outcome")
    assert "because it takes looking up" in both
    assert "articles/business-need.md" in both


def test_with_too_little_known_nothing_is_claimed_to_be_chosen() -> None:
    text = record(decided({}))
    assert head(text)["status"] == "proposed"
    assert 'Chosen option: "none yet", because' in text
    assert "Open: the answers known so far do not settle it." in text


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, "accepted"),
        ({"status": Status.OPEN}, "proposed"),
        ({"status": Status.PAUSED}, "proposed"),
        ({"status": Status.CANCELLED}, "rejected"),
    ],
)
def test_status_follows_the_decision(changes: dict[str, Any], status: str) -> None:
    assert head(record(decided(RAG, **changes)))["status"] == status


def test_a_superseded_record_says_by_which_and_its_successor_what_it_replaces() -> None:
    assert head(record(decided(RAG), superseded_by=12))["status"] == "superseded by ADR-0012"
    assert "* Supersedes ADR-0003." in record(decided(RAG), supersedes=3)
    assert "Other records" not in record(decided(RAG))


def test_what_was_decided_is_said_in_a_sentence_that_may_be_quoted_alone() -> None:
    topic = decided(RAG).topic
    assert f"\n\nWhat was decided about {topic}: RAG.\n" in record(decided(RAG))
    assert f"What was decided about {topic}: nothing yet." in record(decided({}))
    superseded = section(record(decided(RAG), superseded_by=12), "Decision Outcome")
    assert "This holds no longer: ADR-0012 supersedes it." in superseded
    assert f"What was decided about {topic} before ADR-0012: RAG." in superseded


def test_front_matter_can_say_more_and_nothing_in_it_is_mark_up() -> None:
    hostile = 'a\n---\nb: "c'
    found = head(record(decided(RAG), head={"title": hostile, "audience": ["C1"]}))
    assert (found["title"], found["audience"], found["status"]) == ('a --- b: "c', ["C1"], "accepted")


def test_people_are_sorted_by_what_they_did() -> None:
    rounds = (asked(1, "citations", "yes", U1="yes", U3="yes"),)
    people = head(record(decided({}, rounds=rounds)))
    assert people["decision-makers"] == ["Ada"]
    assert people["consulted"] == ["Cy"]
    assert people["informed"] == ["Bob"]


def test_who_has_no_name_is_called_by_their_id() -> None:
    assert head(record(decided(RAG), names={}))["decision-makers"] == ["U1"]


def test_dissent_is_kept_by_name_with_the_words_it_was_given_in() -> None:
    stance = Stance("U2", "yearly", 1.0, words="hardly ever, honestly")
    round_ = replace(asked(1, "change_rate", "weekly", U1="weekly"), settled_by="U1")
    told = replace(round_, stances={**round_.stances, "U2": stance})
    dissent = section(record(decided({}, rounds=(told,))), "Agreement and dissent")
    for said in ("Bob", "Once a year", "Weekly", "as Ada decided", "hardly ever, honestly"):
        assert said in dissent


def test_not_being_sure_is_no_dissent() -> None:
    rounds = (asked(1, "citations", "yes", U1="yes", U2=None),)
    assert "Nobody answered otherwise" in record(decided({}, rounds=rounds))


def test_answers_of_an_open_question_stay_hidden() -> None:
    round_ = replace(asked(1, "citations", None, U2="no"), closed_at=None)
    text = record(decided({}, rounds=(round_,)))
    assert "Sources shown" not in section(text, "Decision Drivers")
    assert "Bob answered" not in text


def test_the_frameworks_stand_side_by_side_with_their_sources() -> None:
    rows = [line for line in section(record(decided(RAG)), "The frameworks side by side").splitlines() if line]
    assert len(rows) == 2 + len(matter().frameworks)
    assert any("Honest take | RAG |" in row and "articles/honest-take.md" in row for row in rows)
    assert any("open: " in row for row in rows)


def test_flips_say_from_what_to_what_and_what_that_gives() -> None:
    flips = section(record(decided(RAG)), "What would flip it")
    asked, hybrid = matter().facts["output_format"].label, matter().verdicts["hybrid"].label
    assert f"* {asked}: Yes (now No) → {hybrid}" in flips


def test_the_plan_gives_each_figure_with_its_article() -> None:
    text = section(record(decided(RAG)), "Plan")
    assert r"* \$50–\$500 a month (API costs) (articles/honest-take.md, “Costs”)" in text
    assert r"* \$500–\$5,000 a month" in text
    assert "  * 2–4 weeks (articles/decision-tree.md, “Time to build”)" in text


def test_fine_tuning_comes_with_the_dated_check_of_what_is_on_offer() -> None:
    text = record(decided(TUNED))
    assert 'Chosen option: "Fine-tuning' in text
    assert "Checked on 2026-11-20." in section(text, "Before work begins")
    assert "labelled examples at least" in section(text, "Plan")


def test_without_a_plan_there_is_neither_plan_nor_advice() -> None:
    board = ENGINE.board(RAG)
    text = madr(decided(RAG), matter(), board, (), None, names=NAMES, number=7, date="2026-11-21")
    found = [heading for _, heading in headings(text)]
    assert not {"Plan", "Before work begins", "What would flip it"} & set(found)
    assert [each for each in headings(text) if each in SECTIONS] == SECTIONS


def test_the_review_date_is_named() -> None:
    assert "On 2027-01-15;" in section(record(decided(RAG, review_at=1_800_000_000.0)), "When to revisit")
    assert "No date is set;" in section(record(decided(RAG)), "When to revisit")


def test_a_close_call_is_called_close() -> None:
    board = replace(ENGINE.board(RAG), close="one vote decides")
    text = madr(decided(RAG), matter(), board, (), plan(), names=NAMES, number=7, date="2026-11-21")
    assert "A close call. one vote decides" in section(text, "Confidence")


def test_a_gate_that_holds_speaks_against_what_it_rules_out() -> None:
    gate = Rule(None, Outcome("rag"), "data may not leave", Ground("a.md", "B"), frozenset({"fine_tune"}))
    board = ENGINE.board(RAG)
    first = replace(board.assessments[0], fired=(gate,))
    board = replace(board, assessments=(first, *board.assessments[1:]))
    text = madr(decided(RAG), matter(), board, (), plan(), names=NAMES, number=7, date="2026-11-21")
    assert "* Bad, because data may not leave (a.md, “B”)." in section(text, "Fine-tuning")


def test_a_verdict_counted_for_another_is_neutral_to_it() -> None:
    answers = {**TUNED, "output_format": "no", "narrow_task": "no", "labelled_examples": 10, "latency": "seconds"}
    text = record(decided(answers))
    assert "Three questions comes to Prompting first, which is counted for it." in section(text, "RAG")


def test_the_same_decision_gives_the_same_text() -> None:
    assert record(decided(RAG)) == record(decided(dict(RAG)))


@pytest.mark.parametrize(
    ("topic", "name"),
    [
        ("Support bot", "0007-support-bot.md"),
        ("Über Füße?", "0007-uber-fue.md"),
        ("決定", "0007.md"),
        ("../../etc", "0007-etc.md"),
    ],
)
def test_a_file_name_has_number_and_topic(topic: str, name: str) -> None:
    assert file_name(7, topic) == name


def test_another_matter_needs_neither_plan_nor_grounds() -> None:
    bare: Matter = replace(
        matter(), frameworks=tuple(replace(framework, document=None) for framework in matter().frameworks)
    )
    text = madr(decided(RAG), bare, Engine(bare).board(RAG), (), None, names={}, number=1, date="2026-11-21")
    assert [each for each in headings(text) if each in SECTIONS] == SECTIONS

"""Passages are cut into verbatim units that can be quoted alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.sentences import UnitKind, display, label, plain, split_units

_PIECES = st.sampled_from(
    [
        *("Bread rises. ", "It bakes, e.g. at noon. ", "**Bold.** x. ", "Short line\n", "Is it so?\n", "  YES → go\n"),
        *("- an item\n", "1. first\n", "| a | b |\n", "|---|---|\n", "```\n", "# Head\n"),
        *("\n", "\n\n", "終わり。", "a", " ", "…"),
    ]
)


def _texts(text: str) -> list[str]:
    return [unit.text for unit in split_units(text) if unit.quotable]


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_units_are_slices_in_order_that_never_overlap(text: str) -> None:
    end = 0
    for unit in split_units(text):
        assert text[unit.start : unit.end] == unit.text
        assert unit.text == unit.text.strip() != ""
        assert unit.start >= end
        end = unit.end


@given(st.lists(_PIECES.filter(lambda piece: "|" not in piece), max_size=30).map("".join))
def test_units_cover_every_word(text: str) -> None:
    covered = "".join(unit.text for unit in split_units(text))
    assert [c for c in text if c.isalnum()] == [c for c in covered if c.isalnum()]


@given(st.text(max_size=300))
def test_any_text_is_cut_without_error(text: str) -> None:
    assert all(text[unit.start : unit.end] == unit.text for unit in split_units(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bread rises slowly overnight in winter, as bakers know. Then it is baked.",
         ["Bread rises slowly overnight in winter, as bakers know.", "Then it is baked."]),
        ("Small ovens (e.g. Siemens ones) heat up in about ten minutes. Big ones do not.",
         ["Small ovens (e.g. Siemens ones) heat up in about ten minutes.", "Big ones do not."]),
        ("It costs 2.50 euros. Dr. Baker says so.", ["It costs 2.50 euros. Dr. Baker says so."]),
        ("Legal research. Fine-tune for language. Use RAG for cases.",
         ["Legal research. Fine-tune for language.", "Use RAG for cases."]),
        ("The oven is hot. Mind your hands when you reach in.",
         ["The oven is hot.", "Mind your hands when you reach in."]),
        ("Flour is stored in house D. The key hangs at the door.",
         ["Flour is stored in house D.", "The key hangs at the door."]),
        ("The oven was bought from J. Smith of Leeds.", ["The oven was bought from J. Smith of Leeds."]),
        ("パンは朝に焼く。夜は焼かない。", ["パンは朝に焼く。", "夜は焼かない。"]),
        ("A line that is long enough to be wrapped by an editor\ngoes on here.",
         ["A line that is long enough to be wrapped by an editor\ngoes on here."]),
    ],
)  # fmt: skip
def test_sentences(text: str, expected: list[str]) -> None:
    assert _texts(text) == expected


def test_a_list_item_stays_whole_and_knows_its_introduction() -> None:
    units = split_units(
        "When RAG wins\n\nChoose RAG when:\n- data changes. Often.\n- you need citations,\n  or audits\n"
    )
    items = [unit for unit in units if unit.kind is UnitKind.ITEM]
    assert [unit.text for unit in items] == ["- data changes. Often.", "- you need citations,\n  or audits"]
    assert {(unit.section, unit.lead) for unit in items} == {("When RAG wins", "Choose RAG when:")}
    assert display(items[1]) == "you need citations, or audits"


def test_an_item_does_not_swallow_the_heading_after_it() -> None:
    kinds = [unit.kind for unit in split_units("- one item\n- the last item\nDecision Framework\n")]
    assert kinds == [UnitKind.ITEM, UnitKind.ITEM, UnitKind.HEADING]


def test_a_table_row_is_quoted_as_it_stands_and_shown_with_its_columns() -> None:
    (row,) = split_units("| Bread | Price |\n|:--|--:|\n| **Rye** | €4.20 |")
    assert row.text == "| **Rye** | €4.20 |"
    assert row.columns == ("Bread", "Price")
    assert display(row) == "Bread: Rye; Price: €4.20"
    assert label(row) == "Rye"


def test_a_row_with_other_columns_than_its_head_is_shown_as_cells() -> None:
    (row,) = split_units("| Bread | Price |\n|---|---|\n| Rye | 4 | today |")
    assert display(row) == "Rye · 4 · today"


def test_a_code_block_is_one_unit_and_keeps_its_lines() -> None:
    (code,) = split_units("```yaml\nheat: 250\n\nsteam: yes\n```")
    assert code.kind is UnitKind.CODE
    assert display(code) == code.text == "```yaml\nheat: 250\n\nsteam: yes\n```"


def test_a_question_keeps_the_answer_on_the_next_line() -> None:
    assert _texts("Do you need citations?\n  YES → RAG\n\nIs it urgent?\n  YES → RAG") == [
        "Do you need citations?\n  YES → RAG",
        "Is it urgent?\n  YES → RAG",
    ]


def test_headings_and_introductions_are_not_quotable() -> None:
    units = split_units("# Costs\n\nCost Comparison\n\nThese are the ones we know from our own shops so far:\n- rye")
    assert [unit.quotable for unit in units] == [False, False, False, True]


def test_a_question_that_its_paragraph_answers_leads_to_the_answer() -> None:
    asked = "**Do you bake rye?** Not any more. We sold the mill.\n\nDelivery is free. Who is it for? It is for cafés."
    units = split_units(asked)
    assert [(unit.text, unit.lead) for unit in units if unit.quotable] == [
        ("Not any more.", "Do you bake rye?"),
        ("We sold the mill.", "Do you bake rye?"),
        ("Delivery is free.", ""),
        ("It is for cafés.", "Who is it for?"),
    ]


def test_a_question_without_an_answer_beside_it_may_be_quoted() -> None:
    text = "Before a second shop is opened somebody has to ask the bakers: who of you will work there?\n\nThen open it."
    assert _texts(text)[0].endswith("who of you will work there?")


def test_a_label_names_what_a_unit_is_about() -> None:
    assert label(split_units("- Hybrid: $30-70k setup")[0]) == "Hybrid"
    assert label(split_units("Bread rises.")[0]) == ""


def test_plain_drops_marks_and_keeps_words() -> None:
    assert plain("## The **big** [guide](https://x.example/a) to `code` and snake_case") == (
        "The big guide to `code` and snake_case"
    )


def test_a_very_long_item_is_cut_into_sentences() -> None:
    sentence = "Bread is baked at dawn by people who sleep in the afternoon and like it. "
    assert len(split_units("- " + sentence * 12)) == 12

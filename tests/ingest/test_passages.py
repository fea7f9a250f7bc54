from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.model import Document
from ingest.passages import LONGEST_CODE, LONGEST_TEXT, TARGET, passage_id, split, whole
from ingest.readers import Block, BlockKind, Reading, TextReader
from ingest.readers.markdown import read_markdown
from ingest.readers.text import read_text
from tests.effort import effort

SENTENCE = "Retrieval finds the passage that answers the question. "


def test_passages_carry_their_heading_path_without_the_title() -> None:
    source = "# Title\n\nIntro.\n\n## A\n\nOne.\n\n### B\n\nTwo.\n\n## C\n\nThree.\n"
    passages = split(read_markdown("a.md", source))
    assert [(p.heading, p.text) for p in passages] == [
        ((), "Intro."),
        (("A",), "One."),
        (("A", "B"), "Two."),
        (("C",), "Three."),
    ]
    assert [p.position for p in passages] == [0, 1, 2, 3]


def test_a_heading_with_nothing_under_it_is_a_passage() -> None:
    passages = split(read_markdown("a.md", "# T\n\n## Empty\n\n## Parent\n\n### Child\n\ntext\n\n## Last\n"))
    assert [(p.heading, p.text) for p in passages] == [
        ((), "## Empty"),
        (("Parent", "Child"), "text"),
        ((), "## Last"),
    ]


def test_a_heading_that_only_repeats_the_title_is_no_passage() -> None:
    assert [p.text for p in split(read_markdown("a.md", "# T\n\n# A\n\nText.\n"))] == ["Text."]
    assert [p.text for p in split(read_markdown("a.md", "# T\n"))] == ["# T"]


def test_small_neighbours_are_packed_and_long_ones_cut_at_sentences() -> None:
    source = "Short one.\n\nShort two.\n\n" + SENTENCE * 60
    passages = split(read_markdown("a.md", source))
    assert passages[0].text == "Short one.\n\nShort two."
    assert all(len(p.text) <= TARGET and p.text.endswith(".") for p in passages[1:])


@pytest.mark.parametrize("sentence", ["यह एक वाक्य है। ", "هل هذه جملة؟ ", "یہ ایک جملہ ہے۔ "])
def test_sentences_of_other_scripts_are_not_cut(sentence: str) -> None:
    passages = split(read_markdown("a.md", sentence * 200))
    assert len(passages) > 1
    assert all(p.text.endswith(sentence.strip()) for p in passages)


def test_items_rows_and_code_stay_whole() -> None:
    item = "- " + (SENTENCE * 10).strip()
    code = "```\n" + "x = 1\n" * 400 + "```"
    passages = split(read_markdown("a.md", f"{item}\n{item}\n\n{code}\n"))
    assert [p.text for p in passages] == [item, item, code]
    assert len(code) < LONGEST_CODE


def test_a_line_that_introduces_a_list_goes_with_it() -> None:
    filler = (SENTENCE * 14).strip()
    passages = split(read_markdown("a.md", f"{filler}\n\nChoose it when:\n\n- {SENTENCE * 5}\n"))
    assert passages[1].text.startswith("Choose it when:\n\n- ")


FAQ = [
    "**What does it cost?**\n\n{}",
    "What does it cost?\n\n{}",
    "Q: What does it cost\n\nA: {}",
    "*What does it cost?*\n\n{}",
]


@pytest.mark.parametrize("entry", FAQ)
def test_a_question_stays_with_its_whole_answer(entry: str) -> None:
    answer = "\n\n".join([(SENTENCE * 6).strip()] * 2)
    source = "\n\n".join([SENTENCE * 5, *[entry.format(answer)] * 3])
    assert [p.text for p in split(read_markdown("a.md", source))][1:] == [entry.format(answer)] * 3


def test_a_question_stays_with_the_beginning_of_an_answer_that_is_too_long() -> None:
    paragraph = (SENTENCE * 14).strip()
    source = "\n\n".join([SENTENCE * 6, "**Why?**", *[paragraph] * 3])
    assert split(read_markdown("a.md", source))[1].text == f"**Why?**\n\n{paragraph}"


def test_a_paragraph_of_questions_and_answers_is_cut_between_them() -> None:
    pairs = [f"Q: Why is it number {n}?\nA: {(SENTENCE * 7).strip()}" for n in range(6)]
    passages = split(read_markdown("a.md", "\n".join(pairs)))
    assert len(passages) > 1
    assert all(p.text.startswith("Q: ") and p.text.count("Q: ") == p.text.count("A: ") for p in passages)


def test_a_question_in_a_list_is_not_answered_by_the_items_after_it() -> None:
    items = ["- Does it change?", *[f"- {(SENTENCE * 2).strip()} Number {n}." for n in range(10)]]
    passages = split(read_markdown("a.md", "\n".join(items)))
    assert [len(p.text) <= TARGET for p in passages] == [True, True]


def test_the_head_of_a_table_is_the_innermost_heading_of_rows_cut_from_it() -> None:
    rows = "\n".join(f"| plan {n} | {n} euros for each month |" for n in range(80))
    source = f"# T\n\n## Prices\n\n| Plan | Price |\n| --- | ---: |\n{rows}\n\nAfter the table.\n"
    passages = split(read_markdown("a.md", source))
    assert passages[0].heading == ("Prices",)
    assert passages[0].text.startswith("| Plan | Price |")
    assert {p.heading for p in passages[1:-1]} == {("Prices", "Plan | Price")}
    assert (passages[-1].heading, passages[-1].text) == (("Prices",), "After the table.")


def test_a_rule_or_a_lone_row_is_no_table() -> None:
    source = "one | two\n\n--- | ---\n" + "\n".join(f"a | {SENTENCE}" for _ in range(60))
    assert {p.heading for p in split(read_text("a.txt", source))} == {()}


def test_a_passage_knows_the_page_it_begins_on() -> None:
    text = "One.\n\nTwo.\n\nThree."
    blocks = [Block(BlockKind.TEXT, 0, 4, page=2), Block(BlockKind.TEXT, 6, 10, page=3)]
    heading = Block(BlockKind.HEADING, 12, 18, level=1, heading="Three.", page=4)
    passages = split(Reading(Document("a.pdf", text, "T"), (*blocks, heading)))
    assert [(p.text, p.page) for p in passages] == [("One.\n\nTwo.", 2), ("Three.", 4)]


@pytest.mark.parametrize("shape", ["x", "word ", "检索增强生成", "Why?\n\n", "| a |\n", "说。", "a:\n\n"])
def test_ten_times_the_text_takes_no_more_than_linear_time(shape: str) -> None:
    def seconds(length: int) -> float:
        reading = read_text("a.txt", shape * (length // len(shape)))
        return effort(lambda: split(reading))

    assert seconds(200_000) < 40 * seconds(20_000) + 0.5  # quadratic would be a hundred times


def test_ids_are_stable_and_depend_on_path_position_and_text() -> None:
    ids = {passage_id("a", 0, "t"), passage_id("b", 0, "t"), passage_id("a", 1, "t"), passage_id("a", 0, "u")}
    assert len(ids) == 4
    assert passage_id("a", 0, "t") == passage_id("a", 0, "t")
    assert all(len(id_) == 32 and int(id_, 16) >= 0 for id_ in ids)


def test_a_whole_document_is_one_passage_or_none() -> None:
    assert [p.text for p in whole(Document("a", " text ", "T"))] == [" text "]
    assert whole(Document("a", " \n", "T")) == []


LINES = st.sampled_from(
    ["", "", "# One", "## Two", "Setext\n---", "Some words here.", "- item", "  - nested", "| a | b |", "|---|---|",
     "```", "    code", "> quote", "[x]: y", "<div>", "Heading like", "Long " * 80, "x" * 2000, "• dot", "Why?",
     SENTENCE * 40]
)  # fmt: skip
SOURCES = st.lists(LINES | st.text(max_size=60), max_size=40).map("\n".join)


@pytest.mark.parametrize("reader", [read_markdown, read_text])
@settings(deadline=None, max_examples=60)
@given(source=SOURCES)
def test_passages_are_verbatim_complete_ordered_and_within_their_section(reader: TextReader, source: str) -> None:
    reading = reader("a", source.replace("\r", "\n"))
    text = reading.document.text
    passages = split(reading)
    assert all(p.text == text[p.start : p.end] and p.text.strip() for p in passages)
    assert all(left.end <= right.start for left, right in pairwise(passages))
    assert all(len(p.text) <= max(LONGEST_CODE, LONGEST_TEXT) for p in passages)
    head = [block for block in reading.blocks if block.kind is BlockKind.HEADING]
    covered = sorted([(p.start, p.end) for p in passages] + [(b.start, b.end) for b in head])
    left_out = "".join(
        text[a:b] for a, b in zip([0, *(e for _, e in covered)], [*(s for s, _ in covered), None], strict=True)
    )
    assert left_out.strip() == ""
    for block in head:  # before it, after it, begun by it, or a piece of a heading that stands alone and is too long
        assert all(
            p.start >= block.end or p.end <= block.start or p.start == block.start or p.end <= block.end
            for p in passages
        )

"""Citations lead back to words that stand in the passage, or nowhere."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.generated.sources import LABEL_CHARACTERS, MAX_CHARACTERS, MAX_PASSAGES, quote_of, sources_of
from tests.fakes.evidence import hit

GUIDE = "## Time\n\nA prototype takes two to three weeks of work. Fine-tuning takes **six to twelve** weeks in all.\n\n"
COSTS = "| What | Cost |\n|---|---|\n| RAG | $50 |\n| Fine-tuning | $5,000 |\n"


def location(index: int, start: int, end: int, **changes: Any) -> dict[str, Any]:
    """A citation of these blocks, as the service would give it for the two passages."""
    source = sources_of([hit(GUIDE), hit(COSTS, position=1)])[index]
    return {
        "type": "search_result_location",
        "source": source.name,
        "title": "Guide",
        "cited_text": "".join(block.sent for block in source.blocks[start:end]),
        "search_result_index": index,
        "start_block_index": start,
        "end_block_index": end,
        **changes,
    }


def quoted(citation: object) -> str | None:
    quote = quote_of(citation, sources_of([hit(GUIDE), hit(COSTS, position=1)]))
    return quote.text if quote else None


def test_one_block_for_each_sentence_or_row_and_nothing_is_lost() -> None:
    guide, costs = sources_of([hit(GUIDE), hit(COSTS, position=1)])

    assert "".join(block.sent for block in guide.blocks) == GUIDE
    assert "".join(block.sent for block in costs.blocks) == COSTS
    assert (len(guide.blocks), len(costs.blocks)) == (2, 2)


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        (location(0, 0, 1), "A prototype takes two to three weeks of work."),
        (location(0, 1, 2), "Fine-tuning takes **six to twelve** weeks in all."),
        (location(1, 1, 2), "| Fine-tuning | $5,000 |"),
        (location(0, 0, 2), GUIDE.strip().removeprefix("## Time\n\n")),
    ],
)
def test_a_citation_becomes_the_words_of_the_passage(citation: dict[str, Any], expected: str) -> None:
    assert quoted(citation) == expected


def test_white_space_in_the_cited_text_does_not_matter() -> None:
    assert quoted(location(0, 0, 1, cited_text="## Time A prototype takes two to three weeks of work. "))


@pytest.mark.parametrize(
    "citation",
    [
        None,
        "search_result_location",
        {},
        location(0, 0, 1, type="char_location"),
        location(0, 0, 1, search_result_index=2),
        location(0, 0, 1, search_result_index=-1),
        location(0, 0, 1, search_result_index="0"),
        location(0, 0, 1, search_result_index=1),
        location(0, 0, 1, start_block_index=-1),
        location(0, 0, 1, end_block_index=0),
        location(0, 0, 1, end_block_index=9),
        location(0, 0, 1, end_block_index=None),
        location(0, 0, 1, source="other.md#0"),
        location(0, 0, 1, cited_text="A prototype takes nine weeks of work."),
        location(0, 0, 1, cited_text=None),
    ],
)
def test_a_citation_that_does_not_fit_what_was_sent_is_none(citation: object) -> None:
    assert quoted(citation) is None


def test_the_quote_is_the_stored_text_though_the_sent_one_was_cleaned() -> None:
    sources = sources_of([hit("Read the zero\u200bwidth note be\u00adfore you deploy anything.")])
    sent = sources[0].blocks[0].sent

    quote = quote_of(location(0, 0, 1, cited_text=sent), sources)

    assert sent == "Read the zerowidth note before you deploy anything."
    assert quote is not None
    assert quote.text == "Read the zero\u200bwidth note be\u00adfore you deploy anything."


@given(st.lists(st.sampled_from(["Some words here are a sentence.", " ", "\n\n", "- item\n", "## Head\n", "\u200b"])))
def test_every_block_can_be_quoted_verbatim(pieces: list[str]) -> None:
    text = "".join(pieces)
    for source in sources_of([hit(text)]):
        for number, block in enumerate(source.blocks):
            citation = {
                **location(0, 0, 1),
                "source": source.name,
                "cited_text": block.sent,
                "start_block_index": number,
                "end_block_index": number + 1,
            }
            quote = quote_of(citation, [source])
            assert block.sent.strip()
            assert quote is not None
            assert quote.text.strip() == quote.text
            assert quote.text in text


def test_the_caps_hold_and_the_best_comes_first() -> None:
    many = [hit(f"Sentence number {n} of the folder.", position=n) for n in range(MAX_PASSAGES + 3)]
    long = [hit("This sentence is fifty characters long, I believe. " * 500, position=n) for n in range(3)]

    assert [source.passage for source in sources_of(many)] == [each.passage for each in many[:MAX_PASSAGES]]
    sent = [block.sent for source in sources_of(long) for block in source.blocks]
    assert MAX_CHARACTERS - 60 < sum(map(len, sent)) <= MAX_CHARACTERS


def test_a_passage_without_anything_to_quote_is_left_out() -> None:
    assert sources_of([hit("## Only a heading\n"), hit(" \n")]) == ()


def test_names_and_titles_are_data_of_bounded_length() -> None:
    nasty = hit("Some words here are a sentence.", document="a\u202e\n</document>" + "x" * 500, heading=("A\nB", "C"))

    result = sources_of([nasty])[0].as_search_result()

    assert len(result["source"]) == LABEL_CHARACTERS
    assert len(result["title"]) == LABEL_CHARACTERS
    assert "\u202e" not in result["source"] + result["title"]
    assert "\n" not in result["title"]
    assert result["citations"] == {"enabled": True}


def test_the_title_shows_the_heading_path() -> None:
    result = sources_of([hit("Some words here are a sentence.", heading=("Cost", "Per month"))])[0].as_search_result()

    assert (result["title"], result["source"]) == ("Guide › Cost › Per month", "guide.md#0")

"""Pieces of a reply become sentences with the quotes they rest on, as early as is certain."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.generated.claims import MISSING_CHARACTERS, ClaimAssembler, Piece
from bot.answers.generated.sources import Source, sources_of
from bot.answers.model import Draft, Missing
from tests.effort import assert_effort
from tests.fakes.evidence import hit

SENTENCES = (
    "Alpha takes two weeks of work in all.",
    "Beta costs fifty dollars each month.",
    "Gamma needs 500 examples.",
)
SOURCES = sources_of([hit(text, position=n) for n, text in enumerate(SENTENCES)])


def cite(*numbers: int) -> tuple[dict[str, Any], ...]:
    """Citations of the first, second or third sentence (0, 1, 2)."""
    return tuple(_location(SOURCES[number], number) for number in numbers)


def _location(source: Source, index: int) -> dict[str, Any]:
    return {
        "type": "search_result_location",
        "source": source.name,
        "cited_text": source.blocks[0].sent,
        "search_result_index": index,
        "start_block_index": 0,
        "end_block_index": 1,
    }


def assemble(*blocks: tuple[str, tuple[object, ...]]) -> list[tuple[str, list[str]] | Missing]:
    """What comes of whole blocks."""
    return drafts(Piece(index, text, citations) for index, (text, citations) in enumerate(blocks))


def drafts(pieces: Iterable[Piece]) -> list[tuple[str, list[str]] | Missing]:
    claims = ClaimAssembler(SOURCES)
    found = [draft for piece in pieces for draft in claims.add(piece)]
    return [_plain(draft) for draft in [*found, *claims.finish()]]


def _plain(draft: Draft | Missing) -> tuple[str, list[str]] | Missing:
    return (draft.text, [quote.text for quote in draft.quotes]) if isinstance(draft, Draft) else draft


def test_a_sentence_rests_on_the_citations_of_every_block_it_has_words_in() -> None:
    assert assemble(
        ("Alpha takes ", ()), ("two weeks", cite(0)), (", and beta costs ", ()), ("$50", cite(1, 0)), (". ", cite(2))
    ) == [("Alpha takes two weeks, and beta costs $50.", [SENTENCES[0], SENTENCES[1]])]


def test_sentences_of_one_block_share_its_citations() -> None:
    assert assemble(("It takes two weeks. It costs $50.\nGamma.", cite(0, 1))) == [
        ("It takes two weeks.", [SENTENCES[0], SENTENCES[1]]),
        ("It costs $50.", [SENTENCES[0], SENTENCES[1]]),
        ("Gamma.", [SENTENCES[0], SENTENCES[1]]),
    ]


def test_a_citation_does_not_spill_into_the_next_sentence() -> None:
    assert assemble(("It takes two weeks.", cite(0)), (" It is a good idea.", ()), ("\n", cite(1))) == [
        ("It takes two weeks.", [SENTENCES[0]]),
        ("It is a good idea.", []),
    ]


def test_a_sentence_comes_as_soon_as_its_blocks_are_closed() -> None:
    claims = ClaimAssembler(SOURCES)

    assert list(claims.add(Piece(1, "It takes two weeks. "))) == []
    assert list(claims.add(Piece(1, "", cite(0)))) == []
    ready = list(claims.add(Piece(2, "It ")))
    assert [_plain(draft) for draft in ready] == [("It takes two weeks.", [SENTENCES[0]])]


def test_punctuation_of_an_open_block_does_not_hold_a_sentence_back() -> None:
    claims = ClaimAssembler(SOURCES)

    found = [*claims.add(Piece(1, "It takes two weeks", cite(0))), *claims.add(Piece(2, ". But"))]

    assert [_plain(draft) for draft in found] == [("It takes two weeks.", [SENTENCES[0]])]


@pytest.mark.parametrize(
    "text",
    [
        "It costs $2.5 million a year.",
        "Use retrieval, e.g. RAG, first.",
        "Compare RAG vs. Fine-tuning here.",
        "Ask Dr. Smith about it.",
        "It takes approx. 5 weeks.",
        "It waits... then goes on.",
        "Version 2.0.1 is fine.",
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert assemble((text, cite(0))) == [(text, [SENTENCES[0]])]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("It takes two weeks [1].", ["It takes two weeks."]),
        ("It takes two weeks.[1][2] It costs $50. [1, 3]", ["It takes two weeks.", "It costs $50."]),
        ("It takes two weeks【4†source】.", ["It takes two weeks."]),
        ("<cite index='1'>It takes two weeks.</cite>", ["It takes two weeks."]),
        ("- **It** takes two weeks.\n- It **costs** $50.", ["It takes two weeks.", "It costs $50."]),
        ("• It takes two weeks.\n* It costs $50.", ["It takes two weeks.", "It costs $50."]),
        ("1. It takes two weeks.\n2. It costs $50.", ["It takes two weeks.", "It costs $50."]),
        ("## Time\nIt takes\u200b two weeks.", ["Time", "It takes two weeks."]),
        ("Set `__init__` to f(0) at 5 * 3.", ["Set `__init__` to f(0) at 5 * 3."]),
        ("“It takes two weeks.” It costs $50!", ["“It takes two weeks.”", "It costs $50!"]),
        ("二週間かかります。五十ドルです。", ["二週間かかります。", "五十ドルです。"]),
        ("...\n\n---\n", []),
    ],
)
def test_marks_are_taken_off(written: str, shown: list[str]) -> None:
    assert [draft[0] for draft in assemble((written, cite(0))) if isinstance(draft, tuple)] == shown


@pytest.mark.parametrize("text", ["NOT COVERED", "NOT COVERED.", "Not covered\n", "NOT COVERED. They speak of cost."])
def test_not_covered_gives_nothing(text: str) -> None:
    assert assemble((text, ())) == []


def test_what_is_missing_is_told_apart_from_claims() -> None:
    assert assemble(("It takes two weeks.\n", cite(0)), ("MISSING: latency budgets.", ())) == [
        ("It takes two weeks.", [SENTENCES[0]]),
        Missing("latency budgets"),
    ]


def test_what_is_missing_is_a_phrase_and_not_an_essay() -> None:
    (missing,) = assemble(("MISSING: " + "word " * 400, ()))

    assert isinstance(missing, Missing)
    assert len(missing.text) <= MISSING_CHARACTERS


def test_citations_that_fit_nothing_are_left_out() -> None:
    assert assemble(("It takes two weeks.", (None, {"type": "x"}, *cite(0)))) == [
        ("It takes two weeks.", [SENTENCES[0]])
    ]


@pytest.mark.parametrize("text", ["." * 30_000, "[" * 30_000, "【" * 30_000, "<cite" * 6_000, "x. " + "[1] " * 8_000])
def test_a_reply_made_to_hurt_takes_no_longer_than_another(text: str) -> None:
    pieces = [Piece(0, text[begin : begin + 20]) for begin in range(0, len(text), 20)]

    assert_effort(lambda: drafts(pieces), below=3)


REPLY = (
    ("Alpha takes two weeks [1]. ", cite(0)),
    ("Beta, e.g. the second, costs $2.50", cite(1)),
    (" each month.\n", ()),
    ("1. Gamma needs 500. Both ", cite(2)),
    ("agree.\n", cite(0)),
    ("MISSING: latency", ()),
)


@given(st.lists(st.integers(min_value=1, max_value=9), min_size=1, max_size=20))
def test_any_cut_of_the_stream_gives_the_same_drafts(sizes: list[int]) -> None:
    def pieces() -> Iterable[Piece]:
        turn = 0
        for index, (text, citations) in enumerate(REPLY):
            begin = 0
            while begin < len(text):
                size = sizes[turn % len(sizes)]
                yield Piece(index, text[begin : begin + size])
                begin, turn = begin + size, turn + 1
            for citation in citations:
                yield Piece(index, "", (citation,))

    assert drafts(pieces()) == assemble(*REPLY)

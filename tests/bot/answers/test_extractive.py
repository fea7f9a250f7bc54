"""Quotes: the best point first, verbatim, from few sources, the same every time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.answers.checks.verify import check
from bot.answers.evidence.calibration import ENOUGH
from bot.answers.evidence.matching import Meanings
from bot.answers.evidence.ranking import Ranker
from bot.answers.evidence.sufficiency import Inquest, examine
from bot.answers.extractive import MOST_SENTENCES, MOST_SOURCES, ExtractiveEngine
from bot.answers.model import Draft, EngineName, Quote
from ingest.model import Passage, SearchIndex


def _drafts(index: SearchIndex, question: str) -> list[Draft]:
    return ExtractiveEngine().drafts(_inquest(index, question))


def _inquest(index: SearchIndex, question: str, *, backwards: bool = False) -> Inquest:
    ranker, hits = Ranker(Meanings()), index.search(question, 8)
    return examine(ranker, ranker.inquire(question, index), hits[::-1] if backwards else hits)


def test_the_sentence_that_answers_comes_first(guide: SearchIndex) -> None:
    first = _drafts(guide, "How long does the oven take to heat up?")[0]
    assert first == Draft("The oven takes 40 minutes to heat up.", (Quote("oven.md-0", first.text),))


def test_a_table_row_is_shown_with_its_columns_and_quoted_as_it_stands(guide: SearchIndex) -> None:
    first = _drafts(guide, "What is the price of spelt bread?")[0]
    assert first.text == "Bread: Spelt; Price: €5.10; Weight: 500 g"
    assert first.quotes[0].text == "| Spelt | €5.10 | 500 g |"


def test_a_list_item_comes_with_the_line_that_introduces_it(guide: SearchIndex) -> None:
    drafts = _drafts(guide, "When should I use sourdough?")
    assert {draft.text for draft in drafts} == {
        "Use sourdough when: the bread must keep for a week",
        "Use sourdough when: guests ask for rye",
    }
    assert drafts[0].quotes[0] == Quote("dough.md-0", "Use sourdough when:")


def test_sources_that_disagree_are_both_shown(guide: SearchIndex) -> None:
    texts = " ".join(draft.text for draft in _drafts(guide, "How many days does a starter need?"))
    assert "5 days" in texts
    assert "7 days" in texts


def test_a_sentence_that_leans_back_takes_the_one_before_along(
    make_passage: Callable[..., Passage], make_index: Callable[..., SearchIndex]
) -> None:
    text = "The oven has a stone floor. It must be swept with a damp cloth before every single batch of loaves."
    index = make_index([make_passage("The bakery on the corner has one oven with a stone floor. " + text[28:])])
    (draft,) = _drafts(index, "How is the damp cloth used before a batch of loaves?")
    assert draft.text.startswith("The bakery on the corner")
    assert draft.quotes[0].text == draft.text


def test_an_answer_is_quoted_with_the_question_it_answers(
    make_passage: Callable[..., Passage], make_index: Callable[..., SearchIndex]
) -> None:
    index = make_index([make_passage("**Do you bake rye bread?** Not any more. The mill was sold in spring.")])
    first = _drafts(index, "Is rye bread baked?")[0]
    assert first.text.startswith("Do you bake rye bread? Not any more.")
    assert first.quotes[0].text.startswith("**Do you bake rye bread?** Not any more.")


def test_what_is_denied_is_shown_first(guide: SearchIndex) -> None:
    first = _drafts(guide, "How do I open the oven during that time?")[0]
    assert "It must never be opened during that time." in first.text


def test_the_less_sure_the_more_is_shown(
    make_passage: Callable[..., Passage], make_index: Callable[..., SearchIndex]
) -> None:
    texts = ("Rye loaves are baked in the stone oven.", "The loaves of rye wait in baskets.")
    index = make_index([make_passage(text, f"{i}.md", 1 - i) for i, text in enumerate(texts)])
    inquest = _inquest(index, "How are rye loaves baked by hand?")
    shown = {
        sure: ExtractiveEngine().drafts(
            replace(inquest, findings=tuple(replace(finding, confidence=sure) for finding in inquest.findings))
        )
        for sure in (ENOUGH, 1.0)
    }
    assert len(shown[ENOUGH]) > len(shown[1.0])
    assert shown[ENOUGH][0].quotes == shown[1.0][0].quotes


def test_nothing_is_said_about_what_is_not_covered(guide: SearchIndex) -> None:
    assert _drafts(guide, "Who won the 2022 football World Cup?") == []


@pytest.mark.parametrize(
    "question",
    ["What is rye bread?", "When should I use sourdough?", "How much does bread cost and who is the driver?"],
)
def test_every_draft_stands_up_to_the_check(guide: SearchIndex, question: str) -> None:
    drafts = _drafts(guide, question)
    assert 0 < len(drafts) <= MOST_SENTENCES
    assert len({draft.quotes[0].passage_id.partition("-")[0] for draft in drafts}) <= MOST_SOURCES
    assert all(check(draft, guide.passage).stands for draft in drafts)


def test_the_same_question_gives_the_same_words(guide: SearchIndex) -> None:
    question = "What is the price of rye bread?"
    assert _drafts(guide, question) == _drafts(guide, question)


def test_evidence_order_breaks_no_tie(guide: SearchIndex) -> None:
    question = "How many days does a starter need?"
    assert ExtractiveEngine().drafts(_inquest(guide, question, backwards=True)) == _drafts(guide, question)


def test_a_broad_question_starts_with_what_sources_share(
    make_passage: Callable[..., Passage], make_index: Callable[..., SearchIndex]
) -> None:
    heading = ("When to use rye",)
    index = make_index(
        [
            make_passage("Rye suits bakers with a cold cellar.\n\nRye suits bread that must keep.", "a.md", 0, heading),
            make_passage("Rye suits bread that must keep for a week.", "b.md", 0, heading),
            make_passage("Spelt suits bread that must be eaten at once.", "c.md", 0, ("When to use spelt",)),
        ]
    )
    drafts = _drafts(index, "When should one use rye?")
    assert drafts[0].text.startswith("Rye suits bread that must keep")
    assert not any("Spelt" in draft.text for draft in drafts)


def test_a_question_repeated_is_one_question(guide: SearchIndex) -> None:
    once = _drafts(guide, "How long does the oven take to heat up?")
    assert _drafts(guide, "How long does the oven take to heat up? " * 20) == once


async def test_written_as_an_engine(guide: SearchIndex) -> None:
    engine, question = ExtractiveEngine(), "Who is the driver?"
    written = [draft async for draft in engine.write(_inquest(guide, question))]
    assert engine.name is EngineName.EXTRACTIVE
    assert written == _drafts(guide, question)

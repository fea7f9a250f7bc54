"""Figures that differ for the same thing are found, and no others."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.answers.checks.disagreement import conflicts
from bot.answers.checks.measurements import measurements
from bot.answers.model import Quote
from ingest.model import Passage
from tests.bot.answers.checks.pairs import FOLDERS, NOTES, passages

Found = set[frozenset[tuple[str, str]]]


def _folder(name: str) -> list[Passage]:
    root = NOTES if name == "notes" else FOLDERS / name
    return [passage for file in sorted(root.iterdir()) for passage in passages(f"{name}/{file.name}")]


def _all_conflicts(evidence: list[Passage]) -> Found:
    cited = [(Quote(p.id, found.unit.text), p) for p in evidence for found in measurements(p)]
    return {
        frozenset((figure.passage.document, figure.text) for figure in conflict.figures)
        for pair in cited
        for conflict in conflicts([pair], evidence)
    }


def _passage(document: str, text: str, title: str = "") -> Passage:
    return Passage(f"{document}-0", document, 0, (), text, 0, len(text), title or document)


def _differ(one: str, other: str) -> bool:
    return bool(_all_conflicts([_passage("one.md", one), _passage("other.md", other)]))


def test_the_notes_differ_in_these_three_things_only() -> None:
    things = {
        ("labelled examples", "5,000", "1,000"),
        ("time to build (RAG)", "2–4 weeks", "2-3 weeks"),
        ("costs (RAG)", "$500–$5,000/month", "$50-500/month"),
    }
    evidence = _folder("notes")
    for found in _all_conflicts(evidence):
        figures = " ".join(text for _, text in found)
        assert any(one in figures and other in figures for _, one, other in things), found
    abouts = {
        conflict.about
        for p in evidence
        for found in measurements(p)
        for conflict in conflicts([(Quote(p.id, found.unit.text), p)], evidence)
    }
    assert {about for about, *_ in things} <= abouts


@pytest.mark.parametrize("folder", ["harbour", "handbook", "laser"])
def test_folders_of_one_mind_do_not_differ(folder: str) -> None:
    assert _all_conflicts(_folder(folder)) == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "A starter needs 5 days before the first loaf.",
            "By experience, a starter needs 7 days before it carries a loaf.",
        ),
        ("Backups of the ledger are kept for 30 days.", "The ledger's backups are kept for 90 days."),
        ("The gateway accepts 200 requests per second.", "Up to 500 requests per second are accepted by the gateway."),
        ("The pilot costs €480 per call.", "A pilot costs €520 per call at the harbour."),
        ("About 12% of returned parcels are damaged.", "Of the returned parcels, 18% are damaged."),
        ("The hall opens at 7:00; heating takes 40 minutes.", "Heating the hall takes 55 minutes."),
    ],
)
def test_other_figures_for_the_same_thing(one: str, other: str) -> None:
    assert _differ(one, other)
    assert _differ(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rye bread is baked at 250 °C.", "Spelt bread is baked at 220 °C."),  # different things
        ("Backups are kept for 30 days.", "Backups are kept for 30 days."),  # the same figure
        ("Backups are kept for 30 days.", "Backups cost €30 a month."),  # another kind of figure
        ("Renting a truck costs €45 a week.", "Renting a truck costs €170 a month."),  # another rate
        ("The first break lasts 15 minutes.", "The last break lasts 30 minutes."),  # opposites
        ("Kiosk North sells 40 tickets.", "Kiosk South sells 55 tickets."),  # different names
        ("The guide was written in 2021.", "The guide was written in 2024."),  # years measure nothing
        ("The framework asks six questions.", "The form asks five questions."),
    ],
)
def test_figures_that_do_not_contradict_each_other(one: str, other: str) -> None:
    assert not _differ(one, other)


def test_a_document_does_not_disagree_with_itself() -> None:
    text = "A starter needs 5 days before the first loaf.\n\nA starter needs 7 days before the first loaf."
    assert not _all_conflicts([_passage("one.md", text)])


def test_a_document_that_has_the_figure_too_agrees() -> None:
    both = "A starter needs 5 days before the first loaf.\n\nA rye starter needs 7 days before the first loaf."
    assert not _differ("A starter needs 5 days before the first loaf.", both)


def test_each_further_article_is_one_more_view() -> None:
    texts = [f"A starter needs {days} days before the first loaf." for days in (5, 7, 9)]
    evidence = [_passage(f"{i}.md", text) for i, text in enumerate(texts)]
    (conflict,) = conflicts([(Quote(evidence[0].id, texts[0]), evidence[0])], evidence)
    assert [figure.text for figure in conflict.figures] == ["5 days", "7 days", "9 days"]
    assert all(one.passage != other.passage for one, other in pairwise(conflict.figures))
    assert all(figure.quote.text in figure.passage.text for figure in conflict.figures)


def test_only_what_is_cited_is_contradicted() -> None:
    evidence = [
        _passage("one.md", "A starter needs 5 days for a loaf."),
        _passage("two.md", "A starter needs 7 days for a loaf."),
    ]
    assert conflicts([], evidence) == []

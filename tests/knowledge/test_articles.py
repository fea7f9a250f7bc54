"""The five notes: their own words, nothing missing from the articles, nothing invented, each line fit to be quoted."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from tests.knowledge.article_prints import Print, committed, figures, fingerprints, hashed, runs

REPOSITORY = Path(__file__).parents[2]
NOTES_FOLDER = REPOSITORY / "knowledge" / "articles"
ARTICLES_FOLDER = REPOSITORY.parent / "shared" / "articles"
NOTES = ("business-need", "decision-tree", "five-questions", "honest-take", "three-questions")
FACTS: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("facts.yaml").read_text(encoding="utf-8"))

PUBLISHERS = {"three-questions": "Novaluxe"}  # the only name any of the five articles shows
LEANS_ON_THE_LINE_BEFORE = re.compile(
    r"^(?:[-*]\s|\d+\.\s)?(?:it|its|they|their|this(?! note)|that|these|those|here|he|she)\b", re.I
)


class Note(NamedTuple):
    """A note as read: its front matter, the text of the whole file, and the lines below the front matter."""

    front_matter: dict[str, str]
    text: str
    lines: list[str]


def read(name: str) -> Note:
    text = (NOTES_FOLDER / f"{name}.md").read_text(encoding="utf-8")
    _, front_matter, body = text.split("---\n", 2)
    return Note(yaml.safe_load(front_matter), text, body.splitlines())


def sources() -> dict[str, dict[str, Print]]:
    """The fingerprints in the repository, and, where the articles lie beside it, those of the articles themselves."""
    found = {"committed": committed()}
    if ARTICLES_FOLDER.is_dir():
        found["articles"] = fingerprints(ARTICLES_FOLDER)
    return found


SOURCES = sources()


@pytest.fixture(params=NOTES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def note(name: str) -> Note:
    return read(name)


@pytest.fixture(params=SOURCES)
def prints(request: pytest.FixtureRequest) -> dict[str, Print]:
    return SOURCES[request.param]


def test_there_is_one_note_for_each_article(prints: dict[str, Print]) -> None:
    assert sorted(path.stem for path in NOTES_FOLDER.glob("*.md")) == sorted(prints) == sorted(NOTES)


def test_committed_fingerprints_are_those_of_the_articles(prints: dict[str, Print]) -> None:
    assert prints == committed()


def test_no_run_of_eight_words_is_shared_with_any_article(note: Note, prints: dict[str, Print]) -> None:
    copied = {hashed_run for article in prints.values() for hashed_run in article["runs"]}

    assert [run for run in runs(note.text) if hashed(run) in copied] == []


def test_figures_are_exactly_those_of_the_article(name: str, note: Note, prints: dict[str, Print]) -> None:
    assert sorted(figures(note.text)) == prints[name]["figures"]


def test_front_matter_says_what_the_article_shows_and_no_more(name: str, note: Note) -> None:
    expected = {"title": note.front_matter["title"], "kind": "article"}
    if name in PUBLISHERS:
        expected["publisher"] = PUBLISHERS[name]

    assert note.front_matter == expected
    assert note.front_matter["title"].strip()


def test_no_link_is_invented(note: Note) -> None:
    assert not re.search(r"https?:|www\.|\]\(", note.text)


def test_headings_form_one_tree(note: Note) -> None:
    headings = [line for line in note.lines if line.startswith("#")]
    levels = [len(heading.split(" ")[0]) for heading in headings]

    assert headings[0] == f"# {note.front_matter['title']}"
    assert headings[-1] == "## About this note"
    assert levels.count(1) == 1
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels))
    assert len(set(headings)) == len(headings)


def test_every_line_can_be_quoted_alone(note: Note) -> None:
    prose = [line for line in note.lines if line and not line.startswith(("#", "|"))]

    assert [line for line in prose if LEANS_ON_THE_LINE_BEFORE.match(line)] == []
    assert [line for line in prose if not line.endswith(".")] == []
    assert [line for line in prose if re.search(r"[.!?] [A-Z]", re.sub(r"^\d+\. ", "", line))] == []


def test_facts_are_listed_for_every_note(name: str) -> None:
    assert len(FACTS[name]) >= 25


@pytest.mark.parametrize(
    ("article", "fact", "pattern"),
    [
        pytest.param(article, fact, pattern, id=f"{article}: {fact}")
        for article, facts in FACTS.items()
        for fact, pattern in facts.items()
    ],
)
def test_note_states_the_fact_in_one_line(article: str, fact: str, pattern: str) -> None:
    assert any(re.search(pattern, line, re.IGNORECASE) for line in read(article).lines), fact

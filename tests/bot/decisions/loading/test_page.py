"""The page for people who write frameworks: its example loads, and its limits are those that hold."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from bot.decisions.engine import Engine
from bot.decisions.frameworks import FirstThatHolds, Gates, Matrix, Matter, Tally
from bot.decisions.loading import conditions, documents, load, loader, making, methods, nodes, rules, vocabulary
from bot.decisions.understanding import FactWords, Reader

PAGE = (Path(__file__).parents[4] / "docs" / "frameworks.md").read_text(encoding="utf-8")
FILES = {name: f"# {name}\n{text}" for name, text in re.findall(r"```yaml\n# (\S+\.yaml)\n(.*?)```", PAGE, re.DOTALL)}
LIMITS = {
    "a file, in bytes": documents.LARGEST_FILE,
    "files": loader.MOST_FILES,
    "lists and mappings within one another": documents.DEEPEST,
    "a name, in characters": nodes.LONGEST_NAME,
    "`title`, in characters": vocabulary.LONGEST_TITLE,
    "a label, in characters": vocabulary.LONGEST_LABEL,
    "`question`, in characters": vocabulary.LONGEST_QUESTION,
    "`why`, in characters": vocabulary.LONGEST_WHY,
    "`reason`, in characters": rules.LONGEST_REASON,
    "`meaning`, in characters": vocabulary.LONGEST_MEANING,
    "facts of a matter": vocabulary.MOST_FACTS,
    "choices of a fact": vocabulary.MOST_CHOICES,
    "verdicts of a matter": vocabulary.MOST_VERDICTS,
    "frameworks of a matter": making.MOST_FRAMEWORKS,
    "rules in a list": methods.MOST_RULES,
    "parts of a condition, written out": conditions.MOST_PARTS,
}


@pytest.fixture(scope="module")
def matter() -> Matter:
    loaded = load(FILES)
    assert [str(error) for error in loaded.errors] == []
    assert list(loaded.plans) == list(loaded.words) == ["build-or-buy"]
    return loaded.matters["build-or-buy"]


def test_every_example_is_a_file() -> None:
    assert PAGE.count("```yaml\n") == len(FILES) == 8


def test_the_example_shows_every_method_and_everything_a_matter_has(matter: Matter) -> None:
    assert {type(framework.method) for framework in matter.frameworks} == {Tally, FirstThatHolds, Matrix, Gates}
    assert list(matter.facts) == ["core", "products", "weeks", "engineers", "secret"]
    assert matter.panel.order == ("buy", "build")
    assert matter.panel.first
    assert matter.panel.tie
    assert any(framework.first for framework in matter.frameworks)


def test_the_example_decides(matter: Matter) -> None:
    board = Engine(matter).board({"core": "yes", "products": 2, "weeks": 20, "engineers": "team", "secret": "no"})

    verdicts = {one.framework.name: set(one.verdicts) for one in board.assessments}
    assert verdicts == {
        "fast-lane": {"build"},
        "four-votes": {"build"},
        "house-rules": {"buy"},
        "two-axes": {"build"},
    }
    assert board.verdicts == {"build"}


@pytest.mark.parametrize("cell", re.findall(r"^\| `(\{(?:core|engineers|weeks).*?\}|able)` \|", PAGE, re.MULTILINE))
def test_the_conditions_of_the_table_can_be_written(cell: str) -> None:
    text = FILES["four-votes.yaml"].replace("when: {core: yes}", f"when: {cell}")
    assert load({**FILES, "four-votes.yaml": text}).errors == ()


SENTENCES = re.findall(r"^\| `([^`|]+)` \| (nothing|\w+: .+?) \|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("sentence", "understood"), SENTENCES)
def test_the_sentences_are_understood_as_the_page_says(sentence: str, understood: str) -> None:
    loaded = load(FILES)
    reader = Reader(loaded.matters["build-or-buy"].facts, loaded.words["build-or-buy"])
    found = {one.fact: str(one.value) for one in reader.read(sentence).found}
    assert found == dict(re.findall(r"(\w+): (\w+)", understood))


def test_every_key_of_words_is_explained() -> None:
    keys = {field.name for field in fields(FactWords)}
    assert len(SENTENCES) == 4
    assert not [key for key in keys if f"`{key}`" not in PAGE[PAGE.index("## Words") :]]


def test_the_limits_are_those_that_hold() -> None:
    table = PAGE[PAGE.index("| what | at most |") :]
    rows = dict(re.findall(r"^\| (.+?) \| (\d+) \|$", table, re.MULTILINE))
    assert {what: int(most) for what, most in rows.items()} == LIMITS


def test_what_the_page_says_is_refused_is_refused() -> None:
    text = FILES["four-votes.yaml"]
    for mistake in ("x: &a 1\n", "x: *a\n", "<<: {}\n", "x: !y 1\n", "name: twice\n", "\tx: 1\n", "---\nx: 1\n"):
        (error,) = load({**FILES, "four-votes.yaml": text + mistake}).errors
        assert error.line is not None

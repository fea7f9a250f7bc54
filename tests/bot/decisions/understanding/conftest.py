"""The shipped matter with its words, and a team's own facts without any."""

from __future__ import annotations

from pathlib import Path

import pytest

import knowledge
from bot.decisions.facts import Choice, Fact
from bot.decisions.frameworks import Matter, Panel
from bot.decisions.loading.documents import read
from bot.decisions.loading.vocabulary import read_vocabulary
from bot.decisions.loading.words import read_words
from bot.decisions.understanding import Lexicon, Reader

FRAMEWORKS = Path(str(knowledge.__file__)).parent / "frameworks"
MATTER = "rag-or-fine-tune"


@pytest.fixture(scope="session")
def matter() -> Matter:
    """The facts of the shipped matter, without its frameworks."""
    name = f"{MATTER}.facts.yaml"
    known = read_vocabulary(read(name, (FRAMEWORKS / name).read_text(encoding="utf-8")))
    return Matter(known.matter, known.title, known.facts, {}, (), Panel((), {}, ()), {}, "1")


@pytest.fixture(scope="session")
def lexicon(matter: Matter) -> Lexicon:
    """What people say of them."""
    path = FRAMEWORKS / f"{MATTER}.words.yaml"
    return read_words(read(path.name, path.read_text(encoding="utf-8")), matter)


@pytest.fixture(scope="session")
def reader(matter: Matter, lexicon: Lexicon) -> Reader:
    """Reads texts for the shipped matter."""
    return Reader(matter.facts, lexicon)


@pytest.fixture(scope="session")
def own_facts() -> dict[str, Fact]:
    """Facts of a team's own matter: nobody has written words for them."""
    yes_no = (Choice("yes", "Yes"), Choice("no", "No"))
    facts = [
        Fact("engineers", "Engineers at hand", "How many engineers?", "", unit="engineers"),
        Fact("months_left", "Time left", "How many months?", "", unit="months", words=("deadline",)),
        Fact("audit", "Audit needed", "Is an audit needed?", "", yes_no, words=("security audit",)),
        Fact("source", "Make or buy", "Which?", "", (Choice("make", "Build it"), Choice("buy", "Buy it ready made"))),
    ]
    return {fact.name: fact for fact in facts}

"""The shipped frameworks: each rule as published, and resting on a passage of our notes that really says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from bot.decisions.conditions import AllOf, AnyOf, Compares, Condition, Is, Not, facts_of
from bot.decisions.frameworks import FirstThatHolds, Framework, Gates, Ground, Matrix, Matter, Outcome, Rule, Tally
from bot.decisions.loading import load
from ingest.passages import split
from ingest.readers.markdown import read_markdown
from tests.bot.decisions import matters
from tests.knowledge.article_prints import committed, hashed, runs

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
FILES = {path.name: path.read_text(encoding="utf-8") for path in sorted((KNOWLEDGE / "frameworks").glob("*.yaml"))}
LOADED = load(FILES)
MATTER: Matter = LOADED.matters["rag-or-fine-tune"]
NAMES = ("business-need", "decision-tree", "five-questions", "honest-take", "three-questions")
LARGEST_FEW = 999

# What the passage under a rule must speak of, for each condition on which the rule rests.
SPOKEN_OF = {
    "honest-take": [
        ("changes more than once a month", "RAG"),
        ("sources or citations", "RAG"),
        ("live in under 4 weeks", "RAG"),
        (r"budget under \$30k", "RAG"),
        ("highly specific output format", "fine-tuning"),
        ("classification or routing task", "fine-tuning"),
        ("production systems use both", "hybrid"),
        ("RAG is the right choice", "business"),
    ],
    "five-questions": [
        ("grounded facts", "learned behaviour", "style", "reasoning"),
        ("RAG wins", "daily or weekly"),
        ("Fine-tuning", "rarely", "quarterly or yearly"),
        ("RAG", "a few seconds"),
        ("Fine-tuning", "sub-second"),
        ("RAG", "citations"),
        ("RAG", "data engineering", "neither data skills nor ML skills"),
        ("Fine-tuning", "ML engineering"),
        ("RAG", "lower upfront cost", "per query"),
        ("Fine-tuning", "lower marginal cost"),
        ("start with RAG",),
        ("start with RAG",),
    ],
    "decision-tree": [
        ("RAG", "frequently", "monthly"),
        ("source citations", "RAG"),
        ("<5,000 labelled training examples", "RAG"),
        ("narrow", "classification or extraction", "fine-tuning"),
        ("latency", "cost requirements", "fine-tuning a smaller model"),
        ("data residency", "fine-tuning with a self-hosted model"),
        ("almost every case, RAG is the right starting point",),
    ],
    "business-need": [
        ("needs both", "RAG layer first", "tone, domain vocabulary and output format", "real time"),
        ("brand voice", "domain reasoning", "latency", "Fine-tuning"),
        ("RAG", "regularly changing data"),
        ("Most problems in business are RAG problems",),
    ],
    "three-questions": [
        ("if the knowledge changes, use RAG",),
        ("behaviour of the model has to change", "use fine-tuning"),
        (">1,000 labelled examples, use fine-tuning",),
        ("start with prompt engineering",),
    ],
    "panel": [
        ("needs both", "RAG layer first"),
        ("start with RAG", "easier to update", "faster to deploy", "lower risk"),
    ],
}


def rules_of(framework: Framework) -> list[Rule]:
    """Return the rules in the order they stand in the file."""
    match framework.method:
        case Tally(votes, tied, none):
            return [*framework.first, *votes, tied, none]
        case FirstThatHolds(rules):
            return [*framework.first, *rules]
        case Matrix(_, cells):
            written = [(True, True), (False, True), (True, False), (False, False)]
            return [*framework.first, *(cells[place] for place in written)]
        case Gates(_, gates, otherwise):
            return [*framework.first, *gates, otherwise]


def all_rules() -> dict[str, list[Rule]]:
    tie = MATTER.panel.tie
    assert tie is not None
    return {f.name: rules_of(f) for f in MATTER.frameworks} | {"panel": [*MATTER.panel.first, tie]}


RULES = [(name, number, rule) for name, rules in all_rules().items() for number, rule in enumerate(rules)]


@cache
def passages(document: str) -> list[tuple[tuple[str, ...], str]]:
    """Return heading path and text of each passage, as the index has them."""
    reading = read_markdown(document, (KNOWLEDGE / document).read_text(encoding="utf-8"))
    return [(passage.heading, passage.text) for passage in split(reading)]


def below(ground: Ground) -> str:
    """Return what stands below the heading a ground names; the heading is there once."""
    found = [(path, text) for path, text in passages(ground.document) if path[-1:] == (ground.heading,)]
    assert len({path for path, _ in found}) == 1, f"{ground}: {[path for path, _ in passages(ground.document)]}"
    return "\n".join(text for _, text in found)


def parts(condition: Condition | None) -> Iterator[Is | Compares]:
    match condition:
        case Is() | Compares():
            yield condition
        case Not(part):
            yield from parts(part)
        case AllOf(inner) | AnyOf(inner):
            yield from chain.from_iterable(map(parts, inner))


def written(number: int) -> str:
    """Return a pattern for a number as the notes write it: ``5,000``, ``$30k``, ``4``."""
    if number % 10_000 == 0:
        return rf"\${number // 1000}k\b"
    return rf"(?<![\d,.]){number:,}(?![\d,.]\d)" if number > LARGEST_FEW else rf"\b{number}\b"


def test_every_file_is_read_without_an_error() -> None:
    assert [str(error) for error in LOADED.errors] == []
    assert sorted(LOADED.sources["rag-or-fine-tune"]) == sorted(FILES)
    assert tuple(framework.name for framework in MATTER.frameworks) == NAMES


def bare(rule: Rule) -> tuple[Condition | None, Outcome]:
    return rule.when, rule.outcome


@pytest.mark.parametrize("name", NAMES)
def test_rules_are_those_published(name: str) -> None:
    """The same rules stand in Python, written from the design, for the tests of the engine."""
    mine = next(one for one in MATTER.frameworks if one.name == name)
    theirs = next(one for one in matters.shipped().frameworks if one.name == name)

    assert type(mine.method) is type(theirs.method)
    assert list(map(bare, rules_of(mine))) == list(map(bare, rules_of(theirs)))
    if isinstance(mine.method, Matrix) and isinstance(theirs.method, Matrix):
        assert [axis for _, axis in mine.method.axes] == [axis for _, axis in theirs.method.axes]


def test_the_panel_is_that_of_the_design() -> None:
    mine, theirs = MATTER.panel, matters.shipped().panel
    assert list(map(bare, mine.first)) == list(map(bare, theirs.first))
    assert (mine.counts_as, mine.order) == (theirs.counts_as, theirs.order)


def test_facts_take_the_values_of_the_design() -> None:
    taken = {name: " ".join(choice.value for choice in fact.choices) for name, fact in MATTER.facts.items()}
    assert list(taken.items()) == list(matters.CHOICES.items())
    assert list(MATTER.verdicts) == ["rag", "fine_tune", "hybrid", "prompt_first"]
    assert list(MATTER.variants) == ["smaller_model", "self_hosted", "rag_layer_first"]


def test_every_fact_is_asked_for_by_some_rule() -> None:
    asked = {fact for *_, rule in RULES if rule.when is not None for fact in facts_of(rule.when)}
    axes = [axis for f in MATTER.frameworks if isinstance(f.method, Matrix) for _, axis in f.method.axes]
    assert asked.union(*map(facts_of, axes)) == set(MATTER.facts)


@pytest.mark.parametrize(
    ("name", "number", "rule"), RULES, ids=lambda value: str(value) if isinstance(value, str | int) else ""
)
def test_each_rule_rests_on_a_passage_that_says_so(name: str, number: int, rule: Rule) -> None:
    assert rule.ground is not None
    passage = below(rule.ground)

    for term in SPOKEN_OF[name][number]:
        assert re.search(term, passage, re.IGNORECASE), f"{rule.ground} does not speak of {term}"
    for part in parts(rule.when):
        if isinstance(part, Compares):
            assert re.search(written(part.number), passage), f"{rule.ground} does not name {part.number}"


@pytest.mark.parametrize("name", SPOKEN_OF)
def test_no_rule_is_left_unchecked(name: str) -> None:
    assert len(SPOKEN_OF[name]) == len(all_rules()[name])


@pytest.mark.parametrize("name", NAMES)
def test_frameworks_rest_on_their_own_article(name: str) -> None:
    framework = next(one for one in MATTER.frameworks if one.name == name)
    assert framework.document == f"articles/{name}.md"
    assert {rule.ground.document for rule in rules_of(framework) if rule.ground} == {framework.document}


@pytest.mark.parametrize(
    ("name", "number", "rule"), RULES, ids=lambda value: str(value) if isinstance(value, str | int) else ""
)
def test_reasons_can_stand_after_because(name: str, number: int, rule: Rule) -> None:
    first = rule.reason.split()[0]
    assert first[0].islower() or first.isupper(), rule.reason
    assert not rule.reason.endswith((".", "!", "?"))
    assert not first.startswith("because")


def test_figures_in_reasons_stand_in_the_passage() -> None:
    for _, _, rule in RULES:
        assert rule.ground is not None
        for figure in re.findall(r"\$?\d[\d,]*k?", rule.reason):
            assert figure.strip(",") in below(rule.ground), (rule.reason, figure)


def test_questions_are_questions_and_reasons_to_ask_are_sentences() -> None:
    for fact in MATTER.facts.values():
        assert fact.question.endswith("?")
        assert len(fact.question) <= 90
        assert len(fact.label) <= 24
        assert fact.why.endswith(".")
        assert fact.words
    for verdict in MATTER.verdicts.values():
        assert verdict.meaning.endswith(".")


def test_no_run_of_eight_words_is_taken_from_an_article() -> None:
    prints = set(chain.from_iterable(article["runs"] for article in committed().values()))
    for name, text in FILES.items():
        assert [run for run in runs(text) if hashed(run) in prints] == [], name

"""Names, denials, opposites, order and degree: each rule by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.checks.names import unknown_names
from bot.answers.checks.order import is_mixed, is_reversed
from bot.answers.checks.outward import reaches_out
from bot.answers.checks.polarity import is_denial_turned, opposed
from bot.answers.checks.wording import is_overstated

TEXTS = st.text(alphabet="abc not no never more less all some may ,.;RAG", max_size=60)


@pytest.mark.parametrize(
    ("sentence", "source", "unknown"),
    [
        ("It beat GPT-5.", "It beat GPT-4o.", ["GPT-5"]),
        ("It beat gpt-4o.", "It beat GPT-4o.", []),
        ("Olga Petrov leads it.", "Ines Calado leads it.", ["Olga", "Petrov"]),
        ("Building takes weeks.", "A build takes weeks.", []),
        ("Use RAG.", "Use retrieval-augmented generation.", []),
        ("Use RLHF.", "Use retrieval-augmented generation.", ["RLHF"]),
        ("Call `run_job` now.", "Call `run_jobs` now.", ["run_job"]),
        ("He says “never again”.", "He says “once again”.", ["never again"]),
        ("Write to a@b.example today.", "Write to a@c.example today.", ["a@b.example"]),
        ("It runs v1.5.3 since 2025-03-04.", "It runs v1.5.2 since 2025-03-03.", ["v1.5.3", "2025-03-04"]),
    ],
)
def test_names(sentence: str, source: str, unknown: list[str]) -> None:
    assert unknown_names(sentence, source) == unknown


@pytest.mark.parametrize(
    ("sentence", "source", "turned"),
    [
        ("It can be built.", "It cannot be built.", True),
        ("It cannot be built.", "It can be built.", True),
        ("It needs neither training nor tuning.", "It needs no training and no tuning.", False),
        ("It works without training.", "It needs no training.", False),
        ("It lives in documents, not in data.", "It lives in documents rather than in data.", False),
        ("It lives in data, not in documents.", "It lives in documents rather than in data.", True),
        ("It not only reads but writes.", "It reads and writes.", False),
        ("Paper is allowed, but never plastic.", "Plastic is allowed, but never paper.", True),
    ],
)
def test_denials(sentence: str, source: str, turned: bool) -> None:
    assert is_denial_turned(sentence, source) is turned


@pytest.mark.parametrize(
    ("sentence", "source", "words"),
    [
        ("It has a lower cost.", "It has a higher cost.", ["lower"]),
        (
            "A lower upfront and a higher running cost.",
            "A higher upfront and a lower running cost.",
            ["lower", "higher"],
        ),
        ("The upfront cost is higher, the running cost lower.", "A higher upfront cost and a lower running cost.", []),
        ("Fish moves after bread.", "Fish moves before bread.", ["after"]),
    ],
)
def test_opposites(sentence: str, source: str, words: list[str]) -> None:
    assert [word.lower for word in opposed(sentence, source)] == words


@pytest.mark.parametrize(
    ("sentence", "source", "reversed_"),
    [
        ("Fine-tuning is cheaper than RAG.", "RAG is cheaper than fine-tuning.", True),
        ("Fine-tuning is more expensive than RAG.", "RAG is cheaper than fine-tuning.", False),
        ("Documents are retrieved by RAG.", "RAG retrieves documents.", False),
        ("RAG is retrieved by documents.", "RAG retrieves documents.", True),
        ("When budgets are small, RAG beats tuning.", "RAG beats tuning when budgets are small.", False),
        ("The cost of RAG falls with usage.", "RAG cost falls with usage.", False),
        ("It takes 16 days and 8 hours.", "It takes 8 days and 16 hours.", True),
    ],
)
def test_order(sentence: str, source: str, reversed_: bool) -> None:
    assert is_reversed(sentence, source) is reversed_


def test_a_subject_keeps_its_own_predicate() -> None:
    source = "Ines leads the packing team. Tomas leads the loading team."
    assert is_mixed("Ines leads the loading team.", source)
    assert not is_mixed("Ines leads the packing team.", source)


@pytest.mark.parametrize(
    ("sentence", "source", "overstated"),
    [
        ("All systems use both.", "Many systems use both.", True),
        ("Most systems use both.", "Many systems use both.", True),
        ("Some systems use both.", "Many systems use both.", False),
        ("Systems use both.", "Some systems use both.", True),
        ("It always helps.", "It helps.", True),
        ("It helps accuracy.", "It may help accuracy.", True),
        ("It may help accuracy.", "It helps accuracy.", True),
        ("Every question is read.", "Each question is read.", False),
        ("It lasts at most a day.", "It lasts up to a day.", False),
    ],
)
def test_degree(sentence: str, source: str, overstated: bool) -> None:
    assert is_overstated(sentence, source) is overstated


@given(TEXTS)
def test_no_rule_finds_fault_with_the_source_itself(text: str) -> None:
    assert not is_reversed(text, text)
    assert not opposed(text, text)
    assert not is_overstated(text, text)
    assert not unknown_names(text, text)


@pytest.mark.parametrize(
    "text",
    ["see http://a.example", "www.a.example", "a.example/x", "[here](x)", "![i][1]", "<!channel>", "@here now", "<b>"],
)
def test_what_reaches_out(text: str) -> None:
    assert reaches_out(text)


@pytest.mark.parametrize(
    "text", ["See README.md.", "Write to a@b.example.", "5 < 6 and 7 > 6", "Item [1].", "at 3/4 speed"]
)
def test_what_does_not(text: str) -> None:
    assert not reaches_out(text)

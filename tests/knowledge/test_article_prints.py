"""The measuring instruments of the notes: they see a copied run and a changed figure, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.knowledge.article_prints import RUN_WORDS, figures, fingerprint, fingerprints, hashed, runs, words

SOURCE = "The quick brown fox jumps over the lazy dog, and then it sleeps."


def shared(text: str, source: str = SOURCE) -> list[str]:
    prints = fingerprint(source)["runs"]
    return [run for run in runs(text) if hashed(run) in prints]


@pytest.mark.parametrize(
    "copied",
    [
        "We saw the quick brown fox jumps over the lazy cat.",
        "THE QUICK, BROWN FOX: JUMPS OVER THE LAZY!",
        "the **quick** brown _fox_ `jumps`\n- over\n> the lazy",
        "the quick-brown fox jumps—over the lazy",
    ],
)
def test_eight_copied_words_are_seen_through_case_punctuation_and_markup(copied: str) -> None:
    assert shared(copied) == ["the quick brown fox jumps over the lazy"]


def test_seven_copied_words_are_free() -> None:
    assert shared("The quick brown fox jumps over the tired dog, and then it sleeps.") == []


def test_apostrophes_and_thousands_do_not_split_a_word() -> None:
    assert words("The model's $5,000, doesn’t it? re-index") == ["the", "models", "5000", "doesnt", "it", "re", "index"]


@given(st.lists(st.sampled_from(["rag", "model", "data", "cost", "week"]), max_size=30))
def test_there_is_one_run_for_each_full_window(sequence: list[str]) -> None:
    found = list(runs(" ".join(sequence)))

    assert len(found) == max(0, len(sequence) - RUN_WORDS + 1)
    assert all(run.split() == sequence[start : start + RUN_WORDS] for start, run in enumerate(found))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("costs $15-40k to set up", {"$15-40k"}),
        ("$500–$5,000/month, or $3–$25 per 1M tokens", {"$500-$5,000", "$3-$25", "1M"}),
        ("30-50% overhead; 86%, 11%.", {"30-50%", "86%", "11%"}),
        ("2,000+ documents and <5,000 examples", {"2,000+", "5,000"}),
        ("Llama 3 8B, GPT-4o, a 30-minute call", {"3", "8B", "4", "30"}),
        ("1. first\n  2. second, in 4 weeks", {"4"}),
        ("no figure at all", set()),
    ],
)
def test_figures_keep_currency_range_and_unit(text: str, expected: set[str]) -> None:
    assert figures(text) == expected


def test_a_folder_is_fingerprinted_by_file_stem(tmp_path: Path) -> None:
    (tmp_path / "fox.txt").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "notes.md").write_text("not an article", encoding="utf-8")

    assert fingerprints(tmp_path) == {"fox": fingerprint(SOURCE)}


def test_a_fingerprint_does_not_contain_the_text() -> None:
    kept = fingerprint(SOURCE)

    assert kept["figures"] == []
    assert all(int(run, 16) < 2**48 for run in kept["runs"])

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.spelling import fold_spelling
from ingest.tokens import latin_share, terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("fine-tuning", "fine tuning"),
        ("fine-tuning", "finetuning"),
        ("fine tuning", "Finetuned"),
        ("self-host", "self hosted"),
        ("real-time", "realtime"),
        ("runTarget", "run_target"),
        ("HTTPServer", "http_server"),
    ],
)
def test_compounds_and_identifiers_give_the_same_terms_however_written(one: str, other: str) -> None:
    assert set(terms(one)) == set(terms(other))


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("labelled", "labeled"),
        ("behaviour", "behavior"),
        ("centre", "center"),
        ("optimisation", "optimization"),
        ("analysing", "analyzing"),
        ("modelling", "modeling"),
        ("catalogues", "catalogs"),
        ("licence", "license"),
        ("programme", "program"),
        ("judgement", "judgment"),
    ],
)
def test_british_and_american_spellings_match(british: str, american: str) -> None:
    assert terms(british) == terms(american)


@pytest.mark.parametrize("word", ["four", "hour", "flour", "there", "store", "called", "selling", "rise"])
def test_spelling_rules_leave_short_and_other_words_alone(word: str) -> None:
    assert fold_spelling(word) == word


def test_words_that_only_ask_are_dropped() -> None:
    assert terms("What is the cost of hosting?") == ["cost", "host"]


def test_a_question_of_stop_words_alone_keeps_them() -> None:
    assert terms("What is it?") == ["what", "is", "it"]


def test_contracted_not_and_possessives_leave_no_crumbs() -> None:
    assert terms("We don't trust the company's model, it's 'old'") == ["trust", "compani", "model", "old"]


def test_numbers_keep_their_units_and_lose_their_commas() -> None:
    assert terms("$15-40k, 5,000 examples, 2–3 weeks, 1.5 GB, 30-50%") == [
        *("15", "40k", "5000", "exampl", "2", "3", "week", "1.5", "gb", "30", "50")
    ]


def test_accents_and_forms_fold() -> None:
    assert terms("Café ＦＵＬＬ ﬁne naïve") == terms("cafe full fine naive")


def test_unspaced_scripts_become_pairs() -> None:
    assert terms("東京都 ไทย 日") == ["東京", "京都", "ไท", "ทย", "日"]


def test_long_runs_are_cut() -> None:
    assert max(map(len, terms("x" * 100_000 + " " + "Ab" * 50_000))) <= 64


def test_latin_share_counts_letters_only() -> None:
    assert latin_share("123 !?") == 1.0
    assert latin_share("café") == 1.0
    assert latin_share("ab ไท") == 0.5


@given(st.text())
def test_terms_are_never_empty_and_hold_no_separator(text: str) -> None:
    assert all(term and term == term.strip() and '"' not in term and " " not in term for term in terms(text))


@given(st.text(), st.text())
def test_lines_do_not_change_each_others_terms(one: str, other: str) -> None:
    assert terms(f"rag {one}\nrag\n{other} rag") == [
        *terms(f"rag {one}"),
        *terms("rag"),
        *terms(f"{other} rag"),
    ]

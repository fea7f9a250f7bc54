from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ingest.language.characters import fold
from ingest.language.function_words import LATIN, OTHER_SCRIPTS, UNSPACED_PAIRS
from ingest.language.spelling import fold_spelling
from ingest.language.stemming import languages
from ingest.language.tokens import latin_share, terms


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
        ("HTTP_SERVER", "http-server"),
        ("parseURLs", "parse_url"),
        ("--dry-run", "dryRun"),
        ("C++", "cpp"),
        ("C#", "csharp"),
        (".NET", "dotnet"),
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
        *("15", "15000", "40k", "40000", "5000", "exampl", "2", "3", "week", "1.5", "gb", "30", "50")
    ]


def test_accents_and_forms_fold() -> None:
    assert terms("Café ＦＵＬＬ ﬁne naïve") == terms("cafe full fine naive")


def test_unspaced_scripts_become_pairs() -> None:
    assert terms("東京都 ไทยแลนด์ 日") == ["東京", "京都", "ไทย", "ทยแ", "ยแล", "แลน", "ลนด", "นด์", "日"]


@pytest.mark.parametrize("unit", ["1.", "111,", "1a", "der-", "ж", "का"])
def test_long_runs_of_anything_are_cut(unit: str) -> None:
    assert max(map(len, terms(unit * 1_000))) <= 64


def test_long_runs_are_cut() -> None:
    assert max(map(len, terms("x" * 100_000 + " " + "Ab" * 50_000))) <= 64


def test_latin_share_counts_letters_only() -> None:
    assert latin_share("123 !?") == 1.0
    assert latin_share("café") == 1.0
    assert latin_share("ab ไท") == 0.5


@pytest.mark.parametrize(("many", "one"), [("APIs", "API"), ("LLMs", "llm"), ("llms", "LLM"), ("gpus", "GPU")])
def test_initials_in_the_plural_meet_the_singular(many: str, one: str) -> None:
    assert terms(many) == terms(one)


@pytest.mark.parametrize("word", ["bus", "status", "class", "tls", "across"])
def test_words_that_end_like_a_plural_keep_their_ending(word: str) -> None:
    assert terms(word) == [word]


def test_a_file_name_and_a_path_give_their_parts() -> None:
    assert terms("src/main.rs std::vec docs.example.com anna@example.com") == [
        *("src", "main", "rs", "std", "vec", "doc", "exampl", "com", "anna", "exampl", "com")
    ]


def test_letters_stuck_to_an_article_are_dropped_in_french_and_italian() -> None:
    assert terms("l'IA") == terms("IA")
    assert terms("quoiqu'elle modèle") == terms("elle modèle")
    assert terms("dell'indice") == terms("indice")
    assert terms("O'Reilly's") == ["o", "reilli"]


def test_an_unspaced_script_beside_latin_letters_leaves_these_whole() -> None:
    assert terms("APIを再起動") == ["api", "を再", "再起", "起動"]
    assert terms("API를") == ["api"]


def test_function_words_of_the_text_s_own_language_are_dropped() -> None:
    assert not set(terms("Wo ist die Datenbank mit den Kunden?")) & {"wo", "ist", "die", "mit", "den"}
    assert "die" in terms("Batteries die in winter")


@pytest.mark.parametrize("question", ["der die das", "どうすれば", "อย่างไร", "как это", "什么", "كيف"])
def test_a_question_of_function_words_alone_keeps_them_in_any_language(question: str) -> None:
    assert terms(question)


def test_function_words_are_in_the_script_of_their_language() -> None:
    assert all(word.isascii() and word.isalpha() for words in LATIN.values() for word in words)
    assert not any(character.isascii() for word in OTHER_SCRIPTS | UNSPACED_PAIRS for character in word)
    assert all(fold(word) == word for word in OTHER_SCRIPTS)


def test_digits_of_other_scripts_are_digits() -> None:
    assert terms("１２３") == terms("١٢٣") == terms("१२३") == ["123"]


def test_capitals_with_accents_do_not_part_a_word() -> None:
    assert terms("ÜBERSICHT ДАННЫЕ") == terms("übersicht данные")
    assert terms("neueÜbersicht") == terms("neue_übersicht")


def test_invisible_characters_do_not_part_a_word() -> None:
    assert terms("data\u00adbase key\u200bword \ufeffindex") == terms("database keyword index")


@given(st.text())
def test_terms_are_never_empty_and_hold_no_separator(text: str) -> None:
    assert all(term and term == term.strip() and '"' not in term and " " not in term for term in terms(text))


@given(st.text(), st.text())
def test_lines_of_one_language_do_not_change_each_others_terms(one: str, other: str) -> None:
    assume(not any(map(languages, (f"rag {one}", f"{other} rag", f"rag {one} rag {other} rag"))))
    assert terms(f"rag {one}\nrag\n{other} rag") == [
        *terms(f"rag {one}"),
        *terms("rag"),
        *terms(f"{other} rag"),
    ]


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Lo", "Mn", "Mc", "Nd", "Zs"])))
def test_composed_and_decomposed_text_give_the_same_terms(text: str) -> None:
    composed = unicodedata.normalize("NFKC", text)
    assert terms(unicodedata.normalize("NFD", composed)) == terms(composed)


@given(st.lists(st.from_regex("[a-zäéñøčüж]{1,12}", fullmatch=True), max_size=8).map(" ".join))
def test_case_does_not_matter_to_plain_words(text: str) -> None:
    assert terms(text.upper()) == terms(text.title()) == terms(text)


@given(st.text(max_size=300))
def test_terms_are_bounded_in_number_and_length(text: str) -> None:
    found = terms(text)
    assert len(found) <= 8 * len(unicodedata.normalize("NFKC", text)) + 8
    assert max(map(len, found), default=0) <= 64


@given(st.lists(st.sampled_from(["index", "main.rs", "fine-tuning", "15k", "300ms", "runTarget", "données", "東京"])))
def test_some_of_the_words_give_some_of_the_terms(words: list[str]) -> None:
    everything = set(terms("; ".join(words)))
    for i in range(len(words)):
        assert set(terms("; ".join(words[:i]))) <= everything

"""Questions in nine languages over short notes in the same languages, through the real index.

The notes and questions are our own; the questions are worded otherwise than the notes. All notes stand in one folder,
so that French also has to be told from Spanish. ``data/*.jsonl``: ``{"id", "text"}`` and ``{"query", "gold"}``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ingest.house import Build, House

DATA = Path(__file__).parent / "data"
LANGUAGES = sorted(file.stem for file in DATA.glob("*.jsonl"))


def _rows(language: str, key: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{language}.jsonl").open(encoding="utf-8") as lines:
        yield from (row for row in map(json.loads, lines) if key in row)


def _recall(house: House, language: str, k: int) -> float:
    asked = [(row["query"], f"{language}/{row['gold']}.txt") for row in _rows(language, "query")]
    return sum(gold in house.found(query)[:k] for query, gold in asked) / len(asked)


def test_the_nine_languages_have_notes_and_questions_enough_to_judge_by() -> None:
    assert LANGUAGES == ["ar", "de", "es", "fr", "ja", "ko", "ru", "th", "zh"]
    assert all(len(list(_rows(language, "text"))) >= 8 for language in LANGUAGES)
    assert all(len(list(_rows(language, "query"))) >= 10 for language in LANGUAGES)


def test_a_question_finds_the_note_in_its_own_language(build: Build) -> None:
    house = build()
    for language in LANGUAGES:
        for row in _rows(language, "text"):
            house.write(f"{language}/{row['id']}.txt", row["text"])
    house.synchroniser.sync()
    first = {language: _recall(house, language, 1) for language in LANGUAGES}
    three = {language: _recall(house, language, 3) for language in LANGUAGES}
    assert min(first.values()) >= 0.9, first
    assert min(three.values()) == 1.0, three


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Die Wissensdatenbank ist gesichert.", "Wo liegt die Datenbank?"),
        ("Die Änderungen sind für alle sichtbar.", "Wer sieht eine Aenderung?"),
        ("Les chevaux de l'écurie sont dans le pré.", "Où est le cheval dans l'ecurie ?"),
        ("L'IA répond à la question.", "Que fait une IA ?"),
        ("Серверы перезагружаются ночью.", "Когда перезагрузится сервер?"),
        ("تُحفظ المفاتيح في الخزنة.", "أين المفتاح؟"),
        ("서버를 재시작합니다.", "서버가 멈추면?"),
        ("サーバーを再起動します。", "サーバーはいつ再起動しますか"),
        ("पासवर्ड हर महीने बदले जाते हैं।", "पासवर्ड कब बदलना चाहिए?"),
        ("Οι διακομιστές επανεκκινούν τη νύχτα.", "Πότε επανεκκινεί ο διακομιστής;"),
        ("De back-ups worden elke nacht gemaakt.", "Hoe maak ik een backup?"),
        ("As chaves são renovadas a cada mês.", "Quando renovamos a chave?"),
    ],
)
def test_inflection_spelling_and_compounds_do_not_hide_a_word(written: str, asked: str) -> None:
    from ingest.language.tokens import terms

    assert set(terms(written)) & set(terms(asked))

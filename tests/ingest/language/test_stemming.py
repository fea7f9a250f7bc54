from __future__ import annotations

import pytest

from ingest.language.characters import fold, normalise
from ingest.language.stemming import languages, stems


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wie kann ich mein Passwort ändern?", "german"),
        ("Hoe kan ik mijn wachtwoord herstellen?", "dutch"),
        ("Comment changer mon mot de passe ?", "french"),
        ("¿Cómo puedo cambiar la contraseña?", "spanish"),
        ("Come posso cambiare la password?", "italian"),
        ("Como posso mudar a minha senha?", "portuguese"),
        ("Hur ändrar jag mitt lösenord?", "swedish"),
        ("Hvordan ændrer jeg min adgangskode?", "danish"),
        ("Miten voin vaihtaa salasanani?", "finnish"),
        ("Jak mogę zmienić hasło?", "polish"),
        ("Jak si změním heslo?", "czech"),
        ("Şifremi nasıl değiştiririm?", "turkish"),
        ("Hogyan tudom megváltoztatni a jelszavamat?", "hungarian"),
        ("Cum îmi schimb parola?", "romanian"),
    ],
)
def test_a_short_question_tells_its_language(text: str, language: str) -> None:
    assert language in languages(normalise(text))


@pytest.mark.parametrize(
    "text",
    [
        "How do I change the password of a service account?",
        "Where is the Bois de Boulogne in Paris?",
        "self.vector_store.search(query, k=8)",
        "GPT Claude Llama",
        "12 345",
        "",
        *["Hon " * 50 + "members of the house met the minister, the speaker and both of the whips on Monday"],
    ],
)
def test_english_code_and_names_are_in_no_other_language(text: str) -> None:
    assert languages(text) == ()


def test_the_first_stem_does_not_depend_on_the_language_of_the_text() -> None:
    for word in ("datenbanken", "sicherungen", "running", "données", "сервера", "المكتبات"):
        alone = stems(word)[0]
        assert stems(word, ("german",))[0] == stems(word, ("french", "spanish"))[0] == alone


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("german", "datenbanken", "datenbank"),
        ("german", "häuser", "haus"),
        ("french", "modèles", "modèle"),
        ("spanish", "claves", "clave"),
        ("dutch", "wachtwoorden", "wachtwoord"),
        ("swedish", "modellerna", "modell"),
        ("polish", "modele", "model"),
    ],
)
def test_inflected_words_meet_in_their_language(language: str, one: str, other: str) -> None:
    assert set(stems(one, (language,))) & set(stems(other, (language,)))


def test_a_compound_meets_its_parts_where_compounds_are_written_as_one_word() -> None:
    compound = set(stems("wissensdatenbank", ("german",)))
    assert compound & set(stems("datenbank", ("german",)))
    assert compound & set(stems("wissen", ("german",)))
    assert len(stems("wissensdatenbank", ("french",))) <= 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("والمكتبة", "مكتبات"),
        ("المفتاح", "مفاتيح"),
        ("الإنذارات", "إنذار"),
        ("أحمد", "احمد"),
        ("серверов", "серверы"),
        ("новый", "новая"),
        ("ёлка", "елка"),
        ("διακομιστές", "διακομιστής"),
    ],
)
def test_words_of_other_scripts_meet_without_knowing_the_language(one: str, other: str) -> None:
    assert set(stems(normalise(one))) & set(stems(normalise(other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [("café", "cafe"), ("smørrebrød", "smorrebrod"), ("łódź", "lodz"), ("cœur", "coeur"), ("کتاب", "كتاب")],
)
def test_letters_written_for_each_other_fold_to_one(one: str, other: str) -> None:
    assert fold(normalise(one)) == fold(normalise(other))


def test_short_i_is_a_letter_of_its_own_in_russian() -> None:
    assert fold("й") == "й"

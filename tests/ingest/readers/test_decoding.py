from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import UnreadableFileError
from ingest.readers.decoding import decode
from tests.effort import effort

ARTICLES = {
    "cp1252": "L’idée est d’éviter les données périmées : où, quand, à quel coût ?",
    "latin-1": "El niño comió piñas en la mañana, según la política señalada.",
    "cp1250": "Zażółć gęślą jaźń. Wyszukiwanie działa lepiej, gdy dane są świeże.",
    "iso8859_2": "Příliš žluťoučký kůň úpěl ďábelské ódy, když šel k řece.",
    "cp1251": "Когда использовать дообучение модели, а когда поиск?",
    "koi8_r": "Когда использовать дообучение модели, а когда поиск?",
    "cp1253": "Πότε πρέπει να χρησιμοποιείται η ανάκτηση; Όταν τα δεδομένα αλλάζουν συχνά.",
    "cp1254": "Şirket içi eğitim için ğ harfi gereklidir. Büyük değişiklik olmalı.",
    "cp1255": "מתי כדאי להשתמש באחזור? כאשר הנתונים משתנים לעתים קרובות.",
    "cp1256": "متى يجب استخدام الاسترجاع؟ عندما تتغير البيانات كثيرا.",
    "cp874": "ควรใช้การดึงข้อมูลเมื่อใด เมื่อข้อมูลเปลี่ยนแปลงบ่อย",
    "shift_jis": "プロンプトキャッシュはコストを大幅に削減します。微調整の前に検索を試してください。",
    "euc_jp": "プロンプトキャッシュはコストを大幅に削減します。微調整の前に検索を試してください。",
    "gb18030": "什么时候应该微调一个模型？如果你的数据每天都在变化，那么检索比较好。",
    "big5": "企業知識庫的建設離不開高品質的文件，快取命中率越高，延遲越低。",
    "euc_kr": "프롬프트 캐싱은 비용을 크게 줄입니다. 모델을 미세 조정하기 전에 검색을 먼저 시도하세요.",
}
"""A sentence or two in languages whose older files are often not UTF-8, by their encoding."""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks_decide(encoding: str) -> None:
    assert decode("Größe → 5\r\nzwei\rdrei".encode(encoding)) == "Größe → 5\nzwei\ndrei"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_text_without_a_mark_is_told_by_its_zeros(encoding: str) -> None:
    assert decode("Size, Größe → 5".encode(encoding)) == "Size, Größe → 5"


@pytest.mark.parametrize("encoding", ARTICLES)
def test_older_encodings_are_told_from_a_sentence(encoding: str) -> None:
    assert decode(ARTICLES[encoding].encode(encoding)) == ARTICLES[encoding]
    amid_english = f"# Retrieval\n\nUse it when data changes.\n\n{ARTICLES[encoding]}\n"
    assert decode(amid_english.encode(encoding)) == amid_english


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Größe", "cp1252"), ("naïve", "latin-1"), ("It’s “so” – fine…", "cp1252"), ("£5", "latin-1")],
)
def test_a_few_western_letters_are_enough(text: str, encoding: str) -> None:
    assert decode(f"{text} and more".encode(encoding)) == f"{text} and more"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Привет", "cp1251"),
        ("検索", "shift_jis"),
        ("检索增强", "gb18030"),
        ("검색 증강", "euc_kr"),
        ("檢索增強", "big5"),
    ],
)
def test_a_word_or_two_are_refused_and_never_guessed(text: str, encoding: str) -> None:
    with pytest.raises(UnreadableFileError, match="Save it as UTF-8"):
        decode(text.encode(encoding))


def test_utf_8_with_a_bad_byte_or_cut_at_its_end_stays_utf_8() -> None:
    assert decode("Größe, über äöü ".encode() + b"\xff und mehr") == "Größe, über äöü \ufffd und mehr"
    assert decode("Only here stands a euro: €".encode()[:-1]) == "Only here stands a euro: \ufffd"


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        (b'<meta charset="iso-8859-5"><p>\xbf\xd8\xe1\xd0\xdd\xd8\xd5', "Писание"),
        (b"<meta http-equiv=x content='text/html; charset=windows-1251'><p>\xcf\xf0\xe8", "При"),
        (b'<?xml version="1.0" encoding="shift_jis"?><p>\x8c\x9f\x8d\xf5', "検索"),
        ('<meta charset="iso-2022-jp"><p>検索'.encode("iso-2022-jp"), "検索"),
        ('<meta charset="windows-1251"><p>Größe'.encode(), "Größe"),
        (b'<meta charset="base64"><p>Gr\xf6\xdfe', "Größe"),
        (b'<meta charset="no-such"><p>Gr\xf6\xdfe', "Größe"),
    ],
    ids=["meta", "http-equiv", "xml", "seven-bit", "utf-8-all-the-same", "no-text-encoding", "unknown"],
)
def test_a_page_may_name_its_encoding(page: bytes, shown: str) -> None:
    assert decode(page).endswith(f">{shown}")


def test_the_sequences_of_iso_2022_jp_name_it() -> None:
    assert decode("駐車場は地下にあります。\nSee B2.\n".encode("iso-2022-jp")) == "駐車場は地下にあります。\nSee B2.\n"


@pytest.mark.parametrize(
    "data",
    [
        b"\x7fELF\x00\x01",
        b"\x89PNG\r\n\x1a\n....",
        b"\x1f\x8b\x08 looks like text after that",
        b"%PDF-1.7\nmostly text",
        bytes(range(1, 32)) * 9,
        b"\xff\xd8\xfa\x9c" * 50,
        b"a nul \0 in it",
        b"a late nul " * 2_000 + b"\0",
        b"\xff\xfe" + b"\0\0" * 10,
        random.Random(3).randbytes(5_000),  # noqa: S311 - the same noise each time
    ],
    ids=["elf", "png", "gzip", "pdf", "control", "jpeg", "nul", "late", "wide-nul", "noise"],
)
def test_what_is_not_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        decode(data)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_utf_8_always_comes_back_as_it_was(text: str) -> None:
    if not text.startswith("\ufeff") and text.count("\ufffd") <= len(text) / 10:
        assert decode(text.encode()) == text


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_reason(data: bytes) -> None:
    try:
        text = decode(data)
    except UnreadableFileError as error:
        assert str(error).endswith(".")
    else:
        assert "\0" not in text
        assert "\r" not in text


def test_five_megabytes_cost_about_as_much_as_their_length() -> None:
    text = ARTICLES["cp1251"].encode("cp1251")
    assert effort(lambda: decode(text * 80_000)) < 40 * effort(lambda: decode(text * 8_000)) + 0.5

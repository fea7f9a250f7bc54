"""What a reader cannot see does not reach the model."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.cleaning import clean, shorten


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain text", "plain text"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("nul\x00 bell\x07 escape\x1b[31m", "nul bell escape[31m"),
        ("re\u202everse\u202c and \u2066isolate\u2069", "reverse and isolate"),
        ("zero\u200bwidth\ufeff joi\u200dner so\u00adft", "zerowidth joiner soft"),
        ("tag" + "".join(chr(0xE0000 + ord(char)) for char in "ignore"), "tag"),
        ("select\ufe0f\U000e0101or", "selector"),
        ("blank\u3164 letter\u2800", "blank letter"),
        ("no\ufdd0 character\ufffe\U0010ffff", "no character"),
        ("lone \ud83d surrogate", "lone  surrogate"),
        ("cafe\u0301", "caf\u00e9"),
        ("2–3 weeks, $5,000 — “yes” 日本語 🙂", "2–3 weeks, $5,000 — “yes” 日本語 🙂"),
    ],
)
def test_hidden_characters_are_dropped_and_visible_ones_stay(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text(alphabet=st.characters(codec=None)))
def test_the_result_is_clean_for_good(text: str) -> None:
    cleaned = clean(text)

    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned.encode().decode() == cleaned
    assert not {unicodedata.category(char) for char in cleaned if char not in "\n\t"} & {"Cc", "Cf", "Cs"}


@pytest.mark.parametrize(("limit", "expected"), [(11, "hello world"), (8, "hello w…"), (7, "hello…"), (1, "…")])
def test_shorten_says_that_it_cut(limit: int, expected: str) -> None:
    assert shorten("hello world", limit) == expected

"""A sentence as words that can be compared: their stems, their places, and which of them carry meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.answers.checks.numbers import figures
from bot.answers.checks.opposites import BASE_FORMS, NEGATORS, STRENGTH
from bot.answers.evidence.matching import Meanings
from bot.answers.evidence.vocabulary import GENERIC
from ingest.language.stopwords import STOPWORDS
from ingest.language.tokens import terms

_WORD = re.compile(r"[^\W_]+(?:[-'’._+#/@][^\W_]+)*[+#]*")
_PAUSE = re.compile(r"[,;:.!?]\s|[()—]|\s–\s")
_TURNS_WORDS = """
but while whereas because since although though so which then when if
"""
_TURNS = frozenset(_TURNS_WORDS.split())
"""Words that begin a clause of its own; how far a "not" reaches ends there."""
_NO_WORDS = frozenset({"s", "t", "re", "ve", "ll", "d", "m"})
_NEVER_CONTENT = GENERIC | NEGATORS | STRENGTH.keys() | frozenset(["alone", "also"])
_SYNONYMS = Meanings()


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text.

    Attributes:
        text: as written; ``lower`` the same in lower case.
        stems: its search terms, the whole first; empty for function words.
        start, end: character offsets.
        clause: number of the clause it stands in.
        content: names or says something by itself: no function word, no word that fits every subject, no figure.
        opens: the first word of its sentence.
    """

    text: str
    lower: str
    stems: tuple[str, ...]
    start: int
    end: int
    clause: int
    content: bool
    opens: bool

    @property
    def stem(self) -> str:
        """The stem of the whole word, or the word itself where it has none."""
        return self.stems[0] if self.stems else self.lower


@lru_cache(maxsize=512)
def words(text: str) -> tuple[Word, ...]:
    """The words of a text, in order."""
    spans = [(figure.start, figure.end) for figure in figures(text)]
    found: list[Word] = []
    clause = end = 0
    opens = True
    for match in _WORD.finditer(text):
        gap, lower = text[end : match.start()], match.group().casefold().replace("’", "'")
        opens = opens or bool(re.search(r"[.!?:]\s", gap))
        clause += bool(_PAUSE.search(gap)) or lower in _TURNS
        counted = any(match.start() < stop and start < match.end() for start, stop in spans)
        stems = () if counted else _stems(lower)
        found.append(Word(match[0], lower, stems, match.start(), match.end(), clause, _is_content(lower, stems), opens))
        end, opens = match.end(), False
    return tuple(found)


def content(text: str) -> list[Word]:
    """The words that carry meaning."""
    return [word for word in words(text) if word.content]


@lru_cache(maxsize=512)
def stem_set(text: str) -> frozenset[str]:
    """All stems of a text, compounds whole and in parts, function words kept as they are."""
    found = {stem for word in words(text) for stem in (word.stem, *word.stems)}
    return frozenset(found) | frozenset(terms(text) if text.strip() else ())


def covered(word: Word, known: frozenset[str]) -> bool:
    """Whether a text with these stems says this word: itself, all of its parts, or an everyday synonym."""
    whole, *parts = word.stems
    if whole in known or (parts and all(part in known for part in parts)):
        return True
    return bool(_SYNONYMS.related(whole) & known)


def share_covered(found: Iterable[Word], known: frozenset[str]) -> float:
    """The share of words that are covered, in [0, 1]; 1.0 when there are none."""
    counted = [covered(word, known) for word in found]
    return sum(counted) / len(counted) if counted else 1.0


@lru_cache(maxsize=1 << 14)
def _stems(lower: str) -> tuple[str, ...]:
    return () if lower in STOPWORDS or lower in _NO_WORDS else tuple(terms(BASE_FORMS.get(lower, lower)))


def _is_content(lower: str, stems: tuple[str, ...]) -> bool:
    return bool(stems) and lower not in _NEVER_CONTENT and not lower[0].isdigit()

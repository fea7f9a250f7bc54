"""Phrases to look for, written as data.

A phrase is words with spaces between: ``cost per query``. ``cite/quote`` is either word, ``classif*`` any word that
begins so (three letters at least), and ``...`` up to three words in between: ``leave ... network``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from bot.decisions.understanding.text import Token

GAP = 3
"""Words a ``...`` stands for at most."""
SHORTEST_PREFIX = 3
_SHORTENED = frozenset({"'s"})
"""How "is" is also written: ``money's no object``."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Word:
    """One place of a phrase: whole words, beginnings of words, and the words that may stand before it."""

    words: frozenset[str]
    beginnings: tuple[str, ...]
    gap: int

    def fits(self, text: str) -> bool:
        return text in self.words or (bool(self.beginnings) and text.startswith(self.beginnings))


class PhraseError(ValueError):
    """A phrase that cannot be looked for. The text says why."""


Entry: TypeAlias = "tuple[tuple[_Word, ...], T]"


class _Bucket(Generic[T]):
    """Phrases that begin alike: by their second word where that is a whole one right behind, and the others."""

    def __init__(self) -> None:
        self.by_second: dict[str, list[Entry[T]]] = {}
        self.others: list[Entry[T]] = []

    def add(self, phrase: tuple[_Word, ...], meaning: T) -> None:
        second = phrase[1] if len(phrase) > 1 else None
        if second is None or second.gap or second.beginnings:
            self.others.append((phrase, meaning))
            return
        for word in second.words:
            self.by_second.setdefault(word, []).append((phrase, meaning))


class Phrases(Generic[T]):
    """Phrases with what each means. Finding takes time in proportion to the words of the text.

    Attributes:
        words: every whole word of them.
    """

    def __init__(self, meanings: Iterable[tuple[str, T]] = ()) -> None:
        self._by_word: dict[str, _Bucket[T]] = {}
        self._by_beginning: dict[str, _Bucket[T]] = {}
        self.words: set[str] = set()
        for phrase, meaning in meanings:
            self._add(parse(phrase), meaning)

    def _add(self, phrase: tuple[_Word, ...], meaning: T) -> None:
        self.words.update(*(place.words for place in phrase))
        for word in phrase[0].words:
            self._by_word.setdefault(word, _Bucket()).add(phrase, meaning)
        for start in {beginning[:SHORTEST_PREFIX] for beginning in phrase[0].beginnings}:
            self._by_beginning.setdefault(start, _Bucket()).add(phrase, meaning)

    def at(self, tokens: Sequence[Token], index: int) -> Iterator[tuple[int, T]]:
        """Yield where each phrase that begins at a word ends (exclusive), and what it means."""
        word = tokens[index].text
        after = tokens[index + 1].text if index + 1 < len(tokens) else ""
        for bucket in (self._by_word.get(word), self._by_beginning.get(word[:SHORTEST_PREFIX])):
            if bucket is None:
                continue
            for phrase, meaning in (*bucket.others, *bucket.by_second.get(after, ())):
                end = _end(phrase, tokens, index)
                if end is not None:
                    yield end, meaning

    def find(self, tokens: Sequence[Token], begin: int, end: int) -> list[tuple[int, int, T]]:
        """Return (start, end, meaning) of each place between two words, in the order they begin."""
        return [
            (index, stop, meaning)
            for index in range(begin, end)
            for stop, meaning in self.at(tokens, index)
            if stop <= end
        ]


def marked(listed: str) -> Phrases[bool]:
    """Return phrases that only mark places, from a text with semicolons between them."""
    return Phrases((phrase, True) for phrase in listed.split(";"))


def parse(phrase: str) -> tuple[_Word, ...]:
    """Return the places of a phrase.

    Raises:
        PhraseError: it has no word, begins or ends with a gap, or a beginning is too short.
    """
    places: list[_Word] = []
    gap = 0
    for part in phrase.lower().replace("’", "'").replace("-", " ").split():
        if part == "...":
            gap = GAP
            continue
        options = [option for option in part.split("/") if option]
        if not options:
            raise PhraseError(f"a part of {phrase!r} has no word")
        if any("n't" in option for option in options):
            raise PhraseError(f"write contractions in {phrase!r} out, as in do not")
        beginnings = tuple(option[:-1] for option in options if option.endswith("*"))
        if any(len(each) < SHORTEST_PREFIX for each in beginnings):
            raise PhraseError(f"a beginning in {phrase!r} is too short; give {SHORTEST_PREFIX} letters before the *")
        whole = frozenset(option for option in options if not option.endswith("*"))
        places.append(_Word(whole | _SHORTENED if "is" in whole else whole, beginnings, gap if places else 0))
        gap = 0
    if not places or gap or phrase.lstrip().startswith("..."):
        raise PhraseError(f"the phrase {phrase!r} needs a word at both ends")
    return tuple(places)


def _end(phrase: tuple[_Word, ...], tokens: Sequence[Token], index: int) -> int | None:
    at = index
    for place in phrase:
        at = _next(place, tokens, at)
        if at < 0:
            return None
    return at


def _next(place: _Word, tokens: Sequence[Token], at: int) -> int:
    """Return the place behind the word, or -1; a gap takes the first word that fits."""
    for index in range(at, min(at + place.gap + 1, len(tokens))):
        if tokens[index].kind == "end":
            return -1
        if place.fits(tokens[index].text):
            return index + 1
    return -1

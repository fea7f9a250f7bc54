"""Slips of the keyboard in words that matter: ``wekly``, ``citatoins``, ``labbelled``.

A word is put right when it is no word of the matter and one slip from exactly one: a letter left out, doubled, put in
or swapped with the next one. Its first and last letter must be right, and it must be long: short words that differ by a
letter are mostly different words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.decisions.understanding.text import Token, words

SHORTEST = 7
"""Letters of a word that is put right, in the right spelling."""
LONGEST = 24
_SHORTEST_WRITTEN = 5
_REAL = words(
    "sending relies stating staring noting mattes leaning serves eternal medial constrains classifiers samplers "
    "labeling triagers launchers polices though thought through costing "
    "backed hoisting updaters annotates"
)
"""Words that are themselves, and one slip from a word that may matter."""
"""Words that are themselves, and one slip from a word that may matter."""


class Spelling:
    """Right spellings, by what is left of each when one letter is taken out.

    Args:
        known: words that are right as they are; the long ones are put right to.
        short: words that are put right to however short they are.
    """

    def __init__(self, known: Iterable[str], short: Iterable[str] = ()) -> None:
        self._short = frozenset(short)
        self._words = self._short | frozenset(known)
        self._by_rest: dict[str, set[str]] = {}
        for word in self._words:
            if word in self._short or (SHORTEST <= len(word) <= LONGEST and word.isalpha()):
                for rest in (word, *_rests(word)):
                    self._by_rest.setdefault(rest, set()).add(word)

    def corrected(self, tokens: Sequence[Token]) -> list[Token]:
        """Return the words of a text, those with a slip put right; places stay as written."""
        return [replace(token, text=self._right(token.text)) if token.kind == "word" else token for token in tokens]

    def _right(self, word: str) -> str:
        if not _SHORTEST_WRITTEN <= len(word) <= LONGEST or word in self._words or word in _REAL:
            return word
        meant = {
            each
            for rest in (word, *_rests(word))
            for each in self._by_rest.get(rest, ())
            if each[0] == word[0] and each[-1] == word[-1] and _is_slip(word, each)
        }
        return meant.pop() if len(meant) == 1 else word


def _rests(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(1, len(word) - 1))


def _is_slip(written: str, right: str) -> bool:
    """Whether one letter is missing or too many, or two neighbours are swapped; no other letter stands for one."""
    if len(written) != len(right):
        return True
    apart = next(at for at in range(len(right)) if written[at] != right[at])
    return written == right[:apart] + right[apart + 1] + right[apart] + right[apart + 2 :]

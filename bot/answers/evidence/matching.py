"""How far one word of a question is met by a text: by itself, by a synonym, or by a word of near meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Protocol

from bot.answers.evidence.inquiry import Term
from bot.answers.evidence.vocabulary import SYNONYMS
from ingest.language.stopwords import STOPWORDS
from ingest.language.tokens import terms as search_terms
from ingest.libraries import load

SYNONYM_STRENGTH = 0.8
PARTIAL_COMPOUND = 0.8
NEAREST_MEANING = 0.5
"""Cosine of two word vectors from which the words bridge. Measured with WordLlama: expensive/cost 0.69,
recommended/recommend 0.69, city/country 0.09, overlap/relevant -0.02."""
LONG_ENDING = 4
"""Letters by which a word may grow and still mean the same ("cost", "costly"); with more it is another word."""
_DENYING = frozenset({"un", "in", "il", "im", "ir", "non", "non-", "dis", "de"})
_REMEMBERED_WORDS = 20_000

_WORD = re.compile(r"[^\W\d_]{3,}(?:[-'’][^\W\d_]+)*")


class WordVectors(Protocol):
    """Word embeddings, as LangChain's ``Embeddings`` give them."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector for each text."""


@dataclass(frozen=True)
class Text:
    """A text prepared for matching."""

    raw: str

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """Search terms in reading order."""
        return tuple(search_terms(self.raw)) if self.raw.strip() else ()

    @cached_property
    def stem_set(self) -> frozenset[str]:
        """Search terms, each once."""
        return frozenset(self.stems)

    @cached_property
    def bigrams(self) -> frozenset[tuple[str, str]]:
        """Neighbouring search terms."""
        return frozenset(pairwise(self.stems))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Different words in lower case, for their meaning; stop words left out."""
        found = (match.group().casefold() for match in _WORD.finditer(self.raw))
        return tuple(dict.fromkeys(word for word in found if word not in STOPWORDS))


class Meanings:
    """Synonyms and word vectors. Safe from several threads: what is remembered is replaced whole."""

    def __init__(self, vectors: WordVectors | None = None) -> None:
        self._vectors = vectors
        self._remembered: dict[str, Any] = {}
        self._synonyms = _synonym_index()

    def strength(self, term: Term, text: Text) -> float:
        """How far ``text`` meets a question's word, in [0, 1]; 1 is the word itself."""
        exact = self.exact(term, text)
        if exact == 1.0:
            return exact
        if self.related(term.stems[0]) & text.stem_set:
            return max(exact, SYNONYM_STRENGTH)
        return max(exact, 0.0 if term.named and not term.known else self._nearness(term, text))

    @staticmethod
    def exact(term: Term, text: Text) -> float:
        """1 for the word itself or all parts of a compound; a share for some of them."""
        whole, *parts = term.stems
        if whole in text.stem_set or term.closed & text.stem_set:
            return 1.0
        return PARTIAL_COMPOUND * sum(part in text.stem_set for part in parts) / len(parts) if parts else 0.0

    def directions(self, texts: Sequence[str]) -> Any | None:
        """Unit vectors of whole texts, one row each; None without word vectors or texts."""
        return self._embed(list(texts)) if self._vectors is not None and texts else None

    def related(self, stem: str) -> frozenset[str]:
        """The stems of a word's synonyms."""
        return self._synonyms.get(stem, frozenset())

    def synonyms(self, term: Term) -> frozenset[str]:
        """A word's synonyms, as words."""
        word = term.surface.casefold()
        return frozenset().union(*(group for group in SYNONYMS if word in group))

    def _nearness(self, term: Term, text: Text) -> float:
        """The best cosine with a word of the text, or 0 below `NEAREST_MEANING`."""
        if self._vectors is None or not text.words or not term.surface.isalpha():
            return 0.0
        load("numpy")
        import numpy as np

        word = term.surface.casefold()
        rows = self._rows([word, *(other for other in text.words if not _misleading(word, other))])
        if len(rows) == 1:
            return 0.0
        best = float(np.max(np.stack(rows[1:]) @ rows[0]))
        return min(best, SYNONYM_STRENGTH) if best >= NEAREST_MEANING else 0.0

    def _rows(self, words: Sequence[str]) -> list[Any]:
        """Unit vectors of words."""
        remembered = self._remembered
        unknown = [word for word in words if word not in remembered]
        if unknown:
            remembered = self._remember(remembered, dict(zip(unknown, self._embed(unknown), strict=True)))
        return [remembered[word] for word in words]

    def _embed(self, words: list[str]) -> Any:
        load("numpy")
        import numpy as np

        matrix = np.asarray(self._vectors.embed_documents(words) if self._vectors else [], dtype=np.float32)
        return matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)

    def _remember(self, known: dict[str, Any], fresh: dict[str, Any]) -> dict[str, Any]:
        """Publish a new dictionary rather than change the one another thread may be reading."""
        self._remembered = fresh if len(known) > _REMEMBERED_WORDS else {**known, **fresh}
        return {**known, **fresh}


def _misleading(word: str, other: str) -> bool:
    """Whether two words stand near in meaning only because one holds the other: "illegal" denies "legal", and a
    "bankrupt" is no "bank"."""
    longer, shorter = sorted((word, other), key=len, reverse=True)
    if longer.startswith(shorter):
        return len(longer) - len(shorter) >= LONG_ENDING
    return longer.endswith(shorter) and longer.removesuffix(shorter) in _DENYING


def _synonym_index() -> dict[str, frozenset[str]]:
    index: dict[str, set[str]] = {}
    for group in SYNONYMS:
        stems = {search_terms(word)[0] for word in group}
        for stem in stems:
            index.setdefault(stem, set()).update(stems)
    return {stem: frozenset(group) for stem, group in index.items()}


def joined(texts: Iterable[str]) -> Text:
    """Several texts as one, for matching."""
    return Text("\n".join(text for text in texts if text))

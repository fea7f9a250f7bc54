"""Sentence vectors from WordLlama's static weights, which come inside its wheel: no download, no network, no GPU."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from langchain_core.embeddings import Embeddings

from ingest.libraries import load

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    Matrix = np.ndarray[tuple[int, int], np.dtype[np.float32]]
    Vector = np.ndarray[tuple[int], np.dtype[np.float32]]

_WEIGHTS = Path("weights", "l2_supercat_256.safetensors")
_TOKENIZER = Path("tokenizers", "l2_supercat_tokenizer_config.json")
_BYTE_TOKENS = 258
"""The vocabulary begins with markers and single bytes, in no order of frequency."""
_BATCH = 64
_SLICE = 8_192
"""Tokens looked up at once: bounds memory to 8 MB however long a text is."""


class WordLlamaEmbeddings(Embeddings):
    """Weighted mean of token vectors, 256 dimensions, length 1 (0 for a text without tokens).

    The wheel's files are read directly. Its own loader looks for the tokenizer in a folder that does not exist and
    then downloads it, and its ``embed`` pads a batch to the longest text, gigabytes for long ones.
    """

    name = "wordllama-256"
    """Names the vector space; vectors of different names must not be mixed."""

    def __init__(self, folder: Path | None = None) -> None:
        """Load weights (33 MB) and tokenizer.

        Args:
            folder: the ``wordllama`` package folder; found without importing it when not given.
        """
        load("safetensors.numpy", "tokenizers")
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        folder = folder or _package_folder()
        (weights,) = load_file(folder / _WEIGHTS).values()
        self._matrix: Matrix = weights.astype(np.float32) * _rarity(len(weights))
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector for each text."""
        vectors: list[list[float]] = self.embed_matrix(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question."""
        return self.embed_documents([text])[0]

    def embed_matrix(self, texts: list[str]) -> Matrix:
        """Return one row for each text."""
        rows = np.empty((len(texts), self._matrix.shape[1]), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            encodings = self._tokenizer.encode_batch_fast(texts[start : start + _BATCH], add_special_tokens=False)
            for number, encoding in enumerate(encodings, start):
                rows[number] = self._mean(encoding.ids)
        return rows

    def _mean(self, ids: Sequence[int]) -> Vector:
        total = np.zeros(self._matrix.shape[1], dtype=np.float32)
        for start in range(0, len(ids), _SLICE):
            rows = np.minimum(np.asarray(ids[start : start + _SLICE]), len(self._matrix) - 1)
            total += self._matrix[rows].sum(axis=0)
        length = float(np.linalg.norm(total))
        return total / np.float32(length) if length else total


def _rarity(tokens: int) -> Matrix:
    """Return a weight for each token, rarer ones more, as a column.

    The vocabulary is in order of merging, so a token's number stands for how rare it is; the logarithm of that rank
    does for a mean of vectors what inverse document frequency does for terms.
    """
    ranks = np.maximum(np.arange(tokens) - _BYTE_TOKENS, 0)
    return np.log(ranks + 2.0).astype(np.float32)[:, np.newaxis]


def _package_folder() -> Path:
    spec = find_spec("wordllama")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("wordllama is not installed", name="wordllama")
    return Path(spec.origin).parent

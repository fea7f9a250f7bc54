"""Sentence vectors from all-MiniLM-L6-v2, the model Chroma ships for its default: one download, then local."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from langchain_core.embeddings import Embeddings

from ingest.errors import EmbedderError
from ingest.libraries import load

if TYPE_CHECKING:
    from ingest.vectors.embedder import Matrix

logger = logging.getLogger(__name__)

_BATCH = 32
"""Texts run through the model at once. More gains nothing on a few cores and costs memory."""
_MODEL_MB = 80


class OnnxModel(Protocol):
    """What is used of Chroma's ``ONNXMiniLM_L6_V2``: its tokenizer, its ONNX session, and its way to fetch both."""

    @property
    def tokenizer(self) -> Any:
        """A ``tokenizers.Tokenizer`` that cuts at 256 tokens."""

    @property
    def model(self) -> Any:
        """An ``onnxruntime.InferenceSession``."""

    def __call__(self, texts: list[str], /) -> Any:
        """Embed, downloading the model when it is missing."""


class MiniLmEmbeddings(Embeddings):
    """Mean of MiniLM's token vectors, 384 dimensions, length 1; a text counts up to its 256th token.

    One session is held: the function Chroma uses by default builds it anew on every call, 150 ms. And texts are padded
    to the longest of their batch rather than to 256 tokens, in order of length, so that short ones cost little.
    """

    def __init__(self, model: OnnxModel | None = None) -> None:
        """Download the model if it is not there yet, and load it.

        Args:
            model: stands in for Chroma's, in tests.

        Raises:
            EmbedderError: it cannot be downloaded or loaded.
        """
        self._model = model or _chroma_model()
        try:
            self._model(["ready"])
        except Exception as error:  # the HTTP library's errors, or onnxruntime's on a broken file
            raise EmbedderError(
                f"The embedding model all-MiniLM-L6-v2 ({_MODEL_MB} MB) could not be downloaded or loaded. "
                "Check the network, or set ARCHIE_EMBEDDER to wordllama."
            ) from error
        self._tokenizer = self._model.tokenizer
        self._tokenizer.no_padding()
        width = self._model.model.get_inputs()[0].shape[1]
        self._width = width if isinstance(width, int) else 0

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector for each text."""
        vectors: list[list[float]] = self.embed_matrix(texts).tolist() if texts else []
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question."""
        return self.embed_documents([text])[0]

    def embed_matrix(self, texts: list[str]) -> Matrix:
        """Return one row for each text, of which there is at least one."""
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(texts)]
        order = sorted(range(len(tokens)), key=lambda number: len(tokens[number]))
        batches = (order[start : start + _BATCH] for start in range(0, len(order), _BATCH))
        rows = np.concatenate([self._run([tokens[number] for number in batch]) for batch in batches])
        matrix = np.empty_like(rows)
        matrix[order] = rows
        return matrix

    def _run(self, batch: Sequence[Sequence[int]]) -> Matrix:
        longest = max(self._width, *map(len, batch))  # a model may be made for one width only
        ids, mask = np.zeros((2, len(batch), longest), dtype=np.int64)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        states = self._model.model.run(None, inputs)[0]
        total = (states * mask[:, :, np.newaxis]).sum(axis=1)
        lengths = np.linalg.norm(total, axis=1, keepdims=True)
        mean: Matrix = (total / np.where(lengths == 0, 1, lengths)).astype(np.float32)
        return mean


def _chroma_model() -> OnnxModel:
    load("chromadb")
    from chromadb.utils.embedding_functions.onnx_mini_lm_l6_v2 import ONNXMiniLM_L6_V2

    place = Path(ONNXMiniLM_L6_V2.DOWNLOAD_PATH, ONNXMiniLM_L6_V2.EXTRACTED_FOLDER_NAME)
    if not (place / "model.onnx").exists():
        logger.warning("the embedding model all-MiniLM-L6-v2 is downloaded once, %d MB, to %s", _MODEL_MB, place)
    model: OnnxModel = ONNXMiniLM_L6_V2(preferred_providers=["CPUExecutionProvider"])
    return model

from __future__ import annotations

import math

import numpy as np
import pytest

from ingest.vectors.wordllama import WordLlamaEmbeddings


@pytest.fixture(scope="module")
def embeddings() -> WordLlamaEmbeddings:
    return WordLlamaEmbeddings()


def test_vectors_have_length_one_and_near_texts_are_near(embeddings: WordLlamaEmbeddings) -> None:
    car, vehicle, bread = np.array(embeddings.embed_documents(["a fast car", "a quick vehicle", "baking bread"]))
    assert math.isclose(float(car @ car), 1.0, rel_tol=1e-5)
    assert car.shape == (256,)
    assert car @ vehicle > car @ bread + 0.2


def test_a_text_without_tokens_is_the_zero_vector(embeddings: WordLlamaEmbeddings) -> None:
    assert embeddings.embed_query("") == [0.0] * 256


def test_batching_changes_nothing(embeddings: WordLlamaEmbeddings) -> None:
    texts = [f"text number {n} " * n for n in range(1, 150)]
    assert np.allclose(embeddings.embed_documents(texts)[140], embeddings.embed_query(texts[140]), atol=1e-6)


def test_a_very_long_text_is_embedded_in_slices(embeddings: WordLlamaEmbeddings) -> None:
    assert np.allclose(embeddings.embed_query("word " * 50_000), embeddings.embed_query("word " * 500), atol=1e-2)

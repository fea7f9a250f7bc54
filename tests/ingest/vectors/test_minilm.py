"""MiniLM's tokens, batches and pooling, around a stand-in for the model that is too large to keep here."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import EmbedderError
from ingest.vectors.minilm import MiniLmEmbeddings


class TinyModel:
    """A letter is a token, and a token's state says which letter it is; padding's state would spoil every mean."""

    def __init__(self, width: int | str = "sequence") -> None:
        self.width = width
        self.tokenizer = self
        self.model = self
        self.widths: list[int] = []
        self.padding = True

    def __call__(self, texts: list[str], /) -> list[list[float]]:
        return [[1.0]] * len(texts)

    def no_padding(self) -> None:
        self.padding = False

    def encode_batch(self, texts: list[str]) -> list[SimpleNamespace]:
        assert not self.padding
        return [SimpleNamespace(ids=[1 + ord(letter) % 3 for letter in text][:256] or [1]) for text in texts]

    def get_inputs(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(shape=["batch", self.width])]

    def run(self, _outputs: None, inputs: dict[str, Any]) -> list[Any]:
        ids = inputs["input_ids"]
        self.widths.append(ids.shape[1])
        assert ((ids > 0) == (inputs["attention_mask"] == 1)).all()
        return [np.eye(4, dtype=np.float32)[ids] + 9.0 * (ids == 0)[:, :, np.newaxis]]


@given(texts=st.lists(st.text(max_size=40), min_size=1, max_size=80))
def test_every_text_has_its_own_vector_of_length_one_whatever_shares_its_batch(texts: list[str]) -> None:
    embeddings = MiniLmEmbeddings(TinyModel())
    together = embeddings.embed_documents(texts)
    assert np.allclose(together, [embeddings.embed_query(text) for text in texts], atol=1e-6)
    assert all(math.isclose(math.hypot(*vector), 1.0, rel_tol=1e-5) for vector in together)


def test_short_texts_are_not_padded_to_the_length_of_long_ones() -> None:
    model = TinyModel()
    MiniLmEmbeddings(model).embed_documents(["x" * 250, *["ab"] * 63])
    assert model.widths == [2, 250]


def test_a_model_made_for_one_width_gets_it() -> None:
    model = TinyModel(256)
    assert np.allclose(MiniLmEmbeddings(model).embed_query("ab"), MiniLmEmbeddings(TinyModel()).embed_query("ab"))
    assert model.widths == [256]


def test_nothing_gives_nothing() -> None:
    assert MiniLmEmbeddings(TinyModel()).embed_documents([]) == []


def test_a_download_that_fails_says_what_to_do() -> None:
    class Unreachable(TinyModel):
        def __call__(self, _texts: list[str], /) -> list[list[float]]:
            raise ConnectionError("[Errno -2] Name or service not known")

    with pytest.raises(EmbedderError, match=r"could not be downloaded .*ARCHIE_EMBEDDER"):
        MiniLmEmbeddings(Unreachable())

"""What ARCHIE_EMBEDDER may say, and the names of the vector spaces that follow from it."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain.embeddings.base import _BUILTIN_PROVIDERS

from ingest.errors import EmbedderError
from ingest.vectors.embedder import Embedder, Loaded
from ingest.vectors.embedders import PACKAGES, check, embedder_for, space_name
from tests.ingest.vectors.embeddings import WordCounts

MODELS = st.text(min_size=1).filter(lambda text: bool(text.strip()))


def test_every_provider_langchain_knows_can_be_set() -> None:
    packages = {name: module.partition(".")[0].replace("_", "-") for name, (module, _, _) in _BUILTIN_PROVIDERS.items()}
    assert packages.items() <= PACKAGES.items()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("wordllama", "wordllama"),
        (" MiniLM ", "minilm"),
        ("VoyageAI: voyage-3.5", "voyageai:voyage-3.5"),
        ("bedrock:amazon.titan-embed-text-v2:0", "bedrock:amazon.titan-embed-text-v2:0"),
    ],
)
def test_a_setting_has_one_spelling(written: str, meant: str) -> None:
    assert check(written) == meant
    assert embedder_for(written).name == embedder_for(meant).name


@pytest.mark.parametrize("setting", ["", "word2vec", "openai:", ":model", "openai", "nobody:model"])
def test_what_names_no_embedder_is_refused_with_what_there_is(setting: str) -> None:
    with pytest.raises(EmbedderError, match=r"(wordllama, minilm or provider:model|There are .*voyageai)"):
        check(setting)


@given(model=MODELS, other=MODELS)
def test_each_model_has_a_space_of_its_own_with_a_safe_name(model: str, other: str) -> None:
    names = {space_name(f"openai:{one}") for one in (model, other)}
    assert all(re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9-]{1,38})[A-Za-z0-9]", name) for name in names)
    assert len(names) == len({model, other})


def test_names_that_differ_in_what_a_collection_cannot_hold_stay_apart() -> None:
    assert len({space_name(f"ollama:{model}") for model in ("a.b", "a/b", "a_b", "a b", "モデル", "模型")}) == 6


def test_the_package_that_is_missing_is_named() -> None:
    embedder = embedder_for("voyageai:voyage-3.5")
    with pytest.raises(EmbedderError, match="pip install langchain-voyageai"):
        embedder.load()
    with pytest.raises(EmbedderError, match="pip install langchain-openai"):
        embedder_for("openai:text-embedding-3-small").load()


def test_an_embedder_that_cannot_be_loaded_is_tried_again_after_a_while() -> None:
    now, loads = [0.0], [EmbedderError("No network."), EmbedderError("No network.")]

    def load() -> WordCounts:
        if loads:
            raise loads.pop()
        return WordCounts()

    loaded = Loaded(Embedder("counts", load), now=lambda: now[0])
    for _ in range(3):
        with pytest.raises(EmbedderError, match="No network"):
            loaded.get()
    assert len(loads) == 1
    now[0] = 60.0
    with pytest.raises(EmbedderError):
        loaded.get()
    now[0] = 120.0
    assert loaded.get() is loaded.get()


def test_nobody_waits_for_long_while_another_thread_downloads() -> None:
    begun, released = Event(), Event()

    def load() -> WordCounts:
        begun.set()
        released.wait(20)
        return WordCounts()

    loaded = Loaded(Embedder("counts", load), patience_seconds=0.01)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(loaded.get)
        begun.wait(20)
        with pytest.raises(EmbedderError, match="being loaded"):
            loaded.get()
        released.set()
        assert first.result() is loaded.get()

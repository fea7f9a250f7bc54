"""The embedders a setting can name: ``wordllama``, ``minilm``, or ``provider:model`` of a service."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from ingest.errors import EmbedderError
from ingest.libraries import load
from ingest.vectors.embedder import Embedder

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

PACKAGES = {
    "azure_ai": "langchain-azure-ai",
    "azure_openai": "langchain-openai",
    "bedrock": "langchain-aws",
    "cohere": "langchain-cohere",
    "google_genai": "langchain-google-genai",
    "google_vertexai": "langchain-google-vertexai",
    "huggingface": "langchain-huggingface",
    "mistralai": "langchain-mistralai",
    "ollama": "langchain-ollama",
    "openai": "langchain-openai",
    "voyageai": "langchain-voyageai",
}
"""Package by provider: those of LangChain's ``init_embeddings``, and Voyage, which it does not know."""

WORDLLAMA = "wordllama"
MINILM = "minilm"
_SPACES = {WORDLLAMA: "wordllama-256", MINILM: "minilm-l6-v2-384"}
_HASH_DIGITS = 8
_LONGEST_NAME = 40


def _load_wordllama() -> Embeddings:
    load("ingest.vectors.wordllama")
    from ingest.vectors.wordllama import WordLlamaEmbeddings  # numpy, tokenizers and 33 MB of weights

    return WordLlamaEmbeddings()


def _load_minilm() -> Embeddings:
    load("ingest.vectors.minilm")
    from ingest.vectors.minilm import MiniLmEmbeddings  # chromadb and onnxruntime

    return MiniLmEmbeddings()


def _load_provider(setting: str) -> Embeddings:
    from ingest.vectors.providers import load_provider  # LangChain

    return load_provider(setting, PACKAGES[setting.partition(":")[0]])


def embedder_for(setting: str, wordllama: Callable[[], Embeddings] = _load_wordllama) -> Embedder:
    """Return the embedder a setting names. Nothing is loaded, and no key is looked for, before its first use.

    Args:
        setting: as `check` accepts it.
        wordllama: gives the WordLlama embeddings, where a process shares them with something else.

    Raises:
        EmbedderError: the setting names none.
    """
    setting = check(setting)
    if setting == WORDLLAMA:
        return Embedder(_SPACES[WORDLLAMA], wordllama, setting)
    if setting == MINILM:
        return Embedder(_SPACES[MINILM], _load_minilm, setting)
    return Embedder(space_name(setting), lambda: _load_provider(setting), setting)


def check(setting: str) -> str:
    """Return a setting in its one spelling: no spaces around, the provider in lower case.

    Raises:
        EmbedderError: it names no embedder. The sentence says which there are.
    """
    setting = setting.strip()
    if setting.lower() in _SPACES:
        return setting.lower()
    provider, colon, model = (part.strip() for part in setting.partition(":"))
    if not colon or not model:
        raise EmbedderError(f"{setting!r} is no embedder. Use {WORDLLAMA}, {MINILM} or provider:model.")
    if provider.lower() not in PACKAGES:
        raise EmbedderError(f"There is no provider {provider!r}. There are {', '.join(sorted(PACKAGES))}.")
    return f"{provider.lower()}:{model}"


def space_name(setting: str) -> str:
    """Return the name of a setting's vector space: readable, and different for every setting.

    Models whose names differ only in what a collection's name may not hold keep apart by the hash at its end.
    """
    if setting in _SPACES:
        return _SPACES[setting]
    mark = hashlib.sha256(setting.encode()).hexdigest()[:_HASH_DIGITS]
    readable = re.sub(r"[^A-Za-z0-9]+", "-", setting)[: _LONGEST_NAME - _HASH_DIGITS - 1].strip("-")
    return f"{readable}-{mark}" if readable else mark

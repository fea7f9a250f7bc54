"""The composition root: settings in, everything wired by constructor arguments. Nothing is made at import."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING

from bot.answers.answerer import GroundedAnswerer, build_answerer
from bot.answers.generated import GeneratedEngine
from bot.answers.generated_options import ModelOptions
from bot.settings import Settings
from ingest.dense import Embedder
from ingest.errors import WriterBusyError
from ingest.model import SearchIndex, SyncReport
from ingest.service import open_index, open_synchroniser

if TYPE_CHECKING:
    from bot.answers.evaluation import Evaluation, QuestionRow
    from bot.store.store import Store
    from ingest.embeddings import WordLlamaEmbeddings
    from ingest.index import KnowledgeIndex
    from ingest.sync import Synchroniser
    from ingest.update import Progress

ANSWER_THREADS = 4
"""Searching and ranking share them; more threads than cores only wait for each other."""


@cache
def word_vectors() -> WordLlamaEmbeddings:
    """Load the word vectors, once for the index and the answers together (33 MB)."""
    from ingest.embeddings import WordLlamaEmbeddings

    return WordLlamaEmbeddings()


class LazyWordVectors:
    """The word vectors, loaded by the first question that needs them."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector of length 1 for each text."""
        return word_vectors().embed_documents(texts)


@contextmanager
def knowledge(settings: Settings) -> Iterator[tuple[KnowledgeIndex, Synchroniser]]:
    """Open the index, and what keeps it equal to the folder; nothing is read yet."""
    index_dir = settings.data_dir / "index"
    index = open_index(index_dir, settings.chroma_url, embedder=Embedder("wordllama-256", word_vectors))
    try:
        with open_synchroniser(settings.knowledge_dir, index_dir, index) as synchroniser:
            yield index, synchroniser
    finally:
        index.close()


def make_answerer(index: SearchIndex, executor: Executor, generated: GeneratedEngine | None) -> GroundedAnswerer:
    """Wire the answerer: quotes always, a written answer first when there is an engine for it."""
    return build_answerer(index, LazyWordVectors(), generated, executor)


def make_generated(settings: Settings) -> GeneratedEngine | None:
    """Return the engine that writes, or None without a key."""
    if settings.anthropic_api_key is None:
        return None
    return GeneratedEngine(
        ModelOptions(
            model=settings.model,
            api_key=settings.anthropic_api_key,
            base_url=settings.anthropic_base_url,
            answer_seconds=settings.answer_seconds,
            stall_seconds=settings.stall_seconds,
        )
    )


def make_store(settings: Settings) -> Store:
    """Open the state database. Blocks."""
    from bot.store.store import open_store

    url = settings.database_url
    return open_store(settings.data_dir, url.get_secret_value() if url else None)


# One command, one piece of work


def sync_once(settings: Settings, progress: Progress | None = None) -> SyncReport:
    """Bring the index up to the folder.

    Raises:
        IngestError: the folder cannot be read, or another process is at it.
    """
    with knowledge(settings) as (_, synchroniser):
        return synchroniser.sync(progress)


@contextmanager
def searching(settings: Settings) -> Iterator[KnowledgeIndex]:
    """Give an index that is up to date: by a sync of our own, or by the process that is keeping it."""
    with knowledge(settings) as (index, synchroniser):
        with suppress(WriterBusyError):
            synchroniser.sync()
        yield index


@asynccontextmanager
async def answering(settings: Settings) -> AsyncIterator[GroundedAnswerer]:
    """Give an answerer over an up-to-date index."""
    with searching(settings) as index, ThreadPoolExecutor(ANSWER_THREADS, "archie-answer") as executor:
        yield make_answerer(index, executor, make_generated(settings))


async def evaluate_answers(settings: Settings, rows: Sequence[QuestionRow]) -> Evaluation:
    """Ask each question and compare the answer with what is known of it."""
    from bot.answers.evaluation import evaluate

    with searching(settings) as index, ThreadPoolExecutor(ANSWER_THREADS, "archie-answer") as executor:
        return await evaluate(make_answerer(index, executor, make_generated(settings)), index, rows)

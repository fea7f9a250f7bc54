"""The composition root: settings in, everything wired by constructor arguments. Nothing is made at import."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import cache, partial
from math import inf
from typing import TYPE_CHECKING

from bot import __version__
from bot.answers.answerer import GroundedAnswerer, build_answerer
from bot.answers.followups.generated import ModelRewriter
from bot.decision_files import DecisionFiles
from bot.models import Models, make_models, named_models
from bot.second_stage import second_stage
from bot.settings import Settings
from ingest.errors import MassRemovalError, WriterBusyError
from ingest.libraries import load
from ingest.model import SearchIndex, SyncReport
from ingest.service import open_index, open_synchroniser
from ingest.sync.further import FurtherFolder
from ingest.sync.progress import Phase
from ingest.vectors.embedder import Embedder
from ingest.vectors.embedders import embedder_for

if TYPE_CHECKING:
    from bot.answers.evaluation import Evaluation, QuestionRow
    from bot.store.decision_records import DecisionRecords
    from bot.store.store import Store
    from ingest.index import KnowledgeIndex
    from ingest.sync.progress import Progress
    from ingest.sync.synchroniser import Synchroniser
    from ingest.vectors.wordllama import WordLlamaEmbeddings

DECISIONS = "decisions"
"""Where records of decisions are: in the data folder, and in the index under this prefix."""
ANSWER_THREADS = 4
"""Searching and ranking share them; more threads than cores only wait for each other."""


@cache
def word_vectors() -> WordLlamaEmbeddings:
    """Load the word vectors, once for the index and the answers together (33 MB)."""
    load("ingest.vectors.wordllama")
    from ingest.vectors.wordllama import WordLlamaEmbeddings

    return WordLlamaEmbeddings()


class LazyWordVectors:
    """The word vectors, loaded by the first question that needs them."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector of length 1 for each text."""
        return word_vectors().embed_documents(texts)


def embedder(setting: str) -> Embedder:
    """Return the embedder a setting names; WordLlama's vectors are those the answers use."""
    return embedder_for(setting, word_vectors)


@contextmanager
def knowledge(
    settings: Settings, records: DecisionRecords | None = None
) -> Iterator[tuple[KnowledgeIndex, Synchroniser]]:
    """Open the index, and what keeps it equal to the folder; nothing is read yet.

    Args:
        records: of decisions, which are indexed too. Without them those that are in the index stay as they are.
    """
    index_dir = settings.data_dir / "index"
    with second_stage(settings) as stage:
        index = open_index(
            index_dir,
            settings.chroma_url,
            embedder=embedder(settings.embedder),
            resolve=embedder,
            database_url=settings.database,
            folder=settings.knowledge_dir,
            reranker=stage.reranker,
        )
        try:
            further = [decided(settings, records)]
            with open_synchroniser(settings.knowledge_dir, index_dir, index, stage.contexts, further) as synchroniser:
                yield index, synchroniser
        finally:
            index.close()


def decided(settings: Settings, records: DecisionRecords | None) -> FurtherFolder:
    """Return the folder of decision records, filled from the database where that is open."""
    folder = settings.data_dir / DECISIONS
    return FurtherFolder(DECISIONS, folder, DecisionFiles(folder, records).fill if records is not None else None)


def answer_threads() -> ThreadPoolExecutor:
    """Start the threads in which questions are searched and ranked."""
    return ThreadPoolExecutor(ANSWER_THREADS, "archie-answer")


def make_answerer(index: SearchIndex, executor: Executor, models: Models | None) -> GroundedAnswerer:
    """Wire the answerer: quotes always, a written answer first when there is a model for it."""
    models = models or Models()
    rewriter = ModelRewriter(models.small) if models.small else None
    return build_answerer(
        index, LazyWordVectors(), models.generated, executor, stylist=models.stylist, rewriter=rewriter
    )


def answer_recipe(settings: Settings) -> str:
    """Return all that an answer depends on beside the articles: this version, the models, and what they are told."""
    from bot.answers.generated import numbered, style  # also loaded by the first answer

    models = sorted(named_models(settings).items())
    return json.dumps([__version__, models, numbered.NUMBERED_SYSTEM, style.SYSTEM])


def make_store(settings: Settings) -> Store:
    """Open the state database. Blocks."""
    from bot.store.store import open_store

    return open_store(settings.data_dir, settings.database)


@contextmanager
def models_of(settings: Settings) -> Iterator[Models]:
    """Give the models to a command that has no store open; without any, no store is needed.

    Raises:
        SettingsError: one cannot be used.
        StoreError: the database that keeps the budget cannot be used.
    """
    if not named_models(settings):
        yield Models()
        return
    store = make_store(settings)
    try:
        yield make_models(settings, store)
    finally:
        store.close()


# One command, one piece of work


def sync_once(settings: Settings, progress: Progress, *, confirmed: bool = False) -> SyncReport:
    """Bring the index up to the folder, all its vectors too; ``confirmed`` removes what is gone, however much that is.

    Raises:
        IngestError: the folder cannot be read, most of it is gone, or another process is at it.
    """
    with knowledge(settings) as (index, synchroniser):
        report = synchroniser.sync(progress, confirmed=confirmed)
        index.complete_vectors(progress=partial(progress, phase=Phase.EMBED), seconds=inf)
        return report


@contextmanager
def searching(settings: Settings) -> Iterator[KnowledgeIndex]:
    """Give an index that is up to date: by a sync of our own, or by the process that is keeping it.

    Where most documents are gone from the folder, what the index still holds answers.
    """
    with knowledge(settings) as (index, synchroniser):
        with suppress(WriterBusyError, MassRemovalError):
            synchroniser.sync()
        yield index


@asynccontextmanager
async def answering(settings: Settings) -> AsyncIterator[GroundedAnswerer]:
    """Give an answerer over an up-to-date index."""
    with models_of(settings) as models, searching(settings) as index, answer_threads() as executor:
        yield make_answerer(index, executor, models)


async def evaluate_answers(settings: Settings, rows: Sequence[QuestionRow]) -> Evaluation:
    """Ask each question and compare the answer with what is known of it."""
    from bot.answers.evaluation import evaluate

    with models_of(settings) as models, searching(settings) as index, answer_threads() as executor:
        return await evaluate(make_answerer(index, executor, models), index, rows)

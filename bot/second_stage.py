"""The optional second stage of searching, as the settings want it: contexts at ingest, reordering at a question."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answers.generated.names import ModelName, parse_model, require_package
from bot.errors import SettingsError
from bot.models import budget_limits, model_options, named_models
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.answers.second_stage.bridge import Bridge
    from bot.answers.second_stage.estimate import Estimate
    from bot.store.spending import SharedBudget
    from ingest.contexts import ContextWriter
    from ingest.search.reranking import Reranker

CONTEXT_SECONDS = 120.0
"""Longest wait for the contexts of twenty passages."""
DEAR = 1.0
"""Dollars above which somebody at a terminal is asked before contexts are written."""
RERANK_SECONDS = 4.0
"""Longest wait for another order; then the passages keep theirs."""


@dataclass(frozen=True, slots=True)
class SecondStage:
    """What a model adds; None where the settings do not ask for it."""

    contexts: ContextWriter | None = None
    reranker: Reranker | None = None


@contextmanager
def second_stage(settings: Settings) -> Iterator[SecondStage]:
    """Give what the settings ask for, mostly nothing. Nothing is sent before the first use.

    Raises:
        SettingsError: it is asked for, and there is no model for it.
        StoreError: the database that keeps the budget cannot be used.
    """
    if not (settings.contexts or settings.rerank):
        yield SecondStage()
        return
    from bot.answers.second_stage.contexts import ModelContexts
    from bot.answers.second_stage.reranking import ModelReranker
    from bot.store.spending import SharedBudget
    from bot.store.store import open_store

    model = stage_model(settings)
    with ExitStack() as stack:
        store = open_store(settings.data_dir, settings.database)
        stack.callback(store.close)
        budget = SharedBudget(store.spending, budget_limits(settings))
        contexts = reranker = None
        if settings.contexts:
            bridge = stack.enter_context(_bridge(settings, model, CONTEXT_SECONDS, budget))
            contexts = ModelContexts(bridge, str(model))
        if settings.rerank:
            bridge = stack.enter_context(_bridge(settings, model, RERANK_SECONDS, budget))
            reranker = ModelReranker(bridge)
        yield SecondStage(contexts, reranker)


def stage_model(settings: Settings) -> ModelName:
    """Return the model that does it: the small one, else the one that writes answers.

    Raises:
        SettingsError: there is none.
    """
    named = named_models(settings)
    name = named.get("ARCHIE_SMALL_MODEL") or named.get("ARCHIE_MODEL")
    if name is None:
        raise SettingsError("ARCHIE_CONTEXTS and ARCHIE_RERANK need a model. Set ANTHROPIC_API_KEY, or unset them.")
    model = parse_model(name)
    require_package(model)
    return model


def estimate_contexts(settings: Settings) -> Estimate:
    """Add up what contexts for everything in the folder would cost that has none yet. Reads, writes and sends nothing.

    Raises:
        SettingsError: there is no model for it.
        FolderError: the folder cannot be read.
    """
    from bot.answers.second_stage.contexts import contexts_name
    from bot.answers.second_stage.estimate import estimate
    from ingest.service import kept_contexts
    from ingest.sync.preview import without_contexts

    model, kept = stage_model(settings), kept_contexts(settings.data_dir / "index")
    return estimate(without_contexts(settings.knowledge_dir, kept, contexts_name(str(model))), model)


def _bridge(settings: Settings, model: ModelName, seconds: float, budget: SharedBudget) -> Bridge:
    from bot.answers.generated.model import LanguageModel
    from bot.answers.second_stage.bridge import Bridge

    return Bridge(LanguageModel(model_options(settings, str(model), seconds=seconds), budget))

"""The language models the settings name, all within one budget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answers.generated.engine import GeneratedEngine
from bot.answers.generated.model import LanguageModel
from bot.answers.generated.names import parse_model, require_package
from bot.answers.generated.options import ModelOptions
from bot.answers.generated.prices import price_of
from bot.answers.generated.stylist import ModelStylist
from bot.errors import SettingsError
from bot.store.spending import Limits, SharedBudget

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.store.store import Store

STYLE_SECONDS = 20.0
"""Longest wait for the house voice; then the answer keeps its own words."""
SMALL_TOKENS = 2_048
"""Room of a small model's reply, thinking included."""


@dataclass(frozen=True, slots=True)
class Models:
    """What is asked; None where the settings name no model, or no key for it.

    Attributes:
        generated: writes answers.
        stylist: puts them into the house voice.
        small: for small work such as making a question stand alone.
    """

    generated: GeneratedEngine | None = None
    stylist: ModelStylist | None = None
    small: LanguageModel | None = None

    async def warm(self) -> None:
        """Load the libraries and build the clients. Sends nothing; a failure is told by the first question."""
        for model in (self.generated, self.stylist, self.small):
            if model is not None:
                await model.warm()


def named_models(settings: Settings) -> dict[str, str]:
    """The models that will be asked, by the variable that names them. A model of Anthropic's needs a key."""
    named = {"ARCHIE_MODEL": settings.model, "ARCHIE_STYLE_MODEL": settings.style_model}
    named["ARCHIE_SMALL_MODEL"] = settings.small_model
    keyed = settings.anthropic_api_key is not None
    return {name: model for name, model in named.items() if model and (keyed or not parse_model(model).is_anthropic)}


def make_models(settings: Settings, store: Store) -> Models:
    """Return the models, none of them asked or loaded yet.

    Raises:
        SettingsError: a package is missing, or a budget in dollars cannot be kept.
    """
    named = named_models(settings)
    for model in named.values():
        require_package(parse_model(model))
    limits = budget_limits(settings)
    budget = SharedBudget(store.spending, limits)
    writing, style = named.get("ARCHIE_MODEL"), named.get("ARCHIE_STYLE_MODEL")
    small = named.get("ARCHIE_SMALL_MODEL", writing)
    return Models(
        generated=GeneratedEngine(model_options(settings, writing), budget) if writing else None,
        stylist=ModelStylist(LanguageModel(style_options(settings, style), budget)) if style else None,
        small=LanguageModel(small_options(settings, small), budget) if small else None,
    )


def model_options(
    settings: Settings, model: str, *, seconds: float | None = None, max_tokens: int | None = None
) -> ModelOptions:
    """How a model is reached.

    Args:
        seconds: longest wait for a reply; None is that for an answer.
        max_tokens: room of a reply; None is that of an answer.
    """
    anthropic = parse_model(model).is_anthropic
    return ModelOptions(
        model=model,
        api_key=settings.anthropic_api_key if anthropic else None,
        base_url=settings.anthropic_base_url if anthropic else settings.model_base_url,
        answer_seconds=seconds or settings.answer_seconds,
        stall_seconds=min(settings.stall_seconds, seconds or settings.stall_seconds),
        **({} if max_tokens is None else {"max_tokens": max_tokens}),
    )


def style_options(settings: Settings, model: str) -> ModelOptions:
    """How the style model is reached."""
    return model_options(settings, model, seconds=min(STYLE_SECONDS, settings.answer_seconds))


def small_options(settings: Settings, model: str) -> ModelOptions:
    """How the small model is reached; who asks it waits as long as the work is worth."""
    return model_options(settings, model, max_tokens=SMALL_TOKENS)


def budget_limits(settings: Settings) -> Limits:
    """What may be spent.

    Raises:
        SettingsError: a budget in dollars for the day, and a model without a known price.
    """
    if settings.day_dollars is not None:
        for variable, model in named_models(settings).items():
            if price_of(parse_model(model)) is None:
                raise SettingsError(
                    f"ARCHIE_DAY_DOLLARS cannot be kept: the price of {model} ({variable}) is not known here. "
                    "Set ARCHIE_DAY_TOKENS instead."
                )
    return Limits(settings.answer_dollars, settings.day_dollars, settings.day_tokens)

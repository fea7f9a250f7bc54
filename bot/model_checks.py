"""The part of `archie doctor` about language models: which are named, whether they can be asked, what they cost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.doctor import TIMEOUT_SECONDS, Check, Status
from bot.errors import ArchieError

if TYPE_CHECKING:
    from bot.settings import Settings

_PURPOSES = {
    "ARCHIE_MODEL": "answers written by a language model",
    "ARCHIE_STYLE_MODEL": "answers in the house voice",
    "ARCHIE_SMALL_MODEL": "understanding follow-up questions",
}


def language_models(settings: Settings) -> Iterator[Check]:
    """Yield one check for each model the settings name, and one for what they may cost."""
    from bot.models import named_models

    named = named_models(settings)
    if not named:
        fix = "Optional. Create one at the Claude console, or name a model of another provider in ARCHIE_MODEL."
        detail = "Not set; answers are quotes from the articles."
        yield Check("ANTHROPIC_API_KEY", Status.MISSING, _PURPOSES["ARCHIE_MODEL"], detail, fix)
        return
    for variable, model in named.items():
        yield language_model(settings, variable, model)
    yield spending(settings)


def language_model(settings: Settings, variable: str, model: str) -> Check:
    """Try a model as far as that costs nothing."""
    from bot.answers.generated.names import parse_model, require_package

    purpose = _PURPOSES[variable]
    try:
        name = parse_model(model)
        require_package(name)
    except ArchieError as error:
        return Check(variable, Status.FAILED, purpose, str(error), "Install it, or name another model.")
    return _claude(settings, variable, model) if name.is_anthropic else _other_model(settings, variable, model)


def _claude(settings: Settings, variable: str, model: str) -> Check:
    """Try the key and the model with a call that costs nothing."""
    import anthropic

    name, purpose = "ANTHROPIC_API_KEY" if variable == "ARCHIE_MODEL" else variable, _PURPOSES[variable]
    key = settings.anthropic_api_key
    client = anthropic.Anthropic(
        api_key=key.get_secret_value() if key else "",
        base_url=settings.anthropic_base_url,
        timeout=TIMEOUT_SECONDS,
        max_retries=0,
    )
    try:
        client.messages.count_tokens(model=model, messages=[{"role": "user", "content": "hello"}])
    except (anthropic.AuthenticationError, anthropic.PermissionDeniedError):
        return Check(name, Status.FAILED, purpose, "The service refuses it.", "Copy the key again, or unset it.")
    except anthropic.NotFoundError:
        detail = f"The key works, but the model {model} is unknown."
        return Check(variable, Status.FAILED, purpose, detail, "Name a model your key may use.")
    except anthropic.APIError as error:
        detail = f"The service cannot be reached ({type(error).__name__}); answers are quotes until it can."
        return Check(name, Status.FAILED, purpose, detail, "Check the network and ANTHROPIC_BASE_URL.")
    return Check(name, Status.OK, purpose, f"Works with {model}.")


def _other_model(settings: Settings, variable: str, model: str) -> Check:
    """Build the client, which is where libraries miss their keys; a call could cost something."""
    from bot.answers.generated.chat import build_chat
    from bot.models import model_options

    purpose = _PURPOSES[variable]
    try:
        build_chat(model_options(settings, model))
    except Exception as error:  # noqa: BLE001 - each provider's library raises its own kind over a missing key
        detail = f"The client for {model} cannot be made ({type(error).__name__})."
        return Check(variable, Status.FAILED, purpose, detail, "Set the key that the provider's library reads.")
    return Check(
        variable, Status.OK, purpose, f"{model} is set up. It is not tried here, since that may cost something."
    )


def spending(settings: Settings) -> Check:
    """Tell what models cost today, and what they may cost."""
    import asyncio

    from bot.app import make_store
    from bot.models import budget_limits

    name, purpose = "ARCHIE_DAY_DOLLARS", "a limit to what models cost"
    try:
        limits = budget_limits(settings)
        store = make_store(settings)
        try:
            spent = asyncio.run(store.spending.today())
        finally:
            store.close()
    except ArchieError as error:
        return Check(name, Status.FAILED, purpose, str(error), "Mend that, or unset the limit.")
    today = f"Today (UTC): ${spent.dollars:.2f} and {spent.tokens:,} tokens."
    if limits.day_dollars is None and limits.day_tokens is None:
        fix = "Optional. Set it, or ARCHIE_DAY_TOKENS, to have answers fall back to quotes above it."
        return Check(name, Status.MISSING, purpose, f"{today} No limit for a day.", fix)
    most = [f"${limits.day_dollars:g}"] if limits.day_dollars is not None else []
    most += [f"{limits.day_tokens:,} tokens"] if limits.day_tokens is not None else []
    return Check(name, Status.OK, purpose, f"{today} Limit for a day: {' and '.join(most)}.")

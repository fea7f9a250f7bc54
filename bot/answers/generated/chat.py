"""Builds a model's client with LangChain. Imports libraries that take seconds, so it is imported in a thread."""

from __future__ import annotations

import re
from typing import Any

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel

from bot.answers.generated.options import ModelOptions

ANTHROPIC_URL = "https://api.anthropic.com"
THINKING_TOKENS = 1_024
"""Room for thinking where it must be given as a number: the least the service takes."""

_WITHOUT_ADAPTIVE = re.compile(r"^claude-(?:3-|(?:haiku|sonnet|opus)-4(?:-[0-5])?(?:-\d{8})?$)")
"""Claude 4.5 and earlier, which refuse ``adaptive``; every later one takes it."""


def build_chat(options: ModelOptions, *, cites: bool = False) -> BaseChatModel:
    """Return the model's client. Sends nothing; blocks for some 0.1 s, the first time for seconds.

    Args:
        cites: what is sent asks for citations, and the reply must tell to which words each belongs.

    Raises:
        Exception: whatever the provider's library raises over a key that is missing.
    """
    chat: BaseChatModel = init_chat_model(
        options.name.name, model_provider=options.name.provider, **_arguments(options, cites)
    )
    _ = getattr(chat, "_async_client", None)  # otherwise the first request builds it, in the event loop
    return chat


def _arguments(options: ModelOptions, cites: bool) -> dict[str, Any]:
    """Every retry and time-out is ours, see `bot.answers.generated.stream`."""
    common = {"max_retries": 0, "timeout": options.stall_seconds, "max_tokens": options.max_tokens}
    if not options.name.is_anthropic:
        own = _OWN_ARGUMENTS.get(options.name.provider, {})
        where = {"base_url": options.base_url} if options.base_url else {}
        return common | where | {name: options.max_tokens if value is None else value for name, value in own.items()}
    asked = {"thinking": thinking(options.name.name)} if cites else {}
    return {**common, "api_key": options.api_key, "base_url": options.base_url or ANTHROPIC_URL, **asked}


_OWN_ARGUMENTS: dict[str, dict[str, bool | None]] = {
    "ollama": {"num_predict": None},
    "openai": {"stream_usage": True},
    "azure_openai": {"stream_usage": True},
}
"""Where a provider's library calls things differently; None stands for the room of the reply."""


def thinking(model: str) -> dict[str, Any]:
    """What a request to a Claude model says of thinking.

    It has to say something: without it, langchain-anthropic 1.7 streams plain strings and citations lose the words they
    belong to. Which form is accepted depends on the model's generation.
    """
    if _WITHOUT_ADAPTIVE.match(model):
        return {"type": "enabled", "budget_tokens": THINKING_TOKENS}
    return {"type": "adaptive"}

"""Models as settings name them."""

from __future__ import annotations

import pytest

from bot.answers.generated.names import PACKAGES, ModelName, parse_model, require_package
from bot.errors import SettingsError


@pytest.mark.parametrize(
    ("setting", "model", "spelled"),
    [
        ("claude-opus-5-5", ModelName("anthropic", "claude-opus-5-5"), "claude-opus-5-5"),
        ("anthropic:claude-opus-5-5", ModelName("anthropic", "claude-opus-5-5"), "claude-opus-5-5"),
        (" OpenAI : gpt-5 ", ModelName("openai", "gpt-5"), "openai:gpt-5"),
        ("ollama:llama3:8b", ModelName("ollama", "llama3:8b"), "ollama:llama3:8b"),
        ("google-genai:gemini-3", ModelName("google_genai", "gemini-3"), "google_genai:gemini-3"),
    ],
)
def test_a_model_is_told_apart_from_its_provider(setting: str, model: ModelName, spelled: str) -> None:
    assert parse_model(setting) == model
    assert str(model) == spelled
    assert parse_model(spelled) == model


@pytest.mark.parametrize(
    ("setting", "words"),
    [("llama3:8b", "no model provider 'llama3'"), ("openai:", "names no model"), (":gpt", "no model provider ''")],
)
def test_what_names_no_model_is_refused_with_what_to_write(setting: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        parse_model(setting)


def test_a_missing_package_is_named() -> None:
    require_package(parse_model("claude-sonnet-5-5"))

    with pytest.raises(SettingsError, match="pip install langchain-perplexity"):
        require_package(parse_model("perplexity:sonar"))


def test_each_provider_is_one_langchain_knows() -> None:
    assert "Unsupported" in complaint("no_such_provider")

    assert [provider for provider in PACKAGES if "Unsupported" in complaint(provider)] == []


def complaint(provider: str) -> str:
    """What LangChain says when it is to make a client: mostly that a package or a key is missing."""
    from langchain.chat_models import init_chat_model

    try:
        init_chat_model("some-model", model_provider=provider)
    except Exception as error:  # noqa: BLE001 - each library has its own kind
        return str(error)
    return ""

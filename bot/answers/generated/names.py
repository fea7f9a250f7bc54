"""Models as a setting names them: ``provider:model``, and what has to be installed for each provider."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec

from bot.errors import SettingsError

ANTHROPIC = "anthropic"
PACKAGES = {
    ANTHROPIC: "langchain-anthropic",
    "anthropic_bedrock": "langchain-aws",
    "azure_ai": "langchain-azure-ai",
    "azure_openai": "langchain-openai",
    "baseten": "langchain-baseten",
    "bedrock": "langchain-aws",
    "bedrock_converse": "langchain-aws",
    "cohere": "langchain-cohere",
    "deepseek": "langchain-deepseek",
    "fireworks": "langchain-fireworks",
    "google_anthropic_vertex": "langchain-google-vertexai",
    "google_genai": "langchain-google-genai",
    "google_vertexai": "langchain-google-vertexai",
    "groq": "langchain-groq",
    "huggingface": "langchain-huggingface",
    "ibm": "langchain-ibm",
    "litellm": "langchain-litellm",
    "mistralai": "langchain-mistralai",
    "nvidia": "langchain-nvidia-ai-endpoints",
    "ollama": "langchain-ollama",
    "openai": "langchain-openai",
    "openrouter": "langchain-openrouter",
    "perplexity": "langchain-perplexity",
    "together": "langchain-together",
    "upstage": "langchain-upstage",
    "xai": "langchain-xai",
}
"""Package by provider, for the providers LangChain's ``init_chat_model`` knows by name."""


@dataclass(frozen=True, slots=True)
class ModelName:
    """A model and who serves it."""

    provider: str
    name: str

    def __str__(self) -> str:
        """As the setting spells it: Anthropic's models go without their provider."""
        return self.name if self.is_anthropic else f"{self.provider}:{self.name}"

    @property
    def is_anthropic(self) -> bool:
        """Whether it is asked through Anthropic's Messages API, which cites by itself."""
        return self.provider == ANTHROPIC


def parse_model(setting: str) -> ModelName:
    """Read ``provider:model``; a name without a provider is a model of Anthropic's.

    Raises:
        SettingsError: there is no such provider, or no model is named. The sentence says which providers there are.
    """
    provider, colon, name = (part.strip() for part in setting.partition(":"))
    if not colon:
        provider, name = ANTHROPIC, provider
    provider = provider.lower().replace("-", "_")
    if provider not in PACKAGES:
        raise SettingsError(f"There is no model provider {provider!r}. There are {', '.join(sorted(PACKAGES))}.")
    if not name:
        raise SettingsError(f"{setting!r} names no model. Use provider:model, as in anthropic:claude-sonnet-5-5.")
    return ModelName(provider, name)


def require_package(model: ModelName) -> None:
    """Make sure that what reaches a model is installed.

    Raises:
        SettingsError: it is not; the sentence names what to install.
    """
    package = PACKAGES[model.provider]
    if find_spec(package.replace("-", "_")) is None:
        raise SettingsError(f"The model {model} needs the package {package}. Install it with: pip install {package}")

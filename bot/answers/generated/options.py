"""How a model is reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answers.generated.names import ModelName, parse_model

if TYPE_CHECKING:
    from pydantic import SecretStr


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """How the model is reached, and how long it may take.

    Attributes:
        model: ``provider:model``, or the name alone of a model of Anthropic's.
        api_key: Anthropic's key; None for other providers, whose libraries read their own variables.
        base_url: where the service is, without ``/v1`` for the Messages API; None is the provider's own.
        answer_seconds: longest wait for one answer, retries included.
        stall_seconds: longest silence, before the first byte as between two.
        max_tokens: of one reply, thinking included.
        retries: further tries when the service is busy or silent before its first byte. Never after it.
        backoff_seconds: pause before the first retry, doubled for each further one; ``retry-after`` comes first.
    """

    model: str
    api_key: SecretStr | None = None
    base_url: str | None = None
    answer_seconds: float = 45.0
    stall_seconds: float = 20.0
    max_tokens: int = 8_192
    retries: int = 2
    backoff_seconds: float = 0.5

    @property
    def name(self) -> ModelName:
        """The model, told apart from its provider.

        Raises:
            SettingsError: it names none.
        """
        return parse_model(self.model)

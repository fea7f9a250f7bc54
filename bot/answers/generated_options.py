"""How a model is reached, and what a reply cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import SecretStr


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """How the model is reached, and how long it may take.

    Attributes:
        base_url: where the Messages API is, without ``/v1``; None is Anthropic's own.
        answer_seconds: longest wait for one answer, retries included.
        stall_seconds: longest silence, before the first byte as between two.
        max_tokens: of one reply, thinking included.
        retries: further tries when the service is busy or silent before its first byte. Never after it.
        backoff_seconds: pause before the first retry, doubled for each further one; ``retry-after`` comes first.
    """

    model: str
    api_key: SecretStr
    base_url: str | None = None
    answer_seconds: float = 45.0
    stall_seconds: float = 20.0
    max_tokens: int = 8_192
    retries: int = 2
    backoff_seconds: float = 0.5


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one reply, as the service counts them; input includes what came from its cache."""

    input_tokens: int
    output_tokens: int

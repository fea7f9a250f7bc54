"""What the libraries raise, told apart: why there is no answer, and whether to ask again."""

from __future__ import annotations

from typing import Any

import anthropic
import httpx2
from langchain_core import exceptions as langchain

from bot.errors import FallbackReason

OVERLOAD_TYPES = frozenset({"overloaded_error", "rate_limit_error"})
BUSY_STATUSES = frozenset({408, 409, 429, *range(500, 600)})


def reason_of(error: BaseException) -> FallbackReason:
    """Why there is no usable answer.

    An error event within a stream comes as `anthropic.APIStatusError` with status 200; a broken or silent stream as an
    exception of the HTTP library, which is no `anthropic.APIError`.
    """
    status = _status(error)
    if status is not None:
        return _reason_of_status(status, error)
    if _is_timeout(error):
        return FallbackReason.TIMEOUT
    return FallbackReason.BUSY if _is_unreachable(error) else FallbackReason.CUT


def wait_before_retry(error: BaseException, backoff: float) -> float | None:
    """Seconds to wait before asking again, after a failure before the first byte; None when it would not help."""
    status = _status(error)
    if status is not None:
        return _wait_after_status(status, error, backoff)
    return backoff if _is_unreachable(error) or isinstance(error, anthropic.APITimeoutError) else None


def describe(error: BaseException) -> str:
    """What may be logged of an error: its kind and the service's reference. Never its message, which may quote text."""
    if isinstance(error, anthropic.APIStatusError):
        return f"{type(error).__name__}, status {error.status_code}, {error.type or 'no type'}, {error.request_id}"
    status = _status(error)
    return type(error).__name__ if status is None else f"{type(error).__name__}, status {status}"


def _status(error: BaseException) -> int | None:
    """The HTTP status of a refusal; the libraries of all providers hang it on the error or on its response."""
    for holder in (error, getattr(error, "response", None)):
        status = getattr(holder, "status_code", None)
        if isinstance(status, int):
            return status
    return None


def _is_timeout(error: BaseException) -> bool:
    known = (TimeoutError, anthropic.APITimeoutError, httpx2.TimeoutException, langchain.ModelTimeoutError)
    return isinstance(error, known) or _is_called(error, "Timeout")


def _is_unreachable(error: BaseException) -> bool:
    known = (anthropic.APIConnectionError, langchain.ModelConnectionError, ConnectionError)
    return isinstance(error, known) or _is_called(error, "APIConnectionError", "ConnectError")


def _is_called(error: BaseException, *words: str) -> bool:
    """By name, for the libraries of other providers: they are installed where they are used only."""
    names = [kind.__name__ for kind in type(error).__mro__]
    return any(word in name for name in names for word in words)


def _reason_of_status(status: int, error: BaseException) -> FallbackReason:
    if status in BUSY_STATUSES or getattr(error, "type", None) in OVERLOAD_TYPES:
        return FallbackReason.BUSY
    return FallbackReason.CUT if 200 <= status < 300 else FallbackReason.REJECTED  # noqa: PLR2004


def _wait_after_status(status: int, error: BaseException, backoff: float) -> float | None:
    headers: Any = getattr(getattr(error, "response", None), "headers", None) or {}
    told = headers.get("x-should-retry")
    if told == "false" or (told != "true" and status not in BUSY_STATUSES):
        return None
    try:
        return max(0.0, float(headers.get("retry-after", backoff)))
    except ValueError:  # a date, which the service does not send
        return backoff

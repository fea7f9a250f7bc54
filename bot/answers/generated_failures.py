"""What the libraries raise, told apart: why there is no answer, and whether to ask again."""

from __future__ import annotations

import anthropic
import httpx2

from bot.errors import FallbackReason

OVERLOAD_TYPES = frozenset({"overloaded_error", "rate_limit_error"})
BUSY_STATUSES = frozenset({408, 409, 429, *range(500, 600)})


def reason_of(error: BaseException) -> FallbackReason:
    """Why there is no usable answer.

    An error event within a stream comes as `anthropic.APIStatusError` with status 200; a broken or silent stream as an
    exception of the HTTP library, which is no `anthropic.APIError`.
    """
    if isinstance(error, TimeoutError | anthropic.APITimeoutError | httpx2.TimeoutException):
        return FallbackReason.TIMEOUT
    if isinstance(error, anthropic.APIStatusError):
        return _reason_of_status(error)
    if isinstance(error, anthropic.APIConnectionError):
        return FallbackReason.BUSY
    return FallbackReason.CUT


def wait_before_retry(error: BaseException, backoff: float) -> float | None:
    """Seconds to wait before asking again, after a failure before the first byte; None when it would not help."""
    if isinstance(error, anthropic.APIStatusError):
        return _wait_after_status(error, backoff)
    return backoff if isinstance(error, anthropic.APIConnectionError) else None


def describe(error: BaseException) -> str:
    """What may be logged of an error: its kind and the service's reference. Never its message, which may quote text."""
    if isinstance(error, anthropic.APIStatusError):
        return f"{type(error).__name__}, status {error.status_code}, {error.type or 'no type'}, {error.request_id}"
    return type(error).__name__


def _reason_of_status(error: anthropic.APIStatusError) -> FallbackReason:
    if error.status_code in BUSY_STATUSES or error.type in OVERLOAD_TYPES:
        return FallbackReason.BUSY
    return FallbackReason.CUT if error.response.is_success else FallbackReason.REJECTED


def _wait_after_status(error: anthropic.APIStatusError, backoff: float) -> float | None:
    headers = error.response.headers
    told = headers.get("x-should-retry")
    if told == "false" or (told != "true" and error.status_code not in BUSY_STATUSES):
        return None
    try:
        return max(0.0, float(headers.get("retry-after", backoff)))
    except ValueError:  # a date, which the service does not send
        return backoff

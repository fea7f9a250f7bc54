"""What the workspace refuses, and how it says so.

WorkspaceError              the workspace itself cannot run: names what to do
SlackError                  a request is refused, as Slack would: an error code and its details
├── RateLimitedError             too many requests: HTTP 429 with Retry-After
└── ClientError             a person's client asked for something impossible: a sentence for that person
"""

from __future__ import annotations

from typing import Any


class WorkspaceError(Exception):
    """The workspace cannot start or keep its data. The message says what to do about it."""


class SlackError(Exception):
    """A request Slack would answer with ``{"ok": false, "error": code}``.

    Attributes:
        code: Slack's error code, e.g. ``channel_not_found``.
        details: further members of the answer, e.g. ``response_metadata``.
    """

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details

    @classmethod
    def with_messages(cls, code: str, messages: list[str]) -> SlackError:
        """An error that names the offending places under ``response_metadata.messages``."""
        return cls(code, response_metadata={"messages": messages})


class RateLimitedError(SlackError):
    """Too many calls. ``retry_after`` is in whole seconds, as the header is."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


class ClientError(SlackError):
    """A person's own client asked for something that cannot be done; ``message`` is shown to that person."""

    def __init__(self, code: str, message: str, **details: Any) -> None:
        super().__init__(code, message=message, **details)

"""The edge: where every error ends, once. The log gets the cause, the person a sentence and a reference id."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.errors import ArchieError
from bot.slack import texts
from bot.slack.blocks.parts import sentence
from bot.slack.delivery import Delivery, Uncertain
from bot.slack.metrics import Metrics

logger = logging.getLogger(__name__)


def new_reference() -> str:
    """Make an id that is short enough to read out and long enough to find in the log."""
    return uuid.uuid4().hex[:8]


class Edge:
    """Turns an error into a log entry and words for a person."""

    def __init__(self, delivery: Delivery, metrics: Metrics, new_reference: Callable[[], str] = new_reference) -> None:
        self._delivery = delivery
        self._metrics = metrics
        self._new_reference = new_reference

    def explain(self, error: BaseException) -> str:
        """Log an error with its cause; return what to tell the person."""
        reference = self._new_reference()
        logger.error("Reference %s: %s", reference, type(error).__name__, exc_info=error)
        self._metrics.count("errors", kind=type(error).__name__)
        return texts.with_reference(str(error) if isinstance(error, ArchieError) else texts.UNEXPECTED, reference)

    async def handle(self, error: Exception, body: Mapping[str, Any]) -> None:
        """Bolt's error handler: whatever a listener did not expect. Tells the person where Slack gives us a way."""
        words = self.explain(error)
        url = body.get("response_url")
        if not url:
            return
        try:
            await self._delivery.respond(url, sentence(words))
        except (SlackApiError, *Uncertain) as second:
            logger.warning("The error could not be told: %s", type(second).__name__)

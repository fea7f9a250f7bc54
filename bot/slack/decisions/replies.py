"""How the bot replies to one saying: in its thread once, whatever died on the way, or privately."""

from __future__ import annotations

import logging

from slack_sdk.errors import SlackApiError

from bot.slack.asks import Audience
from bot.slack.blocks.parts import Message, sentence
from bot.slack.decisions.sayings import Saying
from bot.slack.delivery import Delivery, Uncertain, error_code

logger = logging.getLogger(__name__)


class Replies:
    """Posts and whispers."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery

    async def post(self, saying: Saying, message: Message, name: str = "reply") -> None:
        """Post in the saying's thread; ``name`` tells its replies apart.

        Raises:
            SlackApiError, Uncertain: it could not be posted.
        """
        key = f"{saying.key}:{name}"
        if saying.again and await self._delivery.find(saying.place, key, since=saying.ask.ts):
            return
        await self._delivery.post(saying.place, message, key, since=saying.ask.ts)

    async def tell(self, saying: Saying, message: Message | str) -> None:
        """Tell only whoever said it; in a direct message that is its thread."""
        message = sentence(message) if isinstance(message, str) else message
        if saying.ask.response_url is not None:
            await self._delivery.respond(saying.ask.response_url, message)
        elif saying.ask.audience is Audience.DIRECT:
            await self.post(saying, message)
        else:
            await self.whisper(saying, message)

    async def whisper(self, saying: Saying, message: Message) -> None:
        """Show something to whoever said it, if Slack does."""
        try:
            await self._delivery.whisper(saying.place, message)
        except (SlackApiError, *Uncertain) as error:
            logger.info("A hint could not be shown: %s", error_code(error) or type(error).__name__)

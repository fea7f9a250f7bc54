"""What Slack knows of conversations and names, asked when it is needed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.delivery import Delivery, Uncertain, error_code, is_open_to_all
from bot.slack.markup import fold

NOT_A_MEMBER = {"not_in_channel", "channel_not_found"}
"""What Slack answers where we are not, and may not even see that there is a conversation."""
_PAGE = 1000
_MOST_NAMES = 2_000
_NAME_LENGTH = 60
_HIDDEN = {"missing_scope", "channel_not_found", "method_not_supported_for_channel_type"}
"""What Slack answers for a private conversation: whoever sees a message there is in it."""

logger = logging.getLogger(__name__)


class Channels:
    """Asks about conversations."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def has(self, channel: str, user: str) -> bool:
        """Tell whether somebody is in a conversation. A public channel is seen, and its buttons pressed, by anyone.

        Raises:
            SlackApiError, Uncertain: it cannot be told now.
        """
        cursor: str | None = None
        try:
            while True:
                page = await self._client.conversations_members(channel=channel, limit=_PAGE, cursor=cursor)
                cursor = (page.get("response_metadata") or {}).get("next_cursor")
                if user in page["members"] or not cursor:
                    return user in page["members"]
        except SlackApiError as error:
            if error_code(error) in _HIDDEN:
                return True
            raise

    async def is_public(self, channel: str) -> bool | None:
        """Tell whether a channel `is_open_to_all`; None when Slack says nothing now."""
        try:
            return is_open_to_all((await self._client.conversations_info(channel=channel))["channel"])
        except (SlackApiError, *Uncertain) as error:
            logger.info("It is not known whether a channel is public: %s", error_code(error) or type(error).__name__)
            return None


class Names:
    """Names people go by. They are remembered in this process; whom Slack does not tell is left out."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery
        self._known: dict[str, str] = {}

    async def of(self, users: Iterable[str]) -> Mapping[str, str]:
        """Return the names that are known, by user id."""
        wanted = dict.fromkeys(users)
        if len(self._known) > _MOST_NAMES:
            self._known.clear()
        await asyncio.gather(*(self._learn(user) for user in wanted if user not in self._known))
        return {user: self._known[user] for user in wanted if user in self._known}

    async def _learn(self, user: str) -> None:
        try:
            self._known[user] = fold(await self._delivery.user_name(user))[:_NAME_LENGTH]
        except (SlackApiError, *Uncertain) as error:
            logger.info("A name could not be read: %s", error_code(error) or type(error).__name__)

"""Files in threads: bytes are sent to an address Slack names, then a message is made of them.

Slack tells a file's id before the message stands, so an upload whose end nobody confirmed can be looked for.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.asks import Place
from bot.slack.delivery import Delivery, Uncertain, error_code, is_uncertain

_SEND_SECONDS = 60.0
_PASSING = {"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}

logger = logging.getLogger(__name__)


class UploadError(Exception):
    """A file could not be uploaded. The text is Slack's code for why, or what went wrong with the connection.

    Attributes:
        passing: it may work the next time: Slack had a fault, or too much to do.
    """

    def __init__(self, reason: str, *, passing: bool = False) -> None:
        super().__init__(reason)
        self.passing = passing


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to show. ``alt_text`` is for screen readers. No text goes with it: that is for `Delivery.post`."""

    name: str
    content: bytes
    title: str
    alt_text: str | None = None


class Files:
    """Uploads files."""

    def __init__(self, client: AsyncWebClient, delivery: Delivery) -> None:
        self._client = client
        self._delivery = delivery

    async def share(
        self, place: Place, upload: Upload, *, begun: str | None, note: Callable[[str], Awaitable[None]]
    ) -> str:
        """Show a file in a thread once; returns its id.

        Args:
            begun: id of a file that an earlier try may have shown.
            note: is told the id before the message stands, for the next try's ``begun``.

        Raises:
            UploadError: it is not shown.
        """
        try:
            if begun is not None and await self._stands(place, begun):
                return begun
            file_id = await self._send(upload)
            await note(file_id)
            await self._complete(place, upload, file_id)
        except (SlackApiError, *Uncertain) as error:
            code = error_code(error)
            passing = is_uncertain(error) or code in _PASSING
            raise UploadError(code or type(error).__name__, passing=passing) from error
        return file_id

    async def _send(self, upload: Upload) -> str:
        size = len(upload.content)
        told = await self._client.files_getUploadURLExternal(filename=upload.name, length=size, alt_txt=upload.alt_text)
        timeout = aiohttp.ClientTimeout(total=_SEND_SECONDS)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(str(told["upload_url"]), data=upload.content) as response,
        ):
            response.raise_for_status()
        return str(told["file_id"])

    async def _complete(self, place: Place, upload: Upload, file_id: str) -> None:
        try:
            await self._client.files_completeUploadExternal(
                files=[{"id": file_id, "title": upload.title}],
                channel_id=place.channel,
                thread_ts=place.thread_ts,
            )
        except Uncertain:
            if not await self._stands(place, file_id):
                raise

    async def _stands(self, place: Place, file_id: str) -> bool:
        """Tell whether a message of the thread carries the file."""
        replies = await self._delivery.replies(place, since=None)
        return any(file_id == file.get("id") for message in replies for file in message.get("files") or ())

"""Sends to Slack. Every post is guarded: no previews, no parsing, a fallback text, an explicit place.

Only this module, `bot.slack.channels` and `bot.slack.files` call Slack.

Slack has no idempotency key. Each post carries ours in its metadata, and a post whose outcome is unknown (the
connection dropped, a server error) is looked for before it is sent again.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.slack.asks import Place
from bot.slack.blocks.parts import Message
from bot.slack.logs import library_logger

METADATA_EVENT = "archie_reply"
SessionStatus = Literal["processing", "active"]
Chunk = dict[str, Any]

_GUARDS: dict[str, Any] = {"parse": "none", "link_names": False}
_POST_GUARDS: dict[str, Any] = {**_GUARDS, "unfurl_links": False, "unfurl_media": False}
_RATE_LIMIT_RETRIES = 3
_TIMEOUT_SECONDS = 15
_LOOK_BACK = 100
"""Replies looked through for one of ours; they are read from the question on."""

Uncertain = (aiohttp.ClientError, TimeoutError)
"""What the SDK raises when nobody knows whether Slack took the call."""

logger = logging.getLogger(__name__)


def slack_client(token: str, base_url: str, *, patient: bool = True) -> AsyncWebClient:
    """Make a Web API client.

    A patient one waits out rate limits. None repeats after a dropped connection, as the SDK does by default: that
    posts twice.
    """
    retries = [AsyncRateLimitErrorRetryHandler(max_retry_count=_RATE_LIMIT_RETRIES)] if patient else []
    base_url = base_url if base_url.endswith("/") else f"{base_url}/"
    return AsyncWebClient(
        token, base_url, timeout=_TIMEOUT_SECONDS, retry_handlers=list(retries), logger=library_logger("client")
    )


def error_code(error: BaseException) -> str:
    """Slack's code for what went wrong (``ratelimited``, ``not_in_channel``); empty for anything else."""
    data = getattr(getattr(error, "response", None), "data", None) if isinstance(error, SlackApiError) else None
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def is_uncertain(error: BaseException) -> bool:
    """Tell whether the call may have taken effect all the same."""
    if isinstance(error, Uncertain):
        return True
    response = getattr(error, "response", None) if isinstance(error, SlackApiError) else None
    status = getattr(response, "status_code", None) or getattr(response, "status", 0)
    return bool(status and status >= 500)  # noqa: PLR2004 - HTTP's server errors


def is_unfinished(message: Mapping[str, Any], bot_user: str) -> bool:
    """Tell whether a message is one of ours that was never completed: it carries no key, and no file either."""
    marked = (message.get("metadata") or {}).get("event_type") == METADATA_EVENT
    return message.get("user") == bot_user and not marked and not message.get("files")


def is_open_to_all(about: Mapping[str, Any]) -> bool:
    """Tell of a conversation, as Slack describes it, whether everybody in the workspace, and nobody else, may read it.

    A channel shared with another company is not public here.
    """
    closed = ("is_private", "is_im", "is_mpim", "is_group", "is_shared", "is_ext_shared", "is_org_shared")
    return bool(about.get("is_channel")) and not any(about.get(flag) for flag in closed)


class Delivery:
    """Sends to Slack.

    Args:
        patient: used where a late message is better than none.
        prompt: used where another way exists when Slack says "too many": streams and session status.
    """

    def __init__(self, patient: AsyncWebClient, prompt: AsyncWebClient) -> None:
        self._patient = patient
        self._prompt = prompt

    async def post(self, place: Place, message: Message, key: str, since: str | None = None) -> str:
        """Post in a channel or thread once for ``key``; returns the message's ts.

        Args:
            since: ts from which an earlier post of ours may stand, when the outcome is unknown.

        Raises:
            SlackApiError: Slack refused.
            Uncertain: the connection failed twice.
        """
        try:
            return await self._post(place, message, key)
        except (SlackApiError, *Uncertain) as error:
            if not is_uncertain(error):
                raise
            logger.warning("A post has an unknown outcome (%s), so it is looked for", type(error).__name__)
        return await self.find(place, key, since) or await self._post(place, message, key)

    async def _post(self, place: Place, message: Message, key: str) -> str:
        response = await self._patient.chat_postMessage(
            channel=place.channel,
            thread_ts=place.thread_ts,
            text=message.text,
            blocks=message.blocks,
            metadata=_metadata(key),
            **_POST_GUARDS,
        )
        return str(response["ts"])

    async def update(self, place: Place, ts: str, message: Message, key: str) -> None:
        """Replace one of our messages. Doing it twice is harmless."""
        arguments = {"text": message.text, "blocks": message.blocks, "metadata": _metadata(key), **_GUARDS}
        await self._patient.chat_update(channel=place.channel, ts=ts, **arguments)

    async def whisper(self, place: Place, message: Message) -> None:
        """Show something to ``place.user`` only. Slack does not promise delivery: for hints and thanks."""
        arguments = {"text": message.text, "blocks": message.blocks, "thread_ts": place.thread_ts, **_GUARDS}
        await self._patient.chat_postEphemeral(channel=place.channel, user=place.user, **arguments)

    async def respond(self, url: str, message: Message, *, replace: bool = False, thread_ts: str | None = None) -> None:
        """Answer privately through a response_url, in place of the original message, beside it or in a thread.

        Private messages are not kept, so one shown twice after a server error does less harm than none.
        """
        body = {"text": message.text, "blocks": list(message.blocks), "unfurl_links": False, "unfurl_media": False}
        body |= {"thread_ts": thread_ts} if thread_ts else {}
        retries = [AsyncRateLimitErrorRetryHandler(_RATE_LIMIT_RETRIES), AsyncServerErrorRetryHandler(2)]
        hook = AsyncWebhookClient(url, _TIMEOUT_SECONDS, retry_handlers=retries, logger=library_logger("client"))
        response = await hook.send_dict({**body, "response_type": "ephemeral", "replace_original": replace})
        if response.status_code >= 400:  # noqa: PLR2004 - HTTP's errors
            logger.warning("A response_url was refused with status %s", response.status_code)

    async def start_stream(self, place: Place, chunks: Sequence[Chunk]) -> str:
        """Begin a streamed reply; returns its ts. Never waits for a rate limit."""
        if place.thread_ts is None:
            raise ValueError("a stream is always a reply")
        response = await self._prompt.chat_startStream(
            channel=place.channel,
            thread_ts=place.thread_ts,
            recipient_team_id=place.team,
            recipient_user_id=place.user,
            chunks=chunks,
        )
        return str(response["ts"])

    async def append_stream(self, place: Place, ts: str, chunks: Sequence[Chunk]) -> None:
        """Add to a stream. What was appended cannot be taken back."""
        await self._prompt.chat_appendStream(channel=place.channel, ts=ts, chunks=chunks)

    async def stop_stream(self, place: Place, ts: str, status: SessionStatus, **final: Any) -> None:
        """End a stream, with last ``chunks`` and ``blocks``, and the ``key`` that marks it as complete."""
        key = final.pop("key", None)
        metadata = _metadata(key) if key else None
        await self._prompt.chat_stopStream(
            channel=place.channel, ts=ts, session_status=status, metadata=metadata, **final
        )

    async def end_stream(self, place: Place, ts: str) -> None:
        """End a stream so that its message can be updated or deleted; mostly Slack has ended it already."""
        try:
            await self.stop_stream(place, ts, "processing")
        except (SlackApiError, *Uncertain) as error:
            logger.info("A stream could not be stopped: %s", error_code(error) or type(error).__name__)

    async def session(self, place: Place, status: SessionStatus, title: str | None = None) -> None:
        """Show whether we work on a thread. Best effort: an answer does not depend on it."""
        try:
            await self._prompt.agents_sessions_setStatus(
                channel_id=place.channel, thread_ts=place.thread_ts, status=status, title=title
            )
        except (SlackApiError, *Uncertain) as error:
            logger.info("Session status not set: %s", error_code(error) or type(error).__name__)

    async def bot_user(self) -> str:
        """Return our own user id."""
        return str((await self._patient.auth_test())["user_id"])

    async def remove(self, place: Place, ts: str) -> None:
        """Delete one of our messages; one that is gone already is fine.

        Raises:
            SlackApiError: Slack refused.
        """
        try:
            await self._patient.chat_delete(channel=place.channel, ts=ts)
        except SlackApiError as error:
            if error_code(error) != "message_not_found":
                raise

    async def thread_page(
        self, place: Place, *, until: str, since: str | None = None, cursor: str | None = None, limit: int
    ) -> tuple[list[dict[str, Any]], str | None]:
        """Read one page of a thread, oldest first, and where the next begins. Never waits for a rate limit.

        Args:
            until: ts up to which, itself included.
            since: ts from which; the root always comes too.

        Raises:
            SlackApiError, Uncertain: it cannot be read now.
        """
        page = await self._prompt.conversations_replies(
            channel=place.channel,
            ts=str(place.thread_ts),
            latest=until,
            inclusive=True,
            oldest=since,
            cursor=cursor,
            limit=limit,
        )
        following = (page.get("response_metadata") or {}).get("next_cursor") if page.get("has_more") else None
        return list(page["messages"]), following or None

    async def user_name(self, user: str) -> str:
        """Return the name a person goes by. Never waits for a rate limit.

        Raises:
            SlackApiError, Uncertain: it cannot be had now.
        """
        about = (await self._prompt.users_info(user=user))["user"]
        profile = about.get("profile") or {}
        return str(profile.get("display_name") or profile.get("real_name") or about.get("real_name") or about["name"])

    async def find(self, place: Place, key: str, since: str | None = None) -> str | None:
        """Look for a finished message of ours with this key; None also when Slack does not let us look."""
        for message in await self.replies(place, since):
            metadata = message.get("metadata") or {}
            if (metadata.get("event_payload") or {}).get("key") == key:
                return str(message["ts"])
        return None

    async def unfinished(self, place: Place, since: str | None) -> list[str]:
        """Return the ts of replies of ours that carry no key, as streams do until they end."""
        me = await self.bot_user()
        return [str(message["ts"]) for message in await self.replies(place, since) if is_unfinished(message, me)]

    async def replies(self, place: Place, since: str | None) -> list[dict[str, Any]]:
        """Read messages of a thread (or channel) from ``since`` on; empty when Slack does not let us."""
        window = {"oldest": since, "limit": _LOOK_BACK, "include_all_metadata": True}
        try:
            return list((await self._read(place, window))["messages"])
        except SlackApiError as error:
            logger.warning("Replies could not be read: %s", error_code(error))
            return []

    async def _read(self, place: Place, window: dict[str, Any]) -> AsyncSlackResponse:
        if place.thread_ts is None:
            return await self._patient.conversations_history(channel=place.channel, **window)
        return await self._patient.conversations_replies(channel=place.channel, ts=place.thread_ts, **window)

    async def is_public(self, channel: str) -> bool:
        """Tell whether a channel `is_open_to_all`; False when Slack says nothing."""
        try:
            about = (await self._patient.conversations_info(channel=channel))["channel"]
        except (SlackApiError, *Uncertain) as error:
            logger.info("A channel is taken as private: %s", error_code(error) or type(error).__name__)
            return False
        return is_open_to_all(about)

    async def permalink(self, channel: str, ts: str) -> str | None:
        """Return the address of a message; None when Slack does not give it."""
        try:
            return str((await self._patient.chat_getPermalink(channel=channel, message_ts=ts))["permalink"])
        except (SlackApiError, *Uncertain) as error:
            logger.info("A message has no link: %s", error_code(error) or type(error).__name__)
            return None

    async def direct_message(self, user: str) -> str:
        """Return the id of the direct message with a person."""
        return str((await self._patient.conversations_open(users=user))["channel"]["id"])

    async def open_view(self, trigger_id: str, view: dict[str, Any]) -> str:
        """Open a modal and return its id. The trigger lives three seconds, so there is no waiting and no second try."""
        opened = await self._prompt.views_open(trigger_id=trigger_id, view=view)
        return str((opened.get("view") or {}).get("id") or "")

    async def update_view(self, view_id: str, view: dict[str, Any]) -> None:
        """Show something else in a modal that is open."""
        await self._patient.views_update(view_id=view_id, view=view)

    async def publish_home(self, user: str, view: dict[str, Any]) -> None:
        """Show a person's Home tab."""
        await self._patient.views_publish(user_id=user, view=view)


def _metadata(key: str) -> dict[str, Any]:
    return {"event_type": METADATA_EVENT, "event_payload": {"key": key}}

"""Signed HTTP: the same payloads, POSTed to the app's request URL."""

from __future__ import annotations

import asyncio
import json
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

from bot.workspace.clock import Clock
from bot.workspace.delivery import Ack, Delivery, DeliveryKind, NotAcknowledgedError
from bot.workspace.model import Json

JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"


class HttpMode:
    """Posts deliveries to one URL with Slack's signature headers."""

    def __init__(self, request_url: str, signing_secret: str, clock: Clock) -> None:
        self._url = request_url
        self._signer = SignatureVerifier(signing_secret)
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None

    @property
    def connected(self) -> bool:
        """An app behind HTTP counts as there: whether it answers shows only when it is asked."""
        return True

    async def send(self, delivery: Delivery) -> Ack:
        content_type, body = _encoded(delivery)
        if self._session is None:
            self._session = aiohttp.ClientSession()
        try:
            async with self._session.post(
                self._url, data=body.encode(), headers=self._headers(delivery, content_type, body)
            ) as response:
                return _acknowledgement(response, await response.text())
        except (aiohttp.ClientError, asyncio.IncompleteReadError) as error:
            raise NotAcknowledgedError("connection_failed") from error

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _headers(self, delivery: Delivery, content_type: str, body: str) -> dict[str, str]:
        timestamp = str(int(self._clock.now()))
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": self._signer.generate_signature(timestamp=timestamp, body=body) or "",
        }
        if delivery.attempt:
            headers |= {"X-Slack-Retry-Num": str(delivery.attempt), "X-Slack-Retry-Reason": delivery.reason}
        return headers


def _encoded(delivery: Delivery) -> tuple[str, str]:
    """Content type and body, in the form Slack uses for that kind of payload."""
    if delivery.kind is DeliveryKind.EVENT:
        return JSON_TYPE, json.dumps(delivery.payload)
    if delivery.kind is DeliveryKind.INTERACTIVE:
        return FORM_TYPE, urlencode({"payload": json.dumps(delivery.payload)})
    return FORM_TYPE, urlencode(delivery.payload)


def _acknowledgement(response: aiohttp.ClientResponse, text: str) -> Ack:
    if not response.ok:
        raise NotAcknowledgedError("http_error")
    if not text.strip():
        return Ack()
    if response.content_type != JSON_TYPE:
        return Ack({"text": text})
    try:
        body: Json = json.loads(text)
    except ValueError as error:
        raise NotAcknowledgedError("http_error") from error
    return Ack(body)

"""``POST /api/<method>``: who calls, whether they may, then the method itself; every call is written down."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.workspace.calls import ApiCall, CallLog, Fault, FaultKind, Faults
from bot.workspace.clock import Clock
from bot.workspace.config import Tokens
from bot.workspace.errors import RateLimitedError, SlackError
from bot.workspace.ids import random_id
from bot.workspace.model import Json
from bot.workspace.web_api.method import Arguments, Method, Platform

logger = logging.getLogger(__name__)

UNAVAILABLE_PAGE = "<html><body><h1>503 Service Unavailable</h1></body></html>"


class Endpoint:
    """Answers API calls over HTTP."""

    def __init__(
        self,
        *,
        methods: Mapping[str, Method],
        platform: Platform,
        tokens: Tokens,
        calls: CallLog,
        faults: Faults,
        clock: Clock,
    ) -> None:
        self._methods = methods
        self._platform = platform
        self._tokens = tokens
        self._calls = calls
        self._faults = faults
        self._clock = clock

    async def serve(self, request: web.Request) -> web.StreamResponse:
        self._calls.begin()
        try:
            return await self._serve(request)
        finally:
            self._calls.end()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        values = await _arguments(request)
        token = _token(request, values)
        fault = self._faults.next(name)
        if fault is not None and fault.kind is FaultKind.DELAY:
            await self._clock.sleep(fault.seconds)
        refused = _faulty(fault)
        status, body, headers = refused or self._answer(name, token, values)
        self._calls.add(ApiCall(name, values, status, body, self._clock.now()))
        if fault is not None and fault.kind is FaultKind.DROP and request.transport is not None:
            request.transport.abort()
        if fault is not None and fault.kind is FaultKind.UNAVAILABLE:
            return web.Response(status=status, text=UNAVAILABLE_PAGE, content_type="text/html")
        return web.json_response(body, status=status, headers=self._headers() | headers)

    def _answer(self, name: str, token: str | None, values: Json) -> tuple[int, Json, dict[str, str]]:
        try:
            method = self._allowed(name, token)
            self._platform.rates.count(name, method.tier)
            return 200, {"ok": True, **method.handler(self._platform, Arguments(values))}, {}
        except RateLimitedError as error:
            return 429, _refusal(error), {"Retry-After": str(error.retry_after)}
        except SlackError as error:
            return 200, _refusal(error), {}
        except Exception:  # the edge of the server: a defect here must reach the app as Slack's own would
            logger.exception("The local workspace failed at %s", name)
            return 500, {"ok": False, "error": "internal_error"}, {}

    def _allowed(self, name: str, token: str | None) -> Method:
        """The method, if there is one and the caller may use it. Raises SlackError."""
        method = self._methods.get(name)
        if method is None:
            self._calls.unknown_method(name)
            raise SlackError("unknown_method", req_method=name)
        if method.open_to_all:
            return method
        if token is None:
            raise SlackError("not_authed")
        if token not in {self._tokens.bot, self._tokens.app}:
            raise SlackError("invalid_auth")
        if (token == self._tokens.app) is not method.app_token:
            raise SlackError("not_allowed_token_type")
        self._check_scopes(method)
        return method

    def _check_scopes(self, method: Method) -> None:
        granted = self._platform.state.app.scopes
        if method.scopes and granted.isdisjoint(method.scopes):
            raise SlackError("missing_scope", needed=",".join(method.scopes), provided=",".join(sorted(granted)))

    def _headers(self) -> dict[str, str]:
        return {"x-oauth-scopes": ",".join(sorted(self._platform.state.app.scopes)), "x-slack-req-id": random_id("R")}


def _refusal(error: SlackError) -> Json:
    return {"ok": False, "error": error.code, **error.details}


def _faulty(fault: Fault | None) -> tuple[int, Json, dict[str, str]] | None:
    """The answer of a fault that keeps the call from being carried out."""
    if fault is None:
        return None
    match fault.kind:
        case FaultKind.RATE_LIMIT:
            return 429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(int(fault.seconds))}
        case FaultKind.SERVER_ERROR:
            return 500, {"ok": False, "error": "internal_error"}, {}
        case FaultKind.UNAVAILABLE:
            return 503, {"ok": False, "error": "service_unavailable"}, {}
        case FaultKind.ERROR:
            return 200, {"ok": False, "error": fault.code}, {}
        case _:
            return None


async def _arguments(request: web.Request) -> dict[str, Any]:
    """Query, form and JSON body together, the body winning."""
    values: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.text() or "{}")
        except ValueError:
            body = {}
        return values | body if isinstance(body, dict) else values
    return values | dict(await request.post())


def _token(request: web.Request, values: dict[str, Any]) -> str | None:
    """The bearer token, else the ``token`` argument, which is taken out so that nothing keeps it."""
    argument = values.pop("token", None)
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    return bearer if scheme.lower() == "bearer" and bearer else argument

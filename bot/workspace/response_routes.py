"""``POST /response/<token>``: the response URLs that interactions carry."""

from __future__ import annotations

import json

from aiohttp import web

from bot.workspace.errors import SlackError
from bot.workspace.interactions.responses import Responder
from bot.workspace.passes import Passes

GONE = frozenset({"expired_url", "used_url"})


class ResponseRoutes:
    """Takes the app's later answers."""

    def __init__(self, passes: Passes, responder: Responder) -> None:
        self._passes = passes
        self._responder = responder

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/response/{token}", self._respond)]

    async def _respond(self, request: web.Request) -> web.Response:
        try:
            body = json.loads(await request.text())
        except ValueError:
            body = None
        if not isinstance(body, dict):
            return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
        try:
            self._responder.respond(self._passes.use_response(request.match_info["token"]), body)
        except SlackError as error:
            status = 404 if error.code in GONE else 400
            return web.json_response({"ok": False, "error": error.code, **error.details}, status=status)
        return web.json_response({"ok": True})

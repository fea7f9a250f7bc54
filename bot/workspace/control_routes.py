"""``/control/*``: the same as `Control`, for tests in another process."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict

from aiohttp import web

from bot.workspace.calls import Fault
from bot.workspace.control import Control
from bot.workspace.errors import SlackError, WorkspaceError
from bot.workspace.model import Json

Handler = Callable[[Json], Awaitable[Json]]


class ControlRoutes:
    """``GET`` shows, ``POST`` disturbs or waits; JSON in and out."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def routes(self) -> list[web.RouteDef]:
        showing = {"calls": self._calls, "events": self._events, "state": self._state}
        doing = {
            "fault": self._fault,
            "event": self._event,
            "redeliver": self._redeliver,
            "disconnect": self._disconnect,
            "invite": self._invite,
            "remove": self._remove,
            "clock": self._clock,
            "idle": self._idle,
        }
        return [web.get(f"/control/{path}", _serving(handler)) for path, handler in showing.items()] + [
            web.post(f"/control/{path}", _serving(handler)) for path, handler in doing.items()
        ]

    async def _calls(self, query: Json) -> Json:
        calls = [asdict(call) for call in self._control.calls(query.get("method"))]
        return {"calls": calls, "unknown_methods": self._control.unknown_methods}

    async def _events(self, _: Json) -> Json:
        return {"events": self._control.sent_events()}

    async def _state(self, _: Json) -> Json:
        return self._control.dump()

    async def _fault(self, body: Json) -> Json:
        method = body.pop("method")
        self._control.inject(method, Fault.from_json(body))
        return {}

    async def _event(self, body: Json) -> Json:
        return {"event_id": self._control.deliver(body["event"])}

    async def _redeliver(self, body: Json) -> Json:
        self._control.redeliver(body["event_id"], body.get("reason", "http_timeout"))
        return {}

    async def _disconnect(self, body: Json) -> Json:
        if body.get("drop"):
            await self._control.drop_sockets()
        else:
            await self._control.refresh_sockets(body.get("reason", "refresh_requested"))
        return {}

    async def _invite(self, body: Json) -> Json:
        self._control.invite(body["user"], body["channel"])
        return {}

    async def _remove(self, body: Json) -> Json:
        self._control.remove(body["user"], body["channel"])
        return {}

    async def _clock(self, body: Json) -> Json:
        self._control.advance(float(body["seconds"]))
        return {}

    async def _idle(self, body: Json) -> Json:
        await self._control.idle(float(body.get("timeout", 10)))
        return {}


def _serving(handler: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def serve(request: web.Request) -> web.Response:
        try:
            values = dict(request.query) if request.method == "GET" else json.loads(await request.text())
            return web.json_response({"ok": True, **await handler(values)})
        except TimeoutError:
            return _refused("timeout", "The workspace did not come to rest in time.", status=408)
        except (KeyError, TypeError, ValueError, SlackError, WorkspaceError) as error:
            return _refused("invalid_arguments", str(error), status=400)

    return serve


def _refused(code: str, message: str, status: int) -> web.Response:
    return web.json_response({"ok": False, "error": code, "message": message}, status=status)

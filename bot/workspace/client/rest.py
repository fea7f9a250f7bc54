"""``/client/*``: the page's requests. JSON in and out; a refusal is HTTP 400 with a ``message`` to show."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.workspace.client.people import People
from bot.workspace.client.render import Renderer
from bot.workspace.errors import ClientError, SlackError
from bot.workspace.interactions.actions import Actions, MessageContainer
from bot.workspace.interactions.commands import Commands
from bot.workspace.interactions.modals import Modals
from bot.workspace.model import Json
from bot.workspace.state import WorkspaceState
from bot.workspace.views import ViewBook

SENTENCES = {
    "user_not_found": "There is nobody with that id.",
    "channel_not_found": "There is no such channel, or you are not in it.",
    "message_not_found": "This message is gone.",
    "already_reacted": "You reacted with this emoji already.",
    "no_reaction": "You did not react with this emoji.",
    "not_found": "This view is not open any more.",
}
FALLBACK_SENTENCE = "That did not work. Reload the page and try again."

Handler = Callable[[Json], Awaitable[Json] | Json]


class ClientRest:
    """Reads requests of the page and hands them on."""

    def __init__(
        self,
        *,
        state: WorkspaceState,
        people: People,
        commands: Commands,
        actions: Actions,
        modals: Modals,
        views: ViewBook,
        renderer: Renderer,
    ) -> None:
        self._state = state
        self._people = people
        self._commands = commands
        self._actions = actions
        self._modals = modals
        self._views = views
        self._renderer = renderer

    def routes(self) -> list[web.RouteDef]:
        reading = {"boot": self._boot, "history": self._history, "replies": self._replies}
        doing: dict[str, Handler] = {
            "message": self._message,
            "message/edit": self._edit,
            "message/delete": self._delete,
            "command": self._command,
            "action": self._action,
            "view/submit": self._submit,
            "view/close": self._close,
            "shortcut": self._shortcut,
            "home": self._home,
            "stop": self._stop,
            "reaction": self._reaction,
        }
        return [web.get(f"/client/{path}", _reading(handler)) for path, handler in reading.items()] + [
            web.post(f"/client/{path}", _doing(handler)) for path, handler in doing.items()
        ]

    def _boot(self, query: Json) -> Json:
        user_id = query.get("user") or self._state.people()[0].id
        return self._renderer.boot(self._state.user(user_id))

    def _history(self, query: Json) -> Json:
        limit = query.get("limit") or "50"
        if not str(limit).isdecimal():
            raise ClientError("invalid_limit", "The limit must be a number.")
        return self._people.history(_text(query, "user"), _text(query, "channel"), query.get("before"), int(limit))

    def _replies(self, query: Json) -> Json:
        return self._people.replies(_text(query, "user"), _text(query, "channel"), _text(query, "thread_ts"))

    def _message(self, body: Json) -> Json:
        thread_ts = body.get("thread_ts")
        message = self._people.post(_text(body, "user"), _text(body, "channel"), _text(body, "text"), thread_ts)
        return {"message": self._renderer.message(message)}

    def _edit(self, body: Json) -> Json:
        names = ("user", "channel", "ts", "text")
        return {"message": self._renderer.message(self._people.edit(*(_text(body, name) for name in names)))}

    def _delete(self, body: Json) -> Json:
        self._people.delete(_text(body, "user"), _text(body, "channel"), _text(body, "ts"))
        return {}

    async def _command(self, body: Json) -> Json:
        user, channel = _text(body, "user"), _text(body, "channel")
        await self._commands.run(user, channel, _text(body, "command"), body.get("text") or "", body.get("thread_ts"))
        return {}

    async def _action(self, body: Json) -> Json:
        user, container, action = _text(body, "user"), _object(body, "container"), _object(body, "action")
        if container.get("type") == "view":
            view = self._views.find(_text(container, "view_id"))
            await self._actions.on_view(user, view, action, body.get("state") or container.get("state"))
        else:
            place = MessageContainer(
                _text(container, "channel"), _text(container, "message_ts"), bool(container.get("is_ephemeral"))
            )
            await self._actions.on_message(user, place, action, body.get("state"))
        return {}

    async def _submit(self, body: Json) -> Json:
        await self._modals.submit(_text(body, "user"), _text(body, "view_id"), _object(body, "state"))
        return {}

    async def _close(self, body: Json) -> Json:
        await self._modals.close(_text(body, "user"), _text(body, "view_id"))
        return {}

    async def _shortcut(self, body: Json) -> Json:
        user, callback_id = _text(body, "user"), _text(body, "callback_id")
        await self._commands.shortcut(user, callback_id, body.get("channel"), body.get("message_ts"))
        return {}

    def _home(self, body: Json) -> Json:
        return self._people.open_home(_text(body, "user"), _text(body, "tab"))

    def _stop(self, body: Json) -> Json:
        self._people.stop(_text(body, "user"), _text(body, "channel"), _text(body, "thread_ts"))
        return {}

    def _reaction(self, body: Json) -> Json:
        names = ("user", "channel", "ts", "name")
        self._people.react(*(_text(body, name) for name in names), remove=bool(body.get("remove")))
        return {}


def _reading(handler: Callable[[Json], Json]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def serve(request: web.Request) -> web.Response:
        return await _answered(handler, dict(request.query))

    return serve


def _doing(handler: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def serve(request: web.Request) -> web.Response:
        try:
            body = json.loads(await request.text())
        except ValueError:
            body = None
        if not isinstance(body, dict):
            return _refusal(ClientError("invalid_json", FALLBACK_SENTENCE))
        return await _answered(handler, body)

    return serve


async def _answered(handler: Handler, values: Json) -> web.Response:
    try:
        answer = handler(values)
        body = await answer if isinstance(answer, Awaitable) else answer
    except SlackError as error:
        return _refusal(error)
    return web.json_response({"ok": True, **body})


def _refusal(error: SlackError) -> web.Response:
    sentence = SENTENCES.get(error.code, FALLBACK_SENTENCE)
    return web.json_response({"ok": False, "error": error.code, "message": sentence, **error.details}, status=400)


def _text(values: Json, name: str) -> str:
    value: Any = values.get(name)
    if not isinstance(value, str):
        raise ClientError("invalid_arguments", FALLBACK_SENTENCE)
    return value


def _object(values: Json, name: str) -> Json:
    value: Any = values.get(name)
    if not isinstance(value, dict):
        raise ClientError("invalid_arguments", FALLBACK_SENTENCE)
    return value

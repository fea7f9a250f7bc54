"""People of the local workspace, for scenarios: they say things, click, and wait for what they should see.

A person uses the same protocol as the page in a browser, so whatever a scenario does, a visitor can do.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.scenarios.reading import (
    Json,
    Message,
    choices,
    chosen,
    elements,
    filled_in,
    labels,
    labels_of,
    option_called,
    text_of,
    value_of,
)
from tests.scenarios.window import PATIENCE_SECONDS, Window

__all__ = ["PATIENCE_SECONDS", "Message", "Person", "RefusedError", "choices", "elements", "labels", "text_of"]


class RefusedError(AssertionError):
    """The workspace refused what a person tried. Carries the whole answer."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__(answer.get("message") or answer.get("error"))
        self.answer = answer


class Person(Window):
    """One person with the workspace open: an HTTP session, a live socket, and everything that socket showed so far."""

    def __init__(self, http: aiohttp.ClientSession, url: str, user: str) -> None:
        super().__init__()
        self._http, self._url, self.id = http, url, user
        self.shortcuts: dict[str, str] = {}

    @classmethod
    @asynccontextmanager
    async def at(cls, url: str, name: str) -> AsyncIterator[Person]:
        """Open the workspace as the person of that name (first name or id)."""
        async with aiohttp.ClientSession() as http:
            async with http.get(f"{url}/client/boot") as response:
                boot = await response.json()
            user = next(u["id"] for u in boot["users"] if name.lower() in (u["id"].lower(), *_names(u)))
            person = cls(http, url, user)
            await person._enter()
            async with http.ws_connect(f"{url}/client/socket", params={"user": user}) as socket:
                reader = asyncio.create_task(person._read(socket))
                try:
                    yield person
                finally:
                    reader.cancel()

    async def _enter(self) -> None:
        boot = await self._get("boot")
        self.bot = boot["app"]["bot_user_id"]
        self.shortcuts = {shortcut["name"]: shortcut["callback_id"] for shortcut in boot["shortcuts"]}
        self.learn(boot["channels"])

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for frame in socket:
            await self.shows(frame.json())

    async def _get(self, path: str, **params: str) -> dict[str, Any]:
        async with self._http.get(f"{self._url}/client/{path}", params={"user": self.id, **params}) as response:
            return _accepted(await response.json())

    async def _post(self, path: str, **body: Any) -> dict[str, Any]:
        async with self._http.post(f"{self._url}/client/{path}", json={"user": self.id, **body}) as response:
            return _accepted(await response.json())

    # --- doing

    async def says(self, text: str, channel: str, thread: str | None = None) -> Message:
        """Post a message; ``@Archie`` at any place becomes a mention of the app."""
        text = text.replace("@Archie", f"<@{self.bot}>")
        body = {"channel": self._channel(channel), "text": text} | ({"thread_ts": thread} if thread else {})
        return dict((await self._post("message", **body))["message"])

    async def edits(self, message: Message, text: str, channel: str) -> None:
        text = text.replace("@Archie", f"<@{self.bot}>")
        await self._post("message/edit", channel=self._channel(channel), ts=message["ts"], text=text)

    async def deletes(self, message: Message, channel: str) -> None:
        await self._post("message/delete", channel=self._channel(channel), ts=message["ts"])

    async def stops(self, thread: str, channel: str) -> None:
        """Press Stop on what is being answered in a thread."""
        await self._post("stop", channel=self._channel(channel), thread_ts=thread)

    async def runs(self, line: str, channel: str) -> None:
        """Type a slash command."""
        command, _, text = line.partition(" ")
        await self._post("command", channel=self._channel(channel), command=command, text=text)

    async def uses_shortcut(self, name: str, message: Message, channel: str) -> None:
        """Choose a shortcut from the menu of a message, by the name the menu shows."""
        about = {"channel": self._channel(channel), "message_ts": message["ts"]}
        await self._post("shortcut", callback_id=self.shortcuts[name], **about)

    async def clicks(self, message: Message, label: str, channel: str) -> None:
        """Click the button of a message whose label (or accessibility label) is ``label``."""
        block, element = _found(message, lambda element: label in labels_of(element), label)
        value = value_of(element, label)
        await self._act(self._place(message, channel), block, element, {"value": value} if value else {})

    async def picks(self, message: Message, option: str | list[str], channel: str) -> None:
        """Choose the option of that label in a select menu, radio buttons or checkboxes (there a list: all checked)."""
        first = option if isinstance(option, str) else option[0]
        block, element = _found(message, lambda e: e["type"] != "overflow" and option_called(e, first), first)
        await self._act(self._place(message, channel), block, element, chosen(element, option))

    async def chooses(self, message: Message, option: str, channel: str) -> None:
        """Choose the entry of that label from an overflow menu ("...")."""
        block, element = _found(message, lambda e: e["type"] == "overflow" and option_called(e, option), option)
        await self._act(self._place(message, channel), block, element, chosen(element, option))

    async def clicks_in(self, view: Json, label: str) -> None:
        """Click the button of that label in a modal or on the Home tab."""
        block, element = _found(view, lambda element: label in labels_of(element), label)
        await self._act({"type": "view", "view_id": view["id"]}, block, element, {})

    async def submits(self, view: dict[str, Any], values: dict[str, Any]) -> None:
        await self._post("view/submit", view_id=view["id"], state={"values": values})

    async def fills_in(self, view: Json, entries: dict[str, str | list[str]]) -> None:
        """Submit a modal with what stands under those labels: text, a number, a date, or labels of options."""
        await self.submits(view, filled_in(view, entries))

    async def closes(self, view: Json) -> None:
        await self._post("view/close", view_id=view["id"])

    async def opens_home(self) -> dict[str, Any]:
        await self._post("home", tab="home")
        return dict(await self.sees(lambda event: event.get("view") if event["type"] == "home" else None))

    # --- seeing

    async def sees_file(self, name: str, channel: str, thread: str | None = None) -> tuple[Json, bytes]:
        """Wait for a message that carries a file whose name ends so; the file and what it holds are returned."""

        def carried(_: Json) -> Json | None:
            files = (file for message in self.messages(channel, thread) for file in message.get("files", []))
            return next((file for file in files if file["name"].endswith(name)), None)

        file: Json = await self.sees(carried)
        async with self._http.get(f"{self._url}{file['url']}") as response:
            return file, await response.read()

    async def reads(self, channel: str, thread: str | None = None) -> list[Message]:
        """What the workspace itself shows now, oldest first: a channel's newest messages, or a thread with its root."""
        place = {"channel": self._channel(channel)} | ({"thread_ts": thread} if thread else {})
        return list((await self._get("replies" if thread else "history", **place))["messages"])

    async def _act(self, container: Json, block: Json, element: Json, choice: Json) -> None:
        action = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"], **choice}
        await self._post("action", container=container, action=action)

    def _place(self, message: Message, channel: str) -> Json:
        private = bool(message.get("is_ephemeral"))
        return {
            "type": "message",
            "channel": self._channel(channel),
            "message_ts": message["ts"],
            "is_ephemeral": private,
        }


def _names(user: dict[str, Any]) -> list[str]:
    return [user["name"].lower(), user["real_name"].lower(), user["real_name"].split()[0].lower()]


def _accepted(answer: dict[str, Any]) -> dict[str, Any]:
    if not answer.get("ok"):
        raise RefusedError(answer)
    return answer


def _found(shown: Json, fits: Callable[[Json], Any], label: str) -> tuple[Json, Json]:
    """The element that fits, with its block. AssertionError, naming what there is, when there is none."""
    found = next(((block, element) for block, element in elements(shown.get("blocks", [])) if fits(element)), None)
    assert found is not None, f"There is no {label!r} among {labels(shown) + choices(shown)}"
    return found

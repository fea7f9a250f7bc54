"""People of the local workspace, for scenarios: they say things, click, and wait for what they should see.

A person uses the same protocol as the page in a browser, so whatever a scenario does, a visitor can do.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

Message = dict[str, Any]
PATIENCE_SECONDS = 20.0
WAITING = "Reading the articles"


class RefusedError(AssertionError):
    """The workspace refused what a person tried. Carries the whole answer."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__(answer.get("message") or answer.get("error"))
        self.answer = answer


class Person:
    """One person with the workspace open: an HTTP session, a live socket, and everything that socket showed so far."""

    def __init__(self, http: aiohttp.ClientSession, url: str, user: str) -> None:
        self._http, self._url, self.id = http, url, user
        self._changed = asyncio.Condition()
        self.seen: list[dict[str, Any]] = []
        self.channels: dict[str, str] = {}
        self.bot = ""
        self.app_dm = ""

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
        for channel in boot["channels"]:
            self.channels[channel["name"]] = channel["id"]
            if channel["kind"] == "im" and channel.get("user") == self.bot:
                self.app_dm = channel["id"]

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for frame in socket:
            async with self._changed:
                self.seen.append(frame.json())
                self._changed.notify_all()

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

    async def runs(self, line: str, channel: str) -> None:
        """Type a slash command."""
        command, _, text = line.partition(" ")
        await self._post("command", channel=self._channel(channel), command=command, text=text)

    async def clicks(self, message: Message, label: str, channel: str) -> None:
        """Click the button of a message whose label (or accessibility label) is ``label``."""
        block, element = next(
            (block, element) for block, element in elements(message["blocks"]) if label in _labels(element)
        )
        value = _value_of(element, label)
        container = {
            "type": "message",
            "channel": self._channel(channel),
            "message_ts": message["ts"],
            "is_ephemeral": bool(message.get("is_ephemeral")),
        }
        action = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}
        await self._post("action", container=container, action={**action, **({"value": value} if value else {})})

    async def submits(self, view: dict[str, Any], values: dict[str, Any]) -> None:
        await self._post("view/submit", view_id=view["id"], state={"values": values})

    async def opens_home(self) -> dict[str, Any]:
        await self._post("home", tab="home")
        return await self.sees(lambda event: event.get("view") if event["type"] == "home" else None)

    # --- seeing

    async def sees(self, matching: Callable[[dict[str, Any]], Any], patience: float = PATIENCE_SECONDS) -> Any:
        """Wait until something that was shown matches, and return what ``matching`` made of it."""
        async with self._changed, asyncio.timeout(patience):
            while True:
                for event in self.seen:
                    if found := matching(event):
                        return found
                await self._changed.wait()

    async def sees_ephemeral(self, *, after: int = 0) -> Message:
        """Wait for the private message after the first ``after`` of them, until it says more than to wait."""
        return dict(await self.sees(lambda _: _nth(self.ephemerals(), after)))

    async def sees_answer(self, thread: str, *, after: int = 0) -> Message:
        """Wait for the finished reply of the app in a thread, after the first ``after`` replies."""
        return dict(await self.sees(lambda _: _nth(self.finished_replies(thread), after)))

    async def sees_view(self, title: str | None = None) -> dict[str, Any]:
        """Wait for a modal; the newest state of it is returned."""

        def view(event: dict[str, Any]) -> Any:
            shown = event.get("view", {})
            opened = event["type"] in {"view_opened", "view_updated", "view_pushed"}
            return shown if opened and (title is None or shown["title"]["text"] == title) else None

        return dict(await self.sees(view))

    def replies(self, thread: str) -> list[Message]:
        """All replies of the app in a thread in their newest state, oldest first; deleted ones are gone."""
        messages: dict[str, Message] = {}
        for event in self.seen:
            message = event.get("message", {})
            if event["type"] in {"message", "message_changed"} and message.get("thread_ts") == thread:
                if message["ts"] != thread and message.get("user") == self.bot and not message.get("is_ephemeral"):
                    messages[message["ts"]] = message
            elif event["type"] == "message_deleted":
                messages.pop(event["ts"], None)
        return [messages[ts] for ts in sorted(messages)]

    def finished_replies(self, thread: str) -> list[Message]:
        """The replies that are no longer being written."""
        return [message for message in self.replies(thread) if not message.get("streaming")]

    def ephemerals(self) -> list[Message]:
        """The private messages in their newest state, oldest first, without those that only ask to wait."""
        messages: dict[str, Message] = {}
        for event in self.seen:
            message = event.get("message", {})
            if event["type"] in {"message", "message_changed"} and message.get("is_ephemeral"):
                messages[message["ts"]] = message
        return [message for message in messages.values() if not text_of(message).startswith(WAITING)]

    def _channel(self, name: str) -> str:
        return self.app_dm if name == "dm" else self.channels[name]


def text_of(message: Message) -> str:
    """Everything a person can read in a message or view: text, streamed markdown and the words of all blocks."""
    parts = [message.get("markdown", ""), *_strings(message.get("blocks", []))]
    return "\n".join([message.get("text") or "", *filter(None, parts)])


def elements(blocks: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield every interactive element with its block."""
    for block in blocks:
        for element in [*block.get("elements", []), *filter(None, [block.get("accessory"), block.get("element")])]:
            if "action_id" in element:
                yield block, element


def labels(message: Message) -> list[str]:
    """The labels of all buttons of a message, in order."""
    return [label for _, element in elements(message.get("blocks", [])) for label in _labels(element)]


def _names(user: dict[str, Any]) -> list[str]:
    return [user["name"].lower(), user["real_name"].lower(), user["real_name"].split()[0].lower()]


def _accepted(answer: dict[str, Any]) -> dict[str, Any]:
    if not answer.get("ok"):
        raise RefusedError(answer)
    return answer


def _labels(element: dict[str, Any]) -> list[str]:
    buttons = [element, element.get("positive_button", {}), element.get("negative_button", {})]
    return [button["text"]["text"] for button in buttons if isinstance(button.get("text"), dict)]


def _value_of(element: dict[str, Any], label: str) -> str | None:
    for key in ("positive_button", "negative_button"):
        if element.get(key, {}).get("text", {}).get("text") == label:
            return str(element[key]["value"])
    return element.get("value")


def _strings(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["text"]] if isinstance(node.get("text"), str) else []
        return own + [text for value in node.values() for text in _strings(value)]
    if isinstance(node, list):
        return [text for value in node for text in _strings(value)]
    return []


def _nth(items: list[Message], index: int) -> Message | None:
    return items[index] if len(items) > index else None

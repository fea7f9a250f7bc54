"""Clicks and choices on the elements of messages and views."""

from __future__ import annotations

from dataclasses import dataclass

from bot.workspace.block_kit.walk import find_element
from bot.workspace.delivery import DeliveryKind, Dispatcher, NotAcknowledgedError
from bot.workspace.errors import ClientError
from bot.workspace.interactions.form_state import CHOSEN, chosen, given_values, state_values
from bot.workspace.interactions.payloads import Payloads
from bot.workspace.model import Json, Message, View
from bot.workspace.presentation import Presenter
from bot.workspace.state import WorkspaceState
from bot.workspace.views import ViewBook


@dataclass(frozen=True, slots=True)
class MessageContainer:
    """Where the click was: a message."""

    channel: str
    ts: str
    is_ephemeral: bool = False


class Actions:
    """Carries a click to the app, as ``block_actions``."""

    def __init__(
        self,
        state: WorkspaceState,
        views: ViewBook,
        dispatcher: Dispatcher,
        payloads: Payloads,
        presenter: Presenter,
    ) -> None:
        self._state = state
        self._views = views
        self._dispatcher = dispatcher
        self._payloads = payloads
        self._presenter = presenter

    async def on_message(self, user: str, container: MessageContainer, action: Json, state: Json | None = None) -> None:
        """``state`` is ``{"values": …}`` with what the person entered elsewhere in the message so far."""
        channel = self._state.channel_seen_by(user, container.channel)
        message = self._message(user, container)
        full = self._action(message.blocks, action)
        place = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": container.is_ephemeral,
        } | ({"thread_ts": message.thread_ts} if message.thread_ts else {})
        payload = self._payloads.base("block_actions", user) | {
            "container": place,
            "channel": self._payloads.channel(channel),
            "state": {"values": _values_after(message.blocks, state, full)},
            "response_url": self._payloads.response_url(
                user, channel.id, message.ts, is_ephemeral=container.is_ephemeral
            ),
            "actions": [full],
        }
        if not container.is_ephemeral:
            # Slack does not repeat the content of an ephemeral message.
            payload["message"] = self._presenter.message(message)
        await self._send(payload)

    async def on_view(self, user: str, view: View, action: Json, state: Json | None) -> None:
        if view.user != user:
            raise ClientError("not_found", "This view is not open any more.")
        full = self._action(view.blocks, action)
        view.state = {"values": _values_after(view.blocks, state or view.state, full)}
        payload = self._payloads.base("block_actions", user) | {
            "container": {"type": "view", "view_id": view.id},
            "view": self._presenter.view(view),
            "actions": [full],
        }
        await self._send(payload)

    def _message(self, user: str, container: MessageContainer) -> Message:
        if not container.is_ephemeral:
            return self._state.message(container.channel, container.ts)
        message = self._state.ephemeral(container.channel, container.ts)
        if message.ephemeral_to != user:
            raise ClientError("message_not_found", "This message is gone.")
        return message

    def _action(self, blocks: list[Json], action: Json) -> Json:
        """The action in full: what the page says was chosen, on the element as the app made it."""
        block_id, action_id = action.get("block_id", ""), action.get("action_id", "")
        element = find_element(blocks, block_id, action_id)
        if element is None:
            raise ClientError("action_not_found", "This button is no longer there.")
        full: Json = {"type": element["type"], "block_id": block_id, "action_id": action_id}
        full |= {name: element[name] for name in ("text", "style", "placeholder", "icon") if name in element}
        full |= {name: chosen(element, action[name]) for name in CHOSEN if name in action}
        value = element.get("value", action.get("value"))
        if value is not None:
            full["value"] = value
        return full | {"action_ts": self._state.next_ts()}

    async def _send(self, payload: Json) -> None:
        try:
            await self._dispatcher.request(DeliveryKind.INTERACTIVE, payload)
        except NotAcknowledgedError as error:
            raise ClientError("operation_timeout", "That did not reach the app. Try again in a moment.") from error


def _values_after(blocks: list[Json], state: Json | None, action: Json) -> Json:
    """The ``state.values`` of a message or view once ``action`` has happened."""
    given = given_values(state)
    block_id, action_id = action["block_id"], action["action_id"]
    before = given.get(block_id)
    after = {**(before if isinstance(before, dict) else {}), action_id: action}
    return state_values(blocks, {**given, block_id: after})

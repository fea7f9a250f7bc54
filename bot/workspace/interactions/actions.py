"""Clicks and choices on the elements of messages and views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.workspace.block_kit.walk import find_element
from bot.workspace.delivery import DeliveryKind, Dispatcher, NotAcknowledgedError
from bot.workspace.errors import ClientError
from bot.workspace.interactions.payloads import Payloads
from bot.workspace.model import Json, Message, View
from bot.workspace.presentation import Presenter
from bot.workspace.state import WorkspaceState
from bot.workspace.views import ViewBook

CHOSEN = (
    "selected_option",
    "selected_options",
    "selected_user",
    "selected_users",
    "selected_channel",
    "selected_channels",
    "selected_conversation",
    "selected_conversations",
    "selected_date",
    "selected_time",
    "selected_date_time",
)
"""The members by which an element says what was chosen; what a person typed or clicked is its ``value``."""

STATELESS = frozenset({"button", "overflow", "feedback_buttons", "icon_button", "workflow_button"})
"""Elements that keep no state between clicks."""


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

    async def on_message(self, user: str, container: MessageContainer, action: Json) -> None:
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
            "state": {"values": _values(full)},
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
        if state is not None:
            view.state = state
        payload = self._payloads.base("block_actions", user) | {
            "container": {"type": "view", "view_id": view.id},
            "view": self._presenter.view(view),
            "actions": [self._action(view.blocks, action)],
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
        full |= {name: _chosen(element, action[name]) for name in CHOSEN if name in action}
        value = element.get("value", action.get("value"))
        if value is not None:
            full["value"] = value
        return full | {"action_ts": self._state.next_ts()}

    async def _send(self, payload: Json) -> None:
        try:
            await self._dispatcher.request(DeliveryKind.INTERACTIVE, payload)
        except NotAcknowledgedError as error:
            raise ClientError("operation_timeout", "That did not reach the app. Try again in a moment.") from error


def _chosen(element: Json, choice: Any) -> Any:
    """What was chosen, as the app wrote the option; a value that is no option (a date, a user) as it is."""
    if isinstance(choice, list):
        return [_chosen(element, entry) for entry in choice]
    if not isinstance(choice, dict):
        return choice
    groups = [element, *element.get("option_groups", ())]
    for option in (option for group in groups for option in group.get("options", ())):
        if option["value"] == choice.get("value"):
            return option
    raise ClientError("option_not_found", "This choice is no longer there.")


def _values(action: Json) -> Json:
    """The ``state.values`` of a message after this action."""
    if action["type"] in STATELESS:
        return {}
    kept = {name: value for name, value in action.items() if name in {"type", "value", *CHOSEN}}
    return {action["block_id"]: {action["action_id"]: kept}}

"""One person of the workspace, to act as in tests: they write, click and submit as the page does for a human."""

from __future__ import annotations

from typing import Any

from bot.workspace.block_kit.walk import all_blocks, elements_of
from bot.workspace.client.people import People
from bot.workspace.interactions.actions import Actions, MessageContainer
from bot.workspace.interactions.commands import Commands
from bot.workspace.interactions.modals import Modals
from bot.workspace.model import Json, Message, View
from bot.workspace.state import WorkspaceState
from bot.workspace.views import ViewBook


class Persona:
    """Acts for ``user_id``. Channels are named with or without ``#``, or by id; without one, the app's direct message.

    What the workspace refuses is raised as ClientError or SlackError, as in the page.
    """

    def __init__(
        self,
        *,
        user_id: str,
        state: WorkspaceState,
        people: People,
        commands: Commands,
        actions: Actions,
        modals: Modals,
        views: ViewBook,
    ) -> None:
        self.id = user_id
        self._state = state
        self._people = people
        self._commands = commands
        self._actions = actions
        self._modals = modals
        self._views = views

    # Writing

    def say(self, text: str, channel: str | None = None, thread_ts: str | None = None) -> Message:
        """Post a message, or a reply to the thread of ``thread_ts``."""
        return self._people.post(self.id, self._channel(channel), text, thread_ts)

    def edit(self, message: Message, text: str) -> None:
        self._people.edit(self.id, message.channel, message.ts, text)

    def delete(self, message: Message) -> None:
        self._people.delete(self.id, message.channel, message.ts)

    def react(self, message: Message, name: str, *, remove: bool = False) -> None:
        self._people.react(self.id, message.channel, message.ts, name, remove=remove)

    async def command(
        self, command: str, text: str = "", channel: str | None = None, thread_ts: str | None = None
    ) -> None:
        """Run a slash command; returns once the app acknowledged it."""
        await self._commands.run(self.id, self._channel(channel), command, text, thread_ts)

    async def shortcut(self, callback_id: str, message: Message | None = None) -> None:
        """Use a shortcut, on a message if it is of that kind."""
        place = (message.channel, message.ts) if message else (None, None)
        await self._commands.shortcut(self.id, callback_id, *place)

    # Clicking

    async def click(self, message: Message, action_id: str, **choice: Any) -> None:
        """Use the first element with that action_id; ``choice``: e.g. ``value=…`` or ``selected_option=…``."""
        container = MessageContainer(message.channel, message.ts, message.ephemeral_to is not None)
        await self._actions.on_message(self.id, container, _action(message.blocks, action_id, choice))

    async def click_view(self, view: View, action_id: str, state: Json | None = None, **choice: Any) -> None:
        """The same on a modal or App Home; ``state`` is ``{"values": …}`` with what was typed so far."""
        await self._actions.on_view(self.id, view, _action(view.blocks, action_id, choice), state)

    async def submit(self, view: View, values: Json | None = None) -> None:
        """Submit a modal with ``{block_id: {action_id: {type, value…}}}``; ``validation`` has ``errors``."""
        await self._modals.submit(self.id, view.id, {"values": values or {}})

    async def close(self, view: View) -> None:
        await self._modals.close(self.id, view.id)

    def open_home(self, tab: str = "home") -> None:
        """Open the app's Home (or Messages) tab; the app hears of it."""
        self._people.open_home(self.id, tab)

    def stop(self, channel: str, thread_ts: str) -> None:
        """Press Stop in a thread where the app is processing."""
        self._people.stop(self.id, self._channel(channel), thread_ts)

    # Seeing

    @property
    def direct_message(self) -> str:
        """The id of the direct message with the app."""
        return self._state.direct_message(self.id).id

    @property
    def home(self) -> View | None:
        return self._views.home(self.id)

    @property
    def modals(self) -> list[View]:
        """Open modals, the visible one last."""
        return self._views.stack(self.id)

    @property
    def ephemerals(self) -> list[Message]:
        """What only this person sees, oldest first."""
        return self._state.ephemerals_for(self.id)

    def _channel(self, name: str | None) -> str:
        if name is None:
            return self.direct_message
        return next(
            (room.id for room in self._state.channels.values() if name.lstrip("#") in {room.name, room.id}), name
        )


def _action(blocks: list[Json], action_id: str, choice: Json) -> Json:
    """The action on the first element of that id. LookupError when there is none."""
    for _, block in all_blocks(blocks):
        for element in elements_of(block):
            if element.get("action_id") == action_id:
                return {"block_id": block["block_id"], "action_id": action_id, **choice}
    raise LookupError(f"No element with the action_id {action_id!r}")

"""Slash commands and shortcuts."""

from __future__ import annotations

from bot.workspace.delivery import DeliveryKind, Dispatcher, NotAcknowledgedError
from bot.workspace.errors import ClientError, SlackError
from bot.workspace.interactions.payloads import Payloads
from bot.workspace.interactions.responses import Responder
from bot.workspace.model import Message
from bot.workspace.passes import ResponsePass
from bot.workspace.presentation import Presenter
from bot.workspace.state import WorkspaceState
from bot.workspace.typed_text import command_text

FAILURES = {"http_timeout": "operation_timeout", "connection_failed": "dispatch_unknown_error"}
"""What Slack tells a person, by the reason the app gave no acknowledgement; anything else is ``dispatch_failed``."""


class Commands:
    """Carries a person's command or shortcut to the app."""

    def __init__(
        self,
        state: WorkspaceState,
        dispatcher: Dispatcher,
        payloads: Payloads,
        presenter: Presenter,
        responder: Responder,
    ) -> None:
        self._state = state
        self._dispatcher = dispatcher
        self._payloads = payloads
        self._presenter = presenter
        self._responder = responder

    async def run(self, user: str, channel_id: str, command: str, text: str, thread_ts: str | None = None) -> None:
        """Run a slash command. What goes wrong is shown to the person, and raised as ClientError."""
        channel = self._state.channel_seen_by(user, channel_id)
        known = self._state.app.command(command)
        if known is None:
            raise self._refused(user, channel_id, "invalid_command", f"{command} is not a valid command.", thread_ts)
        if thread_ts is not None:
            sentence = f"{command} is not supported in threads. Sorry!"
            raise self._refused(user, channel_id, "command_not_in_thread", sentence, thread_ts)
        typed = command_text(text, self._state.users, self._state.channels, should_escape=known.should_escape)
        payload = self._payloads.command(user, channel, command, typed)
        try:
            ack = await self._dispatcher.request(DeliveryKind.COMMAND, payload)
            if ack.body:
                self._responder.respond(ResponsePass(user, channel_id, expires=0.0), ack.body)
        except (NotAcknowledgedError, SlackError) as error:
            code = (
                FAILURES.get(error.reason, "dispatch_failed") if isinstance(error, NotAcknowledgedError) else error.code
            )
            raise self._refused(user, channel_id, code, f'{command} failed with the error "{code}"') from error

    async def shortcut(self, user: str, callback_id: str, channel_id: str | None, ts: str | None) -> None:
        """Use a shortcut: on a message when the manifest says so, else from anywhere."""
        known = self._state.app.shortcut(callback_id)
        if known is None:
            raise ClientError("unknown_shortcut", "The app has no such shortcut.")
        if known.type == "global":
            payload = self._payloads.base("shortcut", user)
        else:
            payload = self._payloads.base("message_action", user) | self._about_message(user, channel_id, ts)
        payload |= {"callback_id": callback_id, "action_ts": self._state.next_ts()}
        try:
            await self._dispatcher.request(DeliveryKind.INTERACTIVE, payload)
        except NotAcknowledgedError as error:
            raise ClientError("operation_timeout", f"{known.name} did not work. Try again in a moment.") from error

    def _about_message(self, user: str, channel_id: str | None, ts: str | None) -> dict[str, object]:
        if channel_id is None or ts is None:
            raise ClientError("invalid_arguments", "Pick a message for this shortcut.")
        channel = self._state.channel_seen_by(user, channel_id)
        message: Message = self._state.message(channel_id, ts)
        return {
            "channel": self._payloads.channel(channel),
            "message_ts": ts,
            "message": self._presenter.message(message),
            "response_url": self._payloads.response_url(user, channel_id),
        }

    def _refused(self, user: str, channel: str, code: str, sentence: str, thread_ts: str | None = None) -> ClientError:
        self._responder.notice(user, channel, sentence, thread_ts)
        return ClientError(code, sentence)

"""What the app answers to an interaction: in the acknowledgement of a command, or later through a response URL."""

from __future__ import annotations

from bot.workspace.block_kit.surfaces import checked_blocks
from bot.workspace.errors import SlackError
from bot.workspace.messenger import Messenger
from bot.workspace.model import Json, Message
from bot.workspace.passes import ResponsePass
from bot.workspace.state import SLACKBOT, WorkspaceState


class Responder:
    """Turns the app's answers into messages."""

    def __init__(self, state: WorkspaceState, messenger: Messenger) -> None:
        self._state = state
        self._messenger = messenger

    def respond(self, to: ResponsePass, body: Json) -> None:
        """Do what a response asks for: post, replace the original, or delete it. Raises SlackError as Slack answers."""
        if body.get("delete_original"):
            self._messenger.delete(self._original(to))
            return
        content = response_content(body)
        if body.get("replace_original") and to.ts is not None:
            self._replace(self._original(to), content)
        else:
            self._post(to, body, content)

    def notice(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> None:
        """A line that only ``user`` sees, from the workspace itself rather than the app."""
        self._messenger.post(
            Message(channel, self._state.next_ts(), SLACKBOT.id, text, thread_ts=thread_ts, ephemeral_to=user)
        )

    def _original(self, to: ResponsePass) -> Message:
        if to.ts is None:
            raise SlackError("message_not_found")
        if to.is_ephemeral:
            return self._state.ephemeral(to.channel, to.ts)
        return self._state.message(to.channel, to.ts)

    def _replace(self, original: Message, content: Json) -> None:
        previous = self._messenger.before(original)
        for name, value in content.items():
            setattr(original, name, value)
        original.markdown = None
        self._messenger.changed(original, previous)

    def _post(self, to: ResponsePass, body: Json, content: Json) -> None:
        in_channel = body.get("response_type") == "in_channel"
        message = self._messenger.by_bot(
            to.channel,
            content.pop("text"),
            body.get("thread_ts"),
            **content,
            metadata=body.get("metadata"),
            ephemeral_to=None if in_channel else to.user,
        )
        self._messenger.post(message)
        if to.ts is None and message.ephemeral_to is not None:
            # A later replace_original through the same URL means this first answer, as on Slack.
            to.ts, to.is_ephemeral = message.ts, True


def response_content(body: Json) -> Json:
    """Text, blocks and attachments of a response. SlackError ``no_text``, also for ``markdown_text`` alone."""
    if not (body.get("text") or body.get("blocks") or body.get("attachments")):
        raise SlackError("no_text")
    return {
        "text": body.get("text") or "",
        "blocks": checked_blocks(body.get("blocks")),
        "attachments": body.get("attachments") or [],
    }

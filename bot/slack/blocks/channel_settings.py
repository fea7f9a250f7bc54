"""What a channel may opt into, to choose from; and what the channel is told of a choice."""

from __future__ import annotations

from typing import Any

from bot.slack import texts
from bot.slack.blocks.parts import Message, actions, context, header, plain_text, section
from bot.slack.markup import bold, fold, mrkdwn
from bot.store.channel_settings import Mode

CHOOSE = "channel_mode"
"""Action id of the select. The value of an option is its mode."""


def settings_message(mode: Mode, opening: str = "") -> Message:
    """What holds in a channel and what may be chosen, below an opening sentence if there is one."""
    now = f"{mrkdwn(texts.HOLDS_NOW)} {bold(mrkdwn(texts.MODES[mode]))}"
    ways = "\n".join(f"• {bold(mrkdwn(texts.MODES[each]))}: {mrkdwn(texts.HOLDS[each])}" for each in Mode)
    head = [section(mrkdwn(opening))] if opening else []
    blocks = [header(texts.SETTINGS_HEADER), section(f"{now}\n{ways}"), actions(CHOOSE, [_select(mode)])]
    note = context(mrkdwn(texts.UNASKED))
    return Message.of(opening or f"{texts.HOLDS_NOW} {texts.HOLDS[mode]}", [*head, *blocks, note])


def _select(mode: Mode) -> dict[str, Any]:
    return {
        "type": "static_select",
        "action_id": CHOOSE,
        "placeholder": plain_text(texts.CHOOSE_MODE, 150),
        "options": [_option(each) for each in Mode],
        "initial_option": _option(mode),
    }


def _option(mode: Mode) -> dict[str, Any]:
    return {"text": plain_text(texts.MODES[mode], 75), "value": mode.value}


def changed_message(name: str, mode: Mode) -> Message:
    """Who chose what, for everybody in the channel."""
    said = texts.changed_settings(fold(name) or texts.SOMEBODY, mode)
    notes = [texts.CHANGE_AGAIN] if mode is Mode.MENTIONS else [texts.UNASKED, texts.CHANGE_AGAIN]
    return Message.of(said, [section(mrkdwn(said)), context(mrkdwn(" ".join(notes)))])

"""Feedback: two buttons under an answer, and the modal that asks what was wrong."""

from __future__ import annotations

import json
from typing import Any

from bot.slack import limits, texts
from bot.slack.blocks.parts import Block, plain_text
from bot.store.feedback import HELPFUL, NOT_HELPFUL

FEEDBACK = "answer_feedback"
"""Action id of the two buttons. The value is ``verdict:answer id``."""
FEEDBACK_VIEW = "feedback"
REASON = "reason"
COMMENT = "comment"
_COMMENT_LIMIT = 1000


def feedback_buttons(answer_id: str) -> Block:
    """The two buttons."""
    return {
        "type": "context_actions",
        "block_id": FEEDBACK,
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": FEEDBACK,
                "positive_button": _button(texts.HELPFUL, HELPFUL, answer_id),
                "negative_button": _button(texts.NOT_HELPFUL, NOT_HELPFUL, answer_id),
            }
        ],
    }


def _button(text: str, verdict: str, answer_id: str) -> dict[str, Any]:
    return {
        "text": plain_text(text, limits.BUTTON_TEXT),
        "value": f"{verdict}:{answer_id}",
        "accessibility_label": text,
    }


def feedback_view(answer_id: str, channel: str, thread_ts: str | None) -> dict[str, Any]:
    """Ask what was wrong. Where the thanks will go travels in the view."""
    return {
        "type": "modal",
        "callback_id": FEEDBACK_VIEW,
        "private_metadata": json.dumps({"answer": answer_id, "channel": channel, "thread_ts": thread_ts}),
        "title": plain_text(texts.FEEDBACK_TITLE, limits.MODAL_TITLE),
        "submit": plain_text(texts.FEEDBACK_SEND, limits.MODAL_TITLE),
        "close": plain_text(texts.FEEDBACK_CANCEL, limits.MODAL_TITLE),
        "blocks": [_reason_input(), _comment_input()],
    }


def _reason_input() -> Block:
    options = [{"text": plain_text(text, 75), "value": code} for code, text in texts.REASONS.items()]
    element = {"type": "radio_buttons", "action_id": REASON, "options": options}
    return _input(REASON, texts.FEEDBACK_REASON, element)


def _comment_input() -> Block:
    element = {"type": "plain_text_input", "action_id": COMMENT, "multiline": True, "max_length": _COMMENT_LIMIT}
    return {**_input(COMMENT, texts.FEEDBACK_COMMENT, element), "hint": plain_text(texts.FEEDBACK_HINT, 150)}


def _input(block_id: str, label: str, element: Block) -> Block:
    return {
        "type": "input",
        "block_id": block_id,
        "optional": True,
        "label": plain_text(label, 150),
        "element": element,
    }

"""Feedback: two buttons under an answer, and the modal that asks what was wrong."""

from __future__ import annotations

import json
from typing import Any

from bot.slack import knowledge_texts, limits, texts
from bot.slack.blocks.parts import Block, plain_text
from bot.store.feedback import HELPFUL, NOT_HELPFUL, Verdict

FEEDBACK = "answer_feedback"
"""Action id of the two buttons. The value is ``verdict:answer id``."""
FEEDBACK_VIEW = "feedback"
REASON = "reason"
COMMENT = "comment"
_COMMENT_LIMIT = 1000
_NAMES = {HELPFUL: texts.HELPFUL, NOT_HELPFUL: texts.NOT_HELPFUL}


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


def thanks(verdict: str, earlier: Verdict | None) -> str:
    """Thank for a verdict; where it replaced another one, say what counts now."""
    if earlier is None or earlier.verdict == verdict:
        return texts.THANKS
    return knowledge_texts.changed_mind(_NAMES.get(verdict, verdict), _NAMES.get(earlier.verdict, earlier.verdict))


def feedback_view(
    answer_id: str, channel: str, thread_ts: str | None, earlier: Verdict | None = None
) -> dict[str, Any]:
    """Ask what was wrong. Where the thanks will go travels in the view.

    Args:
        earlier: the person's verdict until now; what they said was wrong then stands in the form.
    """
    about = {"answer": answer_id, "channel": channel, "thread_ts": thread_ts}
    if earlier is not None and earlier.verdict != NOT_HELPFUL:
        about["earlier"] = earlier.verdict
    said = earlier if earlier is not None and earlier.verdict == NOT_HELPFUL else None
    return {
        "type": "modal",
        "callback_id": FEEDBACK_VIEW,
        "private_metadata": json.dumps(about),
        "title": plain_text(texts.FEEDBACK_TITLE, limits.MODAL_TITLE),
        "submit": plain_text(texts.FEEDBACK_SEND, limits.MODAL_TITLE),
        "close": plain_text(texts.FEEDBACK_CANCEL, limits.MODAL_TITLE),
        "blocks": [
            _reason_input(said.reason if said else None),
            _comment_input(said.comment if said else None),
        ],
    }


def _reason_input(chosen: str | None) -> Block:
    options = [{"text": plain_text(text, 75), "value": code} for code, text in texts.REASONS.items()]
    element: Block = {"type": "radio_buttons", "action_id": REASON, "options": options}
    initial = [option for option in options if option["value"] == chosen]
    if initial:
        element["initial_option"] = initial[0]
    return _input(REASON, texts.FEEDBACK_REASON, element)


def _comment_input(written: str | None) -> Block:
    element: Block = {"type": "plain_text_input", "action_id": COMMENT, "multiline": True, "max_length": _COMMENT_LIMIT}
    if written:
        element["initial_value"] = written[:_COMMENT_LIMIT]
    return {**_input(COMMENT, texts.FEEDBACK_COMMENT, element), "hint": plain_text(texts.FEEDBACK_HINT, 150)}


def _input(block_id: str, label: str, element: Block) -> Block:
    return {
        "type": "input",
        "block_id": block_id,
        "optional": True,
        "label": plain_text(label, 150),
        "element": element,
    }

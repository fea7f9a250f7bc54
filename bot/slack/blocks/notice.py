"""A modal that only says something: while work goes on, or why there is none."""

from __future__ import annotations

from typing import Any

from bot.slack import limits, texts
from bot.slack.blocks.parts import plain_text, section
from bot.slack.markup import mrkdwn


def notice_view(title: str, sentence: str) -> dict[str, Any]:
    """One plain sentence, and a way out."""
    return {
        "type": "modal",
        "title": plain_text(title, limits.MODAL_TITLE),
        "close": plain_text(texts.CLOSE, limits.MODAL_TITLE),
        "blocks": [section(mrkdwn(sentence))],
    }

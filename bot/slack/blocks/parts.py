"""The few block shapes everything is made of, and the message they make up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack import limits
from bot.slack.markup import fit, mrkdwn, plain

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: blocks, and the rendered ``text`` shown in notifications and by screen readers."""

    text: str
    blocks: tuple[Block, ...] = ()

    @classmethod
    def of(cls, text: str, blocks: Iterable[Block] = ()) -> Message:
        """Make a message with a plain, untrusted fallback ``text``; never empty, because Slack refuses that."""
        return cls(fit(text.strip() or "…", limits.FALLBACK_TEXT), tuple(blocks))


def sentence(text: str) -> Message:
    """A message of one plain sentence."""
    return Message.of(text, [section(mrkdwn(text))])


def section(rendered: str) -> Block:
    """A paragraph of rendered mrkdwn."""
    return {"type": "section", "text": _mrkdwn_object(rendered)}


def context(*rendered: str) -> Block:
    """A small grey line."""
    return {"type": "context", "elements": [_mrkdwn_object(text) for text in rendered]}


def _mrkdwn_object(rendered: str) -> dict[str, Any]:
    """``verbatim`` keeps Slack from finding links and channels in it; an empty text is refused."""
    return {"type": "mrkdwn", "text": rendered.strip() or "…", "verbatim": True}


def header(text: str) -> Block:
    """A title line."""
    return {"type": "header", "text": plain_text(text, 150)}


def plain_text(text: str, limit: int) -> dict[str, Any]:
    """A plain_text object of one line."""
    return {"type": "plain_text", "text": plain(text, limit) or "…", "emoji": False}


def button(text: str, action_id: str, value: str, label: str | None = None) -> dict[str, Any]:
    """A button; ``label`` is for screen readers where the text alone says too little."""
    element = {
        "type": "button",
        "action_id": action_id,
        "text": plain_text(text, limits.BUTTON_TEXT),
        "value": value[: limits.BUTTON_VALUE],
    }
    return {**element, "accessibility_label": plain(label, limits.BUTTON_TEXT)} if label else element


def actions(block_id: str, elements: Sequence[dict[str, Any]]) -> Block:
    """A row of buttons."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements[: limits.ACTIONS_ELEMENTS])}


def paragraphs(texts: Sequence[str], budget: int, joint: str = "\n\n") -> list[str]:
    """Join rendered texts into as few section texts as hold them; stops before ``budget`` characters are spent."""
    sections: list[str] = []
    for text in texts:
        if sum(map(len, sections)) + len(joint) + len(text) > budget:
            break
        if sections and len(sections[-1]) + len(joint) + len(text) <= limits.SECTION_TEXT:
            sections[-1] += f"{joint}{text}"
        else:
            sections.append(text)
    return sections

"""The blocks themselves, and on which surface each may stand (limits: facts on Slack, §1.3)."""

from __future__ import annotations

from bot.workspace.block_kit.elements import (
    ACCESSORY,
    ACTION,
    BUTTON,
    CONTEXT_ACTION,
    CONTEXT_ELEMENT,
    ICON_BUTTON,
    ID,
    IMAGE,
    INPUT,
    URL,
)
from bot.workspace.block_kit.rules import Rule, anything, items, one_of, shape, string, text, typed
from bot.workspace.block_kit.tables import COLUMN_SETTINGS, rows

_BLOCK: dict[str, Rule] = {"block_id": ID}
_TASK_STATUS = one_of("pending", "in_progress", "complete", "error")

TASK_CARD = shape(
    {
        **_BLOCK,
        "task_id": string(255),
        "title": string(256),
        "status": _TASK_STATUS,
        "details": anything,
        "output": anything,
    },
    *("task_id", "title", "status"),
)

CARD = shape(
    {
        **_BLOCK,
        "title": text(150),
        "subtitle": text(150),
        "body": text(200),
        "hero_image": IMAGE,
        "icon": IMAGE,
        "actions": items(typed({"button": BUTTON, "icon_button": ICON_BUTTON}), 3),
    },
    any_of=("hero_image", "title", "actions", "body"),
)

COMMON: dict[str, Rule] = {
    "section": shape(
        {**_BLOCK, "text": text(), "fields": items(text(2000), 10), "accessory": ACCESSORY}, any_of=("text", "fields")
    ),
    "header": shape({**_BLOCK, "text": text(150, plain=True)}, "text"),
    "divider": shape(_BLOCK),
    "image": shape(
        {**_BLOCK, "image_url": URL, "alt_text": string(2000), "title": text(2000, plain=True)},
        "alt_text",
        any_of=("image_url", "slack_file"),
    ),
    "actions": shape({**_BLOCK, "elements": items(ACTION, 25)}, "elements"),
    "context": shape({**_BLOCK, "elements": items(CONTEXT_ELEMENT, 10)}, "elements"),
    "input": shape(
        {**_BLOCK, "label": text(2000, plain=True), "hint": text(2000, plain=True), "element": INPUT},
        *("label", "element"),
    ),
    "rich_text": shape({**_BLOCK, "elements": items(anything, 1000, 0)}, "elements"),
    "video": shape(
        {**_BLOCK, "title": text(200, plain=True), "alt_text": string(2000)},
        *("title", "alt_text", "video_url", "thumbnail_url"),
    ),
}

_IN_CONTAINER: dict[str, Rule] = {
    **COMMON,
    "context_actions": shape({**_BLOCK, "elements": items(CONTEXT_ACTION, 5)}, "elements"),
    "markdown": shape({"text": string(12_000)}, "text"),
    "table": shape({**_BLOCK, "rows": rows(100), "column_settings": COLUMN_SETTINGS}, "rows"),
    "data_visualization": shape({**_BLOCK, "title": anything}),
    "plan": shape({**_BLOCK, "title": string(256), "tasks": items(TASK_CARD, 50, 0)}, "title"),
    "task_card": TASK_CARD,
    "file": shape(_BLOCK),
}

MESSAGE: dict[str, Rule] = {
    **_IN_CONTAINER,
    "data_table": shape(
        {**_BLOCK, "caption": anything, "rows": rows(201)},
        *("caption", "rows"),
    ),
    "card": CARD,
    "carousel": shape({**_BLOCK, "elements": items(typed({"card": CARD}), 10)}, "elements"),
    "container": shape(
        {
            **_BLOCK,
            "title": text(150, plain=True),
            "subtitle": text(150),
            "child_blocks": items(typed(_IN_CONTAINER), 10),
            "width": one_of("narrow", "standard", "wide", "full"),
        },
        "child_blocks",
        any_of=("title", "rich_text_title"),
    ),
}

HOME: dict[str, Rule] = COMMON

MODAL: dict[str, Rule] = {
    **COMMON,
    "alert": shape(
        {**_BLOCK, "text": text(), "level": one_of("default", "info", "warning", "error", "success")}, "text"
    ),
}

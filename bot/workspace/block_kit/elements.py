"""What may stand inside a block: buttons, selects, inputs, images, with Slack's lengths (facts measured on its SDK)."""

from __future__ import annotations

from typing import Any

from bot.workspace.block_kit.rules import (
    Report,
    Rule,
    anything,
    items,
    matching,
    one_of,
    shape,
    string,
    text,
    typed,
    whole_number,
)

ID = string(255)
URL = string(3000)

CONFIRM = shape(
    {
        "title": text(100, plain=True),
        "text": text(300),
        "confirm": text(30, plain=True),
        "deny": text(30, plain=True),
        "style": one_of("primary", "danger"),
    },
    *("title", "text", "confirm", "deny"),
)

OPTION = shape({"text": text(75), "value": string(150, 0), "description": text(75), "url": URL}, "text", "value")
OPTION_GROUP = shape({"label": text(75, plain=True), "options": items(OPTION, 100)}, "label", "options")
FEEDBACK = shape(
    {"text": text(75, plain=True), "value": string(2000, 0), "accessibility_label": string(75)}, "text", "value"
)

_INTERACTIVE: dict[str, Rule] = {"action_id": ID, "confirm": CONFIRM}
_PICKER: dict[str, Rule] = {**_INTERACTIVE, "placeholder": text(150, plain=True)}
_CHOICES: dict[str, Rule] = {**_PICKER, "options": items(OPTION, 100), "option_groups": items(OPTION_GROUP, 100)}
_FEW_CHOICES: dict[str, Rule] = {**_INTERACTIVE, "options": items(OPTION, 10)}

IMAGE = shape({"image_url": URL, "alt_text": string(2000, 0)}, "alt_text", any_of=("image_url", "slack_file"))
BUTTON = shape(
    {
        **_INTERACTIVE,
        "text": text(75, plain=True),
        "value": string(2000, 0),
        "url": URL,
        "style": one_of("primary", "danger"),
        "accessibility_label": string(75),
        "agent_prompt": string(4000),
    },
    "text",
)
FEEDBACK_BUTTONS = shape(
    {**_INTERACTIVE, "positive_button": FEEDBACK, "negative_button": FEEDBACK}, "positive_button", "negative_button"
)
ICON_BUTTON = shape(
    {
        **_INTERACTIVE,
        "icon": string(255),
        "text": text(75, plain=True),
        "value": string(2000, 0),
        "visible_to_user_ids": items(string(255), 10, 0),
    },
    *("icon", "text"),
)
_CHOICE = ("options", "option_groups")
_DATE = matching(r"\d{4}-\d{2}-\d{2}", "must be a date formatted as YYYY-MM-DD")
_TIME = matching(r"\d{2}:\d{2}", "must be a time formatted as HH:mm")
_NUMBER = matching(r"-?\d+(\.\d+)?", "must be a number written as text")


def _offering(rule: Rule) -> Rule:
    """An element with options, whose initial choice must be among them, word for word."""

    def check(report: Report, element: Any, path: str) -> None:
        before = len(report.problems)
        rule(report, element, path)
        if len(report.problems) > before:
            return
        groups = [element, *(element.get("option_groups") or ())]
        options = [option for group in groups for option in group.get("options") or ()]
        for name in ("initial_option", "initial_options"):
            initial = element.get(name) or []
            if any(option not in options for option in (initial if isinstance(initial, list) else [initial])):
                report.add(f"{path}/{name}", "must match one of the options exactly")

    return check


SELECTS: dict[str, Rule] = {
    "static_select": _offering(shape(_CHOICES, any_of=_CHOICE)),
    "multi_static_select": _offering(shape(_CHOICES, any_of=_CHOICE)),
    "external_select": shape(_PICKER),
    "multi_external_select": shape(_PICKER),
    "users_select": shape(_PICKER),
    "multi_users_select": shape(_PICKER),
    "conversations_select": shape(_PICKER),
    "multi_conversations_select": shape(_PICKER),
    "channels_select": shape(_PICKER),
    "multi_channels_select": shape(_PICKER),
    "datepicker": shape({**_PICKER, "initial_date": _DATE}),
    "timepicker": shape({**_PICKER, "initial_time": _TIME}),
    "datetimepicker": shape(_INTERACTIVE),
    "checkboxes": _offering(shape(_FEW_CHOICES, "options")),
    "radio_buttons": _offering(shape(_FEW_CHOICES, "options")),
}

INPUTS: dict[str, Rule] = {
    **SELECTS,
    "plain_text_input": shape(
        {
            **_PICKER,
            "initial_value": string(3000, 0),
            "min_length": whole_number(0, 3000),
            "max_length": whole_number(1, 3000),
        }
    ),
    "email_text_input": shape(_PICKER),
    "url_text_input": shape(_PICKER),
    "number_input": shape(
        {**_PICKER, "initial_value": _NUMBER, "min_value": _NUMBER, "max_value": _NUMBER}, "is_decimal_allowed"
    ),
    "rich_text_input": shape(_PICKER),
    "file_input": shape({"action_id": ID}),
}

ACTIONS: dict[str, Rule] = {
    **SELECTS,
    "button": BUTTON,
    "overflow": shape({**_INTERACTIVE, "options": items(OPTION, 5)}, "options"),
    "workflow_button": shape({**_INTERACTIVE, "text": text(75, plain=True), "workflow": anything}, "text", "workflow"),
}

ACTION = typed(ACTIONS)
INPUT = typed(INPUTS)
ACCESSORY = typed({**ACTIONS, "image": IMAGE})
CONTEXT_ELEMENT = typed({"image": IMAGE, "plain_text": text(), "mrkdwn": text()})
CONTEXT_ACTION = typed({"feedback_buttons": FEEDBACK_BUTTONS, "icon_button": ICON_BUTTON})

"""What may stand inside a block: buttons, selects, inputs, images, with Slack's lengths (facts measured on its SDK)."""

from __future__ import annotations

from bot.workspace.block_kit.rules import Rule, anything, items, one_of, shape, string, text, typed

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

SELECTS: dict[str, Rule] = {
    "static_select": shape(_CHOICES, any_of=_CHOICE),
    "multi_static_select": shape(_CHOICES, any_of=_CHOICE),
    "external_select": shape(_PICKER),
    "multi_external_select": shape(_PICKER),
    "users_select": shape(_PICKER),
    "multi_users_select": shape(_PICKER),
    "conversations_select": shape(_PICKER),
    "multi_conversations_select": shape(_PICKER),
    "channels_select": shape(_PICKER),
    "multi_channels_select": shape(_PICKER),
    "datepicker": shape(_PICKER),
    "timepicker": shape(_PICKER),
    "datetimepicker": shape(_INTERACTIVE),
    "checkboxes": shape(_FEW_CHOICES, "options"),
    "radio_buttons": shape(_FEW_CHOICES, "options"),
}

INPUTS: dict[str, Rule] = {
    **SELECTS,
    "plain_text_input": shape({**_PICKER, "initial_value": string(3000, 0)}),
    "email_text_input": shape(_PICKER),
    "url_text_input": shape(_PICKER),
    "number_input": shape(_PICKER, "is_decimal_allowed"),
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

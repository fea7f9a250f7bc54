"""What the inputs of a message or view hold, in the shape Slack calls ``state.values``."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from bot.workspace.block_kit.walk import all_blocks, elements_of
from bot.workspace.errors import ClientError
from bot.workspace.model import Json

HELD_UNDER: Mapping[str, str] = MappingProxyType(
    {
        "plain_text_input": "value",
        "email_text_input": "value",
        "url_text_input": "value",
        "number_input": "value",
        "rich_text_input": "rich_text_value",
        "static_select": "selected_option",
        "external_select": "selected_option",
        "radio_buttons": "selected_option",
        "checkboxes": "selected_options",
        "multi_static_select": "selected_options",
        "multi_external_select": "selected_options",
        "users_select": "selected_user",
        "multi_users_select": "selected_users",
        "channels_select": "selected_channel",
        "multi_channels_select": "selected_channels",
        "conversations_select": "selected_conversation",
        "multi_conversations_select": "selected_conversations",
        "datepicker": "selected_date",
        "timepicker": "selected_time",
        "datetimepicker": "selected_date_time",
    }
)
"""Element type → the member that holds what a person entered. Other elements (buttons, overflow menus) hold nothing."""

CHOSEN = tuple(dict.fromkeys(member for member in HELD_UNDER.values() if member.startswith("selected_")))
"""The members by which an element says what was chosen; what a person typed or clicked is its ``value``."""


def state_values(blocks: list[Json], given: Json) -> Json:
    """``{block_id: {action_id: {type, …}}}`` for every element that holds something.

    ``given`` is the same shape as a client sends it, and may be incomplete. What a person did not touch, or what is
    no option any more because the app changed its blocks meanwhile, has the value the app proposed, else none.
    """
    values: Json = {}
    for _, block in all_blocks(blocks):
        for element in elements_of(block):
            if element["type"] in HELD_UNDER:
                entered = _entered(given, block["block_id"], element["action_id"])
                values.setdefault(block["block_id"], {})[element["action_id"]] = _held(element, entered)
    return values


def given_values(state: object) -> Json:
    """The values in a client's ``{"values": …}``; none when it has no such shape."""
    values = state.get("values") if isinstance(state, dict) else None
    return values if isinstance(values, dict) else {}


def chosen(element: Json, choice: Any) -> Any:
    """What was chosen, as the app wrote the option; a value that is no option (a date, a user) as it is.

    ClientError when the element has no such option.
    """
    if isinstance(choice, list):
        return [chosen(element, entry) for entry in choice]
    if not isinstance(choice, dict):
        return choice
    groups = [element, *element.get("option_groups", ())]
    for option in (option for group in groups for option in group.get("options", ())):
        if option["value"] == choice.get("value"):
            return option
    raise ClientError("option_not_found", "This choice is no longer there.")


def _entered(given: Json, block_id: str, action_id: str) -> Json:
    block = given.get(block_id)
    entered = block.get(action_id) if isinstance(block, dict) else None
    return entered if isinstance(entered, dict) else {}


def _held(element: Json, entered: Json) -> Json:
    member = HELD_UNDER[element["type"]]
    value = element.get(_initial(member))
    if member in entered:
        with contextlib.suppress(ClientError):
            value = chosen(element, entered[member]) if member in CHOSEN else entered[member]
    if value is None and member.endswith("s"):
        value = []
    return {"type": element["type"], member: value}


def _initial(member: str) -> str:
    """The member in which the app proposes a value, e.g. ``initial_option`` for ``selected_option``."""
    return "initial_value" if member.endswith("value") else member.replace("selected_", "initial_")

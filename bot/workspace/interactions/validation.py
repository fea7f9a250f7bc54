"""What a client refuses to submit: inputs left empty, or filled with what their element does not take."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from bot.workspace.interactions.form_state import HELD_UNDER
from bot.workspace.model import Json

REQUIRED = "Please complete this required field."
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_URL = re.compile(r"https?://\S+")


def problems(blocks: list[Json], values: Json) -> dict[str, str]:
    """A sentence for each input block that cannot be submitted, by block_id. ``values`` are complete."""
    found = {block["block_id"]: _problem(block, values) for block in blocks if block["type"] == "input"}
    return {block_id: problem for block_id, problem in found.items() if problem}


def _problem(block: Json, values: Json) -> str:
    element = block["element"]
    member = HELD_UNDER.get(element["type"])
    if member is None:
        return ""
    value = values[block["block_id"]][element["action_id"]][member]
    if value is None or value in ("", []):
        return "" if block.get("optional") else REQUIRED
    return _CHECKS.get(element["type"], _fine)(element, value)


def _number(element: Json, value: object) -> str:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return "Enter a number."
    if not number.is_finite():
        return "Enter a number."
    if not element["is_decimal_allowed"] and number != number.to_integral_value():
        return "Enter a whole number."
    if "min_value" in element and number < Decimal(element["min_value"]):
        return f"Enter {element['min_value']} or more."
    if "max_value" in element and number > Decimal(element["max_value"]):
        return f"Enter {element['max_value']} or less."
    return ""


def _text(element: Json, value: object) -> str:
    length = len(str(value))
    if length < element.get("min_length", 0):
        return f"Write at least {element['min_length']} characters."
    if length > element.get("max_length", 3000):
        return f"Write at most {element.get('max_length', 3000)} characters."
    return ""


def _date(_: Json, value: object) -> str:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return "Enter a date as YYYY-MM-DD."
    return ""


def _email(_: Json, value: object) -> str:
    return "" if _EMAIL.fullmatch(str(value)) else "Enter an email address."


def _url(_: Json, value: object) -> str:
    return "" if _URL.fullmatch(str(value)) else "Enter a web address."


def _fine(_: Json, __: object) -> str:
    return ""


_CHECKS: Mapping[str, Callable[[Json, object], str]] = MappingProxyType(
    {
        "number_input": _number,
        "plain_text_input": _text,
        "datepicker": _date,
        "email_text_input": _email,
        "url_text_input": _url,
    }
)

"""Reading what a person's window shows: messages in their newest state, open modals, words, buttons, choices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

Json = dict[str, Any]
Message = Json

HOLDERS = {
    "static_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "multi_static_select": "selected_options",
    "checkboxes": "selected_options",
    "datepicker": "selected_date",
}
"""Element type → where its choice goes; for anything else that is ``value``."""


def newest(frames: Iterable[Json], channel: str | None = None) -> list[Message]:
    """All messages, of one channel if given its id, in their newest state, oldest first; deleted ones are gone."""
    messages: dict[tuple[str, str], Message] = {}
    for frame in frames:
        if frame["type"] in {"message", "message_changed"}:
            messages[frame["channel"], frame["message"]["ts"]] = frame["message"]
        elif frame["type"] == "message_deleted":
            messages.pop((frame["channel"], frame["ts"]), None)
    here = (key for key in messages if channel in {None, key[0]})
    return [messages[key] for key in sorted(here, key=lambda key: key[1])]


def is_reply(message: Message, thread: str | None = None) -> bool:
    """Whether it replies to something, or to ``thread``."""
    root = message.get("thread_ts")
    return root not in {None, message["ts"]} and thread in {None, root}


def open_views(frames: Iterable[Json]) -> list[Json]:
    """The modals that are open, in their newest state, the visible one last."""
    stack: list[Json] = []
    for frame in frames:
        match frame["type"]:
            case "view_opened":
                stack = [frame["view"]]
            case "view_pushed":
                stack.append(frame["view"])
            case "view_updated":
                stack = [frame["view"] if view["id"] == frame["view"]["id"] else view for view in stack]
            case "view_closed":
                stack = [] if frame.get("all") else [view for view in stack if view["id"] != frame["view_id"]]
    return stack


def text_of(message: Message) -> str:
    """Everything a person can read in a message or view: text, streamed markdown and the words of all blocks."""
    parts = [message.get("markdown", ""), *_strings(message.get("blocks", []))]
    return "\n".join([message.get("text") or "", *filter(None, parts)])


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Yield every interactive element with its block."""
    for block in blocks:
        for element in [*block.get("elements", []), *filter(None, [block.get("accessory"), block.get("element")])]:
            if "action_id" in element:
                yield block, element


def labels(message: Message) -> list[str]:
    """The labels of all buttons of a message, in order."""
    return [label for _, element in elements(message.get("blocks", [])) for label in labels_of(element)]


def labels_of(element: Json) -> list[str]:
    """The labels of a button, or of both feedback buttons."""
    buttons = [element, element.get("positive_button", {}), element.get("negative_button", {})]
    return [button["text"]["text"] for button in buttons if isinstance(button.get("text"), dict)]


def choices(message: Message) -> list[str]:
    """The labels of everything that can be chosen in the menus, radio buttons and checkboxes of a message or view."""
    return [
        option["text"]["text"] for _, element in elements(message.get("blocks", [])) for option in options_of(element)
    ]


def options_of(element: Json) -> list[Json]:
    groups = [element, *element.get("option_groups", [])]
    return [option for group in groups for option in group.get("options", [])]


def option_called(element: Json, label: str) -> Json | None:
    return next((option for option in options_of(element) if option["text"]["text"] == label), None)


def chosen(element: Json, labels_chosen: str | list[str]) -> Json:
    """What the page sends when somebody enters that: labels of options, a date, or text."""
    holder = HOLDERS.get(element["type"], "value")
    if holder in {"value", "selected_date"}:
        return {holder: labels_chosen}
    wanted = [labels_chosen] if isinstance(labels_chosen, str) else labels_chosen
    options = [option_called(element, label) for label in wanted]
    assert None not in options, f"{wanted} are not all among {[o['text']['text'] for o in options_of(element)]}"
    return {holder: options if holder.endswith("s") else options[0]}


def filled_in(view: Json, entries: dict[str, str | list[str]]) -> Json:
    """``state.values`` of a view whose inputs of those labels were filled in."""
    inputs = {block["label"]["text"]: block for block in view["blocks"] if block["type"] == "input"}
    assert entries.keys() <= inputs.keys(), f"{set(entries)} are not all among {set(inputs)}"
    values: Json = {}
    for label, entered in entries.items():
        element = inputs[label]["element"]
        held = {"type": element["type"], **chosen(element, entered)}
        values[inputs[label]["block_id"]] = {element["action_id"]: held}
    return values


def value_of(element: Json, label: str) -> str | None:
    for key in ("positive_button", "negative_button"):
        if element.get(key, {}).get("text", {}).get("text") == label:
            return str(element[key]["value"])
    return element.get("value")


def _strings(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["text"]] if isinstance(node.get("text"), str) else []
        return own + [text for value in node.values() for text in _strings(value)]
    if isinstance(node, list):
        return [text for value in node for text in _strings(value)]
    return []

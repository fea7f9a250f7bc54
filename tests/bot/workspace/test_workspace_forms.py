"""What inputs hold when they are clicked or submitted, and what a person is told when they are filled in wrongly."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.block_kit.surfaces import message_problems, view_problems
from bot.workspace.errors import ClientError
from bot.workspace.interactions.form_state import HELD_UNDER, state_values
from bot.workspace.interactions.validation import REQUIRED, problems
from bot.workspace.server import WorkspaceServer

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str) -> Json:
    return {"text": plain(value.title()), "value": value}


def field(name: str, kind: str, **element: Any) -> Json:
    """An input block whose block_id is ``name`` and whose action_id is ``a``."""
    optional = element.pop("optional", False)
    body = {"type": kind, "action_id": "a", **element}
    return {"type": "input", "block_id": name, "label": plain(name), "element": body, "optional": optional}


OPTIONS = [option("one"), option("two")]
BLOCKS = [
    field("weeks", "number_input", is_decimal_allowed=False, min_value="1", max_value="90"),
    field("why", "plain_text_input", initial_value="because", min_length=3, max_length=9),
    field("team", "static_select", options=OPTIONS, initial_option=OPTIONS[1]),
    field("how", "radio_buttons", options=OPTIONS, optional=True),
    field("who", "checkboxes", options=OPTIONS, optional=True),
    field("when", "datepicker", optional=True),
]
MODAL = {"type": "modal", "title": plain("Facts"), "submit": plain("Save"), "callback_id": "facts", "blocks": BLOCKS}
UNTOUCHED = {
    "weeks": {"a": {"type": "number_input", "value": None}},
    "why": {"a": {"type": "plain_text_input", "value": "because"}},
    "team": {"a": {"type": "static_select", "selected_option": OPTIONS[1]}},
    "how": {"a": {"type": "radio_buttons", "selected_option": None}},
    "who": {"a": {"type": "checkboxes", "selected_options": []}},
    "when": {"a": {"type": "datepicker", "selected_date": None}},
}


def entered(**values: Any) -> Json:
    """What a client sends: the value of each named block, under the member of its element."""
    members = {block["block_id"]: HELD_UNDER[block["element"]["type"]] for block in BLOCKS}
    return {name: {"a": {members[name]: value}} for name, value in values.items()}


def test_untouched_inputs_hold_what_the_app_proposed_or_nothing() -> None:
    assert state_values(BLOCKS, {}) == UNTOUCHED


def test_what_was_chosen_is_told_in_the_words_of_the_app() -> None:
    values = state_values(BLOCKS, entered(team={"value": "one"}, who=[{"value": "two", "text": plain("forged")}]))
    assert values["team"]["a"]["selected_option"] == OPTIONS[0]
    assert values["who"]["a"]["selected_options"] == [OPTIONS[1]]


def test_a_choice_that_is_gone_counts_as_not_made() -> None:
    assert state_values(BLOCKS, entered(team={"value": "three"}, how={"value": "three"})) == UNTOUCHED


def test_an_input_emptied_by_hand_is_empty() -> None:
    assert state_values(BLOCKS, entered(why=None))["why"]["a"]["value"] is None


JUNK = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["weeks", "team", "a", "value"]), inner)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["weeks", "team", "who", "gone"]), JUNK))
def test_whatever_a_client_sends_every_input_is_there_once(given_values: Json) -> None:
    values = state_values(BLOCKS, given_values)
    assert {name: list(block) for name, block in values.items()} == {name: ["a"] for name in UNTOUCHED}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"weeks": None}, REQUIRED),
        ({"weeks": "twelve"}, "Enter a number."),
        ({"weeks": "NaN"}, "Enter a number."),
        ({"weeks": "1.5"}, "Enter a whole number."),
        ({"weeks": "0"}, "Enter 1 or more."),
        ({"weeks": "91"}, "Enter 90 or less."),
        ({"why": "no"}, "Write at least 3 characters."),
        ({"why": "x" * 10}, "Write at most 9 characters."),
        ({"when": "tomorrow"}, "Enter a date as YYYY-MM-DD."),
    ],
)
def test_what_an_input_does_not_take(wrong: Json, sentence: str) -> None:
    values = state_values(BLOCKS, entered(**({"weeks": "12"} | wrong)))
    assert problems(BLOCKS, values) == {next(iter(wrong)): sentence}


def test_addresses_are_looked_at() -> None:
    blocks = [field("mail", "email_text_input"), field("page", "url_text_input")]

    def wrong(mail: str, page: str) -> list[str]:
        values = state_values(blocks, {"mail": {"a": {"value": mail}}, "page": {"a": {"value": page}}})
        return list(problems(blocks, values))

    assert wrong("mara@example.com", "https://example.com") == []
    assert wrong("mara", "example") == ["mail", "page"]


@pytest.mark.parametrize("weeks", ["1", "90", "7.0"])
def test_what_an_input_takes(weeks: str) -> None:
    assert problems(BLOCKS, state_values(BLOCKS, entered(weeks=weeks))) == {}


async def test_a_form_is_filled_in_checked_and_heard_by_the_app(
    server: WorkspaceServer, app: AsyncApp, connect: Any
) -> None:
    views: list[Json] = []

    @app.shortcut("begin")
    async def begin(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        loading = {"type": "modal", "title": plain("Facts"), "blocks": [{"type": "divider"}]}
        shown = await client.views_open(trigger_id=body["trigger_id"], view=loading)
        await client.views_update(view_id=shown["view"]["id"], view=MODAL | {"private_metadata": "d7"})

    @app.view("facts")
    async def facts(ack: Any, view: Json) -> None:
        await ack()
        views.append(view)

    await connect(app)
    mara = server.person("mara")
    await mara.shortcut("begin")
    await server.wait_for(lambda: mara.modals and mara.modals[-1].content.get("submit"))
    with pytest.raises(ClientError, match="validation") as refused:
        await mara.submit(mara.modals[-1], entered(weeks="100", why="a"))
    assert refused.value.details["errors"] == {
        "weeks": "Enter 90 or less.",
        "why": "Write at least 3 characters.",
    }
    await mara.submit(mara.modals[-1], entered(weeks="12", when="2027-02-01"))
    assert mara.modals == []
    assert views[0]["private_metadata"] == "d7"
    changed = {
        "weeks": {"a": {"type": "number_input", "value": "12"}},
        "when": {"a": {"type": "datepicker", "selected_date": "2027-02-01"}},
    }
    assert views[0]["state"]["values"] == UNTOUCHED | changed


async def test_a_click_in_a_message_tells_what_its_inputs_hold(
    server: WorkspaceServer, app: AsyncApp, client: AsyncWebClient, connect: Any
) -> None:
    bodies: list[Json] = []

    async def heard(ack: Any, body: Json) -> None:
        await ack()
        bodies.append(body)

    app.action("more")(heard)
    app.action("pick")(heard)
    await connect(app)
    overflow = {"type": "overflow", "action_id": "more", "options": OPTIONS}
    boxes = {"type": "checkboxes", "action_id": "boxes", "options": OPTIONS, "initial_options": [OPTIONS[0]]}
    radio = {"type": "radio_buttons", "action_id": "pick", "options": OPTIONS}
    await client.chat_postMessage(
        channel=server.control.channel_id("general"),
        text="A question",
        blocks=[
            {"type": "section", "block_id": "top", "text": plain("Which?"), "accessory": overflow},
            {"type": "actions", "block_id": "low", "elements": [boxes, radio]},
        ],
    )
    (message,) = server.control.messages("general")
    mara = server.person("mara")
    await mara.click(message, "more", selected_option={"value": "two"})
    await mara.click(message, "pick", selected_option={"value": "one"})

    assert bodies[0]["actions"][0]["selected_option"] == OPTIONS[1]
    held = {"type": "checkboxes", "selected_options": [OPTIONS[0]]}
    unpicked = {"type": "radio_buttons", "selected_option": None}
    assert bodies[0]["state"]["values"] == {"low": {"boxes": held, "pick": unpicked}}
    assert bodies[1]["state"]["values"]["low"]["pick"]["selected_option"] == OPTIONS[0]
    with pytest.raises(ClientError, match="option_not_found"):
        await mara.click(message, "pick", selected_option={"value": "three"})


def section(**accessory: Any) -> list[Json]:
    return [{"type": "section", "text": plain("x"), "accessory": accessory}]


@pytest.mark.parametrize(
    ("blocks", "place"),
    [
        (
            section(type="static_select", options=OPTIONS, initial_option=option("three")),
            "/blocks/0/accessory/initial_option",
        ),
        (
            section(type="checkboxes", options=OPTIONS, initial_options=[option("three")]),
            "/blocks/0/accessory/initial_options",
        ),
        (section(type="datepicker", initial_date="1 May"), "/blocks/0/accessory/initial_date"),
        ([field("n", "number_input", is_decimal_allowed=True, min_value=3)], "/blocks/0/element/min_value"),
        ([field("t", "plain_text_input", max_length=4000)], "/blocks/0/element/max_length"),
        ([{"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]}], "/blocks/0/rows/0/0/text"),
        ([{"type": "table", "rows": [[None]]}], "/blocks/0/rows/0/0"),
        ([{"type": "table", "rows": [[{"type": "raw_number", "value": "3"}]]}], "/blocks/0/rows/0/0/value"),
        (
            [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]], "column_settings": [{"align": "up"}]}],
            "/blocks/0/column_settings/0/align",
        ),
    ],
)
def test_what_slack_refuses_in_inputs_and_tables_is_named(blocks: list[Json], place: str) -> None:
    (problem,) = message_problems(blocks)
    assert problem.endswith(f"[json-pointer:{place}]")


def test_the_form_itself_is_fine() -> None:
    assert view_problems(MODAL) == []

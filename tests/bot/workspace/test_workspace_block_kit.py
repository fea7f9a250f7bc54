"""Each family of Slack's limits: accepted at the limit, refused one beyond, with the place named."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.workspace.block_kit.surfaces import (
    block_text_length,
    checked_blocks,
    checked_view,
    message_problems,
    view_problems,
)
from bot.workspace.block_kit.walk import find_element, identified
from bot.workspace.errors import SlackError

Json = dict[str, Any]


def plain(length: int) -> Json:
    return {"type": "plain_text", "text": "x" * length}


def mrkdwn(length: int) -> Json:
    return {"type": "mrkdwn", "text": "x" * length}


def button(number: int = 0, **more: Any) -> Json:
    return {"type": "button", "action_id": f"a{number}", "text": plain(5), **more}


def option(text: int = 5, value: int = 5) -> Json:
    return {"text": plain(text), "value": "v" * value}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def select(options: int, **more: Any) -> Json:
    return actions({"type": "static_select", "options": [option() for _ in range(options)], **more})


def table(rows: int, columns: int, length: int = 1) -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x" * length}] * columns] * rows}


def data_table(rows: int) -> Json:
    return {"type": "data_table", "caption": "c", "rows": [[{"type": "raw_text", "text": "x"}]] * rows}


def feedback(text: int, value: int) -> Json:
    half = {"text": plain(text), "value": "v" * value}
    return {"type": "context_actions", "elements": [
        {"type": "feedback_buttons", "positive_button": half, "negative_button": half}
    ]}  # fmt: skip


def card(title: int = 5, body: int = 5, buttons: int = 1) -> Json:
    return {
        "type": "card",
        "title": mrkdwn(title),
        "body": mrkdwn(body),
        "actions": [button(number) for number in range(buttons)],
    }


def plan(tasks: int) -> Json:
    cards = [{"type": "task_card", "task_id": str(n), "title": "t", "status": "pending"} for n in range(tasks)]
    return {"type": "plan", "title": "p", "tasks": cards}


def confirm(title: int, text: int) -> Json:
    return {"title": plain(title), "text": plain(text), "confirm": plain(5), "deny": plain(5)}


LIMITS: list[tuple[str, Json, Json]] = [
    ("section text", {"type": "section", "text": mrkdwn(3000)}, {"type": "section", "text": mrkdwn(3001)}),
    ("fields", {"type": "section", "fields": [mrkdwn(1)] * 10}, {"type": "section", "fields": [mrkdwn(1)] * 11}),
    ("field text", {"type": "section", "fields": [mrkdwn(2000)]}, {"type": "section", "fields": [mrkdwn(2001)]}),
    ("header", {"type": "header", "text": plain(150)}, {"type": "header", "text": plain(151)}),
    ("header kind", {"type": "header", "text": plain(5)}, {"type": "header", "text": mrkdwn(5)}),
    ("button text", actions(button(text=plain(75))), actions(button(text=plain(76)))),
    ("button value", actions(button(value="v" * 2000)), actions(button(value="v" * 2001))),
    ("button url", actions(button(url="u" * 3000)), actions(button(url="u" * 3001))),
    ("button style", actions(button(style="primary")), actions(button(style="green"))),
    ("action_id", actions(button(action_id="a" * 255)), actions(button(action_id="a" * 256))),
    ("block_id", {"type": "divider", "block_id": "b" * 255}, {"type": "divider", "block_id": "b" * 256}),
    ("actions", actions(*map(button, range(25))), actions(*map(button, range(26)))),
    ("no actions", actions(button()), actions()),
    ("context", {"type": "context", "elements": [mrkdwn(5)] * 10}, {"type": "context", "elements": [mrkdwn(5)] * 11}),
    ("options", select(100), select(101)),
    ("option text", actions({"type": "overflow", "options": [option(text=75)]}), actions({"type": "overflow", "options": [option(text=76)]})),  # noqa: E501
    ("option value", actions({"type": "overflow", "options": [option(value=150)]}), actions({"type": "overflow", "options": [option(value=151)]})),  # noqa: E501
    ("overflow", actions({"type": "overflow", "options": [option()] * 5}), actions({"type": "overflow", "options": [option()] * 6})),  # noqa: E501
    ("placeholder", select(1, placeholder=plain(150)), select(1, placeholder=plain(151))),
    ("confirm title", actions(button(confirm=confirm(100, 300))), actions(button(confirm=confirm(101, 300)))),
    ("confirm text", actions(button(confirm=confirm(100, 300))), actions(button(confirm=confirm(100, 301)))),
    ("feedback text", feedback(75, 2000), feedback(76, 2000)),
    ("feedback value", feedback(75, 2000), feedback(75, 2001)),
    ("context_actions", {"type": "context_actions", "elements": feedback(1, 1)["elements"] * 5}, {"type": "context_actions", "elements": feedback(1, 1)["elements"] * 6}),  # noqa: E501
    ("table rows", table(100, 1), table(101, 1)),
    ("table columns", table(1, 20), table(1, 21)),
    ("table characters", table(100, 20, 5), table(100, 20, 6)),
    ("data_table rows", data_table(201), data_table(202)),
    ("card title", card(title=150), card(title=151)),
    ("card body", card(body=200), card(body=201)),
    ("card actions", card(buttons=3), card(buttons=4)),
    ("carousel", {"type": "carousel", "elements": [card()] * 10}, {"type": "carousel", "elements": [card()] * 11}),
    ("plan", plan(50), plan(51)),
    ("container", {"type": "container", "title": plain(5), "child_blocks": [{"type": "divider"}] * 10}, {"type": "container", "title": plain(5), "child_blocks": [{"type": "divider"}] * 11}),  # noqa: E501
    ("container content", {"type": "container", "title": plain(5), "child_blocks": [{"type": "divider"}]}, {"type": "container", "title": plain(5), "child_blocks": [card()]}),  # noqa: E501
    ("image", {"type": "image", "image_url": "https://x", "alt_text": "a"}, {"type": "image", "image_url": "https://x"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "fits", "exceeds"), LIMITS, ids=[limit[0] for limit in LIMITS])
def test_a_limit_holds_exactly(name: str, fits: Json, exceeds: Json) -> None:
    assert message_problems([fits]) == []
    problems = message_problems([exceeds])
    assert problems
    assert all("[json-pointer:/blocks" in problem for problem in problems)


def test_the_place_is_named_as_slack_names_it() -> None:
    with pytest.raises(SlackError) as caught:
        checked_blocks([{"type": "divider"}, {"type": "section", "text": mrkdwn(3001)}])
    assert caught.value.code == "invalid_blocks"
    assert caught.value.details["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]"
    ]


def test_unknown_types_are_refused_where_they_stand() -> None:
    assert message_problems([{"type": "hologram"}]) == [
        "[ERROR] unsupported type: hologram [json-pointer:/blocks/0/type]"
    ]
    assert "unsupported type: alert" in message_problems([{"type": "alert", "text": plain(5)}])[0]
    assert "must provide an object" in message_problems(["text"])[0]
    assert "must provide an array" in message_problems({"type": "divider"})[0]


def test_a_message_holds_fifty_blocks() -> None:
    assert message_problems([{"type": "divider"}] * 50) == []
    assert "no more than 50 items" in message_problems([{"type": "divider"}] * 51)[0]


def test_markdown_is_counted_over_all_blocks() -> None:
    halves = [{"type": "markdown", "text": "x" * 6000}] * 2
    assert message_problems(halves) == []
    assert "12001" in message_problems([*halves, {"type": "markdown", "text": "x"}])[0]


def test_a_message_may_not_hold_too_much_text() -> None:
    blocks = [{"type": "section", "text": mrkdwn(3000)}] * 4
    assert len(checked_blocks([*blocks, {"type": "section", "text": mrkdwn(1200)}])) == 5
    with pytest.raises(SlackError, match="msg_blocks_too_long"):
        checked_blocks([*blocks, {"type": "section", "text": mrkdwn(1201)}])


def test_only_one_table_to_a_message() -> None:
    assert "only one table" in message_problems([table(1, 1), table(1, 1)])[0]


def test_identifiers_are_unique_in_their_scope() -> None:
    twice = {"type": "divider", "block_id": "same"}
    assert "already exists" in message_problems([twice, twice])[0]
    assert "already exists" in message_problems([actions(button(1), button(1))])[0]
    assert message_problems([actions(button(1)), actions(button(1))]) == []


def modal(**more: Any) -> Json:
    return {"type": "modal", "title": plain(24), "blocks": [{"type": "divider"}], **more}


@pytest.mark.parametrize(
    ("fits", "exceeds"),
    [
        ({"title": plain(24)}, {"title": plain(25)}),
        ({"submit": plain(24)}, {"submit": plain(25)}),
        ({"close": plain(24)}, {"close": plain(25)}),
        ({"private_metadata": "m" * 3000}, {"private_metadata": "m" * 3001}),
        ({"callback_id": "c" * 255}, {"callback_id": "c" * 256}),
        ({"blocks": [{"type": "divider"}] * 100}, {"blocks": [{"type": "divider"}] * 101}),
        ({"blocks": [{"type": "alert", "text": plain(5)}]}, {"blocks": [{"type": "markdown", "text": "x"}]}),
        ({}, {"blocks": [{"type": "input", "label": plain(5), "element": {"type": "plain_text_input"}}]}),
    ],
)
def test_limits_of_modals(fits: Json, exceeds: Json) -> None:
    assert view_problems(modal(**fits)) == []
    assert view_problems(modal(**exceeds))


def test_a_view_must_be_of_the_expected_type() -> None:
    with pytest.raises(SlackError, match="invalid_arguments"):
        checked_view(modal(), "home")
    with pytest.raises(SlackError, match="invalid_arguments"):
        checked_view(None, "modal")


def test_a_view_may_not_be_huge() -> None:
    blocks = [{"type": "section", "text": mrkdwn(3000)}] * 90
    with pytest.raises(SlackError, match="view_too_large"):
        checked_view(modal(blocks=blocks))


def test_identifiers_are_filled_in_and_lead_back() -> None:
    given_blocks = [
        actions({"type": "button", "text": plain(1)}),
        {"type": "container", "child_blocks": [actions(button())]},
    ]
    complete = identified(given_blocks)
    block = complete[0]
    assert find_element(complete, block["block_id"], block["elements"][0]["action_id"]) == block["elements"][0]
    inner = complete[1]["child_blocks"][0]
    assert find_element(complete, inner["block_id"], "a0") == inner["elements"][0]
    assert find_element(complete, "gone", "a0") is None
    assert "block_id" not in given_blocks[0]


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["type", "text", "elements", "rows"]), inner)
    ),
    max_leaves=20,
)


@given(JSON_VALUES)
def test_nothing_that_is_sent_breaks_the_check(blocks: Any) -> None:
    try:
        assert block_text_length(checked_blocks(blocks)) >= 0
    except SlackError as error:
        assert error.code in {"invalid_blocks", "msg_blocks_too_long"}

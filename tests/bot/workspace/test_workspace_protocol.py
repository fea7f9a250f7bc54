"""The page's protocol from end to end, used as the scenarios' people use it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import WorkspaceServer
from tests.scenarios.people import Message, Person, RefusedError, choices, text_of

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def options(*labels: str) -> list[Json]:
    return [{"text": plain(label), "value": label.lower()} for label in labels]


QUESTION: list[Json] = [
    {
        "type": "section",
        "text": plain("How often?"),
        "accessory": {"type": "overflow", "action_id": "more", "options": options("Pause", "Cancel")},
    },
    {
        "type": "actions",
        "elements": [
            {"type": "static_select", "action_id": "often", "options": options("Weekly", "Yearly")},
            {"type": "checkboxes", "action_id": "who", "options": options("Ml", "Ops")},
            {"type": "button", "action_id": "form", "text": plain("Fill In")},
        ],
    },
]
FORM: Json = {
    "type": "modal",
    "callback_id": "facts",
    "title": plain("Facts"),
    "submit": plain("Save"),
    "blocks": [
        {
            "type": "input",
            "block_id": "w",
            "label": plain("Weeks"),
            "element": {"type": "number_input", "action_id": "n", "is_decimal_allowed": False, "max_value": "90"},
        },
        {
            "type": "input",
            "block_id": "t",
            "label": plain("Team"),
            "element": {"type": "radio_buttons", "action_id": "r", "options": options("One", "Two")},
        },
        {"type": "actions", "elements": [{"type": "button", "action_id": "again", "text": plain("Ask Again")}]},
    ],
}


@pytest.fixture
async def heard(app: AsyncApp, connect: Any) -> list[Any]:
    """What the app was told: it opens a form on request, and answers a shortcut in the thread."""
    told: list[Any] = []

    @app.event("message")
    async def message(event: Json) -> None:
        told.append(event.get("text"))

    async def act(ack: Any, action: Json) -> None:
        await ack()
        told.append(action.get("selected_option") or action.get("selected_options") or action["action_id"])

    for name in ("more", "often", "who", "again"):
        app.action(name)(act)

    @app.action("form")
    async def form(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.view("facts")
    async def facts(ack: Any, view: Json) -> None:
        await ack()
        told.append(view["state"]["values"])

    @app.shortcut("about")
    async def about(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        thread = body["message"].get("thread_ts") or body["message_ts"]
        await client.chat_postMessage(channel=body["channel"]["id"], thread_ts=thread, text="About that")

    await connect(app)
    return told


@pytest.fixture
async def mara(server: WorkspaceServer) -> AsyncIterator[Person]:
    async with Person.at(server.base_url, "mara") as person:
        yield person


@pytest.fixture
async def question(server: WorkspaceServer, client: AsyncWebClient, mara: Person, heard: list[Any]) -> Message:
    general = server.control.channel_id("general")
    await client.chat_postMessage(channel=general, text="A question", blocks=QUESTION)
    return await mara.sees_message("How often?", "general")


async def test_choices_are_made_by_their_labels(
    server: WorkspaceServer, mara: Person, question: Message, heard: list[Any]
) -> None:
    assert choices(question) == ["Pause", "Cancel", "Weekly", "Yearly", "Ml", "Ops"]
    await mara.picks(question, "Yearly", "general")
    await mara.picks(question, ["Ml", "Ops"], "general")
    await mara.chooses(question, "Cancel", "general")
    await server.wait_for(lambda: len(heard) == 3)
    assert heard == [options("Yearly")[0], options("Ml", "Ops"), options("Cancel")[0]]
    with pytest.raises(AssertionError, match="There is no 'Monthly' among"):
        await mara.picks(question, "Monthly", "general")


async def test_a_form_is_filled_in_by_its_labels(
    server: WorkspaceServer, mara: Person, question: Message, heard: list[Any]
) -> None:
    await mara.clicks(question, "Fill In", "general")
    form = await mara.sees_view("Facts")
    with pytest.raises(RefusedError) as refused:
        await mara.fills_in(form, {"Weeks": "100", "Team": "Two"})
    assert refused.value.answer["errors"] == {"w": "Enter 90 or less."}
    await mara.clicks_in(form, "Ask Again")
    await mara.fills_in(form, {"Weeks": "12", "Team": "Two"})
    await server.wait_for(lambda: len(heard) == 2)
    assert heard[0] == "again"
    assert heard[1] == {
        "w": {"n": {"type": "number_input", "value": "12"}},
        "t": {"r": {"type": "radio_buttons", "selected_option": options("Two")[0]}},
    }
    with pytest.raises(RefusedError, match="not open"):
        await mara.closes(form)


async def test_a_shortcut_is_used_by_its_name(server: WorkspaceServer, mara: Person, heard: list[Any]) -> None:
    root = await mara.says("A root", "general")
    reply = await mara.says("It changes weekly", "general", root["ts"])
    await mara.uses_shortcut("Ask about this", reply, "general")
    answer = await mara.sees_message("About that", "general", root["ts"])
    assert [message["ts"] for message in mara.replies(root["ts"])] == [answer["ts"]]
    assert [text_of(one) for one in await mara.reads("general", root["ts"])] == [
        "A root",
        "It changes weekly",
        "About that",
    ]


async def test_messages_are_seen_in_their_newest_state(
    server: WorkspaceServer, client: AsyncWebClient, mara: Person, question: Message
) -> None:
    general = question["ts"], server.control.channel_id("general")
    await client.chat_update(ts=general[0], channel=general[1], text="Settled", blocks=[])
    settled = await mara.sees_message(lambda message: message["text"] == "Settled", "general")
    assert mara.now(question, "general") == settled
    await client.chat_postMessage(channel=general[1], thread_ts=general[0], text="A reply")
    await mara.sees_message("A reply", "general", general[0])
    assert [one["ts"] for one in mara.roots("general")] == [general[0]]
    await client.chat_delete(channel=general[1], ts=mara.replies(general[0])[0]["ts"])
    await mara.sees(lambda _: not mara.replies(general[0]))


async def test_files_are_seen_with_what_they_hold(
    server: WorkspaceServer, client: AsyncWebClient, mara: Person, question: Message
) -> None:
    await client.files_upload_v2(
        channel=server.control.channel_id("general"),
        thread_ts=question["ts"],
        filename="0001-retrieve-first.md",
        title="Decision record",
        content="# Retrieve first",
    )
    file, content = await mara.sees_file(".md", "general", question["ts"])
    assert (file["title"], content) == ("Decision record", b"# Retrieve first")


async def test_a_person_who_is_invited_can_talk_there(server: WorkspaceServer, heard: list[Any]) -> None:
    async with Person.at(server.base_url, "noor") as noor:
        assert "ai-architecture" not in noor.channels
        server.control.invite("noor", "ai-architecture")
        await noor.sees(lambda event: event["type"] == "channels")
        await noor.says("Here I am", "ai-architecture")
        await server.wait_for(lambda: heard == ["Here I am"])

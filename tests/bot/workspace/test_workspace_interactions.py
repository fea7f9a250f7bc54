"""Commands, clicks, shortcuts and modals, between a person and a real Bolt app."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.workspace.errors import ClientError
from bot.workspace.server import WorkspaceServer

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def modal(title: str = "One", **more: Any) -> Json:
    return {"type": "modal", "callback_id": "m", "title": plain(title), "blocks": [{"type": "divider"}], **more}


FORM = modal(
    submit=plain("Save"),
    blocks=[
        {
            "type": "input",
            "block_id": "topic",
            "label": plain("Topic"),
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
    ],
)
TYPED = {"topic": {"text": {"type": "plain_text_input", "value": "RAG"}}}

BUTTONS = [
    {
        "type": "actions",
        "block_id": "choices",
        "elements": [
            {"type": "button", "action_id": "go", "text": plain("Go"), "value": "now"},
            {
                "type": "static_select",
                "action_id": "pick",
                "options": [{"text": plain("One"), "value": "1"}, {"text": plain("Two"), "value": "2"}],
            },
        ],
    }
]


# Commands


async def test_a_command_is_acknowledged_with_a_private_answer(
    server: WorkspaceServer, app: AsyncApp, connect: Any
) -> None:
    seen: list[Json] = []

    @app.command("/help-me")
    async def help_me(ack: Any, command: Json) -> None:
        seen.append(command)
        await ack("Here is help")

    await connect(app)
    mara = server.person("mara")
    await mara.command("/help-me", "with @tobias & more", "general")
    assert [message.text for message in mara.ephemerals] == ["Here is help"]
    tobias = server.control.user_id("tobias")
    assert seen[0]["text"] == f"with <@{tobias}|tobias> &amp; more"
    assert (seen[0]["channel_name"], seen[0]["user_name"]) == ("general", "mara")
    await mara.command("/help-me")
    assert seen[1]["channel_name"] == "directmessage"


async def test_an_answer_can_be_for_everybody(server: WorkspaceServer, app: AsyncApp, connect: Any) -> None:
    @app.command("/plain")
    async def plain_command(ack: Any) -> None:
        await ack({"response_type": "in_channel", "text": "For all", "blocks": [{"type": "divider"}]})

    await connect(app)
    await server.person("mara").command("/plain", "@tobias", "general")
    (message,) = server.control.messages("general")
    assert (message.text, message.bot_id) == ("For all", server.config.app.bot_id)


async def test_commands_that_slack_would_not_run(server: WorkspaceServer) -> None:
    mara = server.person("mara")
    with pytest.raises(ClientError, match="invalid_command"):
        await mara.command("/unknown", channel="general")
    root = mara.say("root", "general")
    with pytest.raises(ClientError, match="command_not_in_thread") as refused:
        await mara.command("/plain", channel="general", thread_ts=root.ts)
    assert refused.value.details["message"] == "/plain is not supported in threads. Sorry!"
    assert [message.thread_ts for message in mara.ephemerals] == [None, root.ts]


async def test_a_command_without_acknowledgement_fails_in_view_of_the_person(
    server: WorkspaceServer, app: AsyncApp, connect: Any
) -> None:
    parked = asyncio.Event()

    @app.command("/plain")
    async def never(ack: Any) -> None:
        parked.set()
        await asyncio.Event().wait()

    await connect(app)
    mara = server.person("mara")
    running = asyncio.create_task(mara.command("/plain", channel="general"))
    await parked.wait()
    server.control.advance(3.0)
    with pytest.raises(ClientError, match="operation_timeout"):
        await running
    assert mara.ephemerals[-1].text == '/plain failed with the error "operation_timeout"'


# Response URLs


@pytest.fixture
async def respond(server: WorkspaceServer, app: AsyncApp, connect: Any) -> AsyncWebhookClient:
    """The response URL of a command that mara ran in #general."""
    urls: list[str] = []

    @app.command("/plain")
    async def keep(ack: Any, command: Json) -> None:
        urls.append(command["response_url"])
        await ack()

    await connect(app)
    await server.person("mara").command("/plain", channel="general")
    return AsyncWebhookClient(urls[0])


async def test_a_response_url_answers_replaces_and_deletes(
    server: WorkspaceServer, respond: AsyncWebhookClient
) -> None:
    mara = server.person("mara")
    await respond.send(text="first")
    assert [message.text for message in mara.ephemerals] == ["first"]
    await respond.send(text="second", replace_original=True)
    assert [message.text for message in mara.ephemerals] == ["second"]
    await respond.send(delete_original=True)
    assert mara.ephemerals == []
    await respond.send(text="all", response_type="in_channel", blocks=[{"type": "divider"}])
    assert [message.text for message in server.control.messages("general")] == ["all"]


async def test_a_response_url_is_used_five_times(respond: AsyncWebhookClient) -> None:
    statuses = [(await respond.send(text=str(number))).status_code for number in range(6)]
    assert statuses == [200] * 5 + [404]
    assert "used_url" in (await respond.send(text="x")).body


async def test_a_response_url_lives_half_an_hour(server: WorkspaceServer, respond: AsyncWebhookClient) -> None:
    server.control.advance(1800)
    assert (await respond.send(text="in time")).status_code == 200
    server.control.advance(1)
    assert "expired_url" in (await respond.send(text="late")).body


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"markdown_text": "**x**"}, "no_text"),
        ({"text": "x", "blocks": [{"type": "nonsense"}]}, "invalid_blocks"),
    ],
)
async def test_a_response_slack_refuses(respond: AsyncWebhookClient, body: Json, code: str) -> None:
    answer = await respond.send_dict(body)
    assert (answer.status_code, code in answer.body) == (400, True)


# Clicks


async def test_a_click_carries_the_whole_element(
    server: WorkspaceServer, app: AsyncApp, client: AsyncWebClient, connect: Any
) -> None:
    bodies: list[Json] = []

    @app.action("go")
    async def go(ack: Any, body: Json, respond: Any) -> None:
        await ack()
        bodies.append(body)
        await respond(text="done", replace_original=True)

    await connect(app)
    mara = server.person("mara")
    await client.chat_postMessage(channel=server.control.channel_id("general"), text="choose", blocks=BUTTONS)
    (message,) = server.control.messages("general")
    await mara.click(message, "go")
    await server.wait_for(lambda: message.text == "done")
    (body,) = bodies
    (action,) = body["actions"]
    assert (action["value"], action["block_id"], action["text"]["text"]) == ("now", "choices", "Go")
    assert body["container"]["message_ts"] == message.ts == body["message"]["ts"]
    assert (body["user"]["id"], body["channel"]["name"]) == (mara.id, "general")
    assert message.blocks == []


async def test_a_choice_is_one_of_the_element_s_options(
    server: WorkspaceServer, app: AsyncApp, client: AsyncWebClient, connect: Any
) -> None:
    chosen: list[Json] = []

    @app.action("pick")
    async def pick(ack: Any, body: Json) -> None:
        await ack()
        chosen.append(body)

    await connect(app)
    mara = server.person("mara")
    await client.chat_postEphemeral(
        channel=server.control.channel_id("general"), user=mara.id, text="x", blocks=BUTTONS
    )
    (message,) = mara.ephemerals
    await mara.click(message, "pick", selected_option={"value": "2"})
    (body,) = chosen
    assert body["actions"][0]["selected_option"]["text"]["text"] == "Two"
    assert body["state"]["values"]["choices"]["pick"]["selected_option"]["value"] == "2"
    assert body["container"]["is_ephemeral"]
    assert "message" not in body
    with pytest.raises(ClientError, match="option_not_found"):
        await mara.click(message, "pick", selected_option={"value": "3"})
    with pytest.raises(LookupError):
        await mara.click(message, "gone")
    with pytest.raises(ClientError, match="message_not_found"):
        await server.person("tobias").click(message, "go")


async def test_shortcuts_reach_the_app(server: WorkspaceServer, app: AsyncApp, connect: Any) -> None:
    bodies: list[Json] = []

    @app.shortcut("about")
    async def about(ack: Any, body: Json) -> None:
        await ack()
        bodies.append(body)

    @app.shortcut("begin")
    async def begin(ack: Any, body: Json) -> None:
        await ack()
        bodies.append(body)

    await connect(app)
    mara = server.person("mara")
    message = mara.say("explain this", "general")
    await mara.shortcut("about", message)
    await mara.shortcut("begin")
    assert [body["type"] for body in bodies] == ["message_action", "shortcut"]
    assert (bodies[0]["message"]["text"], bodies[0]["message_ts"]) == ("explain this", message.ts)
    with pytest.raises(ClientError, match="unknown_shortcut"):
        await mara.shortcut("other")
    with pytest.raises(ClientError, match="invalid_arguments"):
        await mara.shortcut("about")


# Modals


@pytest.fixture
async def trigger(server: WorkspaceServer, app: AsyncApp, connect: Any) -> Any:
    """Has mara use a global shortcut, and returns the trigger the app was given."""
    triggers: list[str] = []

    @app.shortcut("begin")
    async def begin(ack: Any, body: Json) -> None:
        await ack()
        triggers.append(body["trigger_id"])

    await connect(app)

    async def pulled() -> str:
        await server.person("mara").shortcut("begin")
        return triggers[-1]

    return pulled


async def refusal(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def test_a_trigger_opens_one_modal_within_three_seconds(
    server: WorkspaceServer, client: AsyncWebClient, trigger: Any
) -> None:
    trigger_id = await trigger()
    opened = await client.views_open(trigger_id=trigger_id, view=modal())
    assert server.person("mara").modals[0].id == opened["view"]["id"]
    assert await refusal(client.views_open(trigger_id=trigger_id, view=modal())) == "exchanged_trigger_id"
    late = await trigger()
    server.control.advance(3.1)
    assert await refusal(client.views_open(trigger_id=late, view=modal())) == "expired_trigger_id"
    assert await refusal(client.views_open(trigger_id="1.2", view=modal())) == "invalid_trigger_id"
    assert await refusal(client.views_open(trigger_id=await trigger(), view=modal("x" * 25))) == "invalid_arguments"


async def test_three_modals_stack_and_no_more(server: WorkspaceServer, client: AsyncWebClient, trigger: Any) -> None:
    assert await refusal(client.views_push(trigger_id=await trigger(), view=modal())) == "not_found"
    first = (await client.views_open(trigger_id=await trigger(), view=modal()))["view"]
    await client.views_push(trigger_id=await trigger(), view=modal("Two"))
    third = (await client.views_push(trigger_id=await trigger(), view=modal("Three")))["view"]
    assert third["root_view_id"] == first["id"]
    assert await refusal(client.views_push(trigger_id=await trigger(), view=modal())) == "push_limit_reached"
    mara = server.person("mara")
    await mara.close(mara.modals[-1])
    assert [view.content["title"]["text"] for view in mara.modals] == ["One", "Two"]


async def test_an_update_may_insist_on_what_it_saw(
    server: WorkspaceServer, client: AsyncWebClient, trigger: Any
) -> None:
    view = (await client.views_open(trigger_id=await trigger(), view=modal(external_id="mine")))["view"]
    await client.views_update(view_id=view["id"], hash=view["hash"], view=modal("Newer", external_id="mine"))
    stale = client.views_update(view_id=view["id"], hash=view["hash"], view=modal("Stale"))
    assert await refusal(stale) == "hash_conflict"
    await client.views_update(external_id="mine", view=modal("Last"))
    assert server.person("mara").modals[0].content["title"]["text"] == "Last"
    assert await refusal(client.views_update(view_id="V0", view=modal())) == "not_found"
    assert await refusal(client.views_update(external_id="other", view=modal())) == "not_found"


async def test_homes_are_published_and_kept_apart(server: WorkspaceServer, client: AsyncWebClient) -> None:
    mara, home = server.person("mara"), {"type": "home", "blocks": [{"type": "divider"}]}
    first = (await client.views_publish(user_id=mara.id, view=home))["view"]
    second = (await client.views_publish(user_id=mara.id, view=home, hash=first["hash"]))["view"]
    assert first["id"] == second["id"]
    assert first["hash"] != second["hash"]
    assert await refusal(client.views_publish(user_id=mara.id, view=home, hash=first["hash"])) == "hash_conflict"
    assert server.person("tobias").home is None
    assert await refusal(client.views_publish(user_id=mara.id, view=modal())) == "invalid_arguments"


@pytest.mark.parametrize(
    ("answer", "stack"),
    [
        ({}, []),
        ({"response_action": "clear"}, []),
        ({"response_action": "update", "view": modal("Updated")}, ["Updated"]),
        ({"response_action": "push", "view": modal("Pushed")}, ["One", "Pushed"]),
    ],
)
async def test_the_answer_to_a_submission_decides_what_is_open(  # noqa: PLR0917
    server: WorkspaceServer, app: AsyncApp, client: AsyncWebClient, trigger: Any, answer: Json, stack: list[str]
) -> None:
    views: list[Json] = []

    @app.view("m")
    async def submitted(ack: Any, view: Json) -> None:
        views.append(view)
        await ack(answer) if answer else await ack()

    await client.views_open(trigger_id=await trigger(), view=FORM)
    mara = server.person("mara")
    await mara.submit(mara.modals[-1], TYPED)
    assert views[0]["state"]["values"] == TYPED
    assert [view.content["title"]["text"] for view in mara.modals] == stack


async def test_an_answer_slack_cannot_show_is_an_error(
    server: WorkspaceServer, app: AsyncApp, client: AsyncWebClient, trigger: Any
) -> None:
    @app.view("m")
    async def submitted(ack: Any) -> None:
        await ack(response_action="push", view=modal("x" * 25))

    await client.views_open(trigger_id=await trigger(), view=FORM)
    mara = server.person("mara")
    with pytest.raises(ClientError, match="invalid_arguments"):
        await mara.submit(mara.modals[-1], TYPED)
    assert len(mara.modals) == 1


async def test_a_submission_nobody_takes_keeps_the_modal(
    server: WorkspaceServer, client: AsyncWebClient, trigger: Any
) -> None:
    await client.views_open(trigger_id=await trigger(), view=FORM)
    mara = server.person("mara")
    submitting = asyncio.create_task(mara.submit(mara.modals[-1], TYPED))
    await server.wait_for(lambda: not server.control.is_calm)
    server.control.advance(3.0)
    with pytest.raises(ClientError, match="operation_timeout"):
        await submitting
    assert len(mara.modals) == 1


async def test_errors_are_shown_at_their_fields(
    server: WorkspaceServer, app: AsyncApp, client: AsyncWebClient, trigger: Any
) -> None:
    @app.view("m")
    async def submitted(ack: Any) -> None:
        await ack(response_action="errors", errors={"topic": "Too short"})

    await client.views_open(trigger_id=await trigger(), view=FORM)
    mara = server.person("mara")
    with pytest.raises(ClientError, match="validation") as refused:
        await mara.submit(mara.modals[-1], TYPED)
    assert refused.value.details["errors"] == {"topic": "Too short"}
    with pytest.raises(ClientError, match="validation") as refused:
        await mara.submit(mara.modals[-1])
    assert refused.value.details["errors"] == {"topic": "Please complete this required field."}
    assert len(mara.modals) == 1


async def test_clicks_in_a_modal_carry_its_state(
    server: WorkspaceServer, app: AsyncApp, client: AsyncWebClient, trigger: Any
) -> None:
    bodies: list[Json] = []

    @app.action("go")
    async def go(ack: Any, body: Json) -> None:
        await ack()
        bodies.append(body)

    await client.views_open(trigger_id=await trigger(), view={**FORM, "blocks": FORM["blocks"] + BUTTONS})
    mara = server.person("mara")
    await mara.click_view(mara.modals[-1], "go", state={"values": TYPED})
    pick = {"pick": {"type": "static_select", "selected_option": None}}
    assert bodies[0]["view"]["state"]["values"] == TYPED | {"choices": pick}
    assert bodies[0]["container"] == {"type": "view", "view_id": mara.modals[-1].id}
    with pytest.raises(ClientError, match="not_found"):
        await server.person("tobias").click_view(mara.modals[-1], "go")


async def test_the_app_hears_of_a_closed_modal_if_it_asked(
    server: WorkspaceServer, app: AsyncApp, client: AsyncWebClient, trigger: Any
) -> None:
    closed: list[Json] = []

    @app.view_closed("m")
    async def on_close(ack: Any, body: Json) -> None:
        await ack()
        closed.append(body)

    mara = server.person("mara")
    for view in (modal(), modal(notify_on_close=True)):
        await client.views_open(trigger_id=await trigger(), view=view)
        await mara.close(mara.modals[-1])
    assert [body["type"] for body in closed] == ["view_closed"]
    assert mara.modals == []

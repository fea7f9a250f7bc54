"""Streamed messages and agent sessions."""

from __future__ import annotations

from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.model import Message
from bot.workspace.server import WorkspaceServer

Json = dict[str, Any]


async def refusal(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


@pytest.fixture
async def root(server: WorkspaceServer) -> Message:
    """A person's question in the direct message."""
    return server.person("mara").say("Why?")


@pytest.fixture
async def stream(client: AsyncWebClient, root: Message) -> Json:
    """``channel`` and ``ts`` of an open stream."""
    started = await client.chat_startStream(channel=root.channel, thread_ts=root.ts)
    return {"channel": root.channel, "ts": started["ts"]}


def text_chunk(text: str) -> Json:
    return {"type": "markdown_text", "text": text}


def task(number: int, **more: Any) -> Json:
    return {"type": "task_update", "id": str(number), "title": "Reading", "status": "in_progress", **more}


async def test_slack_s_own_helper_streams(server: WorkspaceServer, client: AsyncWebClient, root: Message) -> None:
    stream = await client.chat_stream(channel=root.channel, thread_ts=root.ts, buffer_size=1)
    await stream.append(markdown_text="**Because** ")
    message = server.control.messages(root.channel, root.ts)[1]
    assert (message.markdown, message.streaming) == ("**Because** ", True)
    await stream.append(markdown_text="it is.")
    await stream.stop(blocks=[{"type": "divider"}], session_status="active")
    assert (message.text, message.streaming) == ("**Because** it is.", False)
    assert message.blocks[0]["block_id"]
    (session,) = server.control.dump()["sessions"]
    assert (session["thread_ts"], session["status"]) == (root.ts, "active")


async def test_tasks_grow_and_the_plan_has_a_title(
    server: WorkspaceServer, client: AsyncWebClient, stream: Json
) -> None:
    await client.chat_appendStream(**stream, chunks=[{"type": "plan_update", "title": "Plan"}, task(1, details="a")])
    await client.chat_appendStream(**stream, chunks=[task(1, details="b", title="Read", status="complete"), task(2)])
    message = server.control.messages(stream["channel"])[1]
    assert message.plan_title == "Plan"
    assert [(entry["title"], entry["status"], entry.get("details")) for entry in message.tasks] == [
        ("Read", "complete", "ab"),
        ("Reading", "in_progress", None),
    ]


async def test_blocks_may_come_as_chunks(server: WorkspaceServer, client: AsyncWebClient, stream: Json) -> None:
    await client.chat_appendStream(**stream, chunks=[{"type": "blocks", "blocks": [{"type": "divider"}]}])
    assert server.control.messages(stream["channel"])[1].blocks[0]["type"] == "divider"
    nonsense = [{"type": "blocks", "blocks": [{"type": "nonsense"}]}]
    assert await refusal(client.chat_appendStream(**stream, chunks=nonsense)) == "invalid_blocks"


async def test_text_and_chunks_never_mix(client: AsyncWebClient, stream: Json) -> None:
    await client.chat_appendStream(**stream, chunks=[text_chunk("a")])
    assert await refusal(client.chat_appendStream(**stream, markdown_text="b")) == "streaming_mode_mismatch"
    both = client.chat_appendStream(**stream, markdown_text="b", chunks=[text_chunk("a")])
    assert await refusal(both) == "streaming_mode_mismatch"


async def test_a_stream_holds_twelve_thousand_characters(
    server: WorkspaceServer, client: AsyncWebClient, stream: Json
) -> None:
    await client.chat_appendStream(**stream, markdown_text="x" * 12_000)
    assert await refusal(client.chat_appendStream(**stream, markdown_text="y")) == "msg_too_long"
    assert await refusal(client.chat_stopStream(**stream, markdown_text="y")) == "msg_too_long"
    await client.chat_stopStream(**stream)
    assert server.control.messages(stream["channel"])[1].text == "x" * 12_000


async def test_a_stream_dies_after_five_minutes_however_busy(
    server: WorkspaceServer, client: AsyncWebClient, stream: Json
) -> None:
    server.control.advance(299)
    await client.chat_appendStream(**stream, markdown_text="still here")
    server.control.advance(1)
    assert await refusal(client.chat_appendStream(**stream, markdown_text="x")) == "message_not_in_streaming_state"
    message = await server.wait_for(lambda: server.control.messages(stream["channel"])[1])
    assert (message.streaming, message.text) == (False, "still here")
    await client.chat_update(**stream, text="finished otherwise")


@pytest.mark.parametrize(
    "chunks",
    [
        [task(1, title="x" * 257)],
        [task(1, details="x" * 257)],
        [task(1, status="completed")],
        [{"type": "plan_update", "title": "x" * 257}],
        [{"type": "nonsense"}],
        ["text"],
        [task(number) for number in range(51)],
    ],
)
async def test_chunks_slack_refuses(client: AsyncWebClient, stream: Json, chunks: Any) -> None:
    call = client.api_call("chat.appendStream", json={**stream, "chunks": chunks})
    assert await refusal(call) == "invalid_chunks"


async def test_only_open_streams_of_the_app_take_more(
    server: WorkspaceServer, client: AsyncWebClient, stream: Json, root: Message
) -> None:
    assert await refusal(client.chat_appendStream(**stream)) == "no_text"
    await client.chat_stopStream(**stream)
    assert await refusal(client.chat_stopStream(**stream)) == "message_not_in_streaming_state"
    own = {"channel": root.channel, "ts": root.ts}
    assert await refusal(client.chat_appendStream(**own, markdown_text="x")) == "message_not_owned_by_app"
    plain = await client.chat_postMessage(channel=root.channel, text="plain")
    late = client.chat_appendStream(channel=root.channel, ts=plain["ts"], markdown_text="x")
    assert await refusal(late) == "message_not_in_streaming_state"


async def test_a_streaming_message_is_not_updated(client: AsyncWebClient, stream: Json) -> None:
    assert await refusal(client.chat_update(**stream, text="x")) == "streaming_state_conflict"


async def test_a_streaming_message_that_is_deleted_streams_no_more(
    server: WorkspaceServer, client: AsyncWebClient, stream: Json, root: Message
) -> None:
    await client.chat_delete(**stream)
    assert [message.ts for message in server.control.messages(root.channel, root.ts)] == [root.ts]
    assert await refusal(client.chat_appendStream(**stream, chunks=[text_chunk("more")])) == "message_not_found"


async def test_a_channel_wants_to_know_for_whom(server: WorkspaceServer, client: AsyncWebClient) -> None:
    mara = server.person("mara")
    asked = mara.say("Why?", "general")
    where = {"channel": asked.channel, "thread_ts": asked.ts}
    assert await refusal(client.chat_startStream(**where)) == "missing_recipient_team_id"
    team = {"recipient_team_id": server.config.team_id}
    assert await refusal(client.chat_startStream(**where, **team)) == "missing_recipient_user_id"
    await client.chat_startStream(**where, **team, recipient_user_id=mara.id)
    nowhere = client.chat_startStream(channel=asked.channel, thread_ts="1.0")
    assert await refusal(nowhere) == "thread_not_found"


async def test_starts_and_appends_have_their_tiers(client: AsyncWebClient, root: Message) -> None:
    for _ in range(20):
        await client.chat_startStream(channel=root.channel, thread_ts=root.ts)
    assert await refusal(client.chat_startStream(channel=root.channel, thread_ts=root.ts)) == "ratelimited"


async def test_a_person_stops_a_session(
    server: WorkspaceServer, app: AsyncApp, connect: Any, root: Message, stream: Json
) -> None:
    client = app.client
    heard: list[Json] = []

    @app.event("agent_session_stopped")
    async def stopped(event: Json) -> None:
        heard.append(event)

    @app.event("message")
    async def ignored() -> None: ...

    await connect(app)
    session = {"channel_id": root.channel, "thread_ts": root.ts}
    await client.agents_sessions_setStatus(**session, status="processing", title="Why")
    assert not server.control.is_calm
    await client.chat_appendStream(**stream, markdown_text="so")
    server.person("mara").stop(root.channel, root.ts)
    await server.wait_for(lambda: heard)
    assert heard[0]["streaming_message_ts"] == [stream["ts"]]
    assert (heard[0]["user"], heard[0]["thread_ts"]) == (server.person("mara").id, root.ts)
    assert await refusal(client.chat_appendStream(**stream, markdown_text="x")) == "stopped_by_user"
    await client.agents_sessions_setStatus(**session, status="active")
    await server.idle()


async def test_a_session_rests_after_an_hour(server: WorkspaceServer, client: AsyncWebClient, root: Message) -> None:
    session = {"channel_id": root.channel, "thread_ts": root.ts}
    await client.agents_sessions_setStatus(**session, status="processing")
    server.control.advance(1800)
    await client.agents_sessions_setStatus(**session, status="processing")
    server.control.advance(1800)
    assert server.control.dump()["sessions"][0]["status"] == "processing"
    server.control.advance(1800)
    await server.wait_for(lambda: server.control.dump()["sessions"][0]["status"] == "active")


async def test_sessions_are_named_and_checked(server: WorkspaceServer, client: AsyncWebClient, root: Message) -> None:
    session = {"channel_id": root.channel, "thread_ts": root.ts}
    await client.agents_sessions_rename(**session, title="A title")
    await client.assistant_threads_setTitle(channel_id=root.channel, thread_ts=root.ts, title="Another")
    assert server.control.dump()["sessions"][0]["title"] == "Another"
    assert await refusal(client.agents_sessions_setStatus(**session, status="busy")) == "invalid_status"
    lost = client.agents_sessions_setStatus(channel_id=root.channel, thread_ts="1.0", status="active")
    assert await refusal(lost) == "thread_not_found"


async def test_older_statuses_and_prompts(client: AsyncWebClient, root: Message) -> None:
    thread = {"channel_id": root.channel, "thread_ts": root.ts}
    await client.assistant_threads_setStatus(**thread, status="is thinking…", loading_messages=["a"] * 10)
    crowded = client.assistant_threads_setStatus(**thread, status="x", loading_messages=["a"] * 11)
    assert await refusal(crowded) == "invalid_arguments"
    prompt = {"title": "T", "message": "M"}
    await client.assistant_threads_setSuggestedPrompts(**thread, prompts=[prompt] * 4)
    for prompts in ([], [prompt] * 5, [{"title": "T"}]):
        refused = client.assistant_threads_setSuggestedPrompts(**thread, prompts=prompts)
        assert await refusal(refused) == "invalid_arguments"

"""Files the app shares: where they went, what stands in messages, and pictures inside blocks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.clock import ManualClock
from bot.workspace.config import WorkspaceConfig
from bot.workspace.files import Files, dimensions
from bot.workspace.server import WorkspaceServer
from bot.workspace.storage import SqliteStorage

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (640).to_bytes(4, "big") + (480).to_bytes(4, "big") + b"rest"

Json = dict[str, Any]


@pytest.fixture
def general(server: WorkspaceServer) -> str:
    return server.control.channel_id("general")


async def refusal(call: Any) -> Json:
    with pytest.raises(SlackApiError) as caught:
        await call
    return dict(caught.value.response.data)


async def test_files_shared_in_a_thread_can_be_found_afterwards(
    server: WorkspaceServer, client: AsyncWebClient, general: str
) -> None:
    root = server.person("mara").say("The decision", "general")
    uploaded = await client.files_upload_v2(
        channel=general,
        thread_ts=root.ts,
        initial_comment="The record and its chart",
        file_uploads=[
            {"filename": "record.md", "content": "# Record", "title": "Record"},
            {"filename": "chart.png", "content": PNG, "title": "Chart", "alt_txt": "RAG is cheaper"},
        ],
    )
    assert [file["shares"] for file in uploaded["files"]] == [{}, {}]
    _, message = server.control.messages("general", root.ts)
    chart = (await client.files_info(file=uploaded["files"][1]["id"]))["file"]
    (share,) = chart["shares"]["public"][general]
    assert (share["ts"], share["thread_ts"]) == (message.ts, root.ts)
    assert (chart["channels"], chart["is_public"], chart["alt_txt"]) == ([general], True, "RAG is cheaper")
    assert (chart["original_w"], chart["original_h"], chart["filetype"]) == (640, 480, "png")
    assert [file["title"] for file in message.files] == ["Record", "Chart"]


async def test_a_file_in_a_direct_message_is_listed_as_private(server: WorkspaceServer, client: AsyncWebClient) -> None:
    direct = server.person("mara").direct_message
    uploaded = await client.files_upload_v2(channel=direct, filename="a.md", content="a")
    file = (await client.files_info(file=uploaded["file"]["id"]))["file"]
    assert (list(file["shares"]), file["ims"], file["is_public"]) == (["private"], [direct], False)


async def test_a_message_keeps_its_files_when_its_words_change(
    server: WorkspaceServer, client: AsyncWebClient, general: str
) -> None:
    await client.files_upload_v2(channel=general, filename="a.md", content="a", initial_comment="First")
    (message,) = server.control.messages("general")
    await client.chat_update(channel=general, ts=message.ts, text="Second")
    (shown,) = (await client.conversations_history(channel=general))["messages"]
    assert (shown["text"], [file["name"] for file in shown["files"]]) == ("Second", ["a.md"])


async def test_files_go_to_threads_and_channels_that_are_there(
    server: WorkspaceServer, client: AsyncWebClient, general: str
) -> None:
    announced = await client.files_getUploadURLExternal(filename="a.md", length=0)
    entry = [{"id": announced["file_id"], "title": "A"}]
    lost = await refusal(client.files_completeUploadExternal(files=entry, channel_id=general, thread_ts="1.0"))
    assert lost["error"] == "thread_not_found"
    away = await refusal(
        client.files_completeUploadExternal(files=entry, channel_id=server.control.channel_id("random"))
    )
    assert away["error"] == "not_in_channel"
    assert server.control.messages("general") == []
    assert (await refusal(client.files_info(file="F0")))["error"] == "file_not_found"


async def test_blocks_stand_with_a_file_when_there_is_no_comment(
    server: WorkspaceServer, client: AsyncWebClient, general: str
) -> None:
    announced = await client.files_getUploadURLExternal(filename="a.md", length=0)
    await client.files_completeUploadExternal(
        files=[{"id": announced["file_id"]}],
        channel_id=general,
        blocks=json.dumps([{"type": "divider", "block_id": "d"}]),
    )
    (message,) = server.control.messages("general")
    assert message.blocks == [{"type": "divider", "block_id": "d"}]


async def test_an_image_block_may_name_an_uploaded_picture(
    server: WorkspaceServer, client: AsyncWebClient, general: str
) -> None:
    def image(**named: str) -> list[Json]:
        return [{"type": "image", "slack_file": named, "alt_text": "A chart"}]

    picture = (await client.files_upload_v2(filename="c.png", content=PNG))["file"]
    note = (await client.files_upload_v2(filename="n.md", content="n"))["file"]
    for named in ({"id": picture["id"]}, {"url": picture["permalink"]}):
        await client.chat_postMessage(channel=general, text="x", blocks=image(**named))
    for named in ({"id": note["id"]}, {"id": "F0"}, {"url": "https://example.com/c.png"}):
        answer = await refusal(client.chat_postMessage(channel=general, text="x", blocks=image(**named)))
        assert (answer["error"], answer["errors"]) == (
            "invalid_blocks",
            ["invalid slack file [json-pointer:/blocks/0/slack_file]"],
        )


async def test_files_and_where_they_are_outlive_the_workspace(config: WorkspaceConfig, tmp_path: Path) -> None:
    database = tmp_path / "workspace.db"
    server = WorkspaceServer(config, database=database, clock=ManualClock())
    await server.start()
    client = AsyncWebClient(token=server.bot_token, base_url=server.api_url)
    general = server.control.channel_id("general")
    uploaded = (await client.files_upload_v2(channel=general, filename="c.png", content=PNG))["file"]
    await server.stop()

    storage = SqliteStorage(database)
    try:
        kept = Files(storage, ManualClock()).find(uploaded["id"])
    finally:
        storage.close()
    assert ([share["channel"] for share in kept.shares], dimensions(kept)) == ([general], (640, 480))

"""Channels and messages, and what is left of them after a restart."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.chronicle import Chronicle
from bot.workspace.clock import ManualClock
from bot.workspace.config import Person, Room, WorkspaceConfig
from bot.workspace.errors import SlackError, WorkspaceError
from bot.workspace.ids import Timestamps, stable_id
from bot.workspace.model import ChannelKind, Message
from bot.workspace.server import WorkspaceServer
from bot.workspace.state import WorkspaceState
from bot.workspace.storage import MemoryStorage, SqliteStorage


@pytest.fixture
def state(config: WorkspaceConfig) -> WorkspaceState:
    return WorkspaceState(config, MemoryStorage(), ManualClock())


@given(st.lists(st.floats(min_value=0, max_value=2e9), min_size=1, max_size=50))
def test_timestamps_always_grow(times: list[float]) -> None:
    timestamps = Timestamps()
    issued = [timestamps.next(now) for now in times]
    values = [int(ts.replace(".", "")) for ts in issued]
    assert values == sorted(set(values))


def test_identifiers_look_like_slack_s_and_stay() -> None:
    assert stable_id("U", "mara") == stable_id("U", "mara") != stable_id("U", "tobias")
    assert stable_id("U", "mara").isalnum()


def test_everybody_can_talk_to_the_app(state: WorkspaceState) -> None:
    for person in state.people():
        kinds = {channel.kind for channel in state.channels_of(person.id)}
        assert ChannelKind.IM in kinds
    assert state.direct_message(state.people()[0].id).other(state.bot_user_id) == state.people()[0].id


def test_the_bot_is_not_everywhere(state: WorkspaceState) -> None:
    memberships = {channel.name: state.bot_user_id in channel.members for channel in state.channels.values()}
    assert memberships["general"]
    assert not memberships["random"]


def test_a_private_channel_does_not_exist_for_outsiders(state: WorkspaceState) -> None:
    private = next(channel for channel in state.channels.values() if channel.kind is ChannelKind.PRIVATE)
    outsider = next(person for person in state.people() if person.id not in private.members)
    with pytest.raises(SlackError, match="channel_not_found"):
        state.channel_seen_by(outsider.id, private.id)


def test_a_thread_keeps_its_replies_when_the_root_goes() -> None:
    chronicle = Chronicle()
    root = Message("C1", "1.000001", "U1", "root")
    reply = Message("C1", "1.000002", "U2", "reply", thread_ts=root.ts)
    shared = Message("C1", "1.000003", "U2", "shared", thread_ts=root.ts, subtype="thread_broadcast")
    for message in (root, reply, shared):
        chronicle.add(message)
    summary = chronicle.summary(root.ts)
    assert summary is not None
    assert (summary.reply_count, summary.reply_users, summary.latest_reply) == (2, ["U2"], shared.ts)
    assert chronicle.page(10).messages == [root, shared]
    chronicle.remove(root)
    assert chronicle.thread(root.ts) == [reply, shared]
    assert chronicle.page(10).messages == [shared]


@given(count=st.integers(1, 30), limit=st.integers(1, 10))
def test_pages_reach_every_message_once(count: int, limit: int) -> None:
    chronicle = Chronicle()
    for number in range(count):
        chronicle.add(Message("C1", f"1.{number:06d}", "U1", str(number)))
    seen, before = [], None
    while True:
        page = chronicle.page(limit, before)
        seen = [message.text for message in page.messages] + seen
        if not page.has_more:
            break
        before = page.messages[0].ts
    assert seen == [str(number) for number in range(count)]


async def test_everything_is_still_there_after_a_restart(config: WorkspaceConfig, tmp_path: Path) -> None:
    database = tmp_path / "data" / "workspace.db"
    first = WorkspaceServer(config, database)
    await first.start()
    mara = first.person("mara")
    root = mara.say("Remember me", "#general")
    mara.say("and me", "#general", thread_ts=root.ts)
    mara.react(root, "eyes")
    first.control.invite("helper", "random")
    gone = mara.say("forget me", "#general")
    mara.delete(gone)
    await first.stop()

    second = WorkspaceServer(config, database)
    await second.start()
    messages = second.control.messages("general")
    assert [message.text for message in messages] == ["Remember me", "and me"]
    assert messages[0].reactions == {"eyes": [mara.id]}
    assert config.app.bot_user_id in second.control.dump()["channels"][0]["members"]
    assert (second.bot_token, second.app_token) == (first.bot_token, first.app_token)
    later = second.person("mara").say("new", "#general")
    assert later.ts > messages[-1].ts
    await second.stop()


def test_a_write_that_fails_does_not_end_the_next(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "records.db"
    storage = SqliteStorage(path)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE records")
    storage.save("kind", "a", {})
    storage.close()
    connection.close()
    assert "could not write 1 changes" in caplog.text
    with closing(SqliteStorage(path)) as again:
        assert again.load("kind") == {}


def test_a_newcomer_and_a_renamed_app_find_their_rooms(config: WorkspaceConfig, tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path / "records.db")
    before = WorkspaceState(config, storage, ManualClock())
    storage.close()
    people = (*config.people, Person("noor", "Noor"))
    renamed = replace(config, people=people, app=replace(config.app, name="Archivist"))
    with closing(SqliteStorage(tmp_path / "records.db")) as kept:
        after = WorkspaceState(renamed, kept, ManualClock())
    general = next(channel for channel in after.channels.values() if channel.name == "general")
    assert {people[-1].id, after.bot_user_id} <= set(general.members)
    assert after.user(before.bot_user_id).real_name == "Archivist"
    assert len(general.members) == len(set(general.members)) == 7


def test_the_file_is_private(tmp_path: Path) -> None:
    SqliteStorage(tmp_path / "records.db").close()
    assert (tmp_path / "records.db").stat().st_mode & 0o077 == 0


async def test_views_sessions_and_files_survive_too(config: WorkspaceConfig, tmp_path: Path) -> None:
    database = tmp_path / "workspace.db"
    first = WorkspaceServer(config, database)
    await first.start()
    mara = first.person("mara")
    root = mara.say("Why?")
    client = AsyncWebClient(first.bot_token, base_url=first.api_url)
    await client.views_publish(user_id=mara.id, view={"type": "home", "blocks": [{"type": "divider"}]})
    await client.agents_sessions_setStatus(channel_id=root.channel, thread_ts=root.ts, status="processing", title="Why")
    await client.files_upload_v2(filename="a.txt", content="kept", channel=root.channel)
    await first.stop()

    second = WorkspaceServer(config, database)
    await second.start()
    home = second.person("mara").home
    assert home is not None
    assert home.blocks[0]["type"] == "divider"
    (session,) = second.control.dump()["sessions"]
    assert (session["title"], session["status"]) == ("Why", "active")
    (file,) = second.control.messages(root.channel)[-1].files
    async with (
        aiohttp.ClientSession(second.base_url) as session_,
        session_.get(f"/files/{file['id']}/a.txt") as response,
    ):
        assert await response.text() == "kept"
    await second.stop()


async def test_without_a_database_tokens_differ(config: WorkspaceConfig) -> None:
    assert WorkspaceServer(config).bot_token != WorkspaceServer(config).bot_token


def test_a_damaged_file_is_named(config: WorkspaceConfig, tmp_path: Path) -> None:
    damaged = tmp_path / "workspace.db"
    damaged.write_bytes(b"this is no database" * 100)
    with pytest.raises(WorkspaceError, match=r"damaged.*Move it away"):
        WorkspaceServer(config, damaged)


def test_a_file_from_the_future_is_left_alone(config: WorkspaceConfig, tmp_path: Path) -> None:
    newer = tmp_path / "workspace.db"
    connection = sqlite3.connect(newer)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(WorkspaceError, match="newer version"):
        WorkspaceServer(config, newer)


def test_storage_replaces_and_removes(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path / "records.db")
    storage.save("kind", "a", {"n": 1})
    storage.save("kind", "a", {"n": 2})
    storage.save("kind", "b", {"n": 3})
    storage.remove("kind", "b")
    storage.close()
    again = SqliteStorage(tmp_path / "records.db")
    assert again.load("kind") == {"a": {"n": 2}}
    assert again.load("other") == {}
    again.close()


def test_a_stream_cut_by_a_stop_keeps_its_text(config: WorkspaceConfig, tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path / "records.db")
    state = WorkspaceState(config, storage, ManualClock())
    room = state.people()[0]
    channel = state.direct_message(room.id)
    state.add(Message(channel.id, state.next_ts(), state.bot_user_id, "", markdown="so far", streaming=True))
    storage.close()
    with closing(SqliteStorage(tmp_path / "records.db")) as kept:
        again = WorkspaceState(config, kept, ManualClock())
    (message,) = again.chronicle(channel.id).all()
    assert (message.text, message.streaming) == ("so far", False)


def test_people_and_rooms_can_be_chosen() -> None:
    config = WorkspaceConfig.from_manifest(
        {"display_information": {"name": "Solo"}},
        people=(Person("ada", "Ada"),),
        rooms=(Room("lab", members=("ada",), kind=ChannelKind.PRIVATE),),
    )
    state = WorkspaceState(config, MemoryStorage(), ManualClock())
    assert [person.name for person in state.people()] == ["ada"]
    assert {channel.name for channel in state.channels.values()} == {"lab", ""}

"""The bot on a recording Slack, and in the local workspace."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.slack.app import build_app
from bot.slack.bot import SlackBot
from bot.slack.streaming import Pace
from bot.store.store import FILE, Store, open_store
from bot.workspace.config import WorkspaceConfig
from bot.workspace.server import WorkspaceServer
from tests.bot.slack.support import Bench, ManualClock, Office, RecordingSlack, ScriptedAnswerer, shipped_shelf

_AT_ONCE = Pace(grace=0.0)


@pytest.fixture
async def slack() -> AsyncIterator[RecordingSlack]:
    recording = RecordingSlack()
    site = web.Application()
    site.router.add_route("*", "/api/{method}", recording.handle)
    server = TestServer(site)
    await server.start_server()
    recording.url = str(server.make_url("/api/"))
    yield recording
    await server.close()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database to begin from."""
    folder = tmp_path_factory.mktemp("empty")
    open_store(folder).close()
    return folder / FILE


@pytest.fixture
def data_dir(tmp_path: Path, empty_database: Path) -> Path:
    shutil.copy(empty_database, tmp_path)
    return tmp_path


@pytest.fixture
async def bench(slack: RecordingSlack, data_dir: Path) -> AsyncIterator[Bench]:
    answerer, clock, stores = ScriptedAnswerer(), ManualClock(), list[Store]()

    def make(pace: Pace = _AT_ONCE) -> SlackBot:
        stores.append(open_store(data_dir, now=clock.now, busy_seconds=0.2))
        return build_app(
            answerer,
            stores[-1],
            token="xoxb-test",
            base_url=slack.url,
            signing_secret="secret",
            passages=lambda id_, _reader: made.passages.get(id_),
            library=made.library,
            admins=made.admins,
            shelf=shipped_shelf(),
            clock=clock,
            pace=pace,
        )

    made = Bench(slack, answerer, clock, make, data_dir / FILE)
    yield made
    await made.settled()
    for store in stores:
        store.close()


@pytest.fixture(scope="session")
def manifest() -> dict[str, Any]:
    """The manifest the repository ships."""
    return dict(yaml.safe_load((Path(__file__).parents[3] / "manifest.yaml").read_text()))


@pytest.fixture
async def office(data_dir: Path, manifest: dict[str, Any]) -> AsyncIterator[Office]:
    """The bot, connected by Socket Mode to the local workspace its own manifest made."""
    server = WorkspaceServer(WorkspaceConfig.from_manifest(manifest, control=True, enforce_rates=False))
    await server.start(port=0)
    made = Office(server, ScriptedAnswerer(), data_dir)
    await made.open()
    yield made
    await made.close()
    await server.stop()

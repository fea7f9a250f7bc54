"""Where the bot lives: a local workspace, a socket, a web server. Each is a block that starts and stops it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from threading import Event
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot import app
from bot.errors import SettingsError
from ingest.errors import IngestError
from ingest.model import SyncReport
from ingest.waiting import WaitingIndex

if TYPE_CHECKING:
    from bot.answers.generated import GeneratedEngine
    from bot.settings import Settings
    from bot.slack.app import SlackBot
    from bot.workspace.server import WorkspaceServer
    from ingest.index import KnowledgeIndex
    from ingest.sync import Synchroniser

LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - HTTP mode is for a platform's router, which comes from outside

logger = logging.getLogger(__name__)


@asynccontextmanager
async def local_workspace(settings: Settings) -> AsyncIterator[WorkspaceServer]:
    """Serve the local workspace, with the app of our manifest in it.

    Raises:
        SettingsError: the port is taken.
    """
    from bot.slack.manifest import load_manifest
    from bot.workspace.config import WorkspaceConfig
    from bot.workspace.server import WorkspaceServer

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    config = WorkspaceConfig.from_manifest(load_manifest())
    server = WorkspaceServer(config, settings.data_dir / "workspace.db")
    try:
        await server.start(LOOPBACK, settings.port)
    except OSError as error:
        await server.stop()
        raise _port_taken(settings) from error
    try:
        yield server
    finally:
        await server.stop()


def in_workspace(settings: Settings, workspace: WorkspaceServer) -> Settings:
    """Return the settings of a bot that lives in a local workspace."""
    return settings.model_copy(
        update={
            "slack_bot_token": SecretStr(workspace.bot_token),
            "slack_app_token": SecretStr(workspace.app_token),
            "slack_signing_secret": SecretStr(workspace.signing_secret),
            "slack_api_url": workspace.api_url,
        }
    )


@asynccontextmanager
async def socket_bot(settings: Settings, *, scheduled: bool) -> AsyncIterator[SlackBot]:
    """Run the bot over Socket Mode; what it knows is loaded while it already answers Slack.

    Raises:
        SettingsError: Slack does not accept a token.
    """
    from bot.slack.socket import SocketMode

    async with _bot(settings, scheduled=scheduled) as bot:
        socket = SocketMode(bot, _secret(settings.slack_app_token), settings.slack_api_url)
        await socket.start()
        try:
            yield bot
        finally:
            await socket.stop()


@asynccontextmanager
async def web_bot(settings: Settings) -> AsyncIterator[str]:
    """Run the bot over HTTP and give its base URL.

    Raises:
        SettingsError: a secret is missing, or the port is taken.
    """
    from aiohttp.web import AppRunner, TCPSite

    from bot.slack.http import build_web

    if not settings.slack_bot_token:
        raise SettingsError("`archie web` needs SLACK_BOT_TOKEN. Copy it from OAuth & Permissions of your Slack app.")
    async with _bot(settings, scheduled=False) as bot:
        runner = AppRunner(build_web(bot, _secret(settings.slack_signing_secret)), access_log=None)
        await runner.setup()
        try:
            try:
                await TCPSite(runner, EVERYWHERE, settings.port).start()
            except OSError as error:
                raise _port_taken(settings) from error
            yield f"http://{LOOPBACK}:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()


@asynccontextmanager
async def _bot(settings: Settings, *, scheduled: bool) -> AsyncIterator[SlackBot]:
    from bot.slack.app import build_app

    loop = asyncio.get_running_loop()
    store = await loop.run_in_executor(None, app.make_store, settings)
    synced = Event()
    with app.knowledge(settings) as (index, synchroniser), ThreadPoolExecutor(app.ANSWER_THREADS, "archie") as threads:
        generated = app.make_generated(settings)
        answerer = app.make_answerer(WaitingIndex(index, synced), threads, generated)
        bot = build_app(
            answerer,
            store,
            token=_secret(settings.slack_bot_token),
            base_url=settings.slack_api_url,
            signing_secret=_secret(settings.slack_signing_secret),
            passages=index.passage,
            articles=lambda: index.count()[0],
        )
        warming = asyncio.create_task(_warm(index, threads, generated))
        try:
            if scheduled:
                async with scheduled_sync(settings, index, synchroniser, synced):
                    yield bot
            else:
                synced.set()
                yield bot
        finally:
            await asyncio.wait({warming})
            await loop.run_in_executor(None, store.close)


@asynccontextmanager
async def scheduled_sync(
    settings: Settings, index: KnowledgeIndex, synchroniser: Synchroniser, synced: Event
) -> AsyncIterator[None]:
    """Keep the index equal to the folder until the end of the block; ``synced`` is set by the first look at it."""
    from ingest.schedule import KnowledgeSchedule

    def report(done: SyncReport) -> None:
        synced.set()
        for failure in done.failed:
            logger.warning("Could not read %r: %s", failure.path, failure.error)
        if done.added or done.updated or done.removed:
            counts = (done.added, done.updated, done.removed, *index.count())
            logger.info("Articles: %d added, %d updated, %d removed; %d documents, %d passages", *counts)

    def problem(error: IngestError) -> None:
        synced.set()
        logger.warning("The articles could not be read: %s", error)

    schedule = KnowledgeSchedule(synchroniser, settings.scan_seconds, settings.reconcile_at, report, problem)
    await schedule.start()
    try:
        yield
    finally:
        await schedule.stop()


async def _warm(index: KnowledgeIndex, threads: ThreadPoolExecutor, generated: GeneratedEngine | None) -> None:
    """Load what the first question would wait for. A failure is told by that question."""
    if generated is not None:
        await generated.warm()
    try:
        await asyncio.get_running_loop().run_in_executor(threads, index.warm)
    except IngestError as error:
        logger.warning("The index could not be warmed up: %s", error)


def _port_taken(settings: Settings) -> SettingsError:
    return SettingsError(f"Port {settings.port} is taken, perhaps by another Archie. Stop it, or set PORT to another.")


def _secret(value: SecretStr | None) -> str:
    return value.get_secret_value() if value else ""

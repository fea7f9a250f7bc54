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
from bot.deciding import make_shelf
from bot.errors import SettingsError
from ingest.errors import IngestError, WriterBusyError
from ingest.model import Failure, SyncReport
from ingest.search.waiting import WaitingIndex

if TYPE_CHECKING:
    from bot.models import Models
    from bot.settings import Settings
    from bot.slack.bot import SlackBot
    from bot.store.store import Store
    from bot.workspace.server import WorkspaceServer
    from ingest.index import KnowledgeIndex
    from ingest.sync.synchroniser import Synchroniser

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
    """Return the settings of a bot that lives in a local workspace, where everybody is an admin if nobody is named."""
    from bot.slack.admins import EVERYBODY

    return settings.model_copy(
        update={
            "slack_bot_token": SecretStr(workspace.bot_token),
            "slack_app_token": SecretStr(workspace.app_token),
            "slack_signing_secret": SecretStr(workspace.signing_secret),
            "slack_api_url": workspace.api_url,
            "admins": settings.admins or frozenset({EVERYBODY}),
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
    from bot.answers.gaps import TopicGrouping
    from bot.models import make_models
    from bot.slack.admins import Admins
    from bot.slack.app import build_app
    from bot.understanding import ModelUnderstanding

    loop = asyncio.get_running_loop()
    store = await loop.run_in_executor(None, app.make_store, settings)
    models, synced = make_models(settings, store), Event()
    with (
        app.knowledge(settings, store.decision_records) as (index, synchroniser),
        ThreadPoolExecutor(app.ANSWER_THREADS, "archie") as threads,
    ):
        answerer = app.make_answerer(WaitingIndex(index, synced), threads, models)
        bot = build_app(
            answerer,
            store,
            token=_secret(settings.slack_bot_token),
            base_url=settings.slack_api_url,
            signing_secret=_secret(settings.slack_signing_secret),
            passages=lambda id_, reader: index.for_audience(reader).passage(id_),
            library=index.overview,
            gate=app.make_answerer(WaitingIndex(index, synced), threads, None),
            grouping=TopicGrouping(app.LazyWordVectors()),
            admins=Admins(settings.admins),
            recipe=app.answer_recipe(settings),
            cache_seconds=settings.cache_hours * 3600,
            shelf=make_shelf(settings),
            reader=ModelUnderstanding(models.small) if models.small else None,
        )
        warming = asyncio.create_task(_warm(index, threads, models))
        try:
            if scheduled:
                async with scheduled_sync(settings, index, synchroniser, synced, store):
                    yield bot
            else:
                synced.set()
                yield bot
        finally:
            await asyncio.wait({warming})
            await loop.run_in_executor(None, store.close)


@asynccontextmanager
async def scheduled_sync(
    settings: Settings, index: KnowledgeIndex, synchroniser: Synchroniser, synced: Event, store: Store
) -> AsyncIterator[None]:
    """Keep the index equal to the folder until the end of the block; ``synced`` is set by the first look at it."""
    from bot.upkeep import Upkeep
    from ingest.sync.schedule import KnowledgeSchedule

    told = set[Failure]()

    def report(done: SyncReport) -> None:
        synced.set()
        upkeep.report(done)
        for failure in sorted(set(done.failed) - told, key=lambda failure: failure.path):
            logger.warning("Could not read %r: %s", failure.path, failure.error)
        told.clear()
        told.update(done.failed)
        if done.added or done.updated or done.removed:
            counts = (done.added, done.updated, done.removed, *index.count())
            logger.info("Articles: %d added, %d updated, %d removed; %d documents, %d passages", *counts)
        if done.further:
            logger.info("Records of decisions: %d added, updated or removed", done.further)

    def problem(error: IngestError) -> None:
        synced.set()
        upkeep.problem(error)
        if isinstance(error, WriterBusyError):
            logger.info("%s", error)  # as usual where several processes run
        else:
            logger.warning("The articles could not be brought up to date: %s", error)

    schedule = KnowledgeSchedule(synchroniser, settings.scan_seconds, settings.reconcile_at, report, problem)
    works = {"sync": schedule.sync_now, "reconcile": schedule.reconcile_now, "confirm": schedule.confirm_removals}
    upkeep = Upkeep(store.knowledge, works)
    await schedule.start()
    telling = asyncio.create_task(upkeep.run(), name="archie-upkeep")
    try:
        yield
    finally:
        await schedule.stop()
        upkeep.end()
        await telling


async def _warm(index: KnowledgeIndex, threads: ThreadPoolExecutor, models: Models) -> None:
    """Load what the first question would wait for. A failure is told by that question."""
    await models.warm()
    try:
        await asyncio.get_running_loop().run_in_executor(threads, index.warm)
    except IngestError as error:
        logger.warning("The index could not be warmed up: %s", error)


def _port_taken(settings: Settings) -> SettingsError:
    return SettingsError(f"Port {settings.port} is taken, perhaps by another Archie. Stop it, or set PORT to another.")


def _secret(value: SecretStr | None) -> str:
    return value.get_secret_value() if value else ""

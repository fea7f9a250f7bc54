"""The processes that stay: `run`, `web`, `worker`, `clock`. Each says where it is and stops cleanly on a signal."""

from __future__ import annotations

import asyncio
import logging
import signal
from threading import Event
from typing import TYPE_CHECKING

from bot import app
from bot.errors import SettingsError
from bot.hosting import in_workspace, local_workspace, scheduled_sync, socket_bot, web_bot

if TYPE_CHECKING:
    from bot.settings import Settings


async def run(settings: Settings) -> int:
    """Everything in one process: Slack when its tokens are set, else the local workspace."""
    _configure_logging(settings)
    if _in_slack(settings):
        async with socket_bot(settings, scheduled=True):
            _say("Archie is connected to Slack. Stop it with Ctrl+C.")
            await _stop_signal()
    else:
        async with (
            local_workspace(settings) as workspace,
            socket_bot(in_workspace(settings, workspace), scheduled=True),
        ):
            _say(f"Archie is ready at {workspace.base_url} (local workspace). Stop it with Ctrl+C.")
            await _stop_signal()
    return 0


async def worker(settings: Settings) -> int:
    """Socket Mode without the scheduler."""
    _configure_logging(settings)
    if not _in_slack(settings):
        raise SettingsError("`archie worker` needs SLACK_BOT_TOKEN and SLACK_APP_TOKEN. `archie` alone needs none.")
    async with socket_bot(settings, scheduled=False):
        _say("Archie is connected to Slack. Stop it with Ctrl+C.")
        await _stop_signal()
    return 0


async def web(settings: Settings) -> int:
    """Slack over HTTP."""
    _configure_logging(settings)
    async with web_bot(settings) as url:
        _say(f"Archie takes Slack's requests at {url}/slack/events. Stop it with Ctrl+C.")
        await _stop_signal()
    return 0


async def clock(settings: Settings) -> int:
    """The schedule alone."""
    _configure_logging(settings)
    loop = asyncio.get_running_loop()
    store = await loop.run_in_executor(None, app.make_store, settings)
    try:
        with app.knowledge(settings, store.decision_records) as (index, synchroniser):
            async with scheduled_sync(settings, index, synchroniser, Event(), store):
                _say(f"Archie keeps its index equal to {settings.knowledge_dir}. Stop it with Ctrl+C.")
                await _stop_signal()
    finally:
        await loop.run_in_executor(None, store.close)
    return 0


def _in_slack(settings: Settings) -> bool:
    bot, socket = settings.slack_bot_token, settings.slack_app_token
    if bool(bot) != bool(socket):
        missing, present = ("SLACK_APP_TOKEN", "SLACK_BOT_TOKEN") if bot else ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")
        raise SettingsError(
            f"{present} is set, but {missing} is not. Set both for Slack, or neither to try it locally."
        )
    return bool(bot)


def _configure_logging(settings: Settings) -> None:
    logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("apscheduler", "watchfiles", "chromadb", "alembic", "httpx", "httpx2", "slack_sdk"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _say(text: str) -> None:
    print(text, flush=True)


async def _stop_signal() -> None:
    """Wait for SIGINT or SIGTERM. A second one ends the process at once, as if it had been killed."""
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.remove_signal_handler(number)
    _say("Stopping: running answers may finish first.")

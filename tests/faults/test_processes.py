"""Processes are killed, stopped and started twice; people get one reply each, and nothing is lost."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.slack.manifest import load_manifest
from bot.workspace.config import WorkspaceConfig
from bot.workspace.server import WorkspaceServer
from tests.fakes.anthropic_scenarios import cited, says, stalls
from tests.fakes.anthropic_server import AnthropicServer
from tests.faults.processes import archie
from tests.scenarios.people import Person, text_of

QUESTION = "@Archie How long does it take to prototype a RAG system?"
WRITTEN = "A first RAG prototype is ready in 2-3 weeks."


@pytest.fixture
async def workspace() -> AsyncIterator[WorkspaceServer]:
    """A Slack that outlives the bot."""
    server = WorkspaceServer(WorkspaceConfig.from_manifest(load_manifest()))
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def slack(workspace: WorkspaceServer, tmp_path: Path) -> dict[str, str]:
    """The environment of a bot in that Slack."""
    return {
        "SLACK_BOT_TOKEN": workspace.bot_token,
        "SLACK_APP_TOKEN": workspace.app_token,
        "SLACK_API_URL": workspace.api_url,
        "ARCHIE_DATA_DIR": str(tmp_path / "data"),
    }


async def test_killed_in_mid_answer_the_next_process_completes_the_same_reply(
    workspace: WorkspaceServer, slack: dict[str, str], tmp_path: Path
) -> None:
    async with AnthropicServer() as model, Person.at(workspace.base_url, "mara") as mara:
        model.play(stalls(says(WRITTEN + " ", "2-3 weeks")), cited(says(WRITTEN, "2-3 weeks")))
        environment = {**slack, "ANTHROPIC_API_KEY": model.api_key, "ANTHROPIC_BASE_URL": model.base_url}
        with archie("run", environment=environment, folder=tmp_path) as first:
            await asyncio.to_thread(first.says, "connected")
            asked = await mara.says(QUESTION, "general")
            await mara.sees(lambda _: mara.replies(asked["ts"]))
            await model.arrival(1)
            first.kill()

        with archie("run", environment=environment, folder=tmp_path) as second:
            await asyncio.to_thread(second.says, "connected")
            reply = await mara.sees(
                lambda _: next((r for r in mara.finished_replies(asked["ts"]) if "Sources" in text_of(r)), None), 60
            )

    assert WRITTEN in text_of(reply)
    assert len(mara.replies(asked["ts"])) == 1


async def test_asked_to_stop_it_finishes_the_answer_and_ends_well(
    workspace: WorkspaceServer, slack: dict[str, str], tmp_path: Path
) -> None:
    async with Person.at(workspace.base_url, "mara") as mara:
        with archie("run", environment=slack, folder=tmp_path) as process:
            await asyncio.to_thread(process.says, "connected")
            asked = await mara.says(QUESTION, "general")
            await workspace.wait_for(lambda: workspace.control.calls("agents.sessions.setStatus"))
            status = await asyncio.to_thread(process.terminate)
        reply = await mara.sees_answer(asked["ts"])

    assert status == 0
    assert "2-3 weeks" in text_of(reply)
    assert "Traceback" not in "".join(process.output)


async def test_a_wrong_app_token_is_named(workspace: WorkspaceServer, slack: dict[str, str], tmp_path: Path) -> None:
    with archie("run", environment={**slack, "SLACK_APP_TOKEN": "xapp-wrong"}, folder=tmp_path) as process:
        status = await asyncio.to_thread(process.wait)

    output = "".join(process.output)
    assert status == 2
    assert "SLACK_APP_TOKEN" in output
    assert "xapp-wrong" not in output
    assert "Traceback" not in output


def test_a_second_local_workspace_on_the_same_port_says_so(tmp_path: Path) -> None:
    environment = {"ARCHIE_DATA_DIR": str(tmp_path / "one"), "PORT": "0"}
    with archie("run", environment=environment, folder=tmp_path) as first:
        url = first.says("http://").split("http://")[1].split()[0]
        port = url.rpartition(":")[2]
        other = {"ARCHIE_DATA_DIR": str(tmp_path / "two"), "PORT": port}
        with archie("run", environment=other, folder=tmp_path) as second:
            status = second.wait()
        with urllib.request.urlopen(f"http://{url}/") as page:
            assert page.status == 200

    assert status == 2
    assert f"Port {port} is taken" in "".join(second.output)


def test_a_second_writer_is_refused_and_a_reader_still_reads(tmp_path: Path) -> None:
    environment = {"ARCHIE_DATA_DIR": str(tmp_path / "data"), "PORT": "0"}
    with archie("clock", environment={**environment, "ARCHIE_LOG_LEVEL": "INFO"}, folder=tmp_path) as first:
        first.says("documents")
        with archie("ingest", environment=environment, folder=tmp_path) as second:
            assert second.wait() == 2
        with archie("ask", "What budget threshold points to RAG?", environment=environment, folder=tmp_path) as reader:
            assert reader.wait() == 0
        assert first.terminate() == 0

    assert "Another Archie" in "".join(second.output)
    assert "$30k" in "".join(reader.output)


async def test_over_http_signed_requests_are_answered_and_others_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config = WorkspaceConfig.from_manifest(load_manifest(), request_url=f"http://127.0.0.1:{port}/slack/events")
    slack = WorkspaceServer(config)
    await slack.start()
    environment = {
        "ARCHIE_DATA_DIR": str(tmp_path / "data"),
        "PORT": str(port),
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
    }
    try:
        await asyncio.to_thread(run_once, "ingest", environment, tmp_path)
        with archie("web", environment=environment, folder=tmp_path) as process:
            await asyncio.to_thread(process.says, "/slack/events")
            async with Person.at(slack.base_url, "mara") as mara, aiohttp.ClientSession() as http:
                asked = await mara.says(QUESTION, "general")
                reply = await mara.sees_answer(asked["ts"])
                async with http.post(
                    f"http://127.0.0.1:{port}/slack/events", json={"type": "event_callback"}
                ) as forged:
                    assert forged.status == 401
                async with http.get(f"http://127.0.0.1:{port}/healthz") as health:
                    assert health.status == 200
            assert await asyncio.to_thread(process.terminate) == 0
    finally:
        await slack.stop()

    assert "2-3 weeks" in text_of(reply)
    assert len(mara.replies(asked["ts"])) == 1


def test_a_reader_that_leaves_early_ends_the_command_without_a_word(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "search", "RAG", "-k", "50"]
    environment = {**os.environ, "ARCHIE_DATA_DIR": str(tmp_path)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()

    errors = process.stderr.read()
    process.stderr.close()

    assert process.wait(30) == 0
    assert "Traceback" not in errors


def run_once(command: str, environment: dict[str, str], folder: Path) -> None:
    with archie(command, environment=environment, folder=folder) as process:
        assert process.wait() == 0

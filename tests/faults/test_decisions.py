"""Processes that lead decisions are killed, started twice, and get the time wrong: cards equal the state, once each."""

from __future__ import annotations

import asyncio
import os
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest

from bot.slack.decisions.uploads import ENCLOSED
from bot.slack.decisions.wall import PAINTED
from bot.slack.manifest import load_manifest
from bot.store.store import open_store
from bot.workspace.calls import Fault, FaultKind
from bot.workspace.config import WorkspaceConfig
from bot.workspace.server import WorkspaceServer
from tests.faults.processes import Process, archie
from tests.scenarios.deciding import question, result, shown, starts
from tests.scenarios.people import PATIENCE_SECONDS, Message, Person
from tests.scenarios.reading import labels, text_of

DECIDER = "tests.faults.decider"
FOREVER = 3600.0
_POLL_SECONDS = 0.02
POSTGRES = os.environ.get("ARCHIE_TEST_POSTGRES")
WITHOUT_POSTGRES = pytest.mark.skipif(POSTGRES is None, reason="ARCHIE_TEST_POSTGRES names no server")

Environment = dict[str, str]


@pytest.fixture
async def workspace() -> AsyncIterator[WorkspaceServer]:
    """A Slack that outlives the bot."""
    server = WorkspaceServer(WorkspaceConfig.from_manifest(load_manifest(), control=True, enforce_rates=False))
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def slack(workspace: WorkspaceServer, tmp_path: Path) -> Environment:
    """The environment of a bot in that Slack."""
    return {
        "SLACK_BOT_TOKEN": workspace.bot_token,
        "SLACK_APP_TOKEN": workspace.app_token,
        "SLACK_API_URL": workspace.api_url,
        "ARCHIE_DATA_DIR": str(tmp_path / "data"),
    }


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=WITHOUT_POSTGRES)])
def database(request: pytest.FixtureRequest) -> Iterator[Environment]:
    """Where two processes keep things together."""
    if request.param == "sqlite":
        yield {}
        return
    assert POSTGRES is not None
    name = f"archie_{uuid.uuid4().hex}"
    with psycopg.connect(POSTGRES, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        yield {"DATABASE_URL": f"{POSTGRES.rsplit('/', 1)[0]}/{name}"}
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
async def mara(workspace: WorkspaceServer) -> AsyncIterator[Person]:
    async with Person.at(workspace.base_url, "mara") as person:
        yield person


@contextmanager
def deciders(folder: Path, *environments: Environment) -> Iterator[list[Process]]:
    """Run processes that lead decisions."""
    with ExitStack() as stack:
        yield [stack.enter_context(archie(environment=each, folder=folder, module=DECIDER)) for each in environments]


async def connected(*processes: Process) -> None:
    await asyncio.gather(*(asyncio.to_thread(process.says, "connected") for process in processes))


def stops_at(workspace: WorkspaceServer, method: str) -> Fault:
    """Let Slack never do, nor answer, the next call of a method."""
    fault = Fault(FaultKind.DELAY, seconds=FOREVER)
    workspace.control.inject(method, fault)
    return fault


def loses_the_answer_of(workspace: WorkspaceServer, method: str) -> Fault:
    """Let Slack do the next call of a method, and nobody ever hear of it: what stands cannot be looked at either."""
    workspace.control.inject(method, Fault(FaultKind.DROP))
    return stops_at(workspace, "conversations.replies")


async def met(workspace: WorkspaceServer, fault: Fault) -> None:
    await workspace.wait_for(lambda: fault.times <= 0)


async def nothing_is_left_to_show(folder: Path) -> None:
    """Wait until the cards, and the files, are those of everything that happened."""
    store = await asyncio.to_thread(open_store, folder / "data")
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await store.decisions.behind((PAINTED, ENCLOSED), since=0.0):  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(_POLL_SECONDS)
    await asyncio.to_thread(store.close)


def is_second(message: Message) -> bool:
    return "Question 2" in text_of(message) and bool(labels(message))


def check_nothing_is_twice(person: Person, thread: str) -> None:
    """One message for each question, one result, one chart."""
    replies = person.replies(thread)
    said = Counter(text_of(one).split("\n")[0] for one in replies)
    files = Counter(file["name"] for one in replies for file in one.get("files", []))
    assert {line: count for line, count in (said | files).items() if count > 1 and line} == {}


@pytest.mark.parametrize("method", ["chat.update", "chat.postMessage"])
async def test_killed_after_an_answer_was_kept_and_before_it_was_shown(
    workspace: WorkspaceServer, slack: Environment, mara: Person, tmp_path: Path, method: str
) -> None:
    with deciders(tmp_path, slack) as (first,):
        await connected(first)
        root, asked = await starts(mara, "Search", "dm")
        fault = stops_at(workspace, method)
        await mara.picks(asked, "Weekly", "dm")
        await met(workspace, fault)
        first.kill()

    with deciders(tmp_path, slack) as (second,):
        await connected(second)
        await mara.sees_message("*Weekly*", "dm", root["ts"])
        await mara.sees_message(is_second, "dm", root["ts"])
        await nothing_is_left_to_show(tmp_path)

    assert "1 question answered" in text_of(mara.now(root, "dm") or {})
    check_nothing_is_twice(mara, root["ts"])


async def test_killed_after_a_question_was_posted_and_before_it_was_noted(
    workspace: WorkspaceServer, slack: Environment, mara: Person, tmp_path: Path
) -> None:
    with deciders(tmp_path, slack) as (first,):
        await connected(first)
        root, asked = await starts(mara, "Search", "dm")
        fault = loses_the_answer_of(workspace, "chat.postMessage")
        await mara.picks(asked, "Weekly", "dm")
        await met(workspace, fault)
        first.kill()

    with deciders(tmp_path, slack) as (second,):
        await connected(second)
        posted = await mara.sees_message(is_second, "dm", root["ts"])
        await mara.clicks(posted, "Not Sure", "dm")
        await mara.sees_message("Question 3", "dm", root["ts"])
        await nothing_is_left_to_show(tmp_path)

    check_nothing_is_twice(mara, root["ts"])


@pytest.mark.parametrize(
    ("method", "done"),
    [("chat.postMessage", True), ("files.getUploadURLExternal", False), ("files.completeUploadExternal", True)],
)
async def test_killed_in_the_middle_of_finishing(
    workspace: WorkspaceServer,
    slack: Environment,
    mara: Person,
    tmp_path: Path,
    *,
    method: str,
    done: bool,
) -> None:
    with deciders(tmp_path, slack) as (first,):
        await connected(first)
        root, asked = await starts(mara, "Search", "dm")
        await mara.picks(asked, "Weekly", "dm")
        await mara.sees_message(is_second, "dm", root["ts"])
        await workspace.idle()
        fault = loses_the_answer_of(workspace, method) if done else stops_at(workspace, method)
        await mara.says("finish", "dm", root["ts"])
        await met(workspace, fault)
        first.kill()

    with deciders(tmp_path, slack) as (second,):
        await connected(second)
        await result(mara, root["ts"], "dm")
        await mara.sees_file("cost-over-time.png", "dm", root["ts"])
        await nothing_is_left_to_show(tmp_path)

    assert sum("The verdict" in text for text in shown(mara, root["ts"])) == 1
    check_nothing_is_twice(mara, root["ts"])


async def test_two_processes_on_one_database_take_the_clicks_of_all(
    workspace: WorkspaceServer, slack: Environment, database: Environment, mara: Person, tmp_path: Path
) -> None:
    with deciders(tmp_path, slack | database) as (migrates,):
        await connected(migrates)
    with deciders(tmp_path, slack | database, slack | database) as both:
        await connected(*both)
        root, asked = await starts(mara, "Search", "general")
        async with Person.at(workspace.base_url, "tobias") as tobias, Person.at(workspace.base_url, "aiko") as aiko:
            people = (mara, tobias, aiko)
            await asyncio.gather(*(person.clicks(root, "Join", "general") for person in people[1:]))
            for person in people[1:]:
                await person.sees_ephemeral()
            await asyncio.gather(
                *(person.picks(asked, label, "general") for person in people for label in ("Daily", "Weekly"))
            )
            await question(mara, "Question 2", root["ts"], "general")
            await workspace.idle()

    closed = mara.now(asked, "general") or {}
    assert not {"Next", "Not Sure"} & set(labels(closed))
    assert all(person in text_of(closed) for person in ("mara", "tobias", "aiko"))
    check_nothing_is_twice(mara, root["ts"])


async def test_a_deadline_that_passed_while_nobody_ran_fires_once_in_two_processes_with_jumping_clocks(
    workspace: WorkspaceServer, slack: Environment, mara: Person, tmp_path: Path
) -> None:
    with deciders(tmp_path, slack) as (first,):
        await connected(first)
        root, asked = await starts(mara, "Search", "general")
        await mara.says("deadline 30 minutes", "general", root["ts"])
        await mara.sees_message("30 minutes", "general", root["ts"])
        await mara.picks(asked, "Weekly", "general")
        await mara.sees_ephemeral()
        await workspace.idle()

    with deciders(tmp_path, slack | {"SKEW": "-3600"}) as (early,):
        await connected(early)
        await workspace.idle()
        assert labels(mara.now(asked, "general") or {})
    with deciders(tmp_path, *[slack | {"SKEW": "7200"}] * 2) as late:
        await connected(*late)
        await question(mara, "Question 2", root["ts"], "general")
        await workspace.idle()

    assert "Weekly" in text_of(mara.now(asked, "general") or {})
    check_nothing_is_twice(mara, root["ts"])

"""Print the benchmark table: times, then what share of questions is answered rightly.

    python -m tests.benchmarks

Times are of this machine at this moment: compare rows of one run, not runs of two days.
"""

from __future__ import annotations

import asyncio
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import monotonic, perf_counter

from bot import app
from bot.answers.evaluation import read_rows
from bot.answers.model import Question
from bot.deciding import engine_of
from bot.decisions.frameworks import DEFAULT_MATTER
from bot.settings import Settings
from ingest.sync.progress import silent
from tests.fakes.anthropic_scenarios import echoes_first_passage
from tests.fakes.anthropic_server import AnthropicServer
from tests.faults.processes import archie
from tests.scenarios.people import Person, text_of
from tests.scenarios.town import furnish, settings_in, town

DATA = Path(__file__).parents[1] / "bot" / "answers" / "data"
SLACKS_PAUSE = 1.2
"""Seconds between two messages of one conversation: Slack takes one of ours a second, and so does the workspace."""
QUESTIONS = (
    "When is RAG the right choice?",
    "How long does it take to prototype a RAG system?",
    "What does a production RAG system cost to set up?",
    "How much latency overhead does retrieval add?",
    "Which layer should be built first if we need both?",
    "Who won the 2022 football World Cup?",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was measured, in seconds, and what it should stay under at the median."""

    name: str
    seconds: list[float]
    bar: float | None = None

    def __str__(self) -> str:
        p95 = quantiles(self.seconds, n=20)[-1] if len(self.seconds) > 1 else self.seconds[0]
        bar = f"{self.bar * 1000:9.0f}" if self.bar else " " * 9
        times = f"{median(self.seconds) * 1000:10.1f} {p95 * 1000:10.1f} {bar}"
        return f"{self.name:58} {len(self.seconds):4} {times}"


def main() -> None:
    """Measure everything and print each row as it is known."""
    print(f"{'':58} runs  median ms     p95 ms    bar ms")
    with tempfile.TemporaryDirectory() as folder:
        house = Path(folder)
        furnish(house)
        for rows in (commands(house), ingests(house), answers(house)):
            for row in rows:
                print(row, flush=True)
        for row in asyncio.run(conversations(house)):
            print(row, flush=True)
        print(f"\n{'questions over the five notes, without a key':58} runs  evidence not covered  quotes")
        for name in ("questions", "paraphrased", "unseen"):
            print(quality(house, name), flush=True)


def commands(house: Path) -> Iterator[Row]:
    """Starting up."""
    yield Row("archie --help, CPU", [_cpu([sys.executable, "-m", "bot", "--help"]) for _ in range(5)], 0.3)
    yield Row("archie run, from start to the first acknowledged command", [_first_ack(house) for _ in range(3)], 2.0)
    yield Row("archie decide --batch, 10,000 lines of facts", [_decide(house) for _ in range(3)], 5.0)


def ingests(house: Path) -> Iterator[Row]:
    """Keeping the index equal to the folder (the five shipped notes)."""
    settings = settings_in(house, data_dir=house / "fresh")
    yield Row("sync: first, five notes", [_timed(lambda: app.sync_once(settings, silent))])
    with app.knowledge(settings) as (_, synchroniser):
        synchroniser.sync()
        yield Row("sync: nothing changed", [_timed(synchroniser.sync) for _ in range(20)])
        yield Row("sync: one note changed (waits 0.3 s for it to be still)", [_change(house, synchroniser.sync)])


def answers(house: Path) -> Iterator[Row]:
    """Finding and answering, without Slack."""
    settings = settings_in(house)
    with app.searching(settings) as index:
        index.warm()
        yield Row("search, warm", [_timed(lambda q=q: index.search(q)) for q in QUESTIONS * 20])  # type: ignore[misc]

    async def ask() -> list[float]:
        async with app.answering(settings) as answerer:
            await answerer.answer(Question(QUESTIONS[0]))
            return [await _awaited(lambda q=q: answerer.answer(Question(q))) for q in QUESTIONS * 5]  # type: ignore[misc]

    yield Row("answer in quotes, warm", asyncio.run(ask()), 0.15)


def quality(house: Path, name: str) -> str:
    """Answerable questions answered with the evidence in a quote; the others not covered; quotes that stand verbatim.

    ``unseen`` was written by somebody who saw neither code nor other questions; nothing was fitted to it, but its
    figures were looked at when the gate was weighed.
    """
    lines = (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()
    scores = asyncio.run(app.evaluate_answers(settings_in(house), read_rows(lines))).as_dict()
    shares = (scores["answered_with_evidence"], scores["not_covered"], scores["citation_validity"])
    evidence, abstained, verbatim = (f"{share:.0%}" for share in shares)
    return f"{name:58} {len(lines):4} {evidence:>9} {abstained:>11} {verbatim:>7}"


async def conversations(house: Path) -> list[Row]:
    """In the local workspace: from a command to its answer, and from a saved file to an answer that knows it."""
    async with town(settings_in(house, cache_hours=0)) as running:
        mara = await running.person("mara")
        await _reply(mara, QUESTIONS[0])
        replies = [await _awaited(lambda q=q: _reply(mara, q)) for q in QUESTIONS * 5]  # type: ignore[misc]
        edits = [await _awaited(lambda d=d: _edit(mara, house, str(d))) for d in (1110, 1220, 1330)]  # type: ignore[misc]
    async with AnthropicServer() as server:
        server.play_forever(echoes_first_passage())
        keyed = {"anthropic_api_key": server.api_key, "anthropic_base_url": server.base_url}
        first = [await _first_texts(settings_in(house, cache_hours=0, **key)) for key in ({}, keyed)]
    return [
        Row("/ask to its answer in the workspace", replies),
        Row("saved file to an answer that knows it", edits, 1.0),
        Row("message to first visible text, quotes", first[0], 0.06),
        Row("message to first visible text, a model that answers at once", first[1], 0.06),
    ]


async def _first_texts(settings: Settings) -> list[float]:
    """Seconds from sending a message to the first words of its answer: all that the bot and the workspace add."""
    async with town(settings) as running:
        mara = await running.person("mara")

        async def first_text(question: str) -> None:
            asked = await mara.says(question, "dm")
            await mara.sees(lambda _: any(text_of(reply).strip() for reply in mara.replies(asked["ts"])))

        times = []
        for question in QUESTIONS * 3:
            await asyncio.sleep(SLACKS_PAUSE)
            times.append(await _awaited(lambda q=question: first_text(q)))  # type: ignore[misc]
        return times[len(QUESTIONS) :]


async def _reply(person: Person, question: str) -> str:
    before = len(person.ephemerals())
    await person.runs(f"/ask {question}", "general")
    return text_of(await person.sees_ephemeral(after=before))


async def _edit(person: Person, house: Path, degrees: str) -> None:
    (house / "notes" / "kiln.md").write_text(f"# Kiln\n\nThe tunnel kiln fires porcelain at {degrees} degrees.\n")
    while degrees not in await _reply(person, "At how many degrees does the tunnel kiln fire porcelain?"):
        pass


def _first_ack(house: Path) -> float:
    data = house / "start"
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(house / "data", data)
    environment = {"ARCHIE_DATA_DIR": str(data), "ARCHIE_KNOWLEDGE_DIR": str(house / "notes"), "PORT": "0"}
    started = monotonic()
    with archie("run", environment=environment, folder=house) as process:
        url = "http://" + process.says("http://").split("http://")[1].split()[0]

        async def command() -> None:
            async with Person.at(url, "mara") as mara:
                await mara.runs("/archie help", "general")
                await mara.sees_ephemeral()

        asyncio.run(command())
        return monotonic() - started


def _decide(house: Path) -> float:
    rng, facts = random.Random(house.name), engine_of(settings_in(house), DEFAULT_MATTER).matter.facts.values()  # noqa: S311
    values = {fact.name: [c.value for c in fact.choices] or [0, 3, 1000, 5000, 30000] for fact in facts}
    rows = [{name: rng.choice([None, *some]) for name, some in values.items()} for _ in range(10_000)]
    lines = "".join(f"{json.dumps(row)}\n" for row in rows).encode()
    command = [sys.executable, "-m", "bot", "decide", "--batch"]
    return _timed(lambda: subprocess.run(command, input=lines, stdout=subprocess.DEVNULL, check=True))


def _cpu(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _change(house: Path, sync: Callable[[], object]) -> float:
    note = house / "notes" / "honest-take.md"
    note.write_text(note.read_text() + "\nOne more line.\n")
    return _timed(sync)


def _timed(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


async def _awaited(work: Callable[[], Awaitable[object]]) -> float:
    started = perf_counter()
    await work()
    return perf_counter() - started


if __name__ == "__main__":
    main()

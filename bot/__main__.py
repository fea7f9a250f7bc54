"""The command line: one thin function for each command. Heavy imports wait until a command needs them."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import __version__

if TYPE_CHECKING:
    from bot.settings import Settings

OK, FAILED, COULD_NOT_RUN = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 something failed, 2 could not run."""
    options = parser().parse_args(arguments)
    from bot.errors import ArchieError
    from bot.settings import load_settings
    from ingest.errors import IngestError

    try:
        status = int(options.command(load_settings(), options))
        sys.stdout.flush()
    except (ArchieError, IngestError) as error:
        print(f"archie: {error}", file=sys.stderr)
        return COULD_NOT_RUN
    except KeyboardInterrupt:
        return OK
    except BrokenPipeError:  # the reader has read enough (`archie ask … | head`)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    return status


def parser() -> argparse.ArgumentParser:
    """Build the parser. ``archie`` alone means ``archie run``."""
    top = argparse.ArgumentParser(
        prog="archie", description="A Slack bot that helps a team decide how to build with AI, with checkable quotes."
    )
    top.add_argument("--version", action="version", version=f"archie {__version__}")
    top.set_defaults(command=run, browser=False)
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    _process_commands(commands)
    _knowledge_commands(commands)
    _evaluation_commands(commands)
    command = _add(commands, "doctor", doctor, "say what is set up, what is missing, and what for")
    command.add_argument("--json", action="store_true", help="print JSON")
    return top


def _add(commands: Any, name: str, function: Callable[..., int], text: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text.capitalize() + ".")
    command.set_defaults(command=function)
    return command


def _process_commands(commands: Any) -> None:
    _add(commands, "run", run, "everything in one process: Slack when its tokens are set, else the local workspace")
    _add(commands, "web", web, "serve Slack over HTTP: /slack/events, /healthz, /metrics")
    _add(commands, "worker", worker, "serve Slack over Socket Mode, without the scheduler")
    _add(commands, "clock", clock, "keep the index equal to the folder, without Slack")


def _knowledge_commands(commands: Any) -> None:
    command = _add(commands, "ingest", ingest, "bring the index up to date with the folder, once")
    command.add_argument("--json", action="store_true", help="print the report as JSON")
    command = _add(commands, "ask", ask, "answer a question from the articles")
    command.add_argument("question", nargs="?")
    command.add_argument("--batch", action="store_true", help='read JSON lines {"id","question"}, write one for each')
    command.add_argument("--json", action="store_true", help="print JSON")
    command = _add(commands, "search", search, "show the passages closest to a query")
    command.add_argument("query", nargs="?")
    command.add_argument("-k", type=_positive, default=8, metavar="N", help="how many passages (default 8)")
    command.add_argument("--batch", action="store_true", help='read JSON lines {"id","query"}, write one for each')
    command.add_argument("--json", action="store_true", help="print JSON")


def _evaluation_commands(commands: Any) -> None:
    kinds = _add(commands, "eval", lambda *_: COULD_NOT_RUN, "measure retrieval or answers").add_subparsers(
        title="what to measure", metavar="KIND", required=True
    )
    command = _add(kinds, "retrieval", eval_retrieval, "recall, MRR and nDCG of the production pipeline")
    command.add_argument("--docs", type=Path, required=True, help='JSON lines {"id","title","text"}')
    command.add_argument("--queries", type=Path, required=True, help='JSON lines {"id","query","gold":[ids]}')
    command.add_argument("--k", type=_cutoffs, default=(5, 10, 20), help="cut-offs, comma separated (default 5,10,20)")
    command.add_argument("--whole", action="store_true", help="a document is one passage")
    command.add_argument("--json", action="store_true", help="print JSON")
    command = _add(kinds, "answers", eval_answers, "outcomes, evidence in quotes, and validity of citations")
    command.add_argument("--questions", type=Path, required=True, help="JSON lines, see README")
    command.add_argument("--json", action="store_true", help="print JSON with one row for each question")


def run(settings: Settings, _: argparse.Namespace) -> int:
    """Everything in one process."""
    from bot import processes

    return asyncio.run(processes.run(settings))


def web(settings: Settings, _: argparse.Namespace) -> int:
    """Slack over HTTP."""
    from bot import processes

    return asyncio.run(processes.web(settings))


def worker(settings: Settings, _: argparse.Namespace) -> int:
    """Slack over Socket Mode."""
    from bot import processes

    return asyncio.run(processes.worker(settings))


def clock(settings: Settings, _: argparse.Namespace) -> int:
    """The schedule alone."""
    from bot import processes

    return asyncio.run(processes.clock(settings))


def ingest(settings: Settings, options: argparse.Namespace) -> int:
    """One sync of the folder."""
    from bot import app, console

    with console.progress_bar("Reading articles") as progress:
        report = app.sync_once(settings, progress)
    if options.json:
        console.print_json(console.report_as_dict(report))
    else:
        console.print_report(report)
    return OK


def ask(settings: Settings, options: argparse.Namespace) -> int:
    """Answer one question, or a batch of them."""
    from bot import app, console
    from bot.answers.model import Question
    from bot.batch import each_line, text_field

    async def batch() -> int:
        async with app.answering(settings) as answerer:

            async def line(row: dict[str, Any]) -> dict[str, Any]:
                answer = await answerer.answer(Question(text_field(row, "question")))
                return console.answer_as_dict(answer, str(row.get("id", "")))

            return await each_line(sys.stdin, line)

    async def single() -> int:
        async with app.answering(settings) as answerer:
            answer = await answerer.answer(Question(options.question))
        if options.json:
            console.print_json(console.answer_as_dict(answer, ""))
        else:
            console.print_answer(answer)
        return OK

    return asyncio.run(_batch_or_single(options.batch, options.question, batch, single))


def search(settings: Settings, options: argparse.Namespace) -> int:
    """Show ranked passages for one query, or a batch of them."""
    from bot import app, console
    from bot.batch import each_line, text_field

    async def batch() -> int:
        with app.searching(settings) as index:

            async def line(row: dict[str, Any]) -> dict[str, Any]:
                hits = index.search(text_field(row, "query"), options.k)
                return {"id": str(row.get("id", "")), "passages": console.hits_as_list(hits)}

            return await each_line(sys.stdin, line)

    async def single() -> int:
        with app.searching(settings) as index:
            hits = index.search(options.query, options.k)
        if options.json:
            console.print_json(console.hits_as_list(hits))
        else:
            console.print_hits(hits)
        return OK

    return asyncio.run(_batch_or_single(options.batch, options.query, batch, single))


def eval_retrieval(_: Settings, options: argparse.Namespace) -> int:
    """Score retrieval on other people's documents and queries."""
    from bot import console
    from ingest.evaluation import evaluate_retrieval

    scores = evaluate_retrieval(options.docs, options.queries, options.k, options.whole)
    console.print_scores(scores.as_dict(), as_json=options.json)
    return OK


def eval_answers(settings: Settings, options: argparse.Namespace) -> int:
    """Score answers against questions with known evidence."""
    from bot import app, console
    from bot.answers.evaluation import read_rows
    from bot.errors import SettingsError

    try:
        rows = read_rows(options.questions.read_text("utf-8").splitlines())
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise SettingsError(f"{options.questions} cannot be used. {reason}") from error
    scores = asyncio.run(app.evaluate_answers(settings, rows))
    console.print_scores(scores.as_dict(), as_json=options.json)
    return OK


def doctor(settings: Settings, options: argparse.Namespace) -> int:
    """Say what is set up and what is missing; fail only when something set up does not work."""
    from bot import console
    from bot.doctor import examine, healthy
    from bot.slack.manifest import load_manifest

    checks = list(examine(settings, load_manifest()))
    if options.json:
        console.print_json({"ok": healthy(checks), "checks": [check.as_dict() for check in checks]})
    else:
        console.print_checks(checks)
    return OK if healthy(checks) else FAILED


async def _batch_or_single(batch_wanted: bool, text: str | None, batch: Any, single: Any) -> int:
    if batch_wanted:
        return int(await batch())
    if text is None:
        print(
            'archie: say what to look for, or use --batch. For example: archie ask "When is RAG the right choice?"',
            file=sys.stderr,
        )
        return COULD_NOT_RUN
    return int(await single())


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return value


def _cutoffs(text: str) -> tuple[int, ...]:
    return tuple(_positive(part) for part in text.split(","))


if __name__ == "__main__":
    sys.exit(main())

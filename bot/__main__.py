"""The command line: one thin function for each command. Heavy imports wait until a command needs them."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from bot.options import parser

if TYPE_CHECKING:
    from io import BufferedReader

    from bot.settings import Settings

OK, FAILED, COULD_NOT_RUN = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 something failed, 2 could not run."""
    options = parser().parse_args(arguments)
    from bot.errors import ArchieError
    from bot.settings import load_settings
    from ingest.errors import IngestError

    try:
        status = COMMANDS[options.command](load_settings(), options)
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
    """One sync of the folder; before contexts are paid for, what they cost."""
    from bot import app, console
    from bot.second_stage import DEAR, estimate_contexts

    if options.estimate or settings.contexts:
        estimate = estimate_contexts(settings)
        if options.estimate or not options.json:
            console.print_estimate(estimate.as_dict(), as_json=options.json)
        dear = estimate.dollars is None or estimate.dollars > DEAR
        if options.estimate or (dear and not options.yes and not console.agrees("Write them now?")):
            return OK
    with console.progress_bar(shown=not options.json) as progress:
        report = app.sync_once(settings, progress, confirmed=options.confirm_removals)
    if options.json:
        console.print_json(console.report_as_dict(report))
    else:
        console.print_report(report)
    return OK


def ask(settings: Settings, options: argparse.Namespace) -> int:
    """Answer one question, or a batch of them."""
    from bot import app, console
    from bot.answers.model import Question
    from bot.batch import each_line, history_field, text_field

    async def batch() -> int:
        async with app.answering(settings) as answerer:

            async def line(row: dict[str, Any]) -> dict[str, Any]:
                question = Question(text_field(row, "question"), history_field(row))
                answer = await answerer.answer(question)
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


def sanitize(_: Settings, options: argparse.Namespace) -> int:
    """Filter the whole input as one text without sources, or a batch of texts with theirs."""
    from bot.batch import each_line, screened
    from bot.slack.screen import screen

    async def line(row: dict[str, Any]) -> dict[str, Any]:
        return screened(row)

    if options.batch:
        return asyncio.run(each_line(sys.stdin, line))
    print(screen(sys.stdin.read()))
    return OK


def decide(settings: Settings, options: argparse.Namespace) -> int:
    """Decide by the frameworks, from facts alone: one line of them, one line of verdicts."""
    from bot.deciding import engine_of
    from bot.decisions.batch import answer_lines, arriving

    if not options.batch:
        print("archie: teams decide in Slack, with /decide. Here, use --batch.", file=sys.stderr)
        return COULD_NOT_RUN
    status = OK
    engine = engine_of(settings, options.matter)
    for lines in arriving(cast("BufferedReader", sys.stdin.buffer)):
        for line, valid in answer_lines(lines, engine):
            print(line)
            status = status if valid else FAILED
        sys.stdout.flush()
    return status


def eval_retrieval(_: Settings, options: argparse.Namespace) -> int:
    """Score retrieval on other people's documents and queries."""
    from bot import console
    from bot.answers.followups.standalone import conversation_query
    from ingest.evaluation import evaluate_retrieval

    scores = evaluate_retrieval(options.docs, options.queries, options.k, options.whole, conversation_query)
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


COMMANDS = {
    "run": run,
    "web": web,
    "worker": worker,
    "clock": clock,
    "ingest": ingest,
    "ask": ask,
    "search": search,
    "sanitize": sanitize,
    "decide": decide,
    "retrieval": eval_retrieval,
    "answers": eval_answers,
    "doctor": doctor,
}

if __name__ == "__main__":
    sys.exit(main())

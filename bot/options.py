"""The command line as it is typed: its commands, their options, and what each is for."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from bot import __version__
from bot.decisions.frameworks import DEFAULT_MATTER


def parser() -> argparse.ArgumentParser:
    """Build the parser. ``archie`` alone means ``archie run``."""
    top = argparse.ArgumentParser(
        prog="archie", description="A Slack bot that helps a team decide how to build with AI, with checkable quotes."
    )
    top.add_argument("--version", action="version", version=f"archie {__version__}")
    top.set_defaults(command="run")
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    _process_commands(commands)
    _knowledge_commands(commands)
    _text_commands(commands)
    _decision_commands(commands)
    _evaluation_commands(commands)
    command = _add(commands, "doctor", "say what is set up, what is missing, and what for")
    command.add_argument("--json", action="store_true", help="print JSON")
    return top


def _add(commands: Any, name: str, text: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text.capitalize() + ".")
    command.set_defaults(command=name)
    return command


def _process_commands(commands: Any) -> None:
    _add(commands, "run", "everything in one process: Slack when its tokens are set, else the local workspace")
    _add(commands, "web", "serve Slack over HTTP: /slack/events, /healthz, /metrics")
    _add(commands, "worker", "serve Slack over Socket Mode, without the scheduler")
    _add(commands, "clock", "keep the index equal to the folder, without Slack")


def _knowledge_commands(commands: Any) -> None:
    command = _add(commands, "ingest", "bring the index up to date with the folder, once")
    command.add_argument("--json", action="store_true", help="print the report as JSON")
    command.add_argument(
        "--confirm-removals",
        action="store_true",
        help="remove what is gone from the folder, even if that is most of it",
    )
    command.add_argument(
        "--estimate", action="store_true", help="say what contexts (ARCHIE_CONTEXTS) would cost, and do nothing"
    )
    command.add_argument("--yes", action="store_true", help="write contexts without asking, whatever they cost")
    command = _add(commands, "ask", "answer a question from the articles")
    command.add_argument("question", nargs="?")
    command.add_argument("--batch", action="store_true", help='read JSON lines {"id","question"}, write one for each')
    command.add_argument("--json", action="store_true", help="print JSON")
    command = _add(commands, "search", "show the passages closest to a query")
    command.add_argument("query", nargs="?")
    command.add_argument("-k", type=_positive, default=8, metavar="N", help="how many passages (default 8)")
    command.add_argument("--batch", action="store_true", help='read JSON lines {"id","query"}, write one for each')
    command.add_argument("--json", action="store_true", help="print JSON")


def _text_commands(commands: Any) -> None:
    command = _add(commands, "sanitize", "show a model's text as it would be posted to Slack")
    command.add_argument(
        "--batch", action="store_true", help='read JSON lines {"text","sources","pieces"?}, write {"text"} for each'
    )


def _decision_commands(commands: Any) -> None:
    command = _add(commands, "decide", "say what the decision frameworks come to on facts, known and unknown")
    command.add_argument(
        "--batch", action="store_true", help="read JSON lines of facts, write what each framework says of them"
    )
    command.add_argument(
        "--matter", default=DEFAULT_MATTER, metavar="NAME", help=f"what is decided (default {DEFAULT_MATTER})"
    )


def _evaluation_commands(commands: Any) -> None:
    kinds = _add(commands, "eval", "measure retrieval or answers").add_subparsers(
        title="what to measure", metavar="KIND", required=True
    )
    command = _add(kinds, "retrieval", "recall, MRR and nDCG of the production pipeline")
    command.add_argument("--docs", type=Path, required=True, help='JSON lines {"id","title","text"}')
    command.add_argument("--queries", type=Path, required=True, help='JSON lines {"id","query","gold":[ids]}')
    command.add_argument("--k", type=_cutoffs, default=(5, 10, 20), help="cut-offs, comma separated (default 5,10,20)")
    command.add_argument("--whole", action="store_true", help="a document is one passage")
    command.add_argument("--json", action="store_true", help="print JSON")
    command = _add(kinds, "answers", "outcomes, evidence in quotes, and validity of citations")
    command.add_argument("--questions", type=Path, required=True, help="JSON lines, see README")
    command.add_argument("--json", action="store_true", help="print JSON with one row for each question")


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return value


def _cutoffs(text: str) -> tuple[int, ...]:
    return tuple(_positive(part) for part in text.split(","))

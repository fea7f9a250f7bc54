"""Every command of the README is run, as written, the way a reader would."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.slack.decisions.words import Misspoken, read_word

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
SERVERS = ("make run", "archie")
RECURSIVE = ("make test",)


def commands() -> list[str]:
    """All lines of the README's shell blocks."""
    blocks = re.findall(r"^```sh\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def bare(command: str) -> str:
    """The command without the variables set before it."""
    return re.sub(r"^(\w+=\S+ )+", "", command)


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of someone with the repository open, an empty home and ``archie`` on the path."""
    home = tmp_path / "home"
    (home / "articles").mkdir(parents=True)
    (home / "articles" / "teapots.md").write_text("# Teapots\n\nA teapot holds 1.2 litres of tea.\n")
    yield {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(home),
        "ARCHIE_DATA_DIR": str(tmp_path / "data"),
        "PORT": "0",
        "VENV": str(Path(sys.executable).parent.parent),
    }


@pytest.mark.parametrize("command", [c for c in commands() if bare(c) not in SERVERS + RECURSIVE])
def test_a_command_does_its_work(command: str, reader: dict[str, str]) -> None:
    done = subprocess.run(
        ["bash", "-ec", command], cwd=ROOT, env=reader, capture_output=True, text=True, timeout=60, check=False
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    assert "Traceback" not in done.stderr


def test_the_decision_it_shows_comes_to_what_is_shown_below(reader: dict[str, str]) -> None:
    (shown,) = re.findall(r"^```json\n(.*?)\n```", README, flags=re.MULTILINE | re.DOTALL)
    (command,) = [command for command in commands() if "archie decide" in command]
    done = subprocess.run(["bash", "-ec", command], cwd=ROOT, env=reader, capture_output=True, text=True, check=True)

    assert json.loads(done.stdout) == json.loads(shown)


def test_the_words_it_names_are_understood_in_a_thread() -> None:
    table = README[README.index("| in the thread | what it does |") :].partition("\n\n")[0]
    named = [word for row in table.splitlines() for word in re.findall(r"`([^`]+)`", row.split(" | ")[0])]

    assert len(named) > 10
    spoken = [read_word(word.replace("@name", "<@U1>")) for word in named if word != "not sure"]
    assert not [word for word in spoken if word is None or isinstance(word, Misspoken)]


@pytest.mark.parametrize("command", [c for c in commands() if bare(c) in SERVERS])
def test_a_command_that_stays_says_where_it_is_and_stops_cleanly(command: str, reader: dict[str, str]) -> None:
    process = subprocess.Popen(
        ["bash", "-ec", f"exec env {command}" if "=" in command else f"exec {command}"],
        cwd=ROOT,
        env=reader,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    try:
        seen = next((line for line in process.stdout if "http://127.0.0.1:" in line), "")
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=120)

    assert "http://127.0.0.1:" in seen


@pytest.mark.parametrize("command", RECURSIVE)
def test_running_the_tests_from_a_test_would_never_end_so_make_only_says_what_it_would_do(
    command: str, reader: dict[str, str]
) -> None:
    assert command in commands()
    done = subprocess.run(
        [*shlex.split(command), "--dry-run"], cwd=ROOT, env=reader, capture_output=True, text=True, check=True
    )

    assert "python -m pytest" in done.stdout


def test_the_pictures_and_files_it_shows_are_there() -> None:
    targets = re.findall(r"\]\((?!https?://)([^)#]+)\)", README)

    assert targets
    assert not [target for target in targets if not (ROOT / target).exists()]


def test_every_setting_is_explained() -> None:
    from bot.settings import Settings

    names = [
        str(getattr(field.validation_alias, "choices", [name])[0]).upper()
        for name, field in Settings.model_fields.items()
    ]

    assert not [name for name in names if f"`{name}`" not in README]


def test_every_command_of_the_command_line_is_explained() -> None:
    from bot.options import parser

    listed = re.search(r"\{([\w,]+)\}", parser().format_usage()) or re.findall(
        r"^    (\w+)  ", parser().format_help(), flags=re.MULTILINE
    )

    assert listed
    assert not [name for name in listed if f"archie {name}" not in README]

"""The two ways `make` builds its environment, told apart by what it runs: stand-in tools write down their arguments."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RECORDER = """#!/bin/sh
printf '%s %s\\n' "{name}" "$*" >> "{log}"
{then}
"""


class Workshop:
    """A copy of the Makefile beside stand-in tools that record how they are called."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "calls.txt"
        self.tools = folder / "tools"
        self.tools.mkdir()
        for name in ("Makefile", "requirements.lock", "requirements-dev.lock", "pyproject.toml"):
            shutil.copy(ROOT / name, folder / name)
        for name in ("sh", "mkdir", "touch", "rm", "printf", "chmod", "cp"):
            (self.tools / name).symlink_to(shutil.which(name) or name)
        self.tool(
            "python3", f'case "$*" in *-c*) exec {sys.executable} "$@";; *venv*) {self._new_environment()};; esac'
        )

    def tool(self, name: str, then: str = "") -> Path:
        path = self.tools / name
        path.write_text(RECORDER.format(name=name, log=self.log, then=then))
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return path

    def with_uv(self) -> None:
        self.tool("uv", f'case "$1" in venv) {self._new_environment()};; esac')

    def _new_environment(self) -> str:
        copies = [f"cp {self.tool('venv-' + name)} .venv/bin/{name}" for name in ("python", "archie")]
        return "; ".join(["mkdir -p .venv/bin", *copies])

    def make(self, *targets: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [shutil.which("make") or "make", *targets],
            cwd=self.folder,
            env={"PATH": str(self.tools)},
            capture_output=True,
            text=True,
            check=False,
        )

    def calls(self) -> list[str]:
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return lines


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


def test_without_uv_the_environment_comes_from_venv_and_pip(workshop: Workshop) -> None:
    done = workshop.make("run")

    assert done.returncode == 0, done.stderr
    calls = workshop.calls()
    assert any(call.startswith("python3 -m venv") for call in calls)
    assert any("pip install --quiet --require-hashes -r requirements.lock" in call for call in calls)
    assert calls[-1] == "venv-archie run"
    assert "pip" in done.stdout


def test_an_installed_uv_is_preferred_and_compiles_bytecode(workshop: Workshop) -> None:
    workshop.with_uv()

    done = workshop.make("run")

    assert done.returncode == 0, done.stderr
    calls = workshop.calls()
    installs = [call for call in calls if call.startswith("uv pip install")]
    assert "--require-hashes --compile-bytecode -r requirements.lock" in installs[0]
    assert not any("-m venv" in call or "-m pip" in call for call in calls)


def test_a_second_run_installs_nothing(workshop: Workshop) -> None:
    workshop.make("run")
    workshop.calls()

    workshop.make("run")

    assert workshop.calls() == ["venv-archie run"]


def test_the_tests_bring_their_own_tools_and_leave_run_ready(workshop: Workshop) -> None:
    workshop.make("test")
    calls = workshop.calls()
    workshop.make("run")

    assert any("-r requirements-dev.lock" in call for call in calls)
    *_, together, alone = [call for call in calls if call.startswith("venv-python -m pytest")]
    assert together.endswith("-m not alone")
    assert alone == "venv-python -m pytest -m alone"
    assert workshop.calls() == ["venv-archie run"]


def test_an_old_python_is_refused_with_the_way_out(workshop: Workshop) -> None:
    workshop.tool("python3", 'case "$*" in *version_info*) exit 1;; esac')

    done = workshop.make("run")

    assert done.returncode != 0
    assert "Archie needs Python 3.11 or newer" in done.stdout
    assert not (workshop.folder / ".venv").exists()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_pins_and_hashes_everything_and_names_no_host(name: str) -> None:
    lines = (ROOT / name).read_text().splitlines()

    assert not [line for line in lines if "://" in line or line.startswith(("--index", "--extra-index", "--find"))]
    pinned = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert pinned
    assert all("==" in line and line.endswith("\\") for line in pinned)
    assert sum("--hash=sha256:" in line for line in lines) >= len(pinned)

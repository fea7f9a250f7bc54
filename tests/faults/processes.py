"""Real processes of Archie, for tests that end them without asking."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ENOUGH_SECONDS = 90


class Process:
    """A running ``archie …``, or another ``module``, whose output can be waited for."""

    def __init__(
        self, arguments: tuple[str, ...], environment: Mapping[str, str], folder: Path, module: str = "bot"
    ) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2]), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.output: list[str] = []

    def says(self, words: str) -> str:
        """Block until a line with these words is printed, and return it."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.output.append(line)
            if words in line:
                return line
        raise AssertionError("".join(self.output))

    def kill(self) -> None:
        """End it as a power cut does."""
        self._process.kill()
        self._process.wait(ENOUGH_SECONDS)

    def terminate(self) -> int:
        """Ask it to end, as a platform does, and return its exit status."""
        self._process.send_signal(signal.SIGTERM)
        rest, _ = self._process.communicate(timeout=ENOUGH_SECONDS)
        self.output.append(rest)
        return self._process.returncode

    def wait(self) -> int:
        """Wait until it ends by itself, and return its exit status."""
        rest, _ = self._process.communicate(timeout=ENOUGH_SECONDS)
        self.output.append(rest)
        return self._process.returncode


@contextmanager
def archie(*arguments: str, environment: Mapping[str, str], folder: Path, module: str = "bot") -> Iterator[Process]:
    """Run ``archie …`` in a folder; killed at the end of the block if it still runs."""
    process = Process(arguments, environment, folder, module)
    try:
        yield process
    finally:
        process.kill()

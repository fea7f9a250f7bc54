"""A process whose children are killed, or find the index damaged; see `tests.ingest.sync.crash_child`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_ROOT = Path(__file__).parents[2]
_CHILD = _ROOT / "tests/ingest/sync/crash_child.py"


class Nursery:
    """The process. Use it as a context manager, or call `close`."""

    def __init__(self, root: Path, kind: str) -> None:
        """Args:
        root: a folder to work in.
        kind: of the tables, see `tests.ingest.stores`.
        """
        self._process = subprocess.Popen(
            [sys.executable, _CHILD, root, kind],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(_ROOT)},
        )

    def ask(self, case: Mapping[str, Any]) -> Any:
        """Have a case done and return its verdict."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(case) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        """End the process."""
        self._process.communicate(timeout=60)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

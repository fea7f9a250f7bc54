"""The file watcher: a hint that the folder changed, so that the next look at it comes at once.

Only a hint. A watcher goes blind when its folder is replaced, misses what happens on network disks, and can run out
of the system's watches: the interval scan of `ingest.sync.schedule` is what the index relies on.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

from ingest.sync.folder import is_ignored

logger = logging.getLogger(__name__)

_LOOK_MS = 500
"""How often a quiet watcher checks that it still watches the folder that is there now."""
_DEBOUNCE_MS = 200
"""Longest that a burst of changes is gathered before it is told."""
_AGAIN_SECONDS = 1.0


async def changes(folder: Path, stop: asyncio.Event) -> AsyncIterator[None]:
    """Yield whenever something in the folder may have changed, until ``stop`` is set.

    A watcher that cannot start, fails, or finds another folder in place of its own is started again, which counts as
    a change.
    """
    failed = False
    while not stop.is_set():
        identity = _identity(folder)
        try:
            if identity is not None:
                async for _ in _watch(folder, stop, identity):
                    yield
                failed = False
                continue
        except (OSError, RuntimeError):
            if not failed:
                logger.warning("the file watcher stopped; changes are seen at the next scan")
            failed = True
        await _pause(stop)


async def _watch(folder: Path, stop: asyncio.Event, identity: tuple[int, int]) -> AsyncIterator[None]:
    """Watch one folder for as long as it is there. The first look counts as a change: it may have come just before."""
    from watchfiles import awatch  # with the first folder watched

    first = True
    async for found in awatch(
        folder,
        watch_filter=_Interesting(folder),
        debounce=_DEBOUNCE_MS,
        rust_timeout=_LOOK_MS,
        yield_on_timeout=True,
        stop_event=stop,
        ignore_permission_denied=True,
    ):
        if found or first:
            yield
        if _identity(folder) != identity:
            return
        first = False


class _Interesting:
    """Tells changes that may be to documents. The watcher's own filter would ignore a folder inside site-packages."""

    def __init__(self, folder: Path) -> None:
        self._roots = (folder.absolute(), folder.resolve())

    def __call__(self, _change: object, path: str) -> bool:
        for root in self._roots:
            if Path(path).is_relative_to(root):
                return not any(map(is_ignored, Path(path).relative_to(root).parts))
        return True


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


async def _pause(stop: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stop.wait(), _AGAIN_SECONDS)
    except TimeoutError:
        return

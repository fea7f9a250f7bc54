"""What a call costs: processor seconds of this thread, in the best of a few tries."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

TRIES = 3
"""Whatever disturbs one try (a busy machine, cold caches) seldom disturbs all of them."""


def effort(call: Callable[[], object]) -> float:
    """The least processor seconds that `call` took in this thread, with the garbage collector at rest.

    Other threads of the process do not count, nor does waiting: two efforts can be compared on a loaded machine.
    """
    return min(_once(call) for _ in range(TRIES))


def assert_effort(call: Callable[[], object], below: float) -> None:
    """Fail unless `call` takes fewer than `below` processor seconds of this thread in one of a few tries."""
    seconds = _once(call)
    for _ in range(TRIES - 1):
        if seconds < below:
            return
        seconds = _once(call)
    assert seconds < below


def _once(call: Callable[[], object]) -> float:
    collecting = gc.isenabled()
    gc.disable()
    try:
        started = time.thread_time()
        call()
        return time.thread_time() - started
    finally:
        if collecting:
            gc.enable()

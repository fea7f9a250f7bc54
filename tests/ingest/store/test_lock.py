from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from ingest.errors import WriterBusyError
from ingest.store.lock import Locks, WriterLock


def test_the_second_writer_learns_who_the_first_is(tmp_path: Path) -> None:
    with (
        WriterLock(tmp_path / "lock") as first,
        pytest.raises(WriterBusyError, match=f"process {os.getpid()} on {socket.gethostname()}"),
    ):
        assert first.held
        WriterLock(tmp_path / "lock").acquire()


def test_a_released_lock_is_free_and_taking_it_twice_is_once(tmp_path: Path) -> None:
    lock, other = WriterLock(tmp_path / "new" / "lock"), WriterLock(tmp_path / "new" / "lock")
    lock.acquire()
    lock.acquire()
    lock.release()
    lock.release()
    with other:
        assert other.held
    assert not other.held


def test_several_locks_are_taken_together_or_not_at_all(tmp_path: Path) -> None:
    first, second, taken = (WriterLock(tmp_path / name) for name in ("first", "second", "second"))
    with taken:
        with pytest.raises(WriterBusyError):
            Locks(first, second).acquire()
        assert not first.held
    with Locks(first, second) as both:
        assert both.held
    assert not first.held
    assert not second.held

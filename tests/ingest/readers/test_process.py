from __future__ import annotations

import logging
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ingest.errors import UnreadableFileError
from ingest.readers import FileKind, FileReaders, Limits

NAMES = ("echo", "tell", "wait", "grind", "swell", "die", "leave", "refuse", "stumble", "chatter", "overlap")
KINDS = {f".{name}": FileKind(f"tests.ingest.readers.misbehaving:{name}", binary=True, isolated=True) for name in NAMES}
LIMITS = Limits(seconds=1, memory=256 * 1024**2)


@pytest.fixture(scope="module")
def shared() -> Iterator[FileReaders]:
    with FileReaders(KINDS, Limits(seconds=60)) as readers:
        yield readers


@pytest.fixture
def strict() -> Iterator[FileReaders]:
    with FileReaders(KINDS, LIMITS) as readers:
        yield readers


def pid_of(readers: FileReaders) -> int:
    return int(readers.read("a.tell", b"").document.text.split("\n")[0])


def wait_for_end(pid: int, seconds: float = 30) -> bool:
    """Tell whether a process ends in time; it need not be a child of ours."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([process], [], [], seconds)[0])
    finally:
        os.close(process)


def test_a_reading_comes_back_as_it_was(shared: FileReaders) -> None:
    text = 'Größe → "5" \ud7ff 🙂\n' * 1_000
    reading = shared.read("sub/ä.echo", text.encode())
    assert (reading.document.path, reading.document.text) == ("sub/ä.echo", text)
    assert (reading.document.date, reading.document.url) == ("2025-01-02", None)
    assert [(block.end, block.page) for block in reading.blocks] == [(len(text), 3)]
    assert shared.read("empty.echo", b"").blocks == ()


def test_one_child_reads_file_after_file(shared: FileReaders) -> None:
    assert pid_of(shared) == pid_of(shared) == shared.process.pid != os.getpid()


def test_a_large_file_passes_through_the_pipes(shared: FileReaders) -> None:
    assert len(shared.read("a.echo", b"x" * 20_000_000).document.text) == 20_000_000


def test_many_threads_share_the_child(shared: FileReaders) -> None:
    texts = [str(number) * 1_000 for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda text: shared.read("a.echo", text.encode()).document.text, texts))
    assert found == texts


def test_what_a_parser_prints_is_no_answer(shared: FileReaders) -> None:
    assert shared.read("a.chatter", b"fine").document.text == "fine"


def test_the_child_sees_no_secret(shared: FileReaders) -> None:
    names = set(shared.read("a.tell", b"").document.text.split("\n")[1:])
    assert names & set(os.environ) <= {"PYTHONPATH", "LC_CTYPE"}


def test_no_child_is_started_for_files_that_need_none() -> None:
    with FileReaders() as readers:
        readers.read("a.md", b"# Head")
        assert readers.process.pid is None


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("swell", "This SWELL needed too much memory to read."),
        ("die", "This DIE crashed its reader."),
        ("leave", "This LEAVE crashed its reader."),
        ("overlap", "This OVERLAP crashed its reader."),
        ("refuse", "This one is no good."),
        ("stumble", "This STUMBLE is damaged, or is something else than its name says."),
    ],
)
def test_a_file_that_breaks_its_reader_costs_itself_alone(shared: FileReaders, name: str, reason: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        shared.read(f"a.{name}", b"secret")
    assert str(caught.value) == reason
    assert shared.read("b.echo", b"next").document.text == "next"


def test_what_broke_is_logged_without_the_document(shared: FileReaders, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO), pytest.raises(UnreadableFileError):
        shared.read("a.stumble", b"secret")
    assert "KeyError in misbehaving.py" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize("name", ["wait", "grind"])
def test_a_file_that_takes_too_long_is_given_up(strict: FileReaders, name: str) -> None:
    with pytest.raises(UnreadableFileError, match=rf"^This {name.upper()} took longer than 1 seconds to read\.$"):
        strict.read(f"a.{name}", os.devnull.encode())
    assert strict.process.pid is None
    assert strict.read("b.echo", b"next").document.text == "next"


def test_a_child_killed_between_files_is_replaced(strict: FileReaders) -> None:
    first = pid_of(strict)
    os.kill(first, signal.SIGKILL)
    assert wait_for_end(first)
    assert pid_of(strict) != first


def test_a_child_killed_in_the_middle_of_a_file_costs_that_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with FileReaders(KINDS, Limits(seconds=60)) as readers, ThreadPoolExecutor(1) as pool:
        reading = pool.submit(readers.read, "a.wait", os.fsencode(tmp_path / "pipe"))
        os.kill(int((tmp_path / "pipe").read_text()), signal.SIGKILL)
        with pytest.raises(UnreadableFileError, match="crashed its reader"):
            reading.result(30)
        assert readers.read("b.echo", b"next").document.text == "next"


def test_the_child_ignores_what_stops_its_parent(strict: FileReaders) -> None:
    first = pid_of(strict)
    os.kill(first, signal.SIGINT)
    os.kill(first, signal.SIGTERM)
    assert pid_of(strict) == first


def test_closing_ends_the_child_and_reading_starts_another(strict: FileReaders) -> None:
    first = pid_of(strict)
    strict.close()
    strict.close()
    assert strict.process.pid is None
    with pytest.raises(ProcessLookupError):  # not even a zombie is left
        os.kill(first, 0)
    assert pid_of(strict) != first


def test_a_child_with_nothing_to_read_ends_and_another_takes_over() -> None:
    with FileReaders(KINDS, Limits(seconds=60, idle=0.01)) as readers:
        first = pid_of(readers)
        assert wait_for_end(first)
        assert pid_of(readers) != first


PARENT = """
import sys
from ingest.readers import FileReaders, Limits
from tests.ingest.readers.test_process import KINDS
FileReaders(KINDS, Limits(seconds=1 if sys.argv[1] == "grind" else 600)).read("a." + sys.argv[1], sys.argv[2].encode())
"""


@pytest.mark.parametrize("name", ["wait", "grind"])
def test_no_child_outlives_a_parent_that_is_killed(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    parent = subprocess.Popen([sys.executable, "-c", PARENT, name, tmp_path / "pipe"], cwd=Path.cwd())
    child = int((tmp_path / "pipe").read_text())
    parent.kill()
    parent.wait()
    assert wait_for_end(child)

"""The same index with its vectors on a Chroma server, a real one on loopback."""

from __future__ import annotations

import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic

import pytest

from ingest.service import WORDLLAMA, open_index, open_synchroniser
from ingest.vectors.embedder import Embedder
from tests.ingest.vectors.embeddings import WordCounts

READY_SECONDS = 30


class Server:
    """A Chroma server that can be ended and started again over the same files."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program, place = str(Path(sys.executable).parent / "chroma"), ["--host", "127.0.0.1", "--port", str(self._port)]
        self._process = subprocess.Popen(
            [program, "run", "--path", str(self._folder), *place], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _wait_until_ready(self.url)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("chroma"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def server(running: Server) -> str:
    return running.url


def _wait_until_ready(url: str) -> None:
    deadline = monotonic() + READY_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{url}/api/v2/heartbeat", timeout=1):
                return
        except OSError:
            assert monotonic() < deadline


def found(folder: Path, url: str, query: str) -> list[tuple[str, bool]]:
    """Index a folder beside itself; tell the document of each hit, and whether vectors found it."""
    index = open_index(folder.with_suffix(".index"), url)
    try:
        with open_synchroniser(folder, folder.with_suffix(".index"), index) as synchroniser:
            synchroniser.reconcile()
        return [(hit.passage.document, hit.dense > 0) for hit in index.search(query, 3)]
    finally:
        index.close()


def test_two_indexes_share_a_server_under_names_of_their_own(server: str, tmp_path: Path) -> None:
    for name, text in (("birds", "The barn owl weighs 430 grams."), ("kilns", "The kiln fires at 1,340 degrees.")):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.md").write_text(f"# {name.title()}\n\n{text}\n")

    owls = found(tmp_path / "birds", f"{server}/birds", "How heavy is the barn owl?")
    kilns = found(tmp_path / "kilns", f"{server}/kilns", "How hot is the kiln?")
    again = found(tmp_path / "birds", f"{server}/birds", "How heavy is the barn owl?")

    assert owls == again == [("birds.md", True)]
    assert kilns == [("kilns.md", True)]


def test_a_server_that_goes_away_is_done_without_and_caught_up_with_when_it_is_back(
    running: Server, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "birds"
    folder.mkdir()
    (folder / "owl.md").write_text("# Owls\n\nThe barn owl weighs 430 grams.\n")
    index = open_index(tmp_path / "index", f"{running.url}/away")
    with closing(index), open_synchroniser(folder, tmp_path / "index", index) as synchroniser:
        synchroniser.sync()
        assert [hit.dense > 0 for hit in index.search("barn owl", 1)] == [True]

        running.stop()
        (folder / "kite.md").write_text("# Kites\n\nThe red kite spans 180 centimetres.\n")
        (folder / "owl.md").unlink()
        assert synchroniser.sync().added == 1
        assert [(hit.passage.document, hit.dense) for hit in index.search("red kite", 1)] == [("kite.md", 0.0)]
        assert any("words alone" in record.message for record in caplog.records)
        assert synchroniser.sync().unchanged == 1

        running.start()
        synchroniser.sync()
        assert [(hit.passage.document, hit.dense > 0) for hit in index.search("red kite", 1)] == [("kite.md", True)]
        assert index.mend() == 0


def test_a_reader_on_a_shared_server_follows_a_switch_of_embedders(server: str, tmp_path: Path) -> None:
    folder = tmp_path / "birds"
    folder.mkdir()
    (folder / "owl.md").write_text("# Owls\n\nThe barn owl weighs 430 grams.\n")
    url, questions = f"{server}/switching", WordCounts()
    other = Embedder("word-counts", lambda: questions, "counts")

    def resolve(key: str) -> Embedder:
        return other if key == "counts" else WORDLLAMA

    with closing(open_index(tmp_path / "index", url, resolve=resolve)) as reader:
        for embedder in (WORDLLAMA, other):
            with (
                closing(open_index(tmp_path / "index", url, embedder=embedder, resolve=resolve)) as index,
                open_synchroniser(folder, tmp_path / "index", index) as synchroniser,
            ):
                synchroniser.sync()
            assert [hit.dense > 0 for hit in reader.search("barn owl", 1)] == [True]
    assert questions.questions == ["barn owl"]


def test_without_the_server_words_still_answer(tmp_path: Path) -> None:
    folder = tmp_path / "birds"
    folder.mkdir()
    (folder / "owl.md").write_text("# Owls\n\nThe barn owl weighs 430 grams.\n")
    index = open_index(tmp_path / "index")
    with open_synchroniser(folder, tmp_path / "index", index) as synchroniser:
        synchroniser.sync()
    index.close()

    index = open_index(tmp_path / "index", "http://127.0.0.1:9")
    try:
        assert [hit.passage.document for hit in index.search("barn owl", 3)] == ["owl.md"]
    finally:
        index.close()

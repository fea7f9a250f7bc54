"""The same index with its vectors on a Chroma server, a real one on loopback."""

from __future__ import annotations

import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from ingest.service import open_index, open_synchroniser

READY_SECONDS = 30


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("chroma")
    command = [str(Path(sys.executable).parent / "chroma"), "run", "--path", str(folder), "--host", "127.0.0.1"]
    process = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(url)
        yield url
    finally:
        process.terminate()
        process.wait(10)


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

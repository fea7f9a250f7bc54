"""A question of the first moments waits for the first sync, and for no longer than it must."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from ingest.search.waiting import WaitingIndex
from ingest.service import open_index, open_synchroniser


def test_a_search_of_an_empty_index_waits_for_the_first_sync(tmp_path: Path) -> None:
    folder, synced = tmp_path / "articles", Event()
    folder.mkdir()
    (folder / "owl.md").write_text("# Owls\n\nThe barn owl weighs 430 grams.\n")
    index = open_index(tmp_path / "index")
    waiting = WaitingIndex(index, synced)
    with ThreadPoolExecutor(1) as thread, open_synchroniser(folder, tmp_path / "index", index) as synchroniser:
        search = thread.submit(waiting.search, "How heavy is the barn owl?")
        synchroniser.sync()
        assert not search.done()
        synced.set()
        (hit,) = search.result(10)
    assert "430" in hit.passage.text
    assert waiting.passage(hit.passage.id) == hit.passage
    assert list(waiting.document_passages("owl.md")) == [hit.passage]
    assert waiting.statistics(["owl"]).passages == 1
    index.close()


def test_patience_ends(tmp_path: Path) -> None:
    index = open_index(tmp_path / "index")
    assert WaitingIndex(index, Event(), empty_seconds=0, stale_seconds=0).search("anything") == []
    index.close()


def test_what_the_last_process_left_answers_when_the_first_look_takes_long(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "owl.md").write_text("# Owls\n\nThe barn owl weighs 430 grams.\n")
    index = open_index(tmp_path / "index")
    with open_synchroniser(folder, tmp_path / "index", index) as synchroniser:
        synchroniser.sync()
    never = Event()
    assert WaitingIndex(index, never, empty_seconds=60, stale_seconds=0).search("barn owl")
    index.close()

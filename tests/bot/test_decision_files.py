"""The folder of records is what the database holds, whatever was in it, and says nothing to other users."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decision_files import DecisionFiles
from bot.store.decision_records import RecordFile


class Shelf:
    """Records in memory; counts how often a text is read."""

    def __init__(self, *records: tuple[str, str, str]) -> None:
        self.texts = {id_: text for id_, _, text in records}
        self.names = {id_: name for id_, name, _ in records}
        self.read = 0

    def files(self) -> list[RecordFile]:
        return [RecordFile(id_, name, str(hash(self.texts[id_]))) for id_, name in self.names.items()]

    def text(self, decision_id: str) -> str:
        self.read += 1
        return self.texts[decision_id]


def held(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in folder.iterdir()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "decisions"


def test_it_holds_the_records_and_is_written_again_only_for_what_changed(folder: Path) -> None:
    shelf = Shelf(("a1", "0001-bot.md", "one"), ("a2", "0002.md", "two"))
    files = DecisionFiles(folder, shelf)
    files.fill()
    assert held(folder) == {"0001-bot.md": "one", "0002.md": "two"}
    before = (folder / "0002.md").stat()
    shelf.texts["a1"] = "one, superseded"
    files.fill()
    assert held(folder) == {"0001-bot.md": "one, superseded", "0002.md": "two"}
    assert ((folder / "0002.md").stat(), shelf.read) == (before, 3)


def test_a_new_process_leaves_alone_what_is_right_already(folder: Path) -> None:
    shelf = Shelf(("a1", "0001-bot.md", "one"))
    DecisionFiles(folder, shelf).fill()
    before = (folder / "0001-bot.md").stat()
    DecisionFiles(folder, shelf).fill()
    assert (folder / "0001-bot.md").stat() == before


def test_what_somebody_did_to_the_files_is_undone(folder: Path, tmp_path: Path) -> None:
    shelf = Shelf(("a1", "0001-bot.md", "one"), ("a2", "0002.md", "two"), ("a3", "0003.md", "three"))
    files = DecisionFiles(folder, shelf)
    files.fill()
    (folder / "0001-bot.md").write_text("one, but open to everybody")
    (folder / "0002.md").unlink()
    elsewhere = tmp_path / "elsewhere.md"
    elsewhere.write_text("three")
    (folder / "0003.md").unlink()
    (folder / "0003.md").symlink_to(elsewhere)
    (folder / "0004-not-ours-any-more.md").write_text("four")
    files.fill()
    assert held(folder) == {"0001-bot.md": "one", "0002.md": "two", "0003.md": "three"}
    assert not (folder / "0003.md").is_symlink()


def test_what_a_killed_process_left_half_written_goes(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / ".record-abc.tmp").write_text("hal")
    DecisionFiles(folder, Shelf()).fill()
    assert held(folder) == {}


def test_files_of_other_names_are_left_alone(folder: Path) -> None:
    files = DecisionFiles(folder, Shelf())
    files.fill()
    (folder / "notes.md").write_text("mine")
    files.fill()
    assert held(folder) == {"notes.md": "mine"}


def test_only_its_own_user_may_read(folder: Path) -> None:
    DecisionFiles(folder, Shelf(("a1", "0001.md", "one"))).fill()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "0001.md").stat().st_mode) == 0o600


def test_records_of_two_teams_with_one_name_stand_beside_each_other(folder: Path) -> None:
    DecisionFiles(folder, Shelf(("a1", "0001-bot.md", "ours"), ("b2", "0001-bot.md", "theirs"))).fill()
    assert held(folder) == {"0001-bot-a1.md": "ours", "0001-bot-b2.md": "theirs"}


def test_a_write_that_fails_leaves_the_old_file_whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf(("a1", "0001.md", "one"))
    files = DecisionFiles(folder, shelf)
    files.fill()
    shelf.texts["a1"] = "one, changed"

    def full(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdopen", full)
        with pytest.raises(OSError, match="full"):
            files.fill()
    assert held(folder) == {"0001.md": "one"}
    files.fill()
    assert held(folder) == {"0001.md": "one, changed"}


@given(st.lists(st.dictionaries(st.integers(1, 5), st.text("ab", max_size=2), max_size=4), max_size=4))
def test_however_records_come_and_change_the_folder_is_equal_to_them(
    tmp_path_factory: pytest.TempPathFactory, states: list[dict[int, str]]
) -> None:
    folder, shelf = tmp_path_factory.mktemp("records"), Shelf()
    files = DecisionFiles(folder, shelf)
    for state in states:
        shelf.names |= {f"id{n}": f"{n:04}.md" for n in state}
        shelf.texts |= {f"id{n}": text for n, text in state.items()}
        files.fill()
        assert held(folder) == {shelf.names[id_]: shelf.texts[id_] for id_ in shelf.names}

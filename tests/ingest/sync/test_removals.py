"""Most documents gone at once: perhaps a mistake, so nobody loses them by it."""

from __future__ import annotations

import shutil

import pytest

from ingest.errors import MassRemovalError
from ingest.store.lock import WriterLock
from ingest.sync.synchroniser import Synchroniser
from tests.ingest.house import House


def fill(house: House, count: int) -> None:
    for n in range(count):
        house.write(f"{n:02}.md", f"# Article {n}\n\nzorkmid number{n}\n")
    house.synchroniser.sync()


def delete(house: House, numbers: range) -> None:
    for n in numbers:
        (house.folder / f"{n:02}.md").unlink()


def test_an_emptied_folder_removes_nothing_until_it_is_confirmed(house: House) -> None:
    fill(house, 3)
    delete(house, range(3))
    with pytest.raises(MassRemovalError, match=r"3 of 3 documents.*--confirm-removals") as refused:
        house.synchroniser.sync()
    assert (refused.value.missing, refused.value.documents) == (3, 3)
    assert len(house.found("zorkmid")) == 3
    with pytest.raises(MassRemovalError):
        house.synchroniser.reconcile()
    assert house.synchroniser.sync(confirmed=True).removed == 3
    assert house.paths() == []
    house.assert_index_is_folder()


def test_more_than_half_of_twenty_is_refused_and_half_is_not(house: House) -> None:
    fill(house, 20)
    delete(house, range(10))
    assert house.synchroniser.sync().removed == 10
    fill(house, 20)
    delete(house, range(11))
    with pytest.raises(MassRemovalError, match="11 of 20"):
        house.synchroniser.sync()
    assert len(house.paths()) == 20


def test_what_is_new_or_changed_in_the_same_sync_is_taken(house: House) -> None:
    fill(house, 20)
    delete(house, range(15))
    house.write("new.md", "quuxword")
    house.write("19.md", "changedword")
    with pytest.raises(MassRemovalError, match="15 of 20"):
        house.synchroniser.sync()
    assert (house.found("quuxword")[0], house.found("changedword")[0]) == ("new.md", "19.md")
    assert len(house.paths()) == 21
    assert house.synchroniser.sync(confirmed=True).removed == 15
    house.assert_index_is_folder()


def test_files_that_come_back_need_no_confirmation(house: House) -> None:
    fill(house, 5)
    away = house.folder.rename(house.folder.with_name("away"))
    house.folder.mkdir()
    with pytest.raises(MassRemovalError):
        house.synchroniser.sync()
    house.folder.rmdir()
    away.rename(house.folder)
    report = house.synchroniser.sync()
    assert (report.unchanged, report.removed) == (5, 0)


def test_a_moved_folder_is_no_removal(house: House) -> None:
    fill(house, 25)
    (house.folder / "new").mkdir()
    for file in house.folder.glob("*.md"):
        file.rename(house.folder / "new" / file.name)
    assert house.synchroniser.sync().moved == 25
    house.assert_index_is_folder()


def test_one_after_another_is_no_mass_removal(house: House) -> None:
    fill(house, 4)
    for n in range(4):
        delete(house, range(n, n + 1))
        assert house.synchroniser.sync().removed == 1
    assert house.paths() == []


def test_another_folder_in_place_of_the_old_one_is_refused_first(house: House) -> None:
    fill(house, 20)
    shutil.rmtree(house.folder)
    house.folder.mkdir()
    house.write("other.md", "other")
    with pytest.raises(MassRemovalError, match="20 of 20"):
        house.synchroniser.sync()
    assert len(house.paths()) == 21


def test_files_that_never_could_be_read_do_not_count(house: House) -> None:
    for n in range(5):
        (house.folder / f"{n}.md").write_bytes(b"\x00")
    house.write("good.md", "good")
    house.synchroniser.sync()
    shutil.rmtree(house.folder)
    house.folder.mkdir()
    assert house.synchroniser.sync().removed == 1


def test_another_folder_that_was_set_is_taken_without_asking_unless_it_is_empty(house: House) -> None:
    fill(house, 20)
    house.synchroniser.close()
    empty, other = house.folder.with_name("empty"), house.folder.with_name("other")
    empty.mkdir()
    other.mkdir()
    (other / "theirs.md").write_text("theirs")
    lock = WriterLock(house.index_dir / "writer.lock")
    with Synchroniser(empty, house.index, lock, still_seconds=0) as synchroniser, pytest.raises(MassRemovalError):
        synchroniser.sync()
    with Synchroniser(other, house.index, lock, still_seconds=0) as synchroniser:
        assert synchroniser.sync().removed == 20
    assert house.paths() == ["theirs.md"]

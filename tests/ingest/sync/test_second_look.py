"""Before a document is removed the folder is looked at again: one look is not a moment, and files move meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingest.errors import FolderError
from ingest.model import SyncReport
from ingest.store.lock import WriterLock
from ingest.sync.folder import Listing, scan
from ingest.sync.synchroniser import Synchroniser
from tests.ingest.house import House

OLD, ASIDE = "z/old.md", "a/new.md"


class Eyes:
    """Looks at a folder as a sync does, and lets somebody change it during the next look."""

    def __init__(self) -> None:
        self.looks = 0
        self.meanwhile: list[Callable[[Listing], object]] = []

    def __call__(self, root: Path, suffixes: Collection[str]) -> Listing:
        self.looks += 1
        listing = scan(root, suffixes)
        if self.meanwhile:
            self.meanwhile.pop(0)(listing)
        return listing


@pytest.fixture
def eyes() -> Eyes:
    return Eyes()


@contextmanager
def synchroniser_of(house: House, eyes: Eyes) -> Iterator[Callable[[], SyncReport]]:
    """Give the sync of a house, through these eyes. The old file is in the index by then."""
    house.write(OLD, "# Old\n\nzorkmid\n")
    house.write("b.md", "# Other\n\nblorple of another length\n")
    house.synchroniser.sync()
    house.synchroniser.close()
    lock = WriterLock(house.index_dir / "writer.lock")
    with Synchroniser(house.folder, house.index, lock, still_seconds=0, look=eyes) as synchroniser:
        yield synchroniser.sync


def moved_from_what_was_not_listed_yet(house: House) -> Callable[[Listing], None]:
    """The folder it comes to was listed before it came, the folder it leaves after it left."""

    def move(listing: Listing) -> None:
        (house.folder / ASIDE).parent.mkdir()
        (house.folder / OLD).rename(house.folder / ASIDE)
        del listing.files[OLD]

    return move


def test_a_file_that_is_moved_during_the_look_stays_in_the_index_and_is_moved_by_the_next_sync(
    house: House, eyes: Eyes
) -> None:
    with synchroniser_of(house, eyes) as sync:
        eyes.meanwhile = [moved_from_what_was_not_listed_yet(house)]
        report = sync()
        assert (report.removed, report.waiting, house.found("zorkmid")[0]) == (0, 1, OLD)
        report = sync()
        assert (report.moved, report.waiting) == (1, 0)
    house.assert_index_is_folder()


def test_a_file_that_is_moved_over_another_one_during_the_look_stays_too(house: House, eyes: Eyes) -> None:
    def replace(listing: Listing) -> None:
        (house.folder / OLD).rename(house.folder / "b.md")
        del listing.files[OLD]

    with synchroniser_of(house, eyes) as sync:
        eyes.meanwhile = [replace]
        assert (sync().removed, house.found("zorkmid")[0]) == (0, OLD)
        sync()
    assert house.found("zorkmid") == ["b.md"]
    house.assert_index_is_folder()


def test_a_file_that_is_there_after_all_stays(house: House, eyes: Eyes) -> None:
    with synchroniser_of(house, eyes) as sync:
        eyes.meanwhile = [lambda listing: listing.files.clear()]
        report = sync()
        assert (report.removed, report.waiting, report.documents) == (0, 2, 2)
        assert sync().unchanged == 2
    house.assert_index_is_folder()


def test_what_is_gone_at_both_looks_is_removed_at_once_whatever_else_appears(house: House, eyes: Eyes) -> None:
    with synchroniser_of(house, eyes) as sync:
        (house.folder / OLD).unlink()
        eyes.meanwhile = [lambda _: house.write("c.md", "a third file, and of a length of its own")]
        report = sync()
        assert (report.removed, report.waiting, eyes.looks) == (1, 0, 2)
        assert sync().added == 1
    house.assert_index_is_folder()


def test_nothing_is_looked_at_twice_while_nothing_is_missing(house: House, eyes: Eyes) -> None:
    with synchroniser_of(house, eyes) as sync:
        sync()
        (house.folder / OLD).rename(house.folder / "y.md")
        house.write("b.md", "changed")
        assert (sync().moved, eyes.looks) == (1, 2)


def test_a_folder_that_is_gone_at_the_second_look_removes_nothing(house: House, eyes: Eyes) -> None:
    with synchroniser_of(house, eyes) as sync:
        (house.folder / OLD).unlink()
        away = house.folder.with_name("away")
        eyes.meanwhile = [lambda _: house.folder.rename(away)]
        with pytest.raises(FolderError):
            sync()
        assert house.found("zorkmid")[0] == OLD
        away.rename(house.folder)
        assert sync().removed == 1
    house.assert_index_is_folder()

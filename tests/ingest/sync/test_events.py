"""What a sync tells whoever subscribed."""

from __future__ import annotations

import logging
from threading import get_ident

import pytest

from ingest.errors import MassRemovalError
from ingest.model import DocumentChange, KnowledgeChange
from ingest.steps import Step
from tests.ingest.house import Build, House


class Ears:
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.heard: list[KnowledgeChange] = []

    def __call__(self, change: KnowledgeChange) -> None:
        self.heard.append(change)

    def last(self) -> dict[str, DocumentChange]:
        return {change.path: change for change in self.heard[-1].documents}


def ids(house: House, path: str) -> frozenset[str]:
    return frozenset(passage.id for passage in house.index.document_passages(path))


def test_one_sync_is_told_once_and_a_quiet_one_not_at_all(house: House) -> None:
    ears = Ears()
    house.index.subscribe(ears)
    for n in range(70):  # more than two batches
        house.write(f"{n:02}.md", f"zorkmid {n}")
    house.synchroniser.sync()
    house.synchroniser.sync()
    assert [len(change.documents) for change in ears.heard] == [70]
    assert [change.path for change in ears.heard[0].documents] == sorted(f"{n:02}.md" for n in range(70))


def test_each_kind_of_change_says_what_it_was_and_is(house: House) -> None:
    for name in ("edited", "moved", "removed", "kept"):
        house.write(f"{name}.md", f"# T\n\n{name}\n\n## Second\n\nsame in {name}\n")
    house.synchroniser.sync()
    before = {name: ids(house, f"{name}.md") for name in ("edited", "moved", "removed")}
    ears = Ears()
    house.index.subscribe(ears)
    house.synchroniser.sync()
    ears.heard.clear()
    house.write("edited.md", "# T\n\nother words\n\n## Second\n\nsame in edited\n")
    (house.folder / "moved.md").rename(house.folder / "renamed.md")
    (house.folder / "removed.md").unlink()
    house.write("added.md", "new")
    house.synchroniser.sync()
    assert ears.last() == {
        "added.md": DocumentChange("added.md", frozenset(), ids(house, "added.md")),
        "edited.md": DocumentChange("edited.md", before["edited"], ids(house, "edited.md")),
        "removed.md": DocumentChange("removed.md", before["removed"], frozenset()),
        "renamed.md": DocumentChange("renamed.md", before["moved"], ids(house, "renamed.md"), "moved.md"),
    }
    assert len(before["edited"] & ids(house, "edited.md")) == 1


def test_it_is_told_after_the_index_holds_it_and_in_the_thread_of_the_sync(house: House) -> None:
    seen: list[tuple[list[str], int]] = []
    house.index.subscribe(lambda _: seen.append((house.found("zorkmid"), get_ident())))
    house.write("a.md", "zorkmid")
    house.synchroniser.sync()
    assert seen == [(["a.md"], get_ident())]


def test_a_listener_that_fails_stops_neither_the_sync_nor_the_others(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: KnowledgeChange) -> None:
        raise KeyError("broken")

    ears = Ears()
    house.index.subscribe(broken)
    house.index.subscribe(ears)
    house.write("a.md", "zorkmid")
    with caplog.at_level(logging.ERROR):
        assert house.synchroniser.sync().added == 1
    assert len(ears.heard) == 1
    assert "a listener failed" in caplog.text
    assert "zorkmid" not in caplog.text


def test_who_unsubscribed_is_not_told(house: House) -> None:
    first, second = Ears(), Ears()
    end = house.index.subscribe(first)
    house.index.subscribe(second)
    end()
    end()
    house.write("a.md", "zorkmid")
    house.synchroniser.sync()
    assert (len(first.heard), len(second.heard)) == (0, 1)


def test_what_nobody_heard_waits_for_the_first_listener(house: House) -> None:
    house.write("a.md", "one")
    house.synchroniser.sync()
    house.write("a.md", "two")
    house.write("b.md", "three")
    house.synchroniser.sync()
    ears = Ears()
    house.index.subscribe(ears)
    house.synchroniser.sync()
    assert {path: change.before for path, change in ears.last().items()} == {"a.md": frozenset(), "b.md": frozenset()}
    assert ears.last()["a.md"].after == ids(house, "a.md")


class Crash(BaseException):
    """The end of the process."""


@pytest.mark.both_stores
@pytest.mark.parametrize("fatal", [Step.SWITCHED, Step.OLD_VECTORS_DELETED, Step.FINISHED])
def test_a_crash_between_the_switch_and_the_telling_has_it_told_by_the_next_start(build: Build, fatal: Step) -> None:
    def crash(step: Step) -> None:
        if step is fatal:
            raise Crash

    first = build(checkpoint=crash)
    first.write("a.md", "zorkmid")
    unheard = Ears()
    first.index.subscribe(unheard)
    with pytest.raises(Crash):
        first.synchroniser.sync()
    first.synchroniser.close()
    again = build()
    ears = Ears()
    again.index.subscribe(ears)
    again.synchroniser.sync()
    assert (len(unheard.heard), [change.path for change in ears.heard[0].documents]) == (0, ["a.md"])
    again.synchroniser.sync()
    assert len(ears.heard) == 1


def test_a_refused_removal_still_tells_what_was_taken(house: House) -> None:
    for n in range(3):
        house.write(f"{n}.md", str(n))
    house.synchroniser.sync()
    ears = Ears()
    house.index.subscribe(ears)
    house.synchroniser.sync()
    for n in range(3):
        (house.folder / f"{n}.md").unlink()
    with pytest.raises(MassRemovalError):
        house.synchroniser.sync()
    assert len(ears.heard) == 1
    house.synchroniser.sync(confirmed=True)
    assert [(change.path, change.after) for change in ears.heard[-1].documents] == [
        (f"{n}.md", frozenset()) for n in range(3)
    ]


def test_an_index_begun_again_tells_every_document_as_new(house: House) -> None:
    house.write("a.md", "zorkmid")
    ears = Ears()
    house.index.subscribe(ears)
    house.synchroniser.sync()
    house.index.begin_again()
    house.synchroniser.sync()
    assert ears.last() == {"a.md": DocumentChange("a.md", frozenset(), ids(house, "a.md"))}

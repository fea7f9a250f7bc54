from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.model import Failure, Signature
from ingest.store.manifest import Entry, FileState
from ingest.sync.folder import File, Listing
from ingest.sync.plan import Missing, is_mass_removal, make_plan

NOW, BEFORE = Signature(1, 2, 3), Signature(1, 2, 0)


def listing_of(*paths: str) -> Listing:
    return Listing(files={path: File(path, path, NOW) for path in paths})


def entry(path: str, signature: Signature = NOW, error: str | None = None, sha256: str | None = "hash") -> Entry:
    return Entry(path, signature, sha256, FileState.FAILED if error else FileState.INDEXED, error)


def test_the_signature_decides_what_is_read() -> None:
    known = {"same": entry("same"), "changed": entry("changed", BEFORE)}
    plan = make_plan(listing_of("same", "new", "changed"), known)
    assert plan.unchanged == ("same",)
    assert [file.path for file in plan.added] == ["new"]
    assert [file.path for file in plan.changed] == ["changed"]
    assert [file.path for file in plan.to_read] == ["changed", "new"]


def test_a_file_that_never_could_be_read_is_new_when_it_changes() -> None:
    known = {"bad": entry("bad", BEFORE, error="Why.", sha256=None)}
    assert [file.path for file in make_plan(listing_of("bad"), known).added] == ["bad"]


def test_thorough_reads_everything_and_suspects_are_read_too() -> None:
    known = {"one": entry("one"), "two": entry("two")}
    listing = listing_of("one", "two")
    assert [file.path for file in make_plan(listing, known, thorough=True).changed] == ["one", "two"]
    assert [file.path for file in make_plan(listing, known, suspects={"two"}).changed] == ["two"]


def test_a_file_that_failed_and_did_not_change_is_reported_again_unread() -> None:
    plan = make_plan(listing_of("bad"), {"bad": entry("bad", error="Why.")})
    assert plan.failed == (Failure("bad", "Why."),)
    assert plan.to_read == ()


def test_missing_is_only_what_could_have_been_seen() -> None:
    listing = listing_of("here")
    listing.failures["folder.md"] = "This is a folder."
    listing.unseen += ["locked", "hidden.md"]
    known = {path: entry(path) for path in ("here", "folder.md", "locked/a", "lockedness", "hidden.md", "deleted")}
    assert [gone.path for gone in make_plan(listing, known).missing] == ["folder.md", "lockedness", "deleted"]


@pytest.mark.parametrize(
    ("missing", "indexed", "files", "refused"),
    [
        (3, 3, 0, True),
        (2, 2, 0, False),
        (3, 3, 1, False),
        (19, 19, 1, False),
        (10, 20, 10, False),
        (11, 20, 9, True),
        (11, 20, 500, True),
        (0, 20, 20, False),
        (0, 5, 0, False),
    ],
)
def test_what_counts_as_a_mass_removal(missing: int, indexed: int, files: int, refused: bool) -> None:
    assert is_mass_removal(missing, indexed, files) is refused


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_fewer_missing_are_never_refused_where_more_are_not(missing: int, indexed: int, files: int) -> None:
    if not is_mass_removal(missing, indexed, files):
        assert not any(is_mass_removal(fewer, indexed, files) for fewer in range(missing))


def test_missing_content_is_found_once_and_under_the_same_name_first() -> None:
    missing = Missing([entry("old/a.md"), entry("old/b.md"), entry("never.md", sha256=None)])
    assert missing.claim("other", "new/b.md") is None
    assert missing.claim("hash", "new/b.md") == "old/b.md"
    assert missing.claim("hash", "new/c.md") == "old/a.md"
    assert missing.claim("hash", "new/d.md") is None
    assert (missing.paths, missing.documents) == (["never.md"], 0)


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 3), max_size=4),
    st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 3), max_size=4),
    st.dictionaries(st.sampled_from("uvw"), st.integers(1, 3)),
)
def test_a_second_look_spares_what_it_shows_or_what_it_may_show_under_another_name(
    first: dict[str, int], second: dict[str, int], gone: dict[str, int]
) -> None:
    before, now = _sized(first), _sized(second)
    new = {size for path, size in second.items() if first.get(path) != size}
    missing = Missing(entry(path, Signature(size)) for path, size in gone.items())
    expected = {path for path, size in gone.items() if size not in new}
    assert missing.spare(before, now) == len(gone) - len(expected)
    assert set(missing.paths) == expected
    missing = Missing(entry(path, Signature(9)) for path in second)
    assert (missing.spare(before, now), missing.paths) == (len(second), [])
    assert missing.claim("hash", "anything") is None


def _sized(sizes: dict[str, int]) -> Listing:
    return Listing(files={path: File(path, path, Signature(size)) for path, size in sizes.items()})

from __future__ import annotations

from pathlib import Path

from ingest.folder import File, Listing
from ingest.manifest import Entry, FileState, Signature
from ingest.model import Failure
from ingest.plan import make_plan

NOW, BEFORE = Signature(1, 2, 3), Signature(1, 2, 0)


def listing_of(*paths: str) -> Listing:
    return Listing(files={path: File(path, Path(path), NOW) for path in paths})


def entry(path: str, signature: Signature = NOW, error: str | None = None) -> Entry:
    return Entry(path, signature, "hash", FileState.FAILED if error else FileState.INDEXED, error)


def test_the_signature_decides_what_is_read() -> None:
    known = {"same": entry("same"), "changed": entry("changed", BEFORE)}
    plan = make_plan(listing_of("same", "changed", "new"), known)
    assert plan.unchanged == ("same",)
    assert [file.path for file in plan.to_read] == ["changed", "new"]


def test_thorough_reads_everything() -> None:
    plan = make_plan(listing_of("same"), {"same": entry("same")}, thorough=True)
    assert [file.path for file in plan.to_read] == ["same"]


def test_a_file_that_failed_and_did_not_change_is_reported_again_unread() -> None:
    plan = make_plan(listing_of("bad"), {"bad": entry("bad", error="Why.")})
    assert plan.failed == (Failure("bad", "Why."),)
    assert plan.to_read == ()


def test_gone_is_only_what_could_have_been_seen() -> None:
    listing = listing_of("here")
    listing.failures["pipe"] = "Not a file."
    listing.unseen.append("locked")
    known = {path: entry(path) for path in ("here", "pipe", "locked/a", "lockedness", "deleted")}
    assert [gone.path for gone in make_plan(listing, known).gone] == ["lockedness", "deleted"]

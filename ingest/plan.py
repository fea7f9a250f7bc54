"""What a sync has to do, from one look at the folder and the manifest. Pure: reads nothing, writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.folder import File, Listing
from ingest.manifest import Entry, FileState
from ingest.model import Failure


@dataclass(frozen=True, slots=True)
class Plan:
    """A sync's work.

    Attributes:
        unchanged: files whose signature is the one in the manifest.
        to_read: new files, and those whose signature changed; their content decides.
        gone: entries whose file exists no more.
        failed: what cannot be a document, and files that failed before and did not change since.
    """

    unchanged: tuple[str, ...]
    to_read: tuple[File, ...]
    gone: tuple[Entry, ...]
    failed: tuple[Failure, ...]


def make_plan(listing: Listing, known: Mapping[str, Entry], *, thorough: bool = False) -> Plan:
    """Compare the folder with the manifest; ``thorough`` trusts no signature and reads every file."""
    unchanged, to_read = [], []
    failed = [Failure(path, reason) for path, reason in listing.failures.items()]
    for path, file in sorted(listing.files.items()):
        entry = known.get(path)
        if thorough or entry is None or entry.signature != file.signature:
            to_read.append(file)
        elif entry.state is FileState.FAILED:
            failed.append(Failure(path, entry.error or ""))
        else:
            unchanged.append(path)
    gone = [entry for path, entry in known.items() if not listing.may_hold(path)]
    return Plan(tuple(unchanged), tuple(to_read), tuple(gone), tuple(failed))

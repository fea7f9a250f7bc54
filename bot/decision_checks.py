"""The part of `archie doctor` about deciding: which framework files were read, and what is wrong with which line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.doctor import Check, Status

if TYPE_CHECKING:
    from bot.decisions.loading import Loaded
    from bot.settings import Settings

_NAME = "Frameworks"
_PURPOSE = "deciding with /decide and `archie decide`"
_MEND = (
    "Mend it; docs/frameworks.md says how such files are written. "
    "Until then the one of this name that Archie ships is used, if there is one."
)


def frameworks(settings: Settings) -> Iterator[Check]:
    """Yield one check for what can be decided, and one for each file that cannot be used. Reads all of them."""
    from bot.deciding import make_shelf

    loaded = make_shelf(settings).refresh()
    yield _matters(loaded)
    for error in loaded.errors:
        yield Check(error.file, Status.FAILED, _PURPOSE, f"{error}.", _MEND)


def _matters(loaded: Loaded) -> Check:
    from bot.decisions.frameworks import DEFAULT_MATTER

    if not loaded.matters:
        fix = "Install Archie again: its own frameworks are missing or cannot be read."
        return Check(_NAME, Status.FAILED, _PURPOSE, "There is nothing to decide with.", fix)
    files = {file for sources in loaded.sources.values() for file in sources}
    live = "; ".join(_described(loaded, name) for name in loaded.matters)
    read = f"{_counted(len(files), 'file')} read. Live: {live}."
    if DEFAULT_MATTER not in loaded.matters:
        fix = f"Mend the files of {DEFAULT_MATTER}, which /decide needs."
        return Check(_NAME, Status.FAILED, _PURPOSE, f"{read} {DEFAULT_MATTER} is not among them.", fix)
    return Check(_NAME, Status.OK, _PURPOSE, read)


def _described(loaded: Loaded, name: str) -> str:
    matter = loaded.matters[name]
    parts = [_counted(len(matter.frameworks), "framework"), _counted(len(matter.facts), "fact")]
    beside = [kind for kind, found in (("plan", loaded.plans), ("words", loaded.words)) if name in found]
    return f"{name} ({', '.join([*parts, *beside])})"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun if count == 1 else f'{noun}s'}"

"""Loading when a file has more than one text: the newest, the last that was good, the one shipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.decisions.loading.errors import FrameworkError
from bot.decisions.loading.loader import Attempt, Loaded, Stage, attempt


@dataclass(frozen=True, slots=True)
class Chosen:
    """What files came to, and the text used of each; a file none of whose texts can be used is left out.

    ``loaded.errors`` are of all the texts that were tried.
    """

    loaded: Loaded
    used: Mapping[str, str]


def load_best(texts: Mapping[str, Sequence[str]]) -> Chosen:
    """Load of each file the first text that can be used, by name to texts, the best first.

    Where something fails that others rest on, only that gives way, and the others are tried again with what follows
    it: so a facts file that breaks does not take the newest frameworks with it.
    """
    left = {file: list(dict.fromkeys(versions)) for file, versions in texts.items()}
    errors: dict[FrameworkError, None] = {}
    while True:
        used = {file: versions[0] for file, versions in left.items() if versions}
        tried = attempt(used)
        errors.update(dict.fromkeys(_own(tried)))
        if not tried.problems:
            listed = sorted(errors, key=lambda error: (error.file, error.line or 0))
            return Chosen(replace(tried.loaded, errors=tuple(listed)), used)
        for file in {error.file for stage, error in tried.problems if stage is _first_stage(tried)}:
            left[file].pop(0)


def _first_stage(tried: Attempt) -> Stage:
    return min(stage for stage, _ in tried.problems)


def _own(tried: Attempt) -> list[FrameworkError]:
    """Return errors, but of files that only wait for others those alone that will not come."""
    if not tried.problems:
        return []
    first = _first_stage(tried)
    return [error for stage, error in tried.problems if stage is not Stage.WAITING or first is Stage.WAITING]

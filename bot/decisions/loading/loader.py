"""Texts of YAML files to matters. A file that cannot be used is named with its error; the others go on without it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

from bot.decisions.frameworks import Matter
from bot.decisions.loading.documents import read
from bot.decisions.loading.errors import FrameworkError
from bot.decisions.loading.making import Making
from bot.decisions.loading.nodes import Node, meant, shown
from bot.decisions.loading.plans import read_plan
from bot.decisions.loading.vocabulary import read_vocabulary
from bot.decisions.loading.words import read_words
from bot.decisions.plan import Plan
from bot.decisions.understanding.lexicon import Lexicon

KINDS = ("facts", "framework", "panel", "plan", "words")
MOST_FILES = 200

_T = TypeVar("_T")


class Stage(IntEnum):
    """What an error is about. Those of a later stage may come of those of an earlier one."""

    FILE = 0
    """The file alone."""
    FACTS = 1
    """A matter's facts, with which its other files are read."""
    REST = 2
    WAITING = 3
    """The matter it belongs to, which is not there."""


class _WaitingError(FrameworkError):
    """A file whose matter is not there."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What files came to.

    Attributes:
        matters: by name; those that have facts and at least one framework.
        errors: why files were left out.
        plans, words: by matter's name, of those that have such a file.
        sources: by matter's name, the files it was made of, name to text; loading them makes the same matter again.
    """

    matters: Mapping[str, Matter]
    errors: tuple[FrameworkError, ...]
    plans: Mapping[str, Plan]
    words: Mapping[str, Lexicon]
    sources: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What files came to, with the stage of each error."""

    loaded: Loaded
    problems: tuple[tuple[Stage, FrameworkError], ...]


def load(sources: Mapping[str, str]) -> Loaded:
    """Return what the files say, by name to text; never raises for what stands in them.

    Where two files say they are the same thing, the one that comes first in ``sources`` is used.
    """
    return attempt(sources).loaded


def attempt(sources: Mapping[str, str]) -> Attempt:
    """Load, and say at which stage each file failed."""
    return _Loading(sources).run()


class _Loading:
    """One run over the files: facts first, then frameworks, then panels, and what goes with the matters made."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = sources
        self._problems: list[tuple[Stage, FrameworkError]] = []
        self._nodes: dict[str, list[Node]] = {kind: [] for kind in KINDS}
        self._makings: dict[str, Making] = {}
        self._failed: set[str] = set()
        self._matters: dict[str, Matter] = {}
        self._plans: dict[str, Plan] = {}
        self._words: dict[str, Lexicon] = {}

    def run(self) -> Attempt:
        self._each(Stage.FILE, enumerate(self._sources), self._sort)
        self._each(Stage.FACTS, self._nodes["facts"], self._begin)
        self._each(Stage.REST, self._nodes["framework"], lambda node: self._of(node).add_framework(node))
        self._each(Stage.REST, self._nodes["panel"], lambda node: self._of(node).add_panel(node))
        self._each(Stage.FACTS, self._makings.values(), self._make)
        self._each(Stage.REST, self._nodes["plan"], lambda node: self._beside(node, self._plans, read_plan))
        self._each(Stage.REST, self._nodes["words"], lambda node: self._beside(node, self._words, read_words))
        used = {name: {file: self._sources[file] for file in self._makings[name].files} for name in self._matters}
        errors = tuple(error for _, error in self._problems)
        return Attempt(Loaded(self._matters, errors, self._plans, self._words, used), tuple(self._problems))

    def _each(self, stage: Stage, things: Iterable[_T], use: Callable[[_T], None]) -> None:
        for thing in things:
            try:
                use(thing)
            except FrameworkError as error:
                self._problems.append((Stage.WAITING if isinstance(error, _WaitingError) else stage, error))

    def _sort(self, numbered: tuple[int, str]) -> None:
        number, file = numbered
        if number >= MOST_FILES:
            raise FrameworkError(file, None, f"there are more than {MOST_FILES} files; delete what is not used")
        node = read(file, self._sources[file])
        kind = node.part("kind").one_of(KINDS, "kind of file")
        node.part("matter").name()
        self._nodes[kind].append(node)

    def _begin(self, node: Node) -> None:
        matter = node.part("matter").name()
        if matter in self._makings:
            first = self._makings[matter].facts_file
            raise node.part("matter").error(f"{matter} has its facts in {first} already; leave one of the files")
        self._failed.add(matter)
        self._makings[matter] = Making(node, read_vocabulary(node))
        self._failed.discard(matter)

    def _of(self, node: Node) -> Making:
        """Return the matter a file belongs to."""
        name = node.part("matter")
        matter = name.text()
        if matter in self._failed:
            raise _waits(name, f"it waits for the facts of {matter}, whose file has an error; mend that first")
        if matter not in self._makings:
            instead = f"{meant(matter, self._makings)}, or " if self._makings else ""
            raise _waits(name, f"there is no matter {shown(matter)}; {instead}add a file of kind: facts for it")
        return self._makings[matter]

    def _make(self, making: Making) -> None:
        matter = making.matter()
        self._matters[matter.name] = matter

    def _beside(self, node: Node, found: dict[str, _T], read_one: Callable[[Node, Matter], _T]) -> None:
        """Read a file that goes with a matter, one of its kind."""
        making = self._of(node)
        name = making.vocabulary.matter
        if name in found:
            kind = node.part("kind").text()
            raise node.part("matter").error(f"{name} has a file of kind {kind} already; leave one of the files")
        if name not in self._matters:
            raise _waits(node.part("matter"), f"it waits for {name}, which has no framework that can be used")
        found[name] = read_one(node, self._matters[name])
        making.files.append(node.file)


def _waits(node: Node, text: str) -> _WaitingError:
    return _WaitingError(node.file, node.line, text)

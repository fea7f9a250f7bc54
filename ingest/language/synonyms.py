"""A team's own synonyms: `synonyms.yaml` at the top of the knowledge folder.

A list. Each item is a group of terms that mean the same, or one-way expansions:

    - [RAG, retrieval-augmented generation]
    - k8s: [kubernetes]

A question that holds one term of a group is searched for the others too, with less weight. The index is not touched,
so that an edit counts for the next question.
"""

from __future__ import annotations

import logging
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import yaml

from ingest.errors import UnreadableFileError
from ingest.language.tokens import terms
from ingest.strict_yaml import RefusedYAMLError, StrictLoader

logger = logging.getLogger(__name__)

SYNONYMS_FILE = "synonyms.yaml"
SYNONYM_WEIGHT = 0.7
"""Weight of a synonym beside the question's own word; one of several words shares it between them."""

_LARGEST = 256 * 1024
_MOST_GROUPS = 5_000
_MOST_MEMBERS = 50
_LONGEST_MEMBER = 100
_DEEPEST = 5
_MOST_EXPANSIONS = 64
"""Terms added to one query."""

_Sequence = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """Any of ``triggers`` in a question adds all of ``expansions`` that are not there yet."""

    triggers: tuple[str, ...]
    expansions: tuple[str, ...]


class Synonyms:
    """Synonyms ready for matching. Never changed, so safe from any thread."""

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        self._by_first: dict[str, list[tuple[_Sequence, frozenset[_Sequence]]]] = {}
        for rule in rules:
            expansions = frozenset(tuple(terms(text)) for text in rule.expansions)
            for sequence in {found for text in rule.triggers for found in _written(text)}:
                self._by_first.setdefault(sequence[0], []).append((sequence, expansions))

    def expand(self, words: Sequence[str]) -> list[tuple[str, float]]:
        """Return what to search for besides the terms of a question: each term once, with its weight in (0, 1).

        Args:
            words: what `terms` gave for the question, in reading order; terms of several words are found in a row.
        """
        own = set(words)
        found: dict[str, float] = {}
        for sequence in dict.fromkeys(self._met(words)):
            for term in sequence:
                if term not in own:
                    found[term] = max(found.get(term, 0.0), SYNONYM_WEIGHT / len(sequence))
        return list(found.items())[:_MOST_EXPANSIONS]

    def _met(self, words: Sequence[str]) -> Iterator[_Sequence]:
        for i, word in enumerate(words):
            for sequence, expansions in self._by_first.get(word, ()):
                if tuple(words[i : i + len(sequence)]) == sequence:
                    yield from sorted(expansions - {sequence})


def _written(text: str) -> Iterator[_Sequence]:
    """The terms of a synonym as it stands, and written apart where it has hyphens."""
    yield tuple(terms(text))
    yield tuple(terms(text.replace("-", " "))) or tuple(terms(text))


class SynonymsFile:
    """The synonyms of a folder, read again when the file changes. Safe from any thread.

    Pass ``SynonymsFile(folder).current`` to what searches.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / SYNONYMS_FILE
        self._lock = Lock()
        self._signature: tuple[int, ...] | None = None
        self._synonyms = Synonyms()
        self._failure: str | None = None

    def current(self) -> Synonyms:
        """Return the synonyms as the file has them now; those of its last good version while it is broken."""
        with self._lock:
            signature = _signature(self._file)
            if signature != self._signature:
                self._signature = signature
                self._read(exists=signature is not None)
            return self._synonyms

    @property
    def failure(self) -> str | None:
        """Why the file cannot be read now, in a sentence; None when it can or when there is none."""
        self.current()
        return self._failure

    def _read(self, *, exists: bool) -> None:
        try:
            self._synonyms = load_synonyms(self._file) if exists else Synonyms()
            self._failure = None
        except UnreadableFileError as error:
            self._failure = str(error)
            logger.warning("%s cannot be read; the synonyms stay as they were: %s", self._file.name, error)


def _signature(file: Path) -> tuple[int, ...] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def load_synonyms(file: Path) -> Synonyms:
    """Return the synonyms of a file.

    Raises:
        UnreadableFileError: it is not of the shape above, or too large; the sentence names the line.
    """
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            raise UnreadableFileError("It is not a file.")
        with file.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
    except OSError as error:
        raise UnreadableFileError("It cannot be opened.") from error
    if len(data) > _LARGEST:
        raise UnreadableFileError(f"It is larger than {_LARGEST // 1024} KB.")
    try:
        return Synonyms(_rules(_compose(data.decode("utf-8-sig"))))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableFileError(f"Line {line}: this is not UTF-8.") from error


class _Loader(StrictLoader):
    deepest = _DEEPEST


def _compose(source: str) -> yaml.Node | None:
    try:
        return yaml.compose(source, Loader=_Loader)
    except RefusedYAMLError as error:
        raise _refused(error.problem_mark, str(error.problem)) from error
    except yaml.MarkedYAMLError as error:
        line = f"Line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise UnreadableFileError(f"{line}this is not valid YAML.") from error
    except yaml.YAMLError as error:
        raise UnreadableFileError("It holds characters that YAML does not allow.") from error


def _refused(place: yaml.Mark | None, problem: str) -> UnreadableFileError:
    line = f"Line {place.line + 1}: " if place else ""
    return UnreadableFileError(f"{line}{problem}.")


def _rules(root: yaml.Node | None) -> list[Rule]:
    if root is None:
        return []
    if isinstance(root, yaml.MappingNode):
        rules = list(_one_way(root))
    elif isinstance(root, yaml.SequenceNode):
        rules = [rule for item in root.value for rule in _item(item)]
    else:
        raise _refused(root.start_mark, "a list of groups is expected")
    if len(rules) > _MOST_GROUPS:
        raise _refused(root.start_mark, f"there are more than {_MOST_GROUPS:,} groups")
    return rules


def _item(node: yaml.Node) -> Iterator[Rule]:
    if isinstance(node, yaml.MappingNode):
        yield from _one_way(node)
    elif isinstance(node, yaml.SequenceNode):
        members = _members(node)
        if len(members) < 2:  # noqa: PLR2004
            raise _refused(node.start_mark, "a group needs two terms or more")
        yield Rule(members, members)
    else:
        raise _refused(node.start_mark, "write a group as [one, other], or an expansion as `short: [long]`")


def _one_way(node: yaml.MappingNode) -> Iterator[Rule]:
    seen: dict[str, int] = {}
    for key, value in node.value:
        name = _member(key)
        if seen.setdefault(name.casefold(), key.start_mark.line) != key.start_mark.line:
            raise _refused(key.start_mark, f"“{name}” stands in line {seen[name.casefold()] + 1} already")
        yield Rule((name,), _members(value) if isinstance(value, yaml.SequenceNode) else (_member(value),))


def _members(node: yaml.SequenceNode) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for item in node.value:
        member = _member(item)
        if member.casefold() in found:
            raise _refused(item.start_mark, f"“{member}” stands twice in this group")
        found[member.casefold()] = member
    if not 1 <= len(found) <= _MOST_MEMBERS:
        raise _refused(node.start_mark, f"a group has 1 to {_MOST_MEMBERS} terms")
    return tuple(found.values())


def _member(node: yaml.Node) -> str:
    text = " ".join(node.value.split()) if isinstance(node, yaml.ScalarNode) else ""
    if not text or len(text) > _LONGEST_MEMBER or not terms(text):
        raise _refused(node.start_mark, f"a term is a word or a few, of up to {_LONGEST_MEMBER} characters")
    return text

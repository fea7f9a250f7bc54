"""Labelled pairs: a sentence and the words it cites, over the five notes and three invented folders.

The files hold what a writer might make of a source sentence; both halves were written before the checks they judge,
and only the dev half was looked at while these were made. Two kinds follow by themselves: the source sentence word for
word, and a true paraphrase that cites the source after the next one of the file instead of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.answers.checks.verify import Fault, check
from bot.answers.model import Draft, Quote
from bot.answers.sentences import plain
from ingest.model import Passage
from ingest.passages import split
from ingest.readers.markdown import read_markdown
from ingest.readers.text import read_text

DATA = Path(__file__).parent / "data"
FOLDERS = Path(__file__).parents[1] / "data"
NOTES = Path(__file__).parents[4] / "knowledge" / "articles"
VERBATIM, PARAPHRASE, WRONG_PASSAGE = "verbatim", "paraphrase", "wrong passage"
KINDS = {
    "p": PARAPHRASE,
    "n": "number changed",
    "e": "entity swapped",
    "r": "roles swapped",
    "x": "negated",
    "a": "claim added",
    "q": "quantifier drift",
}
TRUE = frozenset({VERBATIM, PARAPHRASE})


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence that cites a quote, and what is done to its truth."""

    kind: str
    sentence: str
    quote: str
    passage: Passage

    @property
    def fault(self) -> Fault | None:
        """What the checks find."""
        draft = Draft(self.sentence, (Quote(self.passage.id, self.quote),))
        return check(draft, {self.passage.id: self.passage}.get).fault


@lru_cache
def passages(document: str) -> tuple[Passage, ...]:
    """The passages of ``folder/file``, as the bot reads them."""
    folder, name = document.split("/")
    path = (NOTES if folder == "notes" else FOLDERS / folder) / name
    reader: Callable[..., object] = read_text if path.suffix == ".txt" else read_markdown
    return tuple(split(reader(name, path.read_text("utf-8"))))  # type: ignore[arg-type]


def read_pairs(half: str) -> list[Pair]:
    """All pairs of a half, ``dev`` or ``test``.

    Raises:
        LookupError: a quote stands nowhere in its document.
    """
    sources = list(_sources((DATA / f"pairs_{half}.txt").read_text("utf-8").splitlines()))
    pairs = [pair for quote, passage, said in sources for pair in _pairs(quote, passage, said)]
    for (_, _, said), (quote, passage, _) in zip(sources, [*sources[2:], *sources[:2]], strict=True):
        pairs += [Pair(WRONG_PASSAGE, text, quote, passage) for kind, text in said if KINDS[kind] == PARAPHRASE]
    return pairs


def _sources(lines: list[str]) -> Iterator[tuple[str, Passage, list[tuple[str, str]]]]:
    said: list[tuple[str, str]] = []
    for line in lines:
        if line.startswith("= "):
            document, quote = line.removeprefix("= ").split(" | ", 1)
            said = []
            yield quote, _holder(document, quote), said
        elif line[:1] in KINDS:
            said.append((line[0], line[2:]))


def _holder(document: str, quote: str) -> Passage:
    for passage in passages(document):
        if quote in passage.text:
            return passage
    raise LookupError(f"{document} does not say: {quote}")


def _pairs(quote: str, passage: Passage, said: list[tuple[str, str]]) -> Iterator[Pair]:
    yield Pair(VERBATIM, plain(quote), quote, passage)
    for kind, text in said:
        yield Pair(KINDS[kind], text, quote, passage)


def accepted(pairs: list[Pair]) -> dict[str, tuple[int, int]]:
    """For each kind, how many sentences stand and how many there are."""
    table: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for pair in pairs:
        stands, all_ = table[pair.kind]
        table[pair.kind] = (stands + (pair.fault is None), all_ + 1)
    return dict(table)

"""The nouns of ingest: a document is read from a file, split into passages, and found again as hits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Signature:
    """What tells a changed file from an unchanged one without reading it: bytes, and two times in nanoseconds."""

    size: int = 0
    mtime_ns: int = 0
    ctime_ns: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the knowledge folder, decoded.

    Attributes:
        path: POSIX path relative to the knowledge folder; this is the document's name everywhere.
        text: the decoded text without front matter; passages are slices of it.
        title: from front matter, else the first heading or line, else the file name.
        kind: ``article`` unless front matter says otherwise.
        publisher, author, date, url: as the file itself gives them, never guessed. ``date`` is ISO 8601.
        audience: who may see it, see `ingest.audience`; None is everybody.
    """

    path: str
    text: str
    title: str
    kind: str = "article"
    publisher: str | None = None
    author: str | None = None
    date: str | None = None
    url: str | None = None
    audience: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one document: what is found, quoted and cited.

    Attributes:
        id: stable for the same path, position and text; 32 hex digits.
        document: path of the document it stands in.
        position: 0-based order within the document.
        heading: heading path from the outermost to the innermost, without the title.
        text: verbatim, ``document.text[start:end]``.
        start, end: character offsets in ``Document.text``.
        title, date, url: those of the document, carried along so that a hit can be cited alone.
        page: 1-based page or slide of a paged file on which the passage begins; None for files without pages.
        context: where in the document it stands, in words that are indexed with it and never quoted; mostly empty.
    """

    id: str
    document: str
    position: int
    heading: tuple[str, ...]
    text: str
    start: int
    end: int
    title: str
    date: str | None = None
    url: str | None = None
    page: int | None = None
    context: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: the question, and what was said before it.

    Attributes:
        text: the question itself.
        context: earlier texts that bear on it, each with its weight beside the question's 1.0. They move the ranking
            and never decide it alone.
    """

    text: str
    context: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a query.

    Attributes:
        score: fused score, higher is better; comparable within one result list only.
        lexical, dense: the two normalised parts, each in [0, 1]; 0 where that side did not find it.
    """

    passage: Passage
    score: float
    lexical: float
    dense: float


@dataclass(frozen=True, slots=True)
class TermStatistics:
    """How common terms are in the index: ``frequency[term]`` passages of ``passages`` contain it (0 when unseen)."""

    passages: int
    frequency: Mapping[str, int]


class SearchIndex(Protocol):
    """The search side of the index, as answers see it. Every call is safe from any thread and sees whole documents."""

    def search(self, query: str | Query, k: int = 8) -> list[Hit]:
        """Return the best ``k`` passages, best first; ties broken by document and position."""

    def passage(self, passage_id: str) -> Passage | None:
        """Return a passage that is in the index now, or None."""

    def document_passages(self, document: str) -> Sequence[Passage]:
        """Return all passages of a document in order; empty when there is none."""

    def statistics(self, terms: Iterable[str]) -> TermStatistics:
        """Count passages containing each term (terms as `ingest.language.tokens.terms` gives them)."""

    def for_audience(self, reader: str) -> SearchIndex:
        """Return the index as a reader may see it: a Slack id, or "" for the operator, who sees everything."""


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """What one sync did to one document.

    Attributes:
        path: the document's name now, or its last one when it was removed.
        before: ids of its passages before the change; empty for a new document.
        after: ids of its passages after it; empty for a removed one. An id in both stands unchanged.
        moved_from: its name before, when the file was moved.
    """

    path: str
    before: frozenset[str]
    after: frozenset[str]
    moved_from: str | None = None


@dataclass(frozen=True, slots=True)
class KnowledgeChange:
    """What one sync changed, told to whoever subscribed once the index holds it; documents in order of path."""

    documents: tuple[DocumentChange, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and why (safe to show)."""

    path: str
    error: str


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one sync did. Counts are documents of the knowledge folder, except ``chunks``: their passages in the index.

    Attributes:
        moved: documents found under another name; each counts as one added and one removed too.
        waiting: files that were still being written, left for the next sync.
        pending_vectors: passages that words alone find so far, as vectors could not all be written yet.
        further: documents of further folders that came, changed or went; they are in no other count of documents.
    """

    documents: int
    chunks: int
    added: int
    updated: int
    removed: int
    unchanged: int
    failed: Sequence[Failure] = field(default_factory=tuple)
    seconds: float = 0.0
    moved: int = 0
    waiting: int = 0
    pending_vectors: int = 0
    further: int = 0

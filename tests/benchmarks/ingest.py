"""Compare keeping an index true with LangChain's ``index()``, side by side on the same folder in the same run.

    python -m tests.benchmarks.ingest [--documents 2000]

The other side is what its documentation shows: a loader of the whole folder, ``RecursiveCharacterTextSplitter``
1000/200, Chroma, an ``SQLRecordManager``, ``cleanup="full"``, and the same embedder as Archie's. After each step both
are asked for every document's own word: what should be found and is not, and what should be gone and is not.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Protocol

from ingest.readers import FileReaders
from ingest.service import open_index, open_synchroniser
from ingest.store.manifest import Entry, FileState
from ingest.sync.folder import scan
from ingest.sync.plan import make_plan
from ingest.vectors.wordllama import WordLlamaEmbeddings

_FIRST = ("ba", "be", "bi", "bo", "bu", "da", "de", "di", "do", "du")
_SECOND = ("ran", "ten", "mil", "pos", "gur", "lek", "nav")
_WORDS = [first + second for first in _FIRST for second in _SECOND]
_AGAIN = 3
"""Times a step that can be repeated is."""


class Keeper(Protocol):
    """Keeps an index equal to a folder."""

    name: str

    def sync(self) -> object:
        """Bring the index up to the folder."""

    def found(self, word: str) -> set[str]:
        """Return the documents among the ten best passages for a word that hold it."""


class Ours:
    """Archie."""

    name = "Archie"

    def __init__(self, folder: Path, place: Path) -> None:
        self.index = open_index(place)
        self._synchroniser = open_synchroniser(folder, place, self.index)

    def sync(self) -> object:
        return self._synchroniser.sync()

    def found(self, word: str) -> set[str]:
        return {hit.passage.document for hit in self.index.search(word, 10) if word in hit.passage.text}

    def close(self) -> None:
        self._synchroniser.close()
        self.index.close()


class Theirs:
    """LangChain's indexing."""

    name = "LangChain index()"

    def __init__(self, folder: Path, place: Path) -> None:
        from langchain_chroma import Chroma
        from langchain_classic.indexes import SQLRecordManager
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        self._folder = folder
        self._splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        self._store = Chroma("benchmark", WordLlamaEmbeddings(), persist_directory=str(place / "chroma"))
        self._records = SQLRecordManager("benchmark", db_url=f"sqlite:///{place / 'records.db'}")
        self._records.create_schema()

    def sync(self) -> object:
        from langchain_core.documents import Document
        from langchain_core.indexing import index

        files = sorted(self._folder.rglob("*.md"))
        documents = [
            Document(file.read_text("utf-8"), metadata={"source": str(file.relative_to(self._folder))})
            for file in files
        ]
        chunks = self._splitter.split_documents(documents)
        return index(chunks, self._records, self._store, cleanup="full", source_id_key="source", key_encoder="sha256")

    def found(self, word: str) -> set[str]:
        hits = self._store.get(where_document={"$contains": word})  # exact: not held against its ranking
        return {str(metadata["source"]) for metadata in hits["metadatas"]}

    def close(self) -> None:
        self._records.engine.dispose()


class Library:
    """A folder of made-up notes; each holds a word of its own."""

    def __init__(self, folder: Path, documents: int) -> None:
        self.folder = folder
        self._random = random.Random(7)  # noqa: S311 - the same folder in every run
        self.words = {f"room{n % 20:02}/note{n:05}.md": f"zorkmid{n:05}" for n in range(documents)}
        for path in self.words:
            self.write(path)

    def write(self, path: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        body = "\n\n".join(f"## Part {n}\n\n{self._prose(60)}" for n in range(3))
        file.write_text(f"# Note {self.words[path]}\n\n{self._prose(20)} {self.words[path]}.\n\n{body}\n", "utf-8")

    def _prose(self, words: int) -> str:
        return " ".join(self._random.choices(_WORDS, k=words)).capitalize() + "."

    def change(self, count: int) -> None:
        for path in list(self.words)[:count]:
            self.words[path] = f"quetzal{self._random.randrange(10**8):08}"
            self.write(path)

    def move(self, count: int) -> None:
        for path in list(self.words)[100 : 100 + count]:
            target = f"moved/{path.replace('/', '-')}"
            (self.folder / "moved").mkdir(exist_ok=True)
            (self.folder / path).rename(self.folder / target)
            self.words[target] = self.words.pop(path)

    def delete(self, count: int) -> None:
        for path in list(self.words)[500 : 500 + count]:
            (self.folder / path).unlink()
            del self.words[path]


@dataclass(frozen=True, slots=True)
class Step:
    """A change to the folder, and what it then takes to sync; medians when it is repeated."""

    name: str
    change: Callable[[Library], None]
    times: int = 1


STEPS = (
    Step("first ingest", lambda _: None),
    Step("nothing changed", lambda _: None, _AGAIN),
    Step("one changed", lambda library: library.change(1), _AGAIN),
    Step("200 moved", lambda library: library.move(200)),
    Step("100 deleted", lambda library: library.delete(100)),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table, each line as it is known."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.ingest", description=__doc__.split("\n")[0])
    parser.add_argument("--documents", type=int, default=2000, help="notes in the folder (default 2000, at least 700)")
    documents = parser.parse_args(arguments).documents
    print(f"{f'{documents:,} documents':34}{'wall s':>9}{'CPU s':>9}{'lost':>7}{'stale':>7}{'RSS MB':>8}")
    with TemporaryDirectory() as place:
        for line in compare(Path(place), documents):
            print(line, flush=True)
        print(scan_cost(Path(place), documents), flush=True)


def compare(place: Path, documents: int) -> Iterator[str]:
    """Take both through the same steps, one after the other, each with a folder of its own."""
    for keeper_type in (Ours, Theirs):
        root = place / keeper_type.__name__
        library = Library(root / "folder", documents)
        (root / "index").mkdir()
        gone = set[str]()
        with closing(keeper_type(root / "folder", root / "index")) as keeper:
            for step in STEPS:
                before = set(library.words.values())
                times = [_timed(step.change, library, keeper) for _ in range(step.times)]
                gone |= before - set(library.words.values())
                wall, cpu = (median(each[n] for each in times) for n in (0, 1))
                lost, stale = _faults(keeper, library, gone)
                yield f"{keeper.name + ': ' + step.name:34}{wall:9.2f}{cpu:9.2f}{lost:7}{stale:7}{_rss():8.0f}"


def scan_cost(place: Path, documents: int) -> str:
    """CPU of looking at an unchanged folder of ten times as many files, for 1,000 of them."""
    folder = place / "many"
    source = next((place / "Ours" / "folder").rglob("*.md"))
    for n in range(documents * 10):
        file = folder / f"room{n % 50:02}" / f"note{n:06}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, file)
    suffixes = FileReaders().suffixes
    files = scan(folder, suffixes).files
    known = {path: Entry(path, file.signature, "0" * 64, FileState.INDEXED) for path, file in files.items()}
    times = []
    for _ in range(5):
        started = process_time()
        assert not make_plan(scan(folder, suffixes), known).to_read
        times.append((process_time() - started) * 1000 / (documents / 100))
    return f"\nscan and plan, nothing changed: {median(times):.1f} ms CPU for 1,000 files ({documents * 10:,} files)"


def _timed(change: Callable[[Library], None], library: Library, keeper: Keeper) -> tuple[float, float]:
    change(library)
    wall, cpu = perf_counter(), process_time()
    keeper.sync()
    return perf_counter() - wall, process_time() - cpu


def _faults(keeper: Keeper, library: Library, gone: set[str]) -> tuple[int, int]:
    """How many of the words (every 7th document) are not found where they are, and how many that are gone still are."""
    sample = list(library.words.items())[::7]
    lost = sum(path not in keeper.found(word) for path, word in sample)
    elsewhere = sum(bool(keeper.found(word) - {path}) for path, word in sample)
    return lost, elsewhere + sum(bool(keeper.found(word)) for word in gone)


def _rss() -> float:
    """Highest so far, of both sides together: they run in one process, ours first."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()

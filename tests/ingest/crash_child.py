"""A process that, for each named step, forks one that syncs a folder and is killed at that step of its second sync.

Arguments: a folder with a folder for each step. Prints how each ended. One process that forks, since importing Chroma
takes longer than all the rest.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import langchain_chroma  # noqa: F401 - before the fork: each child would import it again

from ingest.database import Database
from ingest.dense import VectorStore
from ingest.index import KnowledgeIndex
from ingest.lock import WriterLock
from ingest.service import WORDLLAMA
from ingest.sync import Synchroniser


def die_at(fatal: str, folder: Path, index_dir: Path) -> None:
    armed: list[str] = []

    def checkpoint(step: str) -> None:
        if step in armed:
            os.kill(os.getpid(), signal.SIGKILL)

    vectors = VectorStore(index_dir / "chroma", WORDLLAMA)
    index = KnowledgeIndex(Database.open(index_dir / "index.db"), vectors, checkpoint=checkpoint)
    synchroniser = Synchroniser(folder, index, WriterLock(index_dir / "writer.lock"), still_seconds=0)
    synchroniser.sync()
    (folder / "edited.md").write_text("# Edited\n\nzorkmid new\n\n## More\n\nsecond part\n")
    (folder / "moved.md").rename(folder / "renamed.md")
    (folder / "deleted.md").unlink()
    (folder / "added.md").write_text("# Added\n\nsomething else\n")
    armed.append(fatal)
    synchroniser.sync()


def main(root: Path) -> None:
    for home in sorted(root.iterdir()):
        child = os.fork()
        if not child:
            die_at(home.name, home / "knowledge", home / "index")
            os._exit(0)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{home.name} {os.waitstatus_to_exitcode(status)}\n")


main(Path(sys.argv[1]))

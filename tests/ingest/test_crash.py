from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ingest.house import Build

CHILD = Path(__file__).with_name("crash_child.py")
STEPS = ("old-vectors-deleted", "switched", "vectors-written")
BEFORE = ["deleted.md", "edited.md", "kept.md", "moved.md"]
AFTER = ["added.md", "edited.md", "kept.md", "renamed.md"]


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For each step, what a process killed there leaves behind."""
    root = tmp_path_factory.mktemp("killed")
    for step in STEPS:
        folder, index_dir = root / step / "knowledge", root / step / "index"
        folder.mkdir(parents=True)
        index_dir.mkdir()
        for name in ("edited", "moved", "deleted", "kept"):
            (folder / f"{name}.md").write_text(f"# {name.title()}\n\nzorkmid old in {name}\n")
    done = subprocess.run([sys.executable, CHILD, root], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.split() == [word for step in STEPS for word in (step, str(-signal.SIGKILL))]
    return root


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_documents_are_whole_and_the_next_sync_completes_them(
    build: Build, killed: Path, tmp_path: Path, step: str
) -> None:
    shutil.copytree(killed / step, tmp_path, dirs_exist_ok=True)
    house = build()
    switched = step != "vectors-written"
    assert house.paths() == (AFTER if switched else BEFORE)
    edited = [passage.text for passage in house.index.document_passages("edited.md")]
    assert edited == (["zorkmid new", "second part"] if switched else ["zorkmid old in edited"])
    hits = [hit.passage for hit in house.index.search("zorkmid", 50)]
    assert {passage.document for passage in hits} == set(AFTER if switched else BEFORE)
    assert len(hits) == house.index.count()[1]
    house.synchroniser.sync()
    house.assert_index_is_folder()

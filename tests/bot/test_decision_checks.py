"""What the doctor says of deciding: what is live, and which line of which file is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import deciding
from bot.decision_checks import frameworks
from bot.doctor import Check, Status, healthy
from bot.settings import Settings
from tests.bot.decisions.loading.test_page import FILES


def checks(folder: Path, files: dict[str, str]) -> list[Check]:
    """What is said when those files lie in the folder ``frameworks``."""
    (folder / "frameworks").mkdir(parents=True)
    for name, text in files.items():
        (folder / "frameworks" / name).write_text(text)
    return list(frameworks(Settings(_env_file=None, knowledge_dir=folder)))


def test_it_names_what_is_live_and_counts_what_it_holds(tmp_path: Path) -> None:
    (check,) = checks(tmp_path, FILES)
    assert check.status is Status.OK
    assert check.detail.startswith("17 files read. Live: ")
    assert "rag-or-fine-tune (5 frameworks, 13 facts, plan, words)" in check.detail
    assert "build-or-buy (4 frameworks, 5 facts, plan, words)" in check.detail


def test_each_file_with_a_mistake_is_named_with_its_line_and_takes_nothing_with_it(tmp_path: Path) -> None:
    broken = FILES["four-votes.yaml"].replace("verdict: wait", "verdict: weight")
    files = {**FILES, "four-votes.yaml": broken, "decision-tree.yaml": "kind: framework\nmatter: nonsense\n"}
    live, *errors = checks(tmp_path, files)

    assert live.status is Status.OK
    assert "rag-or-fine-tune (5 frameworks" in live.detail
    assert "build-or-buy (3 frameworks" in live.detail
    assert {error.name for error in errors} == {"four-votes.yaml", "decision-tree.yaml"}
    assert not healthy(errors)
    details = {error.name: error.detail for error in errors}
    line = next(n for n, text in enumerate(broken.splitlines(), 1) if "weight" in text)
    assert details["four-votes.yaml"].startswith(f"four-votes.yaml, line {line}: ")
    assert "weight" in details["four-votes.yaml"]


@pytest.mark.parametrize("files", [{}, FILES])
def test_without_what_decide_needs_it_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str]
) -> None:
    monkeypatch.setattr(deciding, "files", lambda _package: tmp_path / "nothing")
    (check,) = checks(tmp_path, files)
    assert check.status is Status.FAILED
    assert (
        "nothing to decide with" in check.detail if not files else "rag-or-fine-tune is not among them" in check.detail
    )
    assert check.fix

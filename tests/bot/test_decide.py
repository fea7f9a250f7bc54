"""``archie decide --batch``: facts in, verdicts out, by the real command in a process of its own."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.bot.decisions.brute_force import ARTICLES, article_panel
from tests.bot.decisions.matters import shipped

ROOT = Path(__file__).parents[2]
ENOUGH_SECONDS = 5.0
LINES = 10_000


def decide(text: str, folder: Path, *options: str, knowledge: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command as a person would, with a home of its own."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "PYTHONPATH": str(ROOT)}
    if knowledge is not None:
        environment["ARCHIE_KNOWLEDGE_DIR"] = str(knowledge)
    command = [sys.executable, "-m", "bot", "decide", *options]
    return subprocess.run(command, input=text, capture_output=True, text=True, cwd=folder, env=environment, check=False)


def random_facts(rng: random.Random, known: float) -> dict[str, Any]:
    """Facts of which about ``known`` are known; the others are missing or null."""
    found: dict[str, Any] = {}
    for fact in shipped().facts.values():
        value = (
            rng.choice([c.value for c in fact.choices])
            if fact.choices
            else rng.choice([0, 3, 4, 999, 1001, 5000, 30000])
        )
        if rng.random() < known:
            found[fact.name] = value
        elif rng.random() < 0.5:
            found[fact.name] = None
    return found


def test_complete_facts_come_to_what_the_articles_say(tmp_path: Path) -> None:
    rng = random.Random(7)  # noqa: S311 - the same rows every time
    rows = [random_facts(rng, 1.0) for _ in range(300)]

    done = decide("".join(f"{json.dumps(row)}\n" for row in rows), tmp_path, "--batch")

    assert done.returncode == 0, done.stderr
    for row, line in zip(rows, map(json.loads, done.stdout.splitlines()), strict=True):
        assert line["frameworks"] == {name: [article(row)[0]] for name, article in ARTICLES.items()}
        assert line["panel"] == [article_panel(row)]
        assert line["variants"] == {n: variant for n, article in ARTICLES.items() if (variant := article(row)[1])}


def test_a_bad_line_says_why_and_the_others_still_answer(tmp_path: Path) -> None:
    lines = [
        "{}",
        "nope",
        '{"change_rate": "hourly"}',
        '{"colour": "red"}',
        '{"budget_usd": -1}',
        '{"citations": true}',
    ]

    done = decide("\n".join(lines), tmp_path, "--batch")

    first, *bad = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 1
    assert first["panel"] == ["fine_tune", "hybrid", "rag"]
    assert [set(line) for line in bad] == [{"error"}] * 5
    assert "hourly" in bad[1]["error"]


def test_without_batch_it_says_what_to_do(tmp_path: Path) -> None:
    done = decide("", tmp_path)

    assert done.returncode == 2
    assert "--batch" in done.stderr


def test_a_teams_own_matter_is_decided_by_its_name(tmp_path: Path) -> None:
    own = tmp_path / "notes" / "frameworks"
    own.mkdir(parents=True)
    (own / "where.facts.yaml").write_text(
        "kind: facts\nmatter: where-to-host\ntitle: Where to host it\n"
        "facts:\n  secret:\n    label: Secret\n    question: Is it secret?\n    why: It decides.\n"
        "    choices: {yes: Yes, no: No}\n"
        "verdicts:\n  here: {label: Here, meaning: Host it here.}\n  there: {label: There, meaning: Host it there.}\n"
    )
    (own / "where.yaml").write_text(
        "kind: framework\nmatter: where-to-host\nname: house-rule\ntitle: House rule\n"
        "first_that_holds:\n  rules:\n    - {when: {secret: yes}, verdict: here, reason: it is secret}\n"
        "  otherwise: {verdict: there, reason: it is not}\n"
    )

    done = decide('{"secret": "yes"}\n', tmp_path, "--batch", "--matter", "where-to-host", knowledge=own.parent)
    unknown = decide("{}", tmp_path, "--batch", "--matter", "nothing", knowledge=own.parent)

    assert json.loads(done.stdout)["panel"] == ["here"], done.stderr
    assert unknown.returncode == 2
    assert "where-to-host" in unknown.stderr


@pytest.mark.alone
def test_ten_thousand_lines_take_seconds(tmp_path: Path) -> None:
    rng = random.Random(11)  # noqa: S311 - the same rows every time
    text = "".join(f"{json.dumps(random_facts(rng, 0.6))}\n" for _ in range(LINES))

    began = time.monotonic()
    done = decide(text, tmp_path, "--batch")
    seconds = time.monotonic() - began

    print(f"{LINES} lines in {seconds:.1f} s")
    assert done.stdout.count("\n") == LINES
    assert seconds < ENOUGH_SECONDS

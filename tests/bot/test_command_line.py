"""The command line, used the way a person or a script would."""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
from asyncio import to_thread
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.slack.manifest import load_manifest
from bot.workspace.config import WorkspaceConfig
from bot.workspace.server import WorkspaceServer
from tests.fakes.anthropic_server import AnthropicServer

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def archie(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``archie …`` in an empty folder of its own; returns exit status, output and errors."""
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "ANTHROPIC_API_KEY", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ARCHIE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: str = "", **environment: str) -> tuple[int, str, str]:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        try:
            status = main(list(arguments))
        except SystemExit as stopped:
            status = int(stopped.code or 0)
        output = capsys.readouterr()
        return status, output.out, output.err

    return run


def rows(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_help_names_every_command_and_costs_little() -> None:
    def cpu_seconds() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([sys.executable, "-m", "bot", "--help"], capture_output=True, text=True, check=True)
        assert "doctor" in done.stdout
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)

    assert min(cpu_seconds() for _ in range(3)) <= 0.3


def test_a_batch_answers_each_line_in_its_place(archie: Run) -> None:
    lines = [
        '{"id":"1","question":"How long does it take to prototype a RAG system?"}',
        "not json",
        '["a list"]',
        '{"id":"2"}',
        '{"id":"3","question":"  "}',
        "",
        '{"id":"4","question":"Who won the 2022 football World Cup?"}',
    ]

    status, output, errors = archie("ask", "--batch", stdin="\n".join(lines))

    first, not_json, a_list, no_question, empty, last = rows(output)
    assert status == 1
    assert not errors
    assert first["outcome"] == "answered"
    assert first["engine"] == "extractive"
    assert any("2-3 weeks" in citation["quote"] for citation in first["citations"])
    assert set(first["citations"][0]) == {"n", "document", "title", "heading", "quote", "url"}
    assert "[1]" in first["answer"]
    assert "JSON" in not_json["error"]
    assert "JSON object" in a_list["error"]
    assert no_question == {"id": "2", "error": 'This line needs "question" as text.'}
    assert empty["id"] == "3"
    assert empty["error"]
    assert (last["id"], last["outcome"], last["citations"]) == ("4", "not_covered", [])


def test_one_question_is_answered_for_a_reader(archie: Run) -> None:
    status, output, _ = archie("ask", "What budget threshold points to RAG?")

    assert status == 0
    assert "$30k" in output
    assert "[1] Honest take" in output


@pytest.mark.parametrize("question", ["", "   ", "?!?", "why " * 2_500])
def test_a_question_nobody_could_answer_gets_a_sentence(archie: Run, question: str) -> None:
    status, output, errors = archie("ask", question)

    assert status == 2
    assert not output
    assert errors.startswith("archie: ")
    assert "Traceback" not in errors


def test_a_question_is_required(archie: Run) -> None:
    status, _, errors = archie("ask")

    assert status == 2
    assert "--batch" in errors


def test_ingest_reports_what_it_did(archie: Run, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "good.md").write_text("# Good\n\nA good article.\n")
    (folder / "bad.md").write_bytes(b"\x00\x01\x02")

    status, output, _ = archie("ingest", "--json", ARCHIE_KNOWLEDGE_DIR=str(folder))
    (report,) = rows(output)
    again = rows(archie("ingest", "--json")[1])[0]

    assert status == 0
    assert (report["documents"], report["added"], report["updated"], report["removed"]) == (1, 1, 0, 0)
    assert [failure["path"] for failure in report["failed"]] == ["bad.md"]
    assert report["chunks"] >= 1
    assert report["seconds"] >= 0
    assert (again["added"], again["unchanged"]) == (0, 1)


def test_an_emptied_folder_is_confirmed_before_anything_is_removed(archie: Run, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    files = [folder / f"{name}.md" for name in ("one", "two", "three")]
    for file in files:
        file.write_text(f"# {file.stem}\n\nThe zorkmid of {file.stem}.\n")
    archie("ingest", ARCHIE_KNOWLEDGE_DIR=str(folder))
    files[0].rename(folder / "four.md")
    moved = rows(archie("ingest", "--json")[1])[0]
    for file in folder.iterdir():
        file.unlink()

    status, output, errors = archie("ingest", "--json")
    found = archie("search", "zorkmid", "--json")[1]
    confirmed = rows(archie("ingest", "--json", "--confirm-removals")[1])[0]

    assert (moved["moved"], moved["added"], moved["removed"]) == (1, 1, 1)
    assert (status, output) == (2, "")
    assert "3 of 3 documents" in errors
    assert "--confirm-removals" in errors
    assert "zorkmid" in found
    assert (confirmed["documents"], confirmed["removed"]) == (0, 3)


@pytest.mark.parametrize("command", [("ingest",), ("ask", "What is RAG?"), ("search", "RAG")])
def test_a_folder_that_does_not_exist_is_said_in_one_sentence(archie: Run, command: tuple[str, ...]) -> None:
    status, output, errors = archie(*command, ARCHIE_KNOWLEDGE_DIR="/nowhere/at/all")

    assert status == 2
    assert not output
    assert len(errors.splitlines()) == 1
    assert "folder" in errors


def test_a_setting_that_cannot_be_used_is_named(archie: Run) -> None:
    status, _, errors = archie("ingest", PORT="seventy")

    assert status == 2
    assert "PORT" in errors


def test_search_shows_ranked_passages(archie: Run) -> None:
    status, output, _ = archie("search", "citation trail for auditors", "-k", "3", "--json")
    (passages,) = [json.loads(line) for line in output.splitlines()]

    assert status == 0
    assert len(passages) == 3
    assert set(passages[0]) == {"document", "chunk", "heading", "text", "score"}
    assert passages[0]["document"] == "articles/five-questions.md"
    assert passages[0]["score"] >= passages[1]["score"] >= passages[2]["score"]


def test_search_takes_a_batch(archie: Run) -> None:
    status, output, _ = archie("search", "--batch", "-k", "1", stdin='{"id":"q","query":"data residency"}\n{"id":"r"}')

    found, bad = rows(output)
    assert status == 1
    assert found["id"] == "q"
    assert "residency" in found["passages"][0]["text"]
    assert bad["error"]


def test_eval_answers_scores_each_question(archie: Run, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text(
        '{"id":"a","question":"What budget threshold points to RAG?","answerable":true,'
        '"articles":["honest-take"],"evidence":["30k"]}\n'
        '{"id":"b","question":"How do I cook risotto?","answerable":false,"articles":[],"evidence":[]}\n'
    )

    status, output, _ = archie("eval", "answers", "--questions", str(questions), "--json")

    (scores,) = rows(output)
    assert status == 0
    assert scores["answered_with_evidence"] == 1.0
    assert scores["not_covered"] == 1.0
    assert scores["citation_validity"] == 1.0
    assert [row["id"] for row in scores["rows"]] == ["a", "b"]


@pytest.mark.parametrize("content", [None, "not json\n", '{"id": "a"}\n'])
def test_eval_says_what_is_wrong_with_its_questions(archie: Run, tmp_path: Path, content: str | None) -> None:
    questions = tmp_path / "questions.jsonl"
    if content is not None:
        questions.write_text(content)

    status, _, errors = archie("eval", "answers", "--questions", str(questions))

    assert status == 2
    assert "questions.jsonl" in errors


def test_eval_retrieval_uses_the_production_pipeline(archie: Run, tmp_path: Path) -> None:
    (tmp_path / "docs.jsonl").write_text(
        '{"id":"1","title":"Owls","text":"The barn owl weighs 430 grams."}\n'
        '{"id":"2","title":"Herons","text":"The grey heron nests at 12 metres."}\n'
    )
    (tmp_path / "queries.jsonl").write_text('{"id":"q","query":"How heavy is the barn owl?","gold":["1"]}\n')

    status, output, _ = archie(
        "eval", "retrieval", "--docs", "docs.jsonl", "--queries", "queries.jsonl", "--k", "1,2", "--whole", "--json"
    )

    (scores,) = rows(output)
    assert status == 0
    assert scores["recall@1"] == 1.0
    assert scores["mrr"] == 1.0


def test_the_doctor_of_an_empty_environment_is_content(archie: Run) -> None:
    status, output, _ = archie("doctor")

    assert status == 0
    order = [
        "ARCHIE_KNOWLEDGE_DIR",
        "Frameworks",
        "Local workspace",
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "ANTHROPIC_API_KEY",
    ]
    assert [output.index(name) for name in order] == sorted(output.index(name) for name in order)
    assert "✗" not in output


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"ANTHROPIC_API_KEY": "sk-wrong"}, ["ANTHROPIC_API_KEY"]),
        ({"ANTHROPIC_API_KEY": AnthropicServer.api_key, "ARCHIE_MODEL": "claude-unknown"}, ["ARCHIE_MODEL"]),
        ({"ANTHROPIC_API_KEY": AnthropicServer.api_key}, []),
    ],
)
async def test_the_doctor_tries_the_key_and_the_model(
    archie: Run, environment: dict[str, str], named: list[str]
) -> None:
    async with AnthropicServer() as server:
        status, output, _ = await to_thread(
            lambda: archie("doctor", "--json", ANTHROPIC_BASE_URL=server.base_url, **environment)
        )

    (report,) = rows(output)
    assert [check["name"] for check in report["checks"] if check["status"] == "failed"] == named
    assert status == bool(named)
    assert report["ok"] is not bool(named)
    assert "sk-" not in output


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({}, []),
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, ["SLACK_BOT_TOKEN"]),
        ({"SLACK_APP_TOKEN": "xapp-wrong"}, ["SLACK_APP_TOKEN"]),
    ],
)
async def test_the_doctor_tries_the_tokens_in_slack(archie: Run, wrong: dict[str, str], named: list[str]) -> None:
    workspace = WorkspaceServer(WorkspaceConfig.from_manifest(load_manifest()))
    await workspace.start()
    try:
        right = {"SLACK_BOT_TOKEN": workspace.bot_token, "SLACK_APP_TOKEN": workspace.app_token}
        environment = {"SLACK_API_URL": workspace.api_url, **right, **wrong}
        status, output, _ = await to_thread(lambda: archie("doctor", "--json", **environment))
    finally:
        await workspace.stop()

    (report,) = rows(output)
    assert [check["name"] for check in report["checks"] if check["status"] == "failed"] == named
    assert status == bool(named)
    assert "wrong" not in output
    if "SLACK_BOT_TOKEN" not in wrong:
        assert "/decide" in next(check["detail"] for check in report["checks"] if check["name"] == "Slack commands")


async def test_the_doctor_names_the_scopes_an_old_app_lacks(archie: Run) -> None:
    manifest = load_manifest()
    scopes = manifest["oauth_config"]["scopes"]["bot"]
    old = {**manifest, "oauth_config": {"scopes": {"bot": [scope for scope in scopes if scope != "files:write"]}}}
    workspace = WorkspaceServer(WorkspaceConfig.from_manifest(old))
    await workspace.start()
    try:
        tokens = {"SLACK_BOT_TOKEN": workspace.bot_token, "SLACK_APP_TOKEN": workspace.app_token}
        status, output, _ = await to_thread(lambda: archie("doctor", SLACK_API_URL=workspace.api_url, **tokens))
    finally:
        await workspace.stop()

    assert status == 1
    assert "Slack scopes: Missing: files:write." in output
    assert "the record of a decision" in output


def test_the_doctor_says_when_the_chroma_server_cannot_be_reached(archie: Run) -> None:
    status, output, _ = archie("doctor", CHROMA_URL="http://127.0.0.1:9/name")

    assert status == 1
    assert "✗ CHROMA_URL: http://127.0.0.1:9/name: cannot be reached" in output


def test_the_doctor_says_when_slack_cannot_be_reached(archie: Run) -> None:
    status, output, _ = archie("doctor", SLACK_BOT_TOKEN="xoxb-1", SLACK_API_URL="http://127.0.0.1:9/api/")

    assert status == 1
    assert "SLACK_BOT_TOKEN: Slack cannot be reached" in output


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN"),
    ],
)
def test_half_a_slack_set_up_is_refused(archie: Run, environment: dict[str, str], named: str) -> None:
    status, _, errors = archie("run", **environment)

    assert status == 2
    assert named in errors


def test_web_and_worker_say_what_they_lack(archie: Run) -> None:
    assert "SLACK_BOT_TOKEN" in archie("worker")[2]
    assert "SLACK_BOT_TOKEN" in archie("web")[2]
    assert "SLACK_SIGNING_SECRET" in archie("web", SLACK_BOT_TOKEN="xoxb-1")[2]

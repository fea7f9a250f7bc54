"""The optional second stage as an operator meets it: the settings, the estimate, and what is sent."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from bot import app
from bot.__main__ import main
from bot.errors import SettingsError
from bot.second_stage import estimate_contexts, second_stage
from bot.settings import Settings
from tests.fakes.anthropic_scenarios import cited, says
from tests.fakes.anthropic_server import AnthropicServer

NOTE = "# Acme\n\nIt rose by 3 % in the spring.\n\n## Later\n\nThen the mint fell back.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "acme.md").write_text(NOTE)
    return folder


def settings(folder: Path, **more: Any) -> Settings:
    return Settings(knowledge_dir=folder, data_dir=folder.parent / "data", **more)


def test_without_the_settings_nothing_is_made(folder: Path) -> None:
    with second_stage(settings(folder)) as stage:
        assert (stage.contexts, stage.reranker) == (None, None)
    assert not (folder.parent / "data").exists()


@pytest.mark.parametrize("setting", ["contexts", "rerank"])
def test_without_a_key_the_settings_say_what_is_missing(folder: Path, setting: str) -> None:
    with pytest.raises(SettingsError, match="ANTHROPIC_API_KEY"), second_stage(settings(folder, **{setting: True})):
        pass


def test_an_estimate_writes_and_sends_nothing(folder: Path) -> None:
    wanted = settings(folder, contexts=True, anthropic_api_key="k", anthropic_base_url="http://127.0.0.1:9")
    found = estimate_contexts(wanted)
    assert (found.documents, found.passages, found.requests) == (1, 2, 1)
    assert found.dollars
    assert not (folder.parent / "data").exists()


def test_the_command_line_says_the_price_first(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ARCHIE_KNOWLEDGE_DIR", str(folder))
    monkeypatch.setenv("ARCHIE_DATA_DIR", str(folder.parent / "data"))
    monkeypatch.setenv("ANTHROPIC_API_KEY", "k")
    assert main(["ingest", "--estimate"]) == 0
    assert "2 passages of 1 documents" in capsys.readouterr().out
    assert main(["ingest", "--estimate", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["passages"] == 2
    assert not (folder.parent / "data").exists()


async def test_contexts_are_found_and_an_order_is_obeyed(folder: Path) -> None:
    async with AnthropicServer() as server:
        keyed = {"anthropic_api_key": server.api_key, "anthropic_base_url": server.base_url}
        contexts = ["Turnover of the zorkmid mint.", "The zorkmid mint in autumn, and its turnover."]
        server.play(cited(says(json.dumps(contexts))))
        before = await asyncio.to_thread(_found, settings(folder, contexts=True, **keyed))
        assert len(before) == 2
        assert all(text in NOTE for text in before)
        server.play_forever(cited(says("2, 1")))
        after = await asyncio.to_thread(_found, settings(folder, contexts=True, rerank=True, **keyed))
        assert after == before[::-1]
        assert len(server.received) == 2


def _found(wanted: Settings) -> list[str]:
    with app.searching(wanted) as index:
        return [hit.passage.text for hit in index.search("zorkmid turnover") if hit.lexical]

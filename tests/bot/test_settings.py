"""Settings come from the environment, and what cannot be used is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import load_settings


@pytest.fixture(autouse=True)
def _empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def test_nothing_is_required() -> None:
    settings = load_settings()

    assert (settings.knowledge_dir / "articles").is_dir()
    assert settings.slack_bot_token is None
    assert settings.port == 3000


def test_a_dotenv_file_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=4000\nARCHIE_DATA_DIR=here\nSLACK_BOT_TOKEN=\n")
    monkeypatch.setenv("PORT", "5000")

    settings = load_settings()

    assert (settings.port, settings.data_dir, settings.slack_bot_token) == (5000, Path("here"), None)


@pytest.mark.parametrize(
    ("value", "model"), [("claude-opus-5-5", "claude-opus-5-5"), ("anthropic:claude-opus-5-5", "claude-opus-5-5")]
)
def test_a_model_may_name_its_provider(monkeypatch: pytest.MonkeyPatch, value: str, model: str) -> None:
    monkeypatch.setenv("ARCHIE_MODEL", value)

    assert load_settings().model == model


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "70000"),
        ("ARCHIE_RECONCILE_AT", "25:00"),
        ("ARCHIE_ANSWER_SECONDS", "0"),
        ("ARCHIE_MODEL", "openai:gpt-4o"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError, match=name):
        load_settings()


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-secret")

    assert "sk-secret" not in repr(load_settings())

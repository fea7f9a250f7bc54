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
    ("value", "model"),
    [
        ("claude-opus-5-5", "claude-opus-5-5"),
        ("anthropic:claude-opus-5-5", "claude-opus-5-5"),
        ("OpenAI:gpt-5", "openai:gpt-5"),
    ],
)
def test_a_model_may_name_its_provider(monkeypatch: pytest.MonkeyPatch, value: str, model: str) -> None:
    monkeypatch.setenv("ARCHIE_MODEL", value)
    monkeypatch.setenv("ARCHIE_STYLE_MODEL", value)

    settings = load_settings()

    assert (settings.model, settings.style_model, settings.small_model) == (model, model, None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "70000"),
        ("ARCHIE_RECONCILE_AT", "25:00"),
        ("ARCHIE_ANSWER_SECONDS", "0"),
        ("ARCHIE_MODEL", "nobody:gpt-4o"),
        ("ARCHIE_STYLE_MODEL", "openai:"),
        ("ARCHIE_SMALL_MODEL", "llama3:8b"),
        ("ARCHIE_DAY_DOLLARS", "0"),
        ("ARCHIE_DAY_TOKENS", "-1"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError, match=name):
        load_settings()


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-secret")

    assert "sk-secret" not in repr(load_settings())


@pytest.mark.parametrize(
    ("value", "admins"),
    [("", set()), ("U012AB3CD", {"U012AB3CD"}), (" U012AB3CD, W9876ZY ,", {"U012AB3CD", "W9876ZY"})],
)
def test_admins_are_slack_user_ids(monkeypatch: pytest.MonkeyPatch, value: str, admins: set[str]) -> None:
    monkeypatch.setenv("ARCHIE_ADMINS", value)

    assert load_settings().admins == admins


@pytest.mark.parametrize("value", ["mara", "@mara", "U012AB3CD mara", "u012ab3cd", "C012AB3CD"])
def test_a_name_among_the_admins_is_told_and_admits_nobody(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ARCHIE_ADMINS", value)

    with pytest.raises(SettingsError, match=r"ARCHIE_ADMINS.*no slack user id"):
        load_settings()

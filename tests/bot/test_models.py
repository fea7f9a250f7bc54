"""The models of the settings: which are asked, what is missing for them, and what the doctor says of them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.doctor import Status
from bot.errors import FallbackReason, ModelError, SettingsError
from bot.model_checks import language_models
from bot.models import budget_limits, make_models, model_options, named_models
from bot.settings import Settings
from bot.store.spending import Limits, SharedBudget
from bot.store.store import Store, open_store

KEY = {"anthropic_api_key": SecretStr("sk-ant-x")}


def settings_of(folder: Path, **changes: Any) -> Settings:
    return Settings(_env_file=None, **({"data_dir": folder} | changes))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path)
    yield store
    store.close()


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({}, {}),
        ({"style_model": "claude-haiku-5-5"}, {}),
        (KEY, {"ARCHIE_MODEL": "claude-sonnet-5-5"}),
        ({"model": "ollama:llama3:8b"}, {"ARCHIE_MODEL": "ollama:llama3:8b"}),
        ({"style_model": "ollama:ours"}, {"ARCHIE_STYLE_MODEL": "ollama:ours"}),
        (
            {**KEY, "style_model": "ollama:ours", "small_model": "claude-haiku-5-5"},
            {
                "ARCHIE_MODEL": "claude-sonnet-5-5",
                "ARCHIE_STYLE_MODEL": "ollama:ours",
                "ARCHIE_SMALL_MODEL": "claude-haiku-5-5",
            },
        ),
    ],
)
def test_a_model_of_anthropics_needs_a_key_and_others_do_not(
    tmp_path: Path, changes: dict[str, Any], named: dict[str, str]
) -> None:
    assert named_models(settings_of(tmp_path, **changes)) == named


def test_without_a_key_there_are_no_models(tmp_path: Path, store: Store) -> None:
    models = make_models(settings_of(tmp_path), store)

    assert (models.generated, models.stylist, models.small) == (None, None, None)
    asyncio.run(models.warm())


def test_the_small_model_is_the_answer_model_unless_named(tmp_path: Path, store: Store) -> None:
    models = make_models(settings_of(tmp_path, **KEY), store)

    assert models.generated is not None
    assert models.small is not None
    assert models.stylist is None


def test_a_key_of_anthropics_goes_nowhere_else(tmp_path: Path) -> None:
    settings = settings_of(
        tmp_path, **KEY, anthropic_base_url="http://127.0.0.1:1", model_base_url="http://127.0.0.1:2", stall_seconds=30
    )

    claude, other = model_options(settings, "claude-opus-5-5"), model_options(settings, "openai:gpt-5", seconds=5)

    assert (claude.api_key, claude.base_url) == (KEY["anthropic_api_key"], "http://127.0.0.1:1")
    assert (other.api_key, other.base_url) == (None, "http://127.0.0.1:2")
    assert (other.answer_seconds, other.stall_seconds) == (5, 5)


def test_a_package_that_is_not_there_is_named_at_the_start(tmp_path: Path, store: Store) -> None:
    with pytest.raises(SettingsError, match="pip install langchain-perplexity"):
        make_models(settings_of(tmp_path, model="perplexity:sonar"), store)


def test_a_budget_in_dollars_needs_a_price(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, model="ollama:llama3", day_dollars=2.0)

    with pytest.raises(SettingsError, match="ARCHIE_DAY_TOKENS"):
        budget_limits(settings)
    assert budget_limits(settings.model_copy(update={"model": "claude-opus-5-5"})) == Limits(1.0, 2.0, None)


async def test_models_share_the_budget_of_the_day(tmp_path: Path, store: Store) -> None:
    settings = settings_of(tmp_path, **KEY, day_dollars=0.5)
    await SharedBudget(store.spending, Limits()).reserve(0.5, 100)

    small = make_models(settings, store).small

    assert small is not None
    with pytest.raises(ModelError) as caught:
        await small.ask("You are asked.", "Anything?")
    assert caught.value.reason is FallbackReason.BUDGET


def test_the_doctor_finds_nothing_wrong_without_models(tmp_path: Path) -> None:
    (check,) = language_models(settings_of(tmp_path))

    assert (check.name, check.status) == ("ANTHROPIC_API_KEY", Status.MISSING)


def test_the_doctor_names_the_package_that_is_missing(tmp_path: Path) -> None:
    check, spending = language_models(settings_of(tmp_path, model="perplexity:sonar"))

    assert (check.name, check.status) == ("ARCHIE_MODEL", Status.FAILED)
    assert "pip install langchain-perplexity" in check.detail
    assert (spending.name, spending.status) == ("ARCHIE_DAY_DOLLARS", Status.MISSING)


def test_the_doctor_tells_what_was_spent_today(tmp_path: Path, store: Store) -> None:
    asyncio.run(SharedBudget(store.spending, Limits()).reserve(1.25, 40_000))
    settings = settings_of(tmp_path, **KEY, anthropic_base_url="http://127.0.0.1:1", day_dollars=3, day_tokens=10**6)

    model, spending = language_models(settings)

    assert model.status is Status.FAILED
    assert spending.status is Status.OK
    assert spending.detail == ("Today (UTC): $1.25 and 40,000 tokens. Limit for a day: $3 and 1,000,000 tokens.")


def test_the_doctor_says_when_a_budget_cannot_be_kept(tmp_path: Path) -> None:
    *_, spending = language_models(settings_of(tmp_path, model="perplexity:sonar", day_dollars=1))

    assert spending.status is Status.FAILED
    assert "ARCHIE_DAY_TOKENS" in spending.detail

"""All configuration. Nothing else in the project reads the environment."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

SLACK_API_URL = "https://slack.com/api/"


def _shipped_knowledge() -> Path:
    return Path(str(files("knowledge")))


class Settings(BaseSettings):
    """Read from the environment, then from a ``.env`` file in the working directory.

    Every value has a default that works on a laptop without a key, a token or a network.
    """

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True, populate_by_name=True)

    # What Archie knows, and where it keeps what it learns.
    knowledge_dir: Path = Field(
        default_factory=_shipped_knowledge, validation_alias=AliasChoices("ARCHIE_KNOWLEDGE_DIR")
    )
    """Folder of articles. Default: the one shipped with Archie."""
    data_dir: Annotated[Path, Field(validation_alias=AliasChoices("ARCHIE_DATA_DIR"))] = Path(".archie")
    """Folder of the databases. Safe to delete only if you can do without past answers; the index rebuilds itself."""
    database_url: SecretStr | None = None
    """State in PostgreSQL instead of SQLite under ``data_dir``: ``postgresql://user:password@host/name``."""
    chroma_url: str | None = None
    """A Chroma server instead of the embedded store: ``http://host:8000``. Needed for more than one process."""

    # The language model. Without a key, answers are quotes.
    anthropic_api_key: SecretStr | None = None
    anthropic_base_url: str | None = None
    model: Annotated[str, Field(validation_alias=AliasChoices("ARCHIE_MODEL"))] = "claude-sonnet-5-5"
    """Model that writes answers, when there is a key: ``claude-…`` or ``anthropic:claude-…``."""
    answer_seconds: Annotated[float, Field(gt=0, validation_alias=AliasChoices("ARCHIE_ANSWER_SECONDS"))] = 45.0
    """Longest a person waits for the model, retries included, before the quotes are shown instead."""
    stall_seconds: Annotated[float, Field(gt=0, validation_alias=AliasChoices("ARCHIE_STALL_SECONDS"))] = 20.0
    """Longest silence between two pieces of a model's stream."""

    # Slack. Without tokens, the local workspace opens instead.
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: str = SLACK_API_URL
    port: Annotated[int, Field(ge=0, le=65535)] = 3000
    """Port of the local workspace and of ``archie web``; 0 takes a free one."""

    # The schedule.
    scan_seconds: Annotated[float, Field(gt=0, validation_alias=AliasChoices("ARCHIE_SCAN_SECONDS"))] = 30.0
    """How often the folder is compared with the index, whether or not the watcher saw anything."""
    reconcile_at: Annotated[
        str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", validation_alias=AliasChoices("ARCHIE_RECONCILE_AT"))
    ] = "03:30"
    """Time of day (UTC) of the nightly comparison of the index with what its stores really hold."""
    log_level: Annotated[str, Field(validation_alias=AliasChoices("ARCHIE_LOG_LEVEL"))] = "INFO"

    @field_validator("model")
    @classmethod
    def _without_provider(cls, value: str) -> str:
        """Accept LangChain's form ``anthropic:claude-…`` too."""
        provider, colon, name = value.rpartition(":")
        if colon and provider != "anthropic":
            raise ValueError("only models of anthropic can write answers so far")
        return name


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        SettingsError: naming each variable that cannot be used, and why.
    """
    try:
        return Settings()
    except ValidationError as error:
        reasons = "; ".join(f"{_variable(fault['loc'])}: {fault['msg'].lower()}" for fault in error.errors())
        raise SettingsError(f"Some settings cannot be used. {reasons}.") from error


def _variable(location: tuple[int | str, ...]) -> str:
    return str(location[0]).upper()

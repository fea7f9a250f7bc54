"""All configuration. Nothing else in the project reads the environment."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.answers.generated.names import parse_model
from bot.errors import SettingsError
from ingest.errors import EmbedderError
from ingest.vectors.embedders import check

SLACK_API_URL = "https://slack.com/api/"
_USER_ID = re.compile(r"[UW][A-Z0-9]{2,30}")


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
    embedder: Annotated[str, Field(validation_alias=AliasChoices("ARCHIE_EMBEDDER"))] = "wordllama"
    """What makes vectors: ``wordllama``, ``minilm``, or ``provider:model`` as in ``voyageai:voyage-3.5``."""
    chroma_url: str | None = None
    """A Chroma server instead of the embedded store: ``http://host:8000``. Needed for more than one process."""

    contexts: Annotated[bool, Field(validation_alias=AliasChoices("ARCHIE_CONTEXTS"))] = False
    """Have the small model write where in its document each passage stands, and index that with it. Costs money once
    for each passage: ``archie ingest --estimate`` says how much."""
    rerank: Annotated[bool, Field(validation_alias=AliasChoices("ARCHIE_RERANK"))] = False
    """Have the small model put the passages found for each question into another order."""

    # Language models. Without one that has its key, answers are quotes.
    anthropic_api_key: SecretStr | None = None
    anthropic_base_url: str | None = None
    model: Annotated[str, Field(validation_alias=AliasChoices("ARCHIE_MODEL"))] = "claude-sonnet-5-5"
    """Model that writes answers: ``claude-…`` (needs the key), or ``provider:model`` with the key its library reads."""
    style_model: Annotated[str | None, Field(validation_alias=AliasChoices("ARCHIE_STYLE_MODEL"))] = None
    """Model that puts answers into the house voice, such as one fine-tuned for it. The checks hold after it too."""
    small_model: Annotated[str | None, Field(validation_alias=AliasChoices("ARCHIE_SMALL_MODEL"))] = None
    """Model for small work, as making a question stand alone. Default: the one that writes answers."""
    model_base_url: Annotated[str | None, Field(validation_alias=AliasChoices("ARCHIE_MODEL_BASE_URL"))] = None
    """Where models of other providers than Anthropic are, when it is not where their libraries look."""
    answer_dollars: Annotated[float | None, Field(gt=0, validation_alias=AliasChoices("ARCHIE_ANSWER_DOLLARS"))] = 1.0
    """Most that the calls which write one answer may cost. Kept for models whose price is known."""
    day_dollars: Annotated[float | None, Field(gt=0, validation_alias=AliasChoices("ARCHIE_DAY_DOLLARS"))] = None
    """Most that models may cost on one day (UTC), all processes together; then answers are quotes until midnight."""
    day_tokens: Annotated[int | None, Field(gt=0, validation_alias=AliasChoices("ARCHIE_DAY_TOKENS"))] = None
    """The same in tokens, for models of any price."""
    answer_seconds: Annotated[float, Field(gt=0, validation_alias=AliasChoices("ARCHIE_ANSWER_SECONDS"))] = 45.0
    """Longest a person waits for the model, retries included, before the quotes are shown instead."""
    stall_seconds: Annotated[float, Field(gt=0, validation_alias=AliasChoices("ARCHIE_STALL_SECONDS"))] = 20.0
    """Longest silence between two pieces of a model's stream."""

    cache_hours: Annotated[float, Field(ge=0, le=720, validation_alias=AliasChoices("ARCHIE_CACHE_HOURS"))] = 168.0
    """How long an answer is given again to whoever asks the same in the same conversation, while all that it rests on
    is unchanged; 0 answers every question anew."""

    # Slack. Without tokens, the local workspace opens instead.
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: str = SLACK_API_URL
    admins: Annotated[frozenset[str], NoDecode, Field(validation_alias=AliasChoices("ARCHIE_ADMINS"))] = frozenset()
    """Slack user ids, with commas between them, of who may re-index, confirm removals and dismiss gaps; ``*`` is
    everybody. Unset, nobody may in Slack, and everybody in the local workspace."""
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

    @property
    def database(self) -> str | None:
        """The address of the PostgreSQL database with its password, or None."""
        return self.database_url.get_secret_value() if self.database_url else None

    @field_validator("admins", mode="before")
    @classmethod
    def _user_ids(cls, value: object) -> object:
        """Read ``U012AB3CD, W9876ZY`` and tell an id that is none: a name would silently admit nobody."""
        if not isinstance(value, str):
            return value
        ids = {part.strip() for part in value.split(",") if part.strip()}
        if wrong := sorted(name for name in ids if name != "*" and not _USER_ID.fullmatch(name)):
            raise ValueError(f"{wrong[0]} is no Slack user id; ids look like U012AB3CD")
        return frozenset(ids)

    @field_validator("embedder")
    @classmethod
    def _known_embedder(cls, value: str) -> str:
        try:
            return check(value)
        except EmbedderError as error:
            raise ValueError(str(error).rstrip(".")) from error

    @field_validator("model", "style_model", "small_model")
    @classmethod
    def _known_model(cls, value: str | None) -> str | None:
        """Spell a model in one way: Anthropic's without their provider."""
        try:
            return value and str(parse_model(value))
        except SettingsError as error:
            raise ValueError(str(error).rstrip(".")) from error


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

"""Alembic's entry point: migrates inside the transaction `bot.store.schema` opened."""

from __future__ import annotations

from alembic import context

from bot.store import decision_tables  # noqa: F401 - its tables are among the metadata's
from bot.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()

"""Alembic's entry point: migrates inside the transaction `bot.store.schema` opened."""

from __future__ import annotations

from alembic import context

from bot.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()

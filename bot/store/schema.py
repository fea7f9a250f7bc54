"""Brings a database to the schema this version needs. Alembic is imported only when there is something to do."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.errors import StoreError

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x41726368
"""Key of PostgreSQL's advisory lock under which one process migrates; any constant of ours will do."""


def newest_revision() -> str:
    """Name of the newest shipped migration, read from the file names (``0001_what.py`` is ``0001``)."""
    return max(path.stem.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def bring_up_to_date(connection: Connection) -> None:
    """Apply what is missing, in the caller's transaction: all of it, or nothing.

    Raises:
        StoreError: the database was written by a newer version of Archie.
    """
    if _revision(connection) == newest_revision():
        return
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    current = _revision(connection)
    if current is not None and current > newest_revision():
        raise StoreError("The database was written by a newer version of Archie. Update Archie to use it.")
    _upgrade(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(connection: Connection) -> None:
    # Imported here because it costs a third of a second that most starts do not need.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")

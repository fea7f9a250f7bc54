"""The index's tables in PostgreSQL, shared by the processes of several machines.

They live in a schema of their own and carry their version. A process of a newer Archie makes them anew as soon as it
opens them, whoever is at work; one of an older Archie finds that at its next write and steps back, and none of an older
Archie opens them again. So two versions never take turns in building what the other cannot use.
"""

from __future__ import annotations

from zlib import crc32

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, inspect, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.schema import CreateSchema

from ingest.errors import StoreError, WriterLostError
from ingest.store import changes, postings
from ingest.store.database import BUSY_SECONDS, WRITES, Database
from ingest.store.server_lock import ServerLock, writers
from ingest.store.tables import SCHEMA_VERSION, metadata, state

SCHEMA = "archie_knowledge"
"""Schema of the tables, unless the URL names another as ``?schema=``."""
_TABLES = (metadata, changes.changes)
"""Importing them is what makes them known."""
_MAKING = 0x4172636B
"""Class of the advisory lock under which tables are made; its key is the schema's name. Any constant will do."""
_CONNECT_SECONDS = 10
_NEWER = (
    "The index in this database belongs to a newer version of Archie. Update this one, or give it another database."
)


class PostgresDatabase(Database):
    """One schema. A writing transaction begins by making sure that the tables are of this version, and that this
    process, if it has held the writer's lock, still does: nobody else can become the writer before it ends.
    """

    def __init__(self, url: str) -> None:
        address, self._schema = _address(url)
        self.lexical = postings.Postings()
        engine = _engine(address, self._schema)
        event.listen(engine, "begin", self._begin)
        super().__init__(engine, engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True))
        self._key = crc32(self._schema.encode()) - (1 << 31)  # 32 bits with sign
        self._writer = self.lock = ServerLock(engine, self._key)

    def check(self) -> None:
        """Find nothing: PostgreSQL checks each page as it reads it."""

    def begin_again(self) -> None:
        """Make the tables anew. The caller holds the lock, and has to take it again: its table is new too."""
        with self._engine.begin() as connection:
            self._take_turn(connection)
            if not self._writer.held and self._version(connection) is not None:
                return  # another process made them while this one waited
            self._drop(connection)
            self._create(connection)
        self._writer.release()

    def close(self) -> None:
        """Give up the lock, and close every connection that is not in use."""
        self._writer.release()
        super().close()

    def _prepare(self) -> None:
        with self._engine.begin() as connection:
            if self._version(connection) == SCHEMA_VERSION:
                return
            self._take_turn(connection)
            version = self._version(connection)  # another process may have made them while this one waited
            if version is not None and version > SCHEMA_VERSION:
                raise StoreError(_NEWER)
            if version != SCHEMA_VERSION:
                self._drop(connection)
                self._create(connection)

    def _take_turn(self, connection: Connection) -> None:
        """Let one process at a time make tables, until the transaction ends."""
        connection.execute(text("SELECT pg_advisory_xact_lock(:kind, :key)"), {"kind": _MAKING, "key": self._key})

    def _version(self, connection: Connection) -> int | None:
        if not inspect(connection).has_table(state.name, schema=self._schema):
            return None
        value = connection.scalar(select(state.c.value).where(state.c.key == "schema"))
        return int(value) if value is not None else None

    def _drop(self, connection: Connection) -> None:
        """Drop whatever tables there are, as another version had others."""
        if inspect(connection).get_table_names(schema=self._schema):
            found = MetaData()
            found.reflect(connection, schema=self._schema)
            found.drop_all(connection)

    def _create(self, connection: Connection) -> None:
        connection.execute(CreateSchema(self._schema, if_not_exists=True))
        for tables in (metadata, postings.metadata, writers.metadata):
            tables.create_all(connection, checkfirst=False)
        connection.execute(state.insert().values(key="schema", value=str(SCHEMA_VERSION)))

    def _begin(self, connection: Connection) -> None:
        if not connection.get_execution_options().get(WRITES):
            return
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
        if self._version_now(connection) != str(SCHEMA_VERSION):
            self._writer.release()
            raise WriterLostError(_NEWER)
        self._writer.confirm(connection)

    def _version_now(self, connection: Connection) -> str | None:
        return connection.scalar(select(state.c.value).where(state.c.key == "schema"))


def _address(url: str) -> tuple[URL, str]:
    """Choose psycopg 3, and take the name of the schema out of the URL."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError(
            "DATABASE_URL is not a database address. It looks like postgresql://user@host/name."
        ) from error
    if parsed.drivername not in {"postgres", "postgresql", "postgresql+psycopg"}:
        raise StoreError("DATABASE_URL must begin with postgresql://. Without it, SQLite is used.")
    schema = parsed.query.get("schema", SCHEMA)
    address = parsed.set(drivername="postgresql+psycopg").difference_update_query(["schema"])
    return address, schema if isinstance(schema, str) else schema[-1]


def _engine(address: URL, schema: str) -> Engine:
    engine = create_engine(
        address, hide_parameters=True, pool_pre_ping=True, connect_args={"connect_timeout": _CONNECT_SECONDS}
    )
    return engine.execution_options(schema_translate_map={None: schema})

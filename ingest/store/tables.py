"""The tables of the index that both databases have: its manifest and its passages."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

SCHEMA_VERSION = 4
"""Changes with the tables, the splitting or the terms: an index of another version is built again from the folder.

Rises only: of two processes that share an index in PostgreSQL, the one with the higher version prevails."""

metadata = MetaData()

state = Table("state", metadata, Column("key", String, primary_key=True), Column("value", String, nullable=False))

documents = Table(
    "documents",
    metadata,
    Column("path", String, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
    Column("ctime_ns", BigInteger, nullable=False),
    Column("sha256", String),
    Column("state", String, nullable=False),
    Column("error", String),
    Column("indexed_at", String),
    Column("title", String),
    Column("kind", String),
    Column("publisher", String),
    Column("author", String),
    Column("date", String),
    Column("url", String),
    Column("audience", String),
    Column("governed", String),
    Column("contexts", String),
    Column("origin", String),
)
"""The manifest: one row for each file that was looked at.

``audience`` is who may see the document, ``governed`` the part of it that its folders decide; None is everybody.
``contexts`` names who wrote the contexts of its passages; None when they have none. ``origin`` is the prefix of the
further folder it comes from; None for the knowledge folder itself.

``sha256`` is of the version that is in the index, None while there is none. ``state`` is "indexed" or "failed"; a file
that was good before it failed keeps its passages.
"""

passages = Table(
    "passages",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("document", ForeignKey(documents.c.path), nullable=False),
    Column("position", Integer, nullable=False),
    Column("heading", JSON, nullable=False),
    Column("text", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("page", Integer),
    Column("context", String, nullable=False),
    Index("passages_by_document", "document", "position"),
)

"""The tables of the index: its manifest, its passages and their search terms."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text, text

SCHEMA_VERSION = "1"
"""Changes with the tables, the splitting or the terms: an index of another version is built again from the folder."""

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
)
"""The manifest: one row for each file that was looked at.

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
    Index("passages_by_document", "document", "position"),
)

# Terms come ready from `ingest.tokens`, separated by spaces; the tokenizer here only cuts at them. The dot belongs to
# a term: "1.5" is one.
_TERMS = """CREATE VIRTUAL TABLE passage_terms
USING fts5(title, body, tokenize = "unicode61 remove_diacritics 0 tokenchars '.'")"""
_VOCABULARY = "CREATE VIRTUAL TABLE passage_vocabulary USING fts5vocab(passage_terms, 'row')"

CREATE_LEXICAL = tuple(map(text, (_TERMS, _VOCABULARY)))
DROP_LEXICAL = tuple(map(text, ("DROP TABLE IF EXISTS passage_vocabulary", "DROP TABLE IF EXISTS passage_terms")))

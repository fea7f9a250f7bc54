"""The tables of decisions."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from bot.store.tables import metadata

decisions = Table(
    "decisions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("key", String(255), nullable=False, unique=True),
    Column("team", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("thread_ts", String(32)),
    Column("open_thread", String(128), unique=True),
    Column("owner", String(32), nullable=False),
    Column("solo", Boolean, nullable=False),
    Column("status", String(16), nullable=False),
    Column("topic", Text, nullable=False),
    Column("matter", String(128), nullable=False),
    Column("version", String(128), nullable=False),
    Column("number", Integer),
    Column("supersedes", String(32)),
    Column("superseded_by", String(32)),
    Column("due_at", Float),
    Column("started_at", Float, nullable=False),
    Column("updated_at", Float, nullable=False),
    UniqueConstraint("team", "number", name="uq_decisions_team_number"),
    Index("ix_decisions_team_started_at", "team", "started_at"),
    Index("ix_decisions_channel_thread_ts", "channel", "thread_ts"),
    Index("ix_decisions_due_at", "due_at"),
    Index("ix_decisions_updated_at", "updated_at"),
)
"""Decisions, to find and list them by; what they are stands in their events. ``open_thread`` is the thread that it has
to itself while it is not ended, ``number`` that of its record, ``due_at`` when a deadline or a review is next over."""

decision_events = Table(
    "decision_events",
    metadata,
    Column(
        "decision_id", String(32), ForeignKey("decisions.id", name="fk_decision_events_decision_id"), primary_key=True
    ),
    Column("seq", Integer, primary_key=True),
    Column("key", String(255), nullable=False),
    Column("part", Integer, nullable=False),
    Column("at", Float, nullable=False),
    Column("by", String(32)),
    Column("kind", String(32), nullable=False),
    Column("data", JSON, nullable=False),
    UniqueConstraint("decision_id", "key", "part", name="uq_decision_events_decision_id_key_part"),
)
"""What happened, numbered from 1 without gaps. Events of one request share its ``key`` and are its parts, from 0."""

decision_people = Table(
    "decision_people",
    metadata,
    Column(
        "decision_id", String(32), ForeignKey("decisions.id", name="fk_decision_people_decision_id"), primary_key=True
    ),
    Column("user", String(32), primary_key=True),
    Column("awaited", Boolean, nullable=False),
    Index("ix_decision_people_user", "user"),
)
"""Who takes part in a decision or owns it, and whether it waits for them."""

decision_sheets = Table(
    "decision_sheets",
    metadata,
    Column(
        "decision_id", String(32), ForeignKey("decisions.id", name="fk_decision_sheets_decision_id"), primary_key=True
    ),
    Column("slot", String(64), primary_key=True),
    Column("ts", String(32), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("updated_at", Float, nullable=False),
)
"""Which message shows which part of a decision, and a digest of what it shows."""

ground_texts = Table(
    "ground_texts",
    metadata,
    Column("place", String(64), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("document", Text, nullable=False),
    Column("heading", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("text", Text),
    Column("found_in", Text),
    Column("audience", Text),
    Column("seen_at", Float, nullable=False),
)
"""What the passages that decisions can rest on read, since when. ``place`` is a digest of document and heading, and
each text has the next ``seq`` of it, from 1; no ``text``: the passage is gone. ``found_in`` is the document it stood in
and ``audience`` who may see that, as the index writes it."""

decision_sources = Table(
    "decision_sources",
    metadata,
    Column("matter", String(128), primary_key=True),
    Column("version", String(128), primary_key=True),
    Column("files", JSON, nullable=False),
    Column("kept_at", Float, nullable=False),
)
"""The framework files, name to text, as they were when decisions of that version began."""

decision_records = Table(
    "decision_records",
    metadata,
    Column(
        "decision_id", String(32), ForeignKey("decisions.id", name="fk_decision_records_decision_id"), primary_key=True
    ),
    Column("name", String(255), nullable=False),
    Column("text", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("audience", String(32)),
    Column("basis", String(255), nullable=False),
    Column("events", Integer, nullable=False),
    Column("kept_at", Float, nullable=False),
)
"""The record of each recorded decision as a file: its newest writing, what that was made from, and who may see it."""

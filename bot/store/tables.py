"""The tables, as they are after the newest migration. A test compares the two on every run.

Times are seconds since the epoch, UTC. Slack ids and timestamps are kept as Slack writes them.
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, ForeignKey, Index, MetaData, String, Table, Text

metadata = MetaData(naming_convention={"ix": "ix_%(column_0_label)s", "fk": "fk_%(table_name)s_%(column_0_name)s"})

claims = Table(
    "claims",
    metadata,
    Column("key", String(255), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("state", String(8), nullable=False),
    Column("lease_until", Float, nullable=False),
    Column("work", JSON(none_as_null=True)),
    Column("updated_at", Float, nullable=False),
    Index("ix_claims_state_lease_until", "state", "lease_until"),
)
"""Inbound things that were taken on. ``work`` is what is needed to do it again, and is emptied when it is done."""

answers = Table(
    "answers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("team", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("thread_ts", String(32)),
    Column("message_ts", String(32)),
    Column("asker", String(32), nullable=False),
    Column("question", Text, nullable=False),
    Column("audience", String(16), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("engine", String(16), nullable=False),
    Column("answer", JSON, nullable=False),
    Column("created_at", Float, nullable=False),
    Index("ix_answers_created_at", "created_at"),
)
"""Answers as they were given, so that their buttons and quotes outlive the process and the article."""

feedback = Table(
    "feedback",
    metadata,
    Column(
        "answer_id",
        String(32),
        ForeignKey("answers.id", name="fk_feedback_answer_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("user", String(32), primary_key=True),
    Column("verdict", String(8), nullable=False),
    Column("reason", String(32)),
    Column("comment", Text),
    Column("updated_at", Float, nullable=False),
)
"""One verdict for each person and answer; the last one counts."""

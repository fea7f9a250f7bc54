"""The tables, as they are after the newest migration. A test compares the two on every run.

Times are seconds since the epoch, UTC. Slack ids and timestamps are kept as Slack writes them.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

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
    Index("ix_answers_channel_thread_ts", "channel", "thread_ts"),
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

gaps = Table(
    "gaps",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("text", Text, nullable=False),
    Column("opened_at", Float, nullable=False),
    Column("dismissed_at", Float),
)
"""Topics the articles do not cover. ``text`` is the first question about it: to group by, never to show."""

gap_askings = Table(
    "gap_askings",
    metadata,
    Column("source", String(255), primary_key=True),
    Column(
        "gap_id", String(32), ForeignKey("gaps.id", name="fk_gap_askings_gap_id", ondelete="CASCADE"), nullable=False
    ),
    Column(
        "answer_id",
        String(32),
        ForeignKey("answers.id", name="fk_gap_askings_answer_id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("team", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("thread_ts", String(32)),
    Column("asker", String(32), nullable=False),
    Column("audience", String(16), nullable=False),
    Column("listable", Boolean, nullable=False),
    Column("question", Text, nullable=False),
    Column("missing", Text),
    Column("asked_at", Float, nullable=False),
    Column("checked", String(64)),
    Column("answered_at", Float),
    Index("ix_gap_askings_gap_id", "gap_id"),
    Index("ix_gap_askings_answer_id", "answer_id"),
)
"""Each question about a gap. ``listable`` ones were asked in public and may be shown to everybody; ``checked`` is the
version of the index at which it was last asked again."""

gap_waiting = Table(
    "gap_waiting",
    metadata,
    Column(
        "source",
        String(255),
        ForeignKey("gap_askings.source", name="fk_gap_waiting_source", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("user", String(32), primary_key=True),
    Column("since", Float, nullable=False),
)
"""Who wants to be told when a question is answered. The row goes when they were."""

knowledge_notes = Table(
    "knowledge_notes",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("value", JSON, nullable=False),
    Column("updated_at", Float, nullable=False),
)
"""What the process that keeps the index tells the others: the last sync, what stopped it."""

knowledge_requests = Table(
    "knowledge_requests",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("work", String(16), nullable=False),
    Column("user", String(32), nullable=False),
    Column("asked_at", Float, nullable=False),
    Column("taken_at", Float),
    Column("result", JSON(none_as_null=True)),
)
"""What admins asked that process to do."""

spending = Table(
    "spending",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("dollars", Float, nullable=False),
    Column("tokens", BigInteger, nullable=False),
    Column("calls", Integer, nullable=False),
)
"""What each day (ISO date, UTC) cost in calls of models, those running counted at the most they can come to."""

cached_answers = Table(
    "cached_answers",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("meaning", String(64), nullable=False),
    Column("grounds", String(64), nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", JSON, nullable=False),
    Column("given_at", Float, nullable=False),
    Index("ix_cached_answers_meaning", "meaning"),
    Index("ix_cached_answers_given_at", "given_at"),
)
"""Answers to be given again, apart from `answers`, where each stands as it was given."""

channel_settings = Table(
    "channel_settings",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("channel", String(32), primary_key=True),
    Column("mode", String(16), nullable=False),
    Column("changed_by", String(32), nullable=False),
    Column("changed_at", Float, nullable=False),
)
"""What channels opted into; a channel without a row into nothing."""

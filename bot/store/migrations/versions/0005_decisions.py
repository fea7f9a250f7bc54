"""Decisions: their events, who takes part, which messages show them, the frameworks they began with, records."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables."""
    _decisions()
    _events()
    op.create_table(
        "decision_people",
        _of_decision("decision_people"),
        sa.Column("user", sa.String(32), primary_key=True),
        sa.Column("awaited", sa.Boolean, nullable=False),
    )
    op.create_index("ix_decision_people_user", "decision_people", ["user"])
    op.create_table(
        "decision_sheets",
        _of_decision("decision_sheets"),
        sa.Column("slot", sa.String(64), primary_key=True),
        sa.Column("ts", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("updated_at", sa.Float, nullable=False),
    )
    op.create_table(
        "decision_sources",
        sa.Column("matter", sa.String(128), primary_key=True),
        sa.Column("version", sa.String(128), primary_key=True),
        sa.Column("files", sa.JSON, nullable=False),
        sa.Column("kept_at", sa.Float, nullable=False),
    )
    _records()
    _ground_texts()


def _ground_texts() -> None:
    op.create_table(
        "ground_texts",
        sa.Column("place", sa.String(64), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("heading", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("found_in", sa.Text),
        sa.Column("audience", sa.Text),
        sa.Column("seen_at", sa.Float, nullable=False),
    )


def _records() -> None:
    op.create_table(
        "decision_records",
        _of_decision("decision_records"),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("audience", sa.String(32)),
        sa.Column("basis", sa.String(255), nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
        sa.Column("kept_at", sa.Float, nullable=False),
    )


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("key", sa.String(255), nullable=False, unique=True),
        sa.Column("team", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("thread_ts", sa.String(32)),
        sa.Column("open_thread", sa.String(128), unique=True),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("solo", sa.Boolean, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("matter", sa.String(128), nullable=False),
        sa.Column("version", sa.String(128), nullable=False),
        sa.Column("number", sa.Integer),
        sa.Column("supersedes", sa.String(32)),
        sa.Column("superseded_by", sa.String(32)),
        sa.Column("due_at", sa.Float),
        sa.Column("started_at", sa.Float, nullable=False),
        sa.Column("updated_at", sa.Float, nullable=False),
        sa.UniqueConstraint("team", "number", name="uq_decisions_team_number"),
    )
    op.create_index("ix_decisions_team_started_at", "decisions", ["team", "started_at"])
    op.create_index("ix_decisions_channel_thread_ts", "decisions", ["channel", "thread_ts"])
    op.create_index("ix_decisions_due_at", "decisions", ["due_at"])
    op.create_index("ix_decisions_updated_at", "decisions", ["updated_at"])


def _events() -> None:
    op.create_table(
        "decision_events",
        _of_decision("decision_events"),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("by", sa.String(32)),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.UniqueConstraint("decision_id", "key", "part", name="uq_decision_events_decision_id_key_part"),
    )


def _of_decision(table: str) -> sa.Column[str]:
    key = sa.ForeignKey("decisions.id", name=f"fk_{table}_decision_id")
    return sa.Column("decision_id", sa.String(32), key, primary_key=True)


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "ground_texts",
        "decision_records",
        "decision_sources",
        "decision_sheets",
        "decision_people",
        "decision_events",
        "decisions",
    ):
        op.drop_table(table)

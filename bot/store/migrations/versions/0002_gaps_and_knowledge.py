"""What the articles do not cover and who waits for it; what the index's keeper tells and is asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the five tables."""
    op.create_table(
        "gaps",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("opened_at", sa.Float, nullable=False),
        sa.Column("dismissed_at", sa.Float),
    )
    _askings()
    _waiting()
    _knowledge()


def downgrade() -> None:
    """Drop the five tables."""
    for table in ("knowledge_requests", "knowledge_notes", "gap_waiting", "gap_askings", "gaps"):
        op.drop_table(table)


def _askings() -> None:
    gap = sa.ForeignKey("gaps.id", name="fk_gap_askings_gap_id", ondelete="CASCADE")
    answer = sa.ForeignKey("answers.id", name="fk_gap_askings_answer_id", ondelete="CASCADE")
    op.create_table(
        "gap_askings",
        sa.Column("source", sa.String(255), primary_key=True),
        sa.Column("gap_id", sa.String(32), gap, nullable=False),
        sa.Column("answer_id", sa.String(32), answer, nullable=False),
        sa.Column("team", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("thread_ts", sa.String(32)),
        sa.Column("asker", sa.String(32), nullable=False),
        sa.Column("audience", sa.String(16), nullable=False),
        sa.Column("listable", sa.Boolean, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("missing", sa.Text),
        sa.Column("asked_at", sa.Float, nullable=False),
        sa.Column("checked", sa.String(64)),
        sa.Column("answered_at", sa.Float),
    )
    op.create_index("ix_gap_askings_gap_id", "gap_askings", ["gap_id"])
    op.create_index("ix_gap_askings_answer_id", "gap_askings", ["answer_id"])


def _waiting() -> None:
    source = sa.ForeignKey("gap_askings.source", name="fk_gap_waiting_source", ondelete="CASCADE")
    op.create_table(
        "gap_waiting",
        sa.Column("source", sa.String(255), source, primary_key=True),
        sa.Column("user", sa.String(32), primary_key=True),
        sa.Column("since", sa.Float, nullable=False),
    )


def _knowledge() -> None:
    op.create_table(
        "knowledge_notes",
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("value", sa.JSON, nullable=False),
        sa.Column("updated_at", sa.Float, nullable=False),
    )
    op.create_table(
        "knowledge_requests",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("work", sa.String(16), nullable=False),
        sa.Column("user", sa.String(32), nullable=False),
        sa.Column("asked_at", sa.Float, nullable=False),
        sa.Column("taken_at", sa.Float),
        sa.Column("result", sa.JSON),
    )

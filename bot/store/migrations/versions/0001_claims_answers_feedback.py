"""Claims on inbound things, answers as given, and what people thought of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the three tables."""
    _claims()
    _answers()
    _feedback()


def downgrade() -> None:
    """Drop the three tables."""
    for table in ("feedback", "answers", "claims"):
        op.drop_table(table)


def _claims() -> None:
    op.create_table(
        "claims",
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("lease_until", sa.Float, nullable=False),
        sa.Column("work", sa.JSON),
        sa.Column("updated_at", sa.Float, nullable=False),
    )
    op.create_index("ix_claims_state_lease_until", "claims", ["state", "lease_until"])


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("team", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("thread_ts", sa.String(32)),
        sa.Column("message_ts", sa.String(32)),
        sa.Column("asker", sa.String(32), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("audience", sa.String(16), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("engine", sa.String(16), nullable=False),
        sa.Column("answer", sa.JSON, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
    )
    op.create_index("ix_answers_created_at", "answers", ["created_at"])


def _feedback() -> None:
    answer = sa.ForeignKey("answers.id", name="fk_feedback_answer_id", ondelete="CASCADE")
    op.create_table(
        "feedback",
        sa.Column("answer_id", sa.String(32), answer, primary_key=True),
        sa.Column("user", sa.String(32), primary_key=True),
        sa.Column("verdict", sa.String(8), nullable=False),
        sa.Column("reason", sa.String(32)),
        sa.Column("comment", sa.Text),
        sa.Column("updated_at", sa.Float, nullable=False),
    )

"""Answers kept to be given again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "cached_answers",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("meaning", sa.String(64), nullable=False),
        sa.Column("grounds", sa.String(64), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answer", sa.JSON, nullable=False),
        sa.Column("given_at", sa.Float, nullable=False),
    )
    op.create_index("ix_cached_answers_meaning", "cached_answers", ["meaning"])
    op.create_index("ix_cached_answers_given_at", "cached_answers", ["given_at"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("cached_answers")

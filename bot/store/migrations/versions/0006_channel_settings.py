"""What channels opted into; and finding the answers of a thread, which is looked for as often as people ask there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table and the index."""
    op.create_table(
        "channel_settings",
        sa.Column("team", sa.String(32), primary_key=True),
        sa.Column("channel", sa.String(32), primary_key=True),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("changed_by", sa.String(32), nullable=False),
        sa.Column("changed_at", sa.Float, nullable=False),
    )
    op.create_index("ix_answers_channel_thread_ts", "answers", ["channel", "thread_ts"])


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_answers_channel_thread_ts", "answers")
    op.drop_table("channel_settings")

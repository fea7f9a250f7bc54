"""Moments, shown in each reader's own time zone."""

from __future__ import annotations

from datetime import UTC, datetime


def when(at: float) -> str:
    """Live mrkdwn of a moment given in seconds since the epoch; clients that cannot show it fall back to UTC."""
    plain = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M UTC")
    return f"<!date^{int(at)}^{{date_short_pretty}} {{time}}|{plain}>"


def day(at: float) -> str:
    """As `when`, without the time of day."""
    plain = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")
    return f"<!date^{int(at)}^{{date_short_pretty}}|{plain}>"

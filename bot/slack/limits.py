"""Slack's limits, in characters unless said otherwise. Sources: docs.slack.dev and the SDK's own validation."""

from __future__ import annotations

SECTION_TEXT = 3000
BUTTON_TEXT = 75
BUTTON_VALUE = 2000
MODAL_TITLE = 24
ACTIONS_ELEMENTS = 25
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
FALLBACK_TEXT = 3000
"""``text`` beside blocks: ``chat.update`` refuses more than 4,000."""
MESSAGE_TEXT = 12_000
"""All block text of one message: 13,200 was seen refused with ``msg_blocks_too_long``."""
TASK_FIELD = 256
"""One field of a streamed task."""
STREAM_BYTES = 11_000
"""UTF-8 bytes of one streamed message: Slack cuts it off for good near 12,000 characters."""
STREAM_SECONDS = 240.0
"""Life of one streamed message: Slack ends it at about five minutes, active or not."""
RESPONSE_URL_SECONDS = 30 * 60.0
"""Life of a response_url, which works five times."""

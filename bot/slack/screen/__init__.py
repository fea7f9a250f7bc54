"""The output filter: text from models, documents and people, made harmless before it reaches Slack.

Nothing in it notifies anybody, is a link but a cited source's own, loads an image, shows a credential or a citation
that does not hold. `screen` takes a whole text, `Screen` the same text in pieces, with the same result.
"""

from __future__ import annotations

from bot.slack.screen.citations import UNVERIFIED, Markers, Source
from bot.slack.screen.layout import Dialect
from bot.slack.screen.screen import NOTHING, PAYLOAD, Screen, screen

__all__ = ["NOTHING", "PAYLOAD", "UNVERIFIED", "Dialect", "Markers", "Screen", "Source", "screen"]

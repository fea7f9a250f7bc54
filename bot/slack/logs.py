"""Loggers for the libraries that speak to Slack for us."""

from __future__ import annotations

import logging


def library_logger(name: str) -> logging.Logger:
    """Return the logger ``bot.slack.<name>``, never below INFO: at DEBUG these libraries print what people wrote."""
    logger = logging.getLogger(f"bot.slack.{name}")
    logger.setLevel(max(logging.INFO, logger.level))
    return logger

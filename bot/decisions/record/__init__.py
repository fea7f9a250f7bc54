"""The record of a decision: a MADR 4.0 document. Pure: the same decision gives the same text.

Topics, names and people's words are untrusted: `markdown` shows them, and nothing in them is mark-up.
"""

from bot.decisions.record.document import file_name, madr

__all__ = ["file_name", "madr"]

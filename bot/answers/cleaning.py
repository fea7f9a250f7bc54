"""Text made safe to hand to a model: what a reader cannot see is taken out of it."""

from __future__ import annotations

import re
import unicodedata

_LINE_BREAKS = re.compile("\r\n?|[\u2028\u2029\u0085\u000b\u000c]")
_KEPT_CONTROLS = frozenset("\n\t")
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})
_HIDDEN_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Characters that Unicode counts as letters, marks or symbols, and that show nothing."""
_NOTHING = 0xFFFE
"""In every plane this code point and the next are none, and nor are those of one block."""
_NO_CHARACTERS = range(0xFDD0, 0xFDF0)
_VARIATION_SELECTORS = (range(0x180B, 0x1810), range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


def clean(text: str) -> str:
    """Normalise to NFC with ``\\n`` line ends, without characters that hide or reorder text.

    Dropped: controls (tab and line feed stay), bidirectional and zero-width characters, soft hyphens, the tag block,
    variation selectors, blank letters, code points that are no characters and lone surrogates. They carry instructions
    past a reader's eyes, and a lone surrogate cannot be sent at all. Idempotent.
    """
    if text.isascii() and text.isprintable():
        return text
    visible = "".join(char for char in _LINE_BREAKS.sub("\n", text) if not _is_hidden(char))
    return unicodedata.normalize("NFC", visible)


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` characters, the last an ellipsis when something was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _is_hidden(char: str) -> bool:
    if char in _KEPT_CONTROLS:
        return False
    if char in _HIDDEN_LETTERS or unicodedata.category(char) in _HIDDEN_CATEGORIES:
        return True
    if ord(char) & _NOTHING == _NOTHING or ord(char) in _NO_CHARACTERS:
        return True
    return any(ord(char) in selectors for selectors in _VARIATION_SELECTORS)

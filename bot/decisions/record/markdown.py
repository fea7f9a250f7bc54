"""Untrusted text in a Markdown document: it shows as it was written and means nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

import yaml

_JOINERS = "\u200c\u200d"
"""Invisible, but scripts and emoji need them."""
_HIDDEN = {"Cc", "Cf", "Cs", "Co"}
_BREAKS = {"Zl", "Zp", "Zs"}
_MEANS_SOMETHING = re.compile(r"[\\`*_\[\]<>&|~#@$^{}]|:(?=//)|(?<=www)\.", re.IGNORECASE)
"""What begins mark-up, a link, a mention, a formula or an entity in CommonMark and in what GitHub adds to it."""
_BEGINS_A_BLOCK = re.compile(r"^(?:([-+=:])|(\d{1,9})([.)]))")
"""What makes a list, a rule or a heading at the beginning of a line only."""


def one_line(text: str, longest: int | None = None) -> str:
    """Return a text without hidden characters, on one line, cut to ``longest`` characters with ``…``."""
    shown = "".join(map(_visible, text))
    folded = " ".join(shown.split())
    return folded if longest is None or len(folded) <= longest else folded[: longest - 1].rstrip() + "…"


def inline(text: str, longest: int | None = None) -> str:
    """Return a text, as `one_line` leaves it, for any place within Markdown: nothing in it is mark-up."""
    escaped = _MEANS_SOMETHING.sub(r"\\\g<0>", one_line(text, longest))
    return _BEGINS_A_BLOCK.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", escaped)


def front_matter(entries: Mapping[str, str | Sequence[str]]) -> str:
    """Return YAML front matter; its texts must have come through `one_line`."""
    plain = {key: value if isinstance(value, str) else list(value) for key, value in entries.items()}
    dumped = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=float("inf"))
    return f"---\n{dumped}---\n"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table of cells that are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in _BREAKS or character.isspace():
        return " "
    return "" if category in _HIDDEN and character not in _JOINERS else character

"""Lines of print to one text: which of the hyphens at their ends are part of a word, and where no space belongs."""

from __future__ import annotations

import re
from collections.abc import Sequence

HYPHENATED = re.compile(r"([\w‐-]*\w)[-‐]$")
"""A line that ends within a word, or within a compound."""
_FIRST_WORD = re.compile(r"\w+")
_WORDS = re.compile(r"\w+(?:[-‐]\w+)*")
_AND = {"and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o", "e", "en", "of"}
"""After a hyphen that stays with its word, as in "pre- and postwar"."""
_COMPOUND = {
    *("all", "best", "co", "cost", "cross", "data", "end", "ex", "fine", "first", "full", "half", "hard", "high", "in"),
    *("large", "long", "low", "mid", "multi", "near", "non", "off", "on", "one", "open", "over", "pre", "post", "real"),
    *(
        "right",
        "self",
        "semi",
        "short",
        "single",
        "small",
        "state",
        "three",
        "time",
        "top",
        "two",
        "up",
        "well",
        "zero",
    ),
    *(
        "aware",
        "based",
        "day",
        "driven",
        "free",
        "friendly",
        "known",
        "level",
        "like",
        "made",
        "only",
        "out",
        "related",
    ),
    *("scale", "source", "specific", "step", "term", "tuned", "tuning", "wide", "year"),
}
"""Words that compounds begin or end with, in English."""
_UNSPACED = "\u0e00-\u0eff\u1780-\u17ff\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_NO_SPACE = re.compile(f"[{_UNSPACED}]\n[{_UNSPACED}]")


class Words:
    """Joins lines. A word parted at a line's end is put together, a compound keeps its hyphen.

    It is a compound when the document spells it so elsewhere, or has either of its parts as a word, and does not spell
    the whole without a hyphen.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._known: set[str] = set()
        parted = False
        for line in lines:
            words = _WORDS.findall(line.casefold())
            ends_parted = HYPHENATED.search(line) is not None
            self._known.update(words[parted : len(words) - ends_parted])
            parted = ends_parted

    def join(self, lines: Sequence[str]) -> str:
        """Return the lines as one."""
        text = lines[0]
        for line in lines[1:]:
            text = self._join_two(text, line)
        return text

    def _join_two(self, text: str, line: str) -> str:
        if text.endswith("\u00ad"):
            return text[:-1] + line
        end, begin = HYPHENATED.search(text), _FIRST_WORD.match(line)
        if not end or not begin or begin[0] in _AND:
            return text + ("" if _NO_SPACE.fullmatch(f"{text[-1:]}\n{line[:1]}") else " ") + line
        return text[:-1] + line if self._is_one_word(end[1], begin[0]) else text + line

    def _is_one_word(self, first: str, second: str) -> bool:
        whole = f"{first}{second}".casefold()
        if not second.islower() or whole in self._known:
            return second.islower()
        if len(first) == 1 or not first.isalpha() or not second.isalpha() or first.isupper():
            return False
        apart = (f"{first.casefold()}-{second}", first.casefold(), second)
        return not any(part in self._known or part in _COMPOUND for part in apart)

"""Pieces of a text that are decided, and kept out of the way of every later step until the end.

Each is one character of Unicode's private use area, which `visible` has taken out of the text before.
"""

from __future__ import annotations

import re

SECRET = "\ue000"  # noqa: S105 - says that a secret was here
"""A secret was here."""
LINK = "\ue001"
"""A link was here."""
_WORDS = {SECRET: "[secret removed]", LINK: "[link removed]"}
_FIRST, _LAST = 0xE100, 0xF8FF
_ANY = re.compile(f"[{SECRET}{LINK}{chr(_FIRST)}-{chr(_LAST)}]")

_JOINED = re.compile(
    rf"(?P<before>(?<=\w))?(?P<url>[{chr(_FIRST)}-{chr(_LAST)}])"
    r"(?P<closing>[).,;:!?'\"”’»*_~}`]*+)(?P<after>(?=\S))?"
)


class Held:
    """The finished pieces of one unit of text."""

    def __init__(self) -> None:
        self._pieces: list[str] = []

    def hold(self, rendered: str) -> str:
        """Keep a finished piece and return the character that stands for it. Beyond 6,000 it counts as a link."""
        if _FIRST + len(self._pieces) > _LAST:
            return LINK
        self._pieces.append(rendered)
        return chr(_FIRST + len(self._pieces) - 1)

    def is_live(self, char: str) -> bool:
        """Whether a character stands for a live URL, and not for code."""
        return _FIRST <= ord(char) < _FIRST + len(self._pieces) and not self._pieces[ord(char) - _FIRST].startswith("`")

    def apart(self, text: str) -> str:
        """The text with a space where a live URL, or what closes behind it, is joined to something else.

        A client that makes links of URLs would take the neighbours into the link.
        """
        pieces, done = [], 0
        for match in _JOINED.finditer(text):
            if self.is_live(match["url"]):
                before, after = " " * (match["before"] is not None), " " * (match["after"] is not None)
                pieces += [text[done : match.start("url")], before, match["url"], match["closing"], after]
                done = match.end("closing")
        return "".join([*pieces, text[done:]])

    def release(self, text: str) -> str:
        """Put the pieces back."""
        return _ANY.sub(lambda match: _WORDS.get(match.group()) or self._pieces[ord(match.group()) - _FIRST], text)

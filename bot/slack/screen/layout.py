"""The last step: code spans and emphasis in pairs, and the three characters Slack gives meaning to escaped."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

from bot.slack.screen.held import LINK, SECRET, Held


class Dialect(StrEnum):
    """The mark-up of the place a text goes to."""

    MARKDOWN = "markdown"
    """Streams and ``markdown`` blocks."""
    MRKDWN = "mrkdwn"
    """Text objects."""


_TICKS = re.compile("`+")
_NUMBER = re.compile(r"[\s\d,;–-]{1,40}")
_DELIMITER = re.compile(r"\*+|_+|~~+")
_LONGEST = 3
_STAND_IN = {"*": "∗", "_": "_", "~": "∼"}
"""What an unpaired delimiter is shown as: it looks the same and opens nothing. A lone ``_`` opens nothing anyway."""
_MRKDWN = {"*": ("_", "_"), "**": ("*", "*"), "***": ("*_", "_*"), "_": ("_", "_"), "__": ("*", "*")}
_MRKDWN |= {"___": ("*_", "_*"), "~~": ("~", "~")}
_MENTION_LIKE = re.compile(r"(?:(?:&lt;|[＜﹤])[\s\\*_~]{0,20})+(?P<sign>[!@#！＠＃﹗﹫﹟ǃ]?)")
_LINK_LIKE = re.compile(rf"(?<=[\]{LINK}{SECRET}])(?=\()|(?<=\])(?=\[[^\]\d])|(?<=[!！])(?=[{LINK}{SECRET}\[])")
_DEFINES = re.compile(
    rf"^((?:[\s*+-]|&gt;|\d{{1,9}}[.)]){{0,40}}(?:\[[^\]]{{0,200}}[\]{LINK}{SECRET}]|[{LINK}{SECRET}])):"
)


def escape(text: str) -> str:
    """Escape ``&``, ``<`` and ``>``."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def hold_code(text: str, render: Callable[[str], str], held: Held) -> str:
    """Keep each code span, rendered, as one piece; backticks without a partner go."""
    runs = list(_TICKS.finditer(text))
    partners = _pair_runs(runs)
    pieces, done = [], 0
    for place, run in enumerate(runs):
        if run.start() < done:
            continue
        pieces.append(text[done : run.start()])
        done = run.end()
        partner = partners.get(place)
        content = text[done : runs[partner].start()] if partner is not None else ""
        if partner is None or not content.strip():
            pieces.append("" if _at_edge(text, run.start(), run.end()) else "'")
            continue
        done = runs[partner].end()
        bracketed = text.startswith("[", max(0, run.start() - 1)) and text.startswith("]", done)
        if bracketed and _NUMBER.fullmatch(content):
            pieces.append(content)  # a reader takes it for a citation
        else:
            pieces.append(held.hold(f"`{render(content).replace('`', chr(39))}`"))
    return "".join([*pieces, text[done:]])


def _pair_runs(runs: list[re.Match[str]]) -> dict[int, int]:
    """For each run of backticks, the next one of the same length."""
    following: dict[int, int] = {}
    partners: dict[int, int] = {}
    for place in range(len(runs) - 1, -1, -1):
        length = len(runs[place].group())
        if length in following:
            partners[place] = following[length]
        following[length] = place
    return partners


def _at_edge(text: str, start: int, end: int) -> bool:
    return start == 0 or end == len(text) or text[start - 1].isspace() or text[end].isspace()


def emphasis(text: str, dialect: Dialect) -> str:
    """Keep pairs of delimiters, as the dialect writes them; show the others as the characters they look like."""
    found = list(_DELIMITER.finditer(text))
    shown = [_unpaired(match, text) for match in found]
    opened: list[int] = []
    count: dict[str, int] = {}
    for place, match in enumerate(found):
        token = match.group()
        opens, closes = _flanks(match, text)
        if closes and count.get(token):
            while True:
                partner = opened.pop()
                count[found[partner].group()] -= 1
                if found[partner].group() == token:
                    break
            pair = _MRKDWN[token] if dialect is Dialect.MRKDWN else (token, token)
            shown[partner], shown[place] = pair
        elif opens and token in _MRKDWN:
            opened.append(place)
            count[token] = count.get(token, 0) + 1
    pieces, done = [], 0
    for match, token in zip(found, shown, strict=True):
        pieces += [text[done : match.start()], token]
        done = match.end()
    return "".join([*pieces, text[done:]])


def _flanks(match: re.Match[str], text: str) -> tuple[bool, bool]:
    """Whether a delimiter can open, and whether it can close."""
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    opens, closes = bool(after.strip()), bool(before.strip())
    if match.group()[0] == "_":
        return opens and not before.isalnum(), closes and not after.isalnum()
    return opens, closes


def _unpaired(match: re.Match[str], text: str) -> str:
    """A delimiter between spaces is text: a bullet, a product."""
    token = match.group()
    return (
        token if len(token) == 1 and not any(_flanks(match, text)) else _STAND_IN[token[0]] * min(len(token), _LONGEST)
    )


def part_mentions(escaped: str) -> str:
    """Take the angle bracket off what would be a mention if somebody undid the escapes."""
    return _MENTION_LIKE.sub(lambda match: match["sign"] or match.group(), escaped)


def finish(text: str, held: Held) -> str:
    """Escape, part what would be read as a mention or a link after all, and put the kept pieces back."""
    text = _LINK_LIKE.sub(" ", part_mentions(escape(text)))
    return held.release(held.apart(_DEFINES.sub(r"\1 :", text)))

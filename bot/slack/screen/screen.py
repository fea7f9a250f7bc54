"""The filter itself: cuts a text into units as it arrives, and lets out each unit when nothing later can change it.

A unit is a line, or the sentences of a line up to a place where no bracket, quotation, code span or emphasis is open
and no citation can follow any more. Whole texts go through the same units, so the result does not depend on the pieces
a text comes in. Time is linear: only so much of a text is read as can be shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from bot.slack.screen import lines
from bot.slack.screen.addresses import is_plain, withhold
from bot.slack.screen.brackets import angles, broadcasts, footnotes, is_definition, squares
from bot.slack.screen.citations import Citations, Markers, Source
from bot.slack.screen.held import Held
from bot.slack.screen.layout import Dialect, emphasis, escape, finish, hold_code
from bot.slack.screen.secrets import after_key, opens_key, redact, redact_random
from bot.slack.screen.units import Units
from bot.slack.screen.visible import decode, visible

PAYLOAD = 12_000
"""Longest result in characters: what one ``markdown`` payload holds."""
NOTHING = "…"
"""What is shown when nothing is left, because Slack refuses an empty text."""
_READ = 4 * PAYLOAD
"""Visible characters read of a text."""
_FENCE = "```"
_RESERVE = len(f"{NOTHING}\n{_FENCE}")
_PASSES = 5
"""How often a unit is gone over until nothing changes: taking one thing away may bring out another."""
_OPEN_END = re.compile(r"(?:&lt;|＜)[\s\\`*_~]*$")
_SIGN = re.compile(r"^([\s\\`*_~]*)[!@#！＠＃]+")
"""What would make a mention of an angle bracket on the line before."""
_TAIL = re.compile(r"\s*\S*$")


def screen(
    text: str,
    sources: Iterable[Source] = (),
    *,
    markers: Markers = Markers.CHECKED,
    dialect: Dialect = Dialect.MARKDOWN,
) -> str:
    """Return untrusted prose as it may be posted: never empty, at most `PAYLOAD` characters."""
    whole = Screen(sources, markers=markers, dialect=dialect)
    return whole.add(text) + whole.finish()


class Screen:
    """The filter for a text that comes in pieces. What `add` and `finish` return, joined, is `screen` of the whole.

    Args:
        sources: what the text may cite; their URLs are the only links that stay alive.
    """

    def __init__(
        self,
        sources: Iterable[Source] = (),
        *,
        markers: Markers = Markers.CHECKED,
        dialect: Dialect = Dialect.MARKDOWN,
    ) -> None:
        known = {source.n: source for source in sources}
        self._citations = Citations(known, markers)
        urls = {source.url for source in known.values() if source.url and is_plain(source.url)}
        self._urls = sorted(urls, key=len, reverse=True)
        self._dialect = dialect
        self._units = Units(_READ)
        self._after_return = False
        self._length = 0
        self._gap = ""
        self._full = False
        self._ends_open = False
        self._fence = ""
        self._opening = ""
        self._fence_shown = False
        self._in_key = False
        self._in_sources = False
        self._line_gone = False
        self._line_quoted = False

    def add(self, piece: str) -> str:
        """Take more of the text; returns what can be shown from now on, which may be nothing."""
        if self._after_return and piece.startswith("\n"):
            piece = piece[1:]
            self._after_return = False
        self._after_return = piece.endswith("\r") or (self._after_return and not piece)
        shown = visible(piece.replace("\r\n", "\n"))
        return "".join(
            self._unit(text, first=first, last=last)
            for text, first, last in self._units.add(shown, whole_lines=self._needs_lines)
        )

    def finish(self) -> str:
        """Return the rest. The text is complete."""
        rest = "".join(self._unit(text, first=first, last=last) for text, first, last in self._units.finish())
        if self._units.is_cut and not self._full:
            rest += self._put(NOTHING)
        if self._fence_shown:
            rest += f"\n{_FENCE}"
            self._fence_shown = False
        return rest if self._length else NOTHING

    def _needs_lines(self) -> bool:
        return bool(self._fence) or self._in_key or self._in_sources

    def _unit(self, text: str, *, first: bool, last: bool) -> str:
        """Handle a unit; ``first`` and ``last`` say whether it begins and ends its line."""
        if self._full:
            return ""
        if first:
            self._line_gone = False
            self._line_quoted = text.lstrip().startswith(">")
        shown = "" if self._line_gone else self._line(text) if first else self._words(text)
        if last and not self._line_gone:
            self._end_line()
        return shown

    def _end_line(self) -> None:
        """Remember a line break, which is shown when something follows it; outside fences two in a row at most."""
        breaks = self._gap.count("\n")
        self._gap = "\n" * (breaks + 1 if self._fence else min(breaks + 1, 2))

    def _line(self, text: str) -> str:
        """The first unit of a line, which says what the line is."""
        if not text.strip() and not self._fence:
            return ""
        if self._in_key:
            rest = after_key(text)
            if rest is None:
                return self._drop()
            self._in_key, text = False, rest
        self._in_key = opens_key(text)
        fence = lines.fence(text)
        if fence is not None and (not self._fence or self._closes(fence)):
            return self._toggle(fence)
        if self._fence:
            return self._code_line(text)
        return self._drop() if self._is_source_list(text) else self._words(text, first=True)

    def _is_source_list(self, text: str) -> bool:
        if self._in_sources and lines.is_listed(text):
            return True
        self._in_sources = lines.begins_sources(text)
        return self._in_sources

    def _drop(self) -> str:
        self._line_gone = True
        return ""

    def _closes(self, fence: re.Match[str]) -> bool:
        return fence["fence"].startswith(self._fence) and not fence["info"].strip()

    def _toggle(self, fence: re.Match[str]) -> str:
        """Open a block, which is shown with its first line, or close it."""
        if not self._fence:
            self._fence = fence["fence"]
            self._opening = f"{fence['indent'].replace('>', '')}{_FENCE}{lines.language(fence['info'])}"
            return self._drop()
        self._fence = ""
        if not self._fence_shown:
            return self._drop()
        self._fence_shown = False
        self._gap = ""
        self._length += len(_FENCE) + 1
        return f"\n{_FENCE}"

    def _code_line(self, text: str) -> str:
        held = Held()
        rendered = self._code(redact(decode(text)), held).replace(_FENCE, "'''")
        rendered = held.release(rendered)
        if self._fence_shown:
            return self._put(rendered, cut=lambda room: rendered[: max(0, room - 8)])
        if not rendered.strip():
            return self._drop()
        opened = self._put(f"{self._opening}\n")
        self._fence_shown = not self._full
        return opened + self._put(rendered, cut=lambda room: rendered[: max(0, room - 8)])

    def _words(self, text: str, *, first: bool = False) -> str:
        rendered = self._render(text, first=first)
        if rendered is None:
            return self._drop()
        rendered = rendered if first else rendered.lstrip()
        body = rendered.rstrip()
        if not body:
            return ""
        return self._put(body, cut=lambda room: self._cut(text, room)) + self._space(rendered[len(body) :])

    def _space(self, space: str) -> str:
        self._gap = " " if space else ""
        return ""

    def _put(self, rendered: str, cut: Callable[[int], str] | None = None) -> str:
        """Show a finished piece behind what was kept back of white space, or as much of it as there is room for."""
        rendered = _SIGN.sub(r"\1", rendered) if self._ends_open else rendered
        self._ends_open = _OPEN_END.search(rendered, max(0, len(rendered) - 40)) is not None
        shown = (self._gap if self._length else "") + rendered
        self._gap = ""
        room = PAYLOAD - _RESERVE - self._length
        if len(shown) > room:
            self._full = True
            shown = (cut(room - 2) if cut else "") + NOTHING
            shown = shown if len(shown) <= room + 1 else NOTHING
        self._length += len(shown)
        return shown

    def _cut(self, text: str, room: int) -> str:
        """The longest beginning of a unit that was found to fit, by words."""
        size = min(len(text), room)
        while size > 0:
            part = _TAIL.sub("", text[:size]) or text[:size]
            rendered = (self._render(part, first=False) or "").strip()
            if len(rendered) <= room:
                return rendered
            size = min(size - 1, size * room // len(rendered))
        return ""

    def _render(self, text: str, *, first: bool) -> str | None:
        """A unit of prose as it may be shown; None when its line defines a link or lists sources."""
        held = Held()
        text = hold_code(redact(decode(text)), lambda code: self._code(code, held), held)
        text = self._settle(text, held)
        if first and (is_definition(text) or lines.is_sources(text)):
            return None
        text = self._citations.check(text, held, quotation=self._line_quoted)
        return finish(emphasis(text, self._dialect), held)

    def _settle(self, text: str, held: Held) -> str:
        for _ in range(_PASSES):
            before = text
            text = withhold(angles(text, self._urls, held), self._urls, held)
            text = broadcasts(footnotes(squares(text, self._urls, held)))
            text = redact_random(redact(text))
            if text == before:
                return text
        return text.replace("<", " ").replace("@", " ").replace("](", "] (").replace(":", ": ")

    def _code(self, text: str, held: Held) -> str:
        for _ in range(_PASSES):
            before = text
            text = broadcasts(withhold(angles(text, self._urls, held, code=True), self._urls, held, code=True))
            if text == before:
                break
        return finish_code(self._citations.check_code(redact_random(text)), held)


def finish_code(text: str, held: Held) -> str:
    """Escape code, and put the kept pieces back."""
    return held.release(escape(text))

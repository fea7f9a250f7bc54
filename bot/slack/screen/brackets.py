"""Angle and square brackets: mentions, tags, links, images and footnotes, reduced to the words a reader would see."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.slack.screen.addresses import live
from bot.slack.screen.held import LINK, SECRET, Held
from bot.slack.screen.visible import gap, shadow, sub

_COMMENT = re.compile(r"<!--.{0,600}?-->|<!--|-->(?=\s*$)")
_SIGIL = re.compile(r"(?:(?:<|%3C)[\s\\`*_~]{0,20})+(?P<named>[!@#][!@#\s\\`*_~]{0,20}(?P<body>[^<>]*)(?P<closed>>?))?")
_SLACK_LINK = re.compile(r"<(?P<target>[^\s<>|]{1,3000})(?:\|(?P<label>[^<>]*))?>")
_ADDRESSED = re.compile(r"[a-z][a-z0-9+.-]{0,30}:\S|www\.|[^\s@]+@[^\s@]+\.|[/\\]{2}|\[", re.IGNORECASE)
_SIGNS = "!@# \\`*_~"
_TAG = re.compile(
    r"</?(?:a|abbr|applet|area|audio|b|base|blink|body|br|button|center|code|div|details|em|embed|font|form|frame|frameset"
    r"|h[1-6]|head|hr|html|i|iframe|image|img|input|ins|kbd|li|link|map|marquee|math|meta|noscript|object|ol|p|param"
    r"|picture|pre|q|s|script|section|select|small|source|span|strong|style|sub|summary|sup|svg|table|tbody|td|template"
    r"|textarea|th|thead|title|tr|track|u|ul|use|video|xml)(?:[\s/][^<>]*)?/?>",
    re.IGNORECASE,
)
_BROADCAST = re.compile(r"(?:@[\s`*_~\\\"']{0,8}+)++(?=channel|here|everyone|group)", re.IGNORECASE)
_ESCAPED = re.compile(r"(?<!\\)\\++(?=[<>\[\]()@&:!])")
_DESTINATION = re.compile(
    r"\(\s*(?P<to>[^\s()]*+(?:\([^\s()]*+\)[^\s()]*+)*+)(?:\s+(?:\"[^\"]{0,300}\"|'[^']{0,300}'|\([^()]{0,300}\)))?\s*\)?"
)
_BRACKET = re.compile(r"!?\[|\]")
_REFERENCE = re.compile(r"\[(?P<name>[^\[\]]{0,200})\]")
_DEFINITION = re.compile(
    r"[\s>]{0,40}(?:(?:[-*+]|\d{1,9}[.)])\s{1,4})?\[(?P<name>[^\[\]]{1,200})\]\s?:(?P<rest>.*)", re.DOTALL
)
_NUMBERS = re.compile(r"\s*\^?\s*\d{1,6}(?:\s*[,;–-]\s*\d{1,6})*\s*")


def angles(text: str, urls: Collection[str], held: Held, *, code: bool = False) -> str:
    """Undo mentions, Slack's links and, outside code, HTML."""
    if not code:
        text = _ESCAPED.sub("", text)
        text = sub(_COMMENT, lambda *_: " ", text)
    text = sub(_SIGIL, _named, text)
    text = sub(_SLACK_LINK, lambda match, written: _label(match, written, urls, held), text)
    return text if code else sub(_TAG, lambda *_: " ", text)


def broadcasts(text: str) -> str:
    """Take the sign off names that call everybody."""
    return sub(_BROADCAST, _unsigned, text)


def _unsigned(match: re.Match[str], written: str) -> str:
    return "".join(char for char, shown in zip(written, match.group(), strict=True) if shown != "@")


def _named(match: re.Match[str], written: str) -> str:
    """The label of a mention; without one, what it names."""
    if match["named"] is None:
        return written
    body = written[match.start("body") - match.start() : match.end("body") - match.start()]
    if match["closed"]:
        label = body.partition("|")[2] if "|" in body else body.partition("^")[0]
        return label.strip().lstrip(_SIGNS)
    return body.lstrip(_SIGNS)


def _label(match: re.Match[str], written: str, urls: Collection[str], held: Held) -> str:
    """The label of ``<address|label>``; a pair of angle brackets around anything else stays."""
    target = written[1 : match.end("target") - match.start()]
    if match["label"] is None and not _ADDRESSED.match(match["target"]):
        return written
    if match["label"] is None:
        before, after = match.string[match.start() - 1 : match.start()], match.string[match.end() : match.end() + 1]
        shown = live(target, held) if target in urls else target
        return f"{' ' * before.isalnum()}{shown}{' ' * bool(after.strip())}"
    label = written[match.start("label") - match.start() : -1].lstrip("!@#")
    return f"{label} ({live(target, held)})" if target in urls else label


def squares(text: str, urls: Collection[str], held: Held) -> str:
    """Undo links, images and references of Markdown. Numbers in brackets stay: they may be citations."""
    return _Squares(text, urls, held).undone()


class _Squares:
    """One pass over the square brackets of a text."""

    def __init__(self, text: str, urls: Collection[str], held: Held) -> None:
        self._text = text
        self._urls = urls
        self._held = held
        self._pieces: list[str] = []
        self._opened: list[int] = []

    def undone(self) -> str:
        """The text without links."""
        at = 0
        for match in _BRACKET.finditer(shadow(self._text)):
            if match.start() < at:
                continue
            self._pieces.append(self._text[at : match.start()])
            at = match.end()
            if match.group() == "]":
                at = self._close(at)
            else:
                self._opened.append(len(self._pieces))
                self._pieces.append(self._text[match.start() : at])
        return "".join([*self._pieces, self._text[at:]])

    def _close(self, at: int) -> int:
        """Take a ``]`` and what belongs to it; returns where the text goes on."""
        follows = _DESTINATION.match(self._text, at)
        if not self._opened:
            self._pieces.append("]")
            return follows.end() if follows else at
        start = self._opened.pop()
        numbers, image = self._is_number(start), len(self._pieces[start]) > 1
        follows = follows or _reference(self._text, at)
        keeps = numbers or not (image or follows)
        self._pieces[start] = self._pieces[start] if numbers else "[" if keeps else ""
        address = self._address(follows) if follows and not image else ""
        self._pieces.append(("]" if keeps else "") + address)
        return follows.end() if follows else at

    def _is_number(self, start: int) -> bool:
        inside = self._pieces[start + 1 :]
        return len(inside) <= 1 and _NUMBERS.fullmatch(shadow("".join(inside))) is not None

    def _address(self, follows: re.Match[str]) -> str:
        """The cited URL a link led to, which is shown behind its label; empty for any other."""
        target = (follows.groupdict().get("to") or "").removeprefix("<").removesuffix(">")
        if len(target) == 1 and self._held.is_live(target):
            return f" ({target})"
        return f" ({live(target, self._held)})" if target in self._urls else ""


def _reference(text: str, at: int) -> re.Match[str] | None:
    follows = _REFERENCE.match(text, at)
    return (
        None if follows is None or _NUMBERS.fullmatch(shadow(follows["name"])) or follows["name"] in " xX" else follows
    )


def is_definition(text: str) -> bool:
    """Whether a line, its addresses replaced, defines a link or a footnote."""
    match = _DEFINITION.match(shadow(text))
    if match is None:
        return False
    if match["name"].startswith("^"):
        return True
    rest = text[match.start("rest") :].strip().strip("<>()\"'")
    return not rest or rest[0] in {LINK, SECRET} or "\ue100" <= rest[0] <= "\uf8ff"


_FOOTNOTE = re.compile(r"\[\^[^\[\]]{0,80}[A-Za-z][^\[\]]{0,80}\]|\^\[[^\[\]]{0,300}\]")


def footnotes(text: str) -> str:
    """Remove named footnote marks; numbered ones may be citations."""
    shown, pieces, end = shadow(text), [], 0
    for match in _FOOTNOTE.finditer(shown):
        pieces += [text[end : match.start()], gap(text, *match.span())]
        end = match.end()
    return "".join([*pieces, text[end:]])

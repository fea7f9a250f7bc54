"""Untrusted text into Slack's two dialects, and Slack's dialect back into plain text.

Documents, models and people write the text; none of them may notify anybody, make a link, load an image, or show a
credential. `mrkdwn` is for text objects and fallbacks, `markdown` for streams; both show titles, quotes and questions
as they were written. Sentences that are said as ours go through `prose`, which is the output filter. Only `link` makes
a live link, from a citation's URL.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from urllib.parse import quote, urlsplit

from bot.slack.screen import Dialect, Markers, screen
from bot.slack.screen.addresses import addresses
from bot.slack.screen.brackets import broadcasts
from bot.slack.screen.held import Held
from bot.slack.screen.layout import part_mentions
from bot.slack.screen.secrets import redact_lines, redact_random
from bot.slack.screen.visible import visible

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)
"""Control, bidirectional, zero-width and tag characters, and lone surrogates, which no encoder takes."""
_MARKDOWN_SPECIAL = re.compile(r"([\\`*_\[\]~|])")
_LINE_START = re.compile(r"^[ \t]*(?:\d{1,9}(?=[.)]\s)|(?=(?:#{1,6}|[+-])\s))", re.MULTILINE)
"""What stands before the character that would begin a heading or a list."""
_LONGEST_URL = 2000


def clean(text: str) -> str:
    """Return ``text`` without characters that hide, reorder or break; line ends become ``\\n``."""
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def fold(text: str) -> str:
    """Return ``text`` cleaned and on one line."""
    return " ".join(clean(text).split())


def escape(text: str) -> str:
    """Escape the three characters Slack gives meaning to."""
    return part_mentions(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def mrkdwn(text: str) -> str:
    """Return untrusted ``text`` for a mrkdwn text object or a fallback: no mention, no live link."""
    return _render(text, escape)


def markdown(text: str) -> str:
    """Return untrusted ``text`` for a stream: shown as it is, nothing in it is Markdown or a mention."""
    return _render(text, _markdown_words)


def _render(text: str, words: Callable[[str], str]) -> str:
    """What a client would turn into a link becomes code, and the rest words."""
    text = _calm(clean(text))
    if any(addresses(text)):
        text = _calm(text.replace("`", ""))  # or they would pair with ours, and the address would stand outside
    elif text.count("`") % 2:
        text = text.replace("`", "'")
    pieces, end = [], 0
    for start, stop in addresses(text):
        pieces += [words(_unlucky(text[end:start])), f"`{escape(text[start:stop])}`"]
        end = stop
    return "".join([*pieces, words(_unlucky(text[end:]))])


def _unlucky(text: str) -> str:
    """The text without what only chance can have written. Addresses hold such parts."""
    return Held().release(redact_random(text))


def _calm(text: str) -> str:
    """The text without what is hidden, without credentials, and without the signs that call everybody."""
    return broadcasts(redact_lines(visible(text)))


def _markdown_words(text: str) -> str:
    return escape(_LINE_START.sub(r"\g<0>\\", _MARKDOWN_SPECIAL.sub(r"\\\1", text)))


def prose(render: Callable[[str], str] = mrkdwn) -> Callable[[str], str]:
    """Return the output filter for sentences that stand where ``render`` is used for titles.

    The numbers of citations are added behind what it returns, so that what looks like one in the text goes.
    """
    if render is markdown:
        return lambda text: screen(text, markers=Markers.DROPPED)
    if render is mrkdwn:
        return lambda text: screen(text, markers=Markers.DROPPED, dialect=Dialect.MRKDWN)
    return render


def fit(text: str, limit: int, render: Callable[[str], str] = mrkdwn) -> str:
    """Render ``text`` in at most ``limit`` characters, cut with an ellipsis before rendering where it is too long."""
    shown = text = _calm(clean(text))  # before the cut: what is left of a credential looks like none
    rendered = render(shown)
    while len(rendered) > limit and text:
        text = text[: min(len(text) - 1, len(text) * (limit - 1) // len(rendered))]
        shown = f"{text}…"
        rendered = render(shown)
    return rendered


def plain(text: str, limit: int) -> str:
    """Return ``text`` for a plain_text object: one line of at most ``limit`` characters."""
    return fit(_calm(fold(text)), limit, render=str)


def quoted(text: str, limit: int) -> str:
    """Return ``text`` as a mrkdwn quotation of at most ``limit`` characters."""
    return fit(text, limit, lambda shown: "\n".join(f">{line}" for line in mrkdwn(shown).split("\n")))


def bold(rendered: str) -> str:
    """Make rendered mrkdwn of one line bold; asterisks in it would end it early."""
    return f"*{rendered.replace('*', '∗')}*" if rendered.strip() else rendered


def link(url: str | None, label: str, limit: int) -> str:
    """Return a citation's title as a mrkdwn link, or only the title when the URL is not a plain web address."""
    target = _web_url(url)
    if target is None:
        return fit(label, limit)
    return f"<{target}|{fit(_calm(label).replace('|', '/'), limit, escape)}>"


def _web_url(url: str | None) -> str | None:
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    if url is None or parts.scheme not in {"http", "https"} or not parts.netloc or len(url) > _LONGEST_URL:
        return None
    return escape(quote(clean(url), safe="/:?#[]@!$&'()*+,;=%~-._"))


_ENTITY = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")


def spoken(text: str, bot_user: str) -> str:
    """Return what a person wrote in Slack as plain text.

    Mentions of ``bot_user`` go, other mentions and links become their names, Slack's escapes are undone.
    """

    def _name(match: re.Match[str]) -> str:
        kind, target, label = match.groups()
        if kind == "@":
            return "" if target == bot_user else f"@{label or 'someone'}"
        return {"#": f"#{label or 'a-channel'}", "!": label or f"@{target}"}.get(kind, label or target)

    return clean(html.unescape(_ENTITY.sub(_name, text))).strip()

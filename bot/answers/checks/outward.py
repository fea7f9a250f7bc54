"""What a written answer has no use for: links, images, mark-up, mentions, and talk of being the answer."""

from __future__ import annotations

import re

_OUTWARD = re.compile(
    r"[a-z][a-z0-9+.-]{1,20}://|\bwww\.|\b(?:mailto|tel|javascript|data):\S"  # addresses
    r"|(?<![\w./@-])(?:[\w-]{1,63}\.){1,10}(?:[a-z]{2,24})/\S"  # host.tld/path
    r"|!?\[[^\]\n]{0,200}\]\s?[(\[]|^\s*\[[^\]\n]{1,80}\]:\s"  # Markdown links and images
    r"|<[!@#/a-z]|&lt;[!@#]"  # Slack's and HTML's own marks
    r"|(?<![\w.+-])@(?:channel|here|everyone|group|[UW][A-Z0-9]{6,})\b",
    re.IGNORECASE | re.MULTILINE,
)


def reaches_out(text: str) -> bool:
    """Whether a text holds a link, an image, a mention or mark-up; a file name or an e-mail address is none."""
    return bool(_OUTWARD.search(text))

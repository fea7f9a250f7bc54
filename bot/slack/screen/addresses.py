"""Addresses: whatever a client, a preview or a person could follow. Only a cited source's own URL is left alive.

A URL is alive when it equals a cited one, character for character. There is no list of trusted hosts: userinfo,
suffixes, redirects and queries make an address on a trusted host into somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.slack.screen.held import LINK, Held
from bot.slack.screen.visible import shadow

_SCHEMES = (
    r"(?:h(?:tt|xx|XX)ps?|s?ftp|wss?|ldaps?|gopher|telnet|ssh|git|irc|slack|magnet|intent|steam|zoommtg|msteams)"
    r"\s?(?::|\[:\]|%3a)(?=[\w/\\\[@.])"
    r"|[a-z][a-z0-9+.-]{0,30}(?::|\[:\]|%3a)/[/\\]"
    r"|(?:javascript|vbscript|mailto|livescript|view-source|jar|callto|facetime|skype|whatsapp)\s?(?::|%3a)(?=\S)"
    r"|(?:tel|sms)(?::|%3a)(?=[+\d(])|data:(?=[\w.+-]+/|[;,])|(?:file|blob|cid):(?=[/\\\w]*[/\\])|about:(?=blank|config)"
)
_DOT = r"(?:\.|%2e|\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\))"
_LABEL = r"[\w%-]{1,63}+"
_TOP = r"(?:xn--[\w-]{2,59}|[^\W\d_]{2,24})"
_NUMERIC = r"(?:\d{1,3}\.){3}\d{1,3}"
_ADDRESS = re.compile(
    rf"(?P<scheme>(?<![a-z])(?:{_SCHEMES}))"
    rf"|(?P<www>(?<![\w.-])www\d{{0,2}}{_DOT}(?=\w))"
    rf"|(?P<relative>(?<![:\w/\\])[/\\]{{2}}(?=(?:{_LABEL}{_DOT}){{1,8}}{_TOP}\b))"
    rf"|(?P<mail>(?<![\w.+-])[\w.+%-]{{1,64}}+@(?:[\w-]{{1,63}}\.){{1,8}}[^\W\d_]{{2,24}}\b(?![/:?#]))"
    rf"|(?P<host>(?<![\w%-])\.{{0,2}}(?:{_LABEL}{_DOT}){{1,8}}(?P<top>{_TOP})\.?(?:(?P<port>:\d{{2,5}}\b)|(?P<tail>[/?#\\])))"
    rf"|(?P<number>(?<![A-Za-z0-9.])(?:{_NUMERIC}|localhost)(?::\d{{2,5}}\b|(?=/))(?!/\d{{1,2}}(?!\w|[./]\w))/?)",
    re.IGNORECASE,
)
_REST = re.compile(r"[^\s<>|\"“”«»`，。、；：！？）】」』]*")
_CLOSING = ".,;:!?'\")]}*_~’"
_MAY_FOLLOW = re.compile(r"[)\].,;:!?'\"”’»*_~}`。，、；：！？）】]*+(?=[\s<|]|$)")
"""What may stand between a live URL and the next space: nothing a client would take into the link."""
_FILE_NAME = re.compile(r"[\w.@+-]{1,100}?\.([A-Za-z][A-Za-z0-9]{0,7})(?![\w/?#=&%])")
_FILE_ENDINGS = """
js mjs cjs jsx ts tsx json jsonl yaml yml toml txt rst adoc css scss html htm java kt kts go rb php sql csv tsv
xml cfg conf ini env log lock pdf doc docx xls xlsx ppt pptx svg png jpg jpeg gif webp cpp hpp cc cs fs ex exs
erl hs scala swift proto tf tfvars hcl ipynb parquet avro bat exe dll so bin gz tar whl jar war class dart vue
gradle sum mod test spec config local internal
"""
_SHARED_ENDINGS = "md rs py sh ps pl ml mm vi zip mov app lua r c h st"
"""Endings of file names that are top-level domains, or look like one, as well."""
_TOP_NAMES = """
com org net edu gov mil int info biz name pro mobi app dev page web site online store shop cloud tech digital
agency xyz top club icu live life world today news blog link click download stream video chat email support help
host hosting space website work works team systems network zone codes software tools services solutions global
group social media company academy training school finance money bank exchange market trade deals sale art
design studio photo photos game games fun lol win bid loan date party review science faith accountant cricket
racing vip wiki ink bio earth farm run zip mov foo new example test invalid local internal localhost onion corp
home lan
"""
_TOPS = frozenset(_TOP_NAMES.split())
"""Top-level domains by which an address is told from a dotted name in code, with those reserved for examples."""
_COUNTRY = 2
_FILES_ONLY = frozenset(_FILE_ENDINGS.split())
_FILES = _FILES_ONLY | frozenset(_SHARED_ENDINGS.split())


def withhold(text: str, urls: Collection[str], held: Held, *, code: bool = False) -> str:
    """Replace every address but the cited ``urls``. Mail addresses stay to be read, as code."""
    shown, pieces, done = shadow(text), [], 0
    for match in _ADDRESS.finditer(shown):
        if match.start() < done or _is_file(match, shown) or (code and _is_attribute(match, shown)):
            continue
        end, piece = _decide(match, text, urls, held, code=code)
        before = text[done : match.start()]
        pieces += [before, piece]
        done = end
    return "".join([*pieces, text[done:]])


def _decide(match: re.Match[str], text: str, urls: Collection[str], held: Held, *, code: bool) -> tuple[int, str]:
    """Where an address ends, and what stands for it."""
    start = match.start()
    if match["mail"]:
        return match.end(), match.group() if code else held.hold(f"`{text[start : match.end()]}`")
    for url in urls:
        end = start + len(url)
        if text.startswith(url, start) and _MAY_FOLLOW.match(text, end):
            follows = text[end : end + 1]
            apart = not follows or follows.isspace() or follows in ").,;:!?。，"
            return end, live(url, held) + ("" if apart else " ")
    rest = _REST.match(match.string, match.end())
    written = match.string[start : rest.end() if rest else match.end()]
    end = max(match.end(), start + len(written.rstrip(_CLOSING)))
    return end, LINK


def live(url: str, held: Held) -> str:
    """Return what stands for a cited URL, shown as it is."""
    return held.hold(url.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def _is_attribute(match: re.Match[str], text: str) -> bool:
    """Whether this is a dotted name of a program before a slash, as in ``messages.create/stream``."""
    top = (match["top"] or "").lower()
    known = not top or len(top) == _COUNTRY or top in _TOPS or top.startswith("xn--") or not top.isascii()
    return not known and match["tail"] == "/" and not re.compile(r"[^\s<>`]{0,500}[?=&%#]").match(text, match.end())


def _is_file(match: re.Match[str], text: str) -> bool:
    """Whether this is a file's name in a path or before a line number: ``main.rs:42``, ``docs/README.md/``."""
    top = (match["top"] or "").lower()
    if not top:
        return False
    if match["port"]:
        return top in _FILES
    if match["tail"] == "/" and top in _FILES:
        following = _FILE_NAME.match(text, match.end())
        return bool(following and following[1].lower() in _FILES) or (
            top in _FILES_ONLY and not re.compile(r"[^\s<>]{0,300}[?=&%]").match(text, match.end())
        )
    return match["tail"] == "#" and top in _FILES_ONLY

"""Addresses: whatever a client, a preview or a person could follow. Only a cited source's own URL is left alive.

A URL is alive when it equals a cited one, character for character. There is no list of trusted hosts: userinfo,
suffixes, redirects and queries make an address on a trusted host into somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from bot.slack.screen.held import LINK, Held
from bot.slack.screen.secrets import redact
from bot.slack.screen.visible import shadow, visible

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
_COUNTRIES = "io ai co uk de fr ru cn eu nl ch jp kr br pl se us cc tv ws ly gg su ua ir tk ga ml cf"
"""Domains of countries that are seldom the name of anything in a program."""
_COUNTRY = 2
_FILES_ONLY = frozenset(_FILE_ENDINGS.split())
_FILES = _FILES_ONLY | frozenset(_SHARED_ENDINGS.split())
_BARE = (_TOPS | frozenset(_COUNTRIES.split())) - _FILES
_SCHEMES = (
    r"(?:h(?:tt|xx|XX)ps?|s?ftp|wss?|ldaps?|gopher|telnet|ssh|git|irc|slack|magnet|intent|steam|zoommtg|msteams)"
    r"\s?(?::|\[:\]|%3a)(?=[\w/\\\[@.?%])"
    r"|[a-z][a-z0-9+.-]{0,30}(?::|\[:\]|%3a)(?:/|%2f)(?:[/\\]|%2f|%5c)"
    r"|(?:javascript|vbscript|mailto|livescript|view-source|jar|callto|facetime|skype|whatsapp)\s?(?::|%3a)(?=\S)"
    r"|(?:tel|sms)(?::|%3a)(?=[+\d(])|data:(?=[\w.+-]+/|[;,])|(?:file|blob|cid):(?=[/\\\w]*[/\\])|about:(?=blank|config)"
    r"|(?:blob|feed|filesystem):(?=https?(?::|%3a))|(?:sips?|xmpp):(?=[^\s@]{1,64}@)|geo:(?=-?\d)"
    r"|(?:search-ms|ms-[a-z-]{2,30}|itms-[a-z]{4,12}|web\+[a-z]{1,20}):(?=\S)"
    r"|(?:bitcoin|ethereum|litecoin|lightning|monero|dogecoin):(?=\w{16})"
)
_DOT = r"(?:\.|%2e|\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\))"
_LABEL = r"[\w%-]{1,63}+"
_TOP = r"(?:xn--[\w-]{2,59}|[^\W\d_]{2,24})"
_BARE_TOP = "|".join(["xn--[\\w-]{2,59}", *sorted(_BARE)])
_NUMERIC = r"(?:\d{1,3}\.){3}\d{1,3}"
_ADDRESS = re.compile(
    rf"(?P<scheme>(?<![a-z])(?:{_SCHEMES})|(?<=[\w+.-])(?::|%3a)/[/\\])"
    rf"|(?P<www>(?<![\w.-])www\d{{0,2}}{_DOT}(?=\w))"
    rf"|(?P<relative>(?<![:\w/\\])[/\\]{{2}}(?=(?:{_LABEL}{_DOT}){{1,8}}{_TOP}\b))"
    rf"|(?P<mail>(?<![\w.+-])[\w.+%-]{{1,64}}+@(?:[\w-]{{1,63}}\.){{1,8}}[^\W\d_]{{2,24}}\b)"
    rf"|(?P<host>(?<![\w%-])\.{{0,2}}(?:{_LABEL}{_DOT}){{1,8}}(?P<top>{_TOP})\.?(?:(?P<port>:\d{{2,5}}\b)|(?P<tail>[/?#\\])))"
    rf"|(?P<bare>(?<![\w%./\\-])(?:{_LABEL}{_DOT}){{1,8}}(?:{_BARE_TOP})(?![\w%(-]|{_DOT}\w))"
    rf"|(?P<number>(?<![A-Za-z0-9.])(?:{_NUMERIC}|localhost)(?::\d{{2,5}}\b|(?=/))(?!/\d{{1,2}}(?!\w|[./]\w))/?)",
    re.IGNORECASE,
)
_REST = re.compile(r"[^\s<>|\"“”«»`，。、；：！？）】」』]*")
_CLOSING = ".,;:!?'\")]}*_~’"
_MAY_FOLLOW = re.compile(r"[)\].,;:!?'\"”’»*_~}`。，、；：！？）】]*+(?=[\s<|]|$)")
"""What may stand between a live URL and the next space: nothing a client would take into the link."""
_WEB = re.compile(r"https?://[^\s<>|\"`\\]*[^\s<>|\"`\\?!.,:;*_~']", re.IGNORECASE)
"""A client ends a link before punctuation at its end: it would lead elsewhere."""
_TAIL = re.compile(r"[/:?#\\][^\s.,;:!?)\]}]")
"""What makes a name a part of an address."""
_ANCHOR = re.compile(r"[\w-]*")
_FILE_NAME = re.compile(r"[\w.@+-]{1,100}?\.([A-Za-z][A-Za-z0-9]{0,7})(?![\w/?#=&%])")
_QUERY = re.compile(r"[^\s<>]{0,300}[?=&%]")


def is_plain(url: str) -> bool:
    """Whether a source's URL is a web address that stays one piece wherever it stands, and that holds no secret."""
    return _WEB.fullmatch(url) is not None and visible(url) == url and redact(url) == url


def withhold(text: str, urls: Collection[str], held: Held, *, code: bool = False) -> str:
    """Replace every address but the cited ``urls``. Names that lead nowhere by themselves stay to be read, as code.

    Those are mail addresses, hosts without a path, and files called like hosts. No client makes a link of code.
    """
    pieces, done = [], 0
    for match in _ADDRESS.finditer(shadow(text)):
        if match.start() < done or _is_word(match) or (code and _is_attribute(match)):
            continue
        end = _name_end(match)
        if end is None:
            end, piece = _decide(match, text, urls, held)
        else:
            piece = text[match.start() : end] if code else held.hold(f"`{text[match.start() : end]}`")
        pieces += [text[done : match.start()], piece]
        done = end
    return "".join([*pieces, text[done:]])


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where the addresses of a text are, and the names that a client could take for some: start and end of each."""
    done = 0
    for match in _ADDRESS.finditer(shadow(text)):
        if match.start() >= done and not _is_word(match):
            done = _name_end(match) or _end(match)
            yield match.start(), done


def _decide(match: re.Match[str], text: str, urls: Collection[str], held: Held) -> tuple[int, str]:
    """Where an address ends, and what stands for it."""
    start = match.start()
    for url in urls:
        end = start + len(url)
        if text.startswith(url, start) and _MAY_FOLLOW.match(text, end):
            follows = text[end : end + 1]
            apart = not follows or follows.isspace() or follows in ").,;:!?。，"
            return end, live(url, held) + ("" if apart else " ")
    return _end(match), LINK


def _end(match: re.Match[str]) -> int:
    """Where an address ends: before a space, and before marks of the sentence it stands in."""
    rest = _REST.match(match.string, match.end())
    written = match.string[match.start() : rest.end() if rest else match.end()]
    return max(match.end(), match.start() + len(written.rstrip(_CLOSING)))


def live(url: str, held: Held) -> str:
    """Return what stands for a cited URL, shown as it is."""
    return held.hold(url.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def _is_attribute(match: re.Match[str]) -> bool:
    """Whether this is a dotted name of a program before a slash, as in ``messages.create/stream``."""
    top = (match["top"] or "").lower()
    known = not top or len(top) == _COUNTRY or top in _TOPS or top.startswith("xn--") or not top.isascii()
    return (
        not known
        and match["tail"] == "/"
        and not re.compile(r"[^\s<>`]{0,500}[?=&%#]").match(match.string, match.end())
    )


def _is_word(match: re.Match[str]) -> bool:
    """Whether this is no address at all: a dotted name, or a file that no host is called like, as in ``a.txt/``."""
    top = (match["top"] or "").lower()
    if match["port"]:
        return top in _FILES
    if top not in _FILES_ONLY or match["tail"] != "/":
        return top in _FILES_ONLY and match["tail"] == "#"
    return _file_end(match) is not None or not _QUERY.match(match.string, match.end())


def _name_end(match: re.Match[str]) -> int | None:
    """Where a name ends that is shown as code; None when it is an address."""
    if match["bare"] or match["mail"]:
        return None if _TAIL.match(match.string, match.end()) else match.end()
    if match["number"]:
        return None if match.group().endswith("/") else match.end()
    if (match["top"] or "").lower() not in _FILES:
        return None
    if match["tail"] == "#":
        anchor = _ANCHOR.match(match.string, match.end())
        return anchor.end() if anchor else None
    return _file_end(match) if match["tail"] == "/" else None


def _file_end(match: re.Match[str]) -> int | None:
    """Where the file's name behind a slash ends."""
    following = _FILE_NAME.match(match.string, match.end())
    return following.end() if following and following[1].lower() in _FILES else None

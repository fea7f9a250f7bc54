"""HTML: the article of a page, without what stands around it.

lxml parses it; `ingest.readers.html_page` makes blocks of what it finds.
Beautiful Soup, which would be the usual choice, took ten times as long and 500 MB for a page of 4.6 MB.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.errors import UnreadableFileError
from ingest.model import Document
from ingest.readers.assembly import Assembly
from ingest.readers.base import Reading
from ingest.readers.frontmatter import iso_date, web_address
from ingest.readers.html_page import FRAMES, assemble, is_unseen, seen_text
from ingest.readers.naming import clean_line, title_from_path

if TYPE_CHECKING:
    from lxml.etree import _Element

_SMALLEST_FRAME = 0.2
"""Share of a page's text that stands in the element the page is about."""
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_AUTHOR = ("author", "article:author", "dc.creator", "citation_author")
_DATE = ("article:published_time", "date", "dc.date", "datepublished", "citation_publication_date")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?=T|\s)")


def read_html(path: str, text: str) -> Reading:
    """Read a page. See `Reader`.

    The title is the page's ``<title>``, else ``og:title``, else its first ``h1``, else the file name. Author, date and
    canonical address are those its head names.

    Raises:
        UnreadableFileError: elements are nested too deeply to be read in full.
    """
    root = _parse(text)
    if root is None:
        return Reading(Document(path, "", title_from_path(path)), ())
    assembly = assemble(_frame(root))
    meta = _meta(root)
    document = Document(
        path,
        "",
        _title(root, meta) or title_from_path(path),
        author=next((meta[name] for name in _AUTHOR if name in meta and not web_address(meta[name])), None),
        date=_date(meta),
        url=_canonical(root),
    )
    return assembly.reading(document)


def read_html_fragment(html: str) -> Assembly:
    """Read HTML that is part of another document, for example of a mail.

    Returns:
        An assembly with its blocks, whose offsets count from the fragment's beginning; more can be added to it, and
        ``assembly.reading(document)`` gives the document that holds its text. Empty when the HTML shows no text.

    Raises:
        UnreadableFileError: elements are nested too deeply to be read in full.
    """
    root = _parse(html)
    return Assembly() if root is None else assemble(root)


def _parse(text: str) -> _Element | None:
    from lxml import etree

    # The text arrives decoded, so the parser is told an encoding and never looks for one; huge_tree allows 2,048 levels
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True, recover=True
    )
    try:
        root: _Element | None = etree.fromstring(_FORBIDDEN.sub("\ufffd", text).encode(), parser)
    except etree.XMLSyntaxError:  # there is no element in it at all
        return None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise UnreadableFileError("This page is nested too deeply to be read.")
    return root


def _frame(root: _Element) -> _Element:
    """Return the one ``main`` or ``article`` the page is about, else the whole page.

    Either holds a good part of the page's text: a teaser in an ``article`` of its own is not what the page is about.
    """
    enough = len(seen_text(root)) * _SMALLEST_FRAME
    for name in FRAMES:
        found = [element for element in root.iter(name) if not is_unseen(element)]
        if len(found) == 1 and len(seen_text(found[0])) > enough:
            return found[0]
    return root


def _meta(root: _Element) -> dict[str, str]:
    """Return the head's named values by lower-case name; of a name that stands twice, the first."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        if value := clean_line(element.get("content", "")):
            found.setdefault(name.lower(), value)
    return found


def _title(root: _Element, meta: dict[str, str]) -> str:
    return _words_of(root, "title") or meta.get("og:title", "") or _words_of(root, "h1")


def _words_of(root: _Element, name: str) -> str:
    """Return the words of the first element of that name that has any."""
    return next(filter(None, (clean_line(seen_text(element)) for element in root.iter(name))), "")


def _date(meta: dict[str, str]) -> str | None:
    """Return the day, month or year the page names; a time of day after it is left off."""
    for name in _DATE:
        value = meta.get(name, "")
        day = _DAY.match(value)
        if date := iso_date(day[0] if day else value):
            return date
    return None


def _canonical(root: _Element) -> str | None:
    links = (link for link in root.iter("link") if "canonical" in link.get("rel", "").lower().split())
    return next((url for link in links if (url := web_address(link.get("href")))), None)

"""Markdown: CommonMark with tables, by markdown-it; its line maps give blocks their exact places in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from ingest.model import Document
from ingest.readers.base import Block, BlockKind, Reading
from ingest.readers.frontmatter import split_front_matter
from ingest.readers.lines import LineMap
from ingest.readers.naming import clean_line, title_from_path

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_WHOLE = {"paragraph_open", "html_block", "tr_open", "list_item_open", "blockquote_open"}
_CODE = {"fence", "code_block"}
_HOLDERS = {"list_item_open", "blockquote_open"}
_LONG = 1_350
"""Characters above which a list item or quotation is told apart into what it holds: its code and its own items."""
_UNSEEN = re.compile(r"(?:\s*(?:<!--.*?-->|<(script|style)\b[^>]*>.*?</\1\s*>))+[ \t]*", re.DOTALL | re.IGNORECASE)
_HTML_HEADING = re.compile(r"\s*<h([1-6])\b[^>]*>([^\n]*(?:\n[^\n]*){0,3})</h\1>\s*", re.IGNORECASE)
_MAY_HIDE = re.compile(r"<(?:!--|script|style)", re.IGNORECASE)
_MARK = re.compile(r"`+|<!--")
"""What begins code or a comment in a paragraph. In code there are no comments."""
_EMBEDDED = re.compile(r"(\bdata:[\w.+/-]{1,99}(?:;[\w=.-]{1,99})*;base64,)[A-Za-z0-9+/=%]{64,}")
"""A picture written out in the text, as exports of documents have it: megabytes in which nobody looks for words."""
_ATTRIBUTES = re.compile(r"\s*\{[:#.][^{}]*\}\s*$")
"""What some generators put after a heading, ``{#id .class}``: no part of what it says."""


def read_markdown(path: str, text: str) -> Reading:
    """Read Markdown with optional front matter. See `Reader`.

    The title is the front matter's, else the first top-level heading, else the first heading, else the file name.
    A heading that only repeats the title is not part of the heading path. Comments, scripts and styles are left out,
    for whoever opens the article does not see them, and so is the code of embedded pictures.
    """
    return read_body(path, text, without_unseen)


def read_body(path: str, text: str, clean: Callable[[str], str], *, indented_code: bool = True) -> Reading:
    """Read Markdown whose body is cleaned of what is not part of the article before it is read.

    Args:
        clean: body to body, ``\\n`` line ends.
        indented_code: whether four spaces make code.
    """
    front, body = split_front_matter(text)
    lines = LineMap(clean(_EMBEDDED.sub(r"\1…", body)))
    blocks = tuple(lines.fill_gaps(_blocks(lines, _block_parser(indented_code))))
    headings = [block for block in blocks if block.kind is BlockKind.HEADING]
    document = Document(
        path,
        lines.text,
        front.title or _title(headings) or title_from_path(path),
        kind=front.kind or "article",
        publisher=front.publisher,
        author=front.author,
        date=front.date,
        url=front.url,
        audience=front.audience,
    )
    return Reading(document, blocks)


def without_unseen(body: str) -> str:
    """Return Markdown without HTML comments, and without scripts and styles that are blocks of their own.

    What is never closed stays as text, and so does a comment in code.
    """
    if not _MAY_HIDE.search(body):
        return body
    lines = LineMap(body)
    kept, after = list[str](), 0
    for token in _block_parser().parse(body):
        if token.map is None or token.map[0] < after:
            continue
        first, end = token.map
        if token.type == "html_block" and token.level == 0 and _UNSEEN.match(token.content):
            seen = _UNSEEN.sub("", "\n".join(lines.lines[first:end]), count=1)
        elif token.type == "inline" and "<!--" in token.content:
            seen = "".join(_without_comments("\n".join(lines.lines[first:end])))
        else:
            continue
        # Where nothing else stood there a blank line stays: the paragraphs around it stand apart
        kept += [*lines.lines[after:first], *([line for line in seen.split("\n") if line.strip()] or [""])]
        after = end
    return "\n".join([*kept, *lines.lines[after:]])


def _without_comments(text: str) -> Iterator[str]:
    """Yield what stands between the comments of a paragraph, in one pass."""
    marks = list(_MARK.finditer(text))
    closing = dict[str, list[int]]()
    for mark in reversed(marks):
        closing.setdefault(mark[0], []).append(mark.end())
    kept = after = 0
    for mark in marks:
        ends = closing[mark[0]]
        while ends and ends[-1] <= mark.end():
            ends.pop()
        if mark.start() < after:
            continue
        if mark[0] != "<!--":
            after = ends[-1] if ends else mark.end()
        elif (end := text.find("-->", mark.end())) >= 0:
            yield text[kept : mark.start()]
            kept = after = end + 3
        else:
            break  # nor does any later one end
    yield text[kept:]


def _title(headings: Sequence[Block]) -> str:
    top = (block.heading for block in headings if block.level == 1)
    return next(top, headings[0].heading if headings else "")


@cache
def _block_parser(indented_code: bool = True) -> MarkdownIt:
    """A parser keeps nothing of what it parsed; making one takes longer than reading a short note."""
    from markdown_it import MarkdownIt  # only when a Markdown file is read

    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.disable(["inline", "text_join"])  # inline text is read for headings alone
    return parser if indented_code else parser.disable("code")


@cache
def _inline_parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark")


def _blocks(lines: LineMap, parser: MarkdownIt) -> Iterator[Block]:
    inline = _inline_parser()
    tokens = parser.parse(lines.text)
    done = 0
    for number, token in enumerate(tokens):
        if token.map is None or token.map[0] < done:
            continue  # a closing token, or inside a block that is kept whole
        first, after = token.map
        if token.type == "heading_open" and token.level == 0:
            heading = _plain(inline, tokens[number + 1].content)
            yield lines.block(BlockKind.HEADING, first, after, level=int(token.tag[1]), heading=heading)
        elif token.type == "html_block" and token.level == 0 and (found := _HTML_HEADING.fullmatch(token.content)):
            heading = _plain(inline, " ".join(found[2].split()))
            yield lines.block(BlockKind.HEADING, first, after, level=int(found[1]), heading=heading)
        elif token.type in _CODE:
            yield lines.block(BlockKind.CODE, first, after)
        elif token.type in _HOLDERS and lines.length(first, after) > _LONG:
            yield from _held(lines, tokens, number)
        elif token.type in _WHOLE:
            yield lines.block(BlockKind.TEXT, first, after)
        else:
            continue
        done = after


def _held(lines: LineMap, tokens: Sequence[Token], number: int) -> Iterator[Block]:
    """Yield the parts of a long list item or quotation: code whole, and text that begins anew at each inner item."""
    first, after = tokens[number].map or (0, 0)
    start = first
    for token in _inside(tokens, number):
        begin, end = token.map or (0, 0)
        if begin < start or token.type not in {*_CODE, "list_item_open"}:
            continue
        if begin > start:
            yield lines.block(BlockKind.TEXT, start, begin)
        start = begin
        if token.type in _CODE:
            yield lines.block(BlockKind.CODE, begin, end)
            start = end
    if start < after:
        yield lines.block(BlockKind.TEXT, start, after)


def _inside(tokens: Sequence[Token], number: int) -> Iterator[Token]:
    level = tokens[number].level
    for token in tokens[number + 1 :]:
        if token.level <= level:
            return
        if token.map:
            yield token


def _plain(parser: MarkdownIt, source: str) -> str:
    """A heading's text without mark-up: "The **best** `way` {#best}" → "The best way"."""
    children: Iterable[Token] = parser.parseInline(_ATTRIBUTES.sub("", source))[0].children or ()
    return clean_line("".join(_words(child) for child in children))


def _words(child: Token) -> str:
    if child.type == "html_inline":
        return ""
    return " " if child.type == "softbreak" else child.content

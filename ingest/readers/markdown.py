"""Markdown: CommonMark with tables, by markdown-it; its line maps give blocks their exact places in the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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


def read_markdown(path: str, text: str) -> Reading:
    """Read Markdown with optional front matter. See `Reader`.

    The title is the front matter's, else the first top-level heading, else the first heading, else the file name.
    A heading that only repeats the title is not part of the heading path.
    """
    front, body = split_front_matter(text)
    lines = LineMap(body)
    blocks = tuple(lines.fill_gaps(_blocks(lines)))
    headings = [block for block in blocks if block.kind is BlockKind.HEADING]
    title = front.title or _title(headings) or title_from_path(path)
    document = Document(
        path,
        body,
        title,
        kind=front.kind or "article",
        publisher=front.publisher,
        author=front.author,
        date=front.date,
        url=front.url,
    )
    return Reading(document, blocks)


def _title(headings: Sequence[Block]) -> str:
    top = (block.heading for block in headings if block.level == 1)
    return next(top, headings[0].heading if headings else "")


def _blocks(lines: LineMap) -> Iterator[Block]:
    from markdown_it import MarkdownIt  # only when a Markdown file is read

    inline = MarkdownIt("commonmark")
    blocks = MarkdownIt("commonmark").enable("table")
    blocks.core.ruler.disable(["inline", "text_join"])  # inline text is read for headings alone
    tokens = blocks.parse(lines.text)
    done = 0
    for number, token in enumerate(tokens):
        if token.map is None or token.map[0] < done:
            continue  # a closing token, or inside a block that is kept whole
        if token.type == "heading_open" and token.level == 0:
            heading = _plain(inline, tokens[number + 1].content)
            yield lines.block(BlockKind.HEADING, *token.map, level=int(token.tag[1]), heading=heading)
        elif token.type in _CODE:
            yield lines.block(BlockKind.CODE, *token.map)
        elif token.type in _WHOLE:
            yield lines.block(BlockKind.TEXT, *token.map)
        else:
            continue
        done = token.map[1]


def _plain(parser: MarkdownIt, source: str) -> str:
    """A heading's text without mark-up: "The **best** `way`" → "The best way"."""
    children: Iterable[Token] = parser.parseInline(source)[0].children or ()
    return clean_line("".join(" " if child.type == "softbreak" else child.content for child in children))

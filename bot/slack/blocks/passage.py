"""The modal behind a number: the exact quote, within its passage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.answers.model import Citation
from bot.slack import limits, texts
from bot.slack.blocks.parts import Block, context, plain_text, section
from bot.slack.blocks.sources import source_name
from bot.slack.markup import clean, fit, mrkdwn, quoted
from ingest.model import Passage

PASSAGE_VIEW = "passage"
_PART = 2000
_CONTEXT_LIMIT = 6000
"""Characters of the passage shown before and after the quote, each."""


def passage_view(citation: Citation, passage: Passage | None) -> dict[str, Any]:
    """Show a quote where it stands now, or as it stood when the passage has changed since."""
    quote, text = clean(citation.quote), clean(passage.text) if passage else ""
    before, found, after = text.partition(quote) if quote else (text, "", "")
    blocks = [section(source_name(citation)), context(fit(citation.document, 300))]
    if not found:
        blocks += [section(mrkdwn(texts.CHANGED)), *_quote(quote)]
    else:
        blocks += [*_plain(before[-_CONTEXT_LIMIT:]), *_quote(quote), *_plain(after[:_CONTEXT_LIMIT])]
    return _modal(texts.PASSAGE_TITLE.format(n=citation.n), blocks)


def gone_view() -> dict[str, Any]:
    """Say that an answer is no longer kept."""
    return _modal(texts.SOURCES, [section(mrkdwn(texts.GONE))])


def _modal(title: str, blocks: list[Block]) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": PASSAGE_VIEW,
        "title": plain_text(title, limits.MODAL_TITLE),
        "close": plain_text(texts.CLOSE, limits.MODAL_TITLE),
        "blocks": blocks[: limits.VIEW_BLOCKS],
    }


def _plain(text: str) -> Iterator[Block]:
    return (section(fit(part, limits.SECTION_TEXT)) for part in _parts(text))


def _quote(text: str) -> Iterator[Block]:
    return (section(quoted(part, limits.SECTION_TEXT)) for part in _parts(text))


def _parts(text: str) -> Iterator[str]:
    """Cut a long text at line or word ends into parts that fit a section; escaping rarely adds half again."""
    rest = text.strip()
    while rest:
        end = len(rest) if len(rest) <= _PART else _boundary(rest)
        yield rest[:end].strip()
        rest = rest[end:].strip()


def _boundary(text: str) -> int:
    window = text[:_PART]
    return max(window.rfind("\n"), 0) or max(window.rfind(" "), 0) or _PART

"""The sources of an answer: a numbered list, and a button for each number."""

from __future__ import annotations

from bot.answers.model import Answer, Citation, EngineName
from bot.slack import limits, texts
from bot.slack.blocks.parts import Block, actions, button, paragraphs, section
from bot.slack.markup import bold, fit, fold, link, mrkdwn, quoted

SOURCE = "source_"
"""Action id of a source's button, followed by its number. The value is ``answer id:number``."""
_BUDGET = 4000
_QUOTE_LIMIT = 300


def source_blocks(answer: Answer, answer_id: str) -> list[Block]:
    """List the sources; written answers show the quotes too, extractive ones consist of them already."""
    if not answer.citations:
        return []
    with_quotes = answer.engine is EngineName.GENERATED
    lines = [_line(citation, with_quotes=with_quotes) for citation in answer.citations[: limits.ACTIONS_ELEMENTS]]
    listed = paragraphs([bold(mrkdwn(texts.SOURCES)), *lines], _BUDGET, joint="\n")
    return [*map(section, listed), actions("sources", [_button(c, answer_id) for c in answer.citations])]


def _line(citation: Citation, *, with_quotes: bool) -> str:
    where = f"[{citation.n}] {source_name(citation)}"
    return f"{where}\n{quoted(fold(citation.quote), _QUOTE_LIMIT)}" if with_quotes else where


def source_name(citation: Citation) -> str:
    """Title (a link when the article has an address), heading and date, as mrkdwn of one line."""
    parts = [link(citation.url, fold(citation.title) or citation.document, 150)]
    if citation.heading:
        parts.append(f"› {fit(fold(citation.heading), 200)}")
    if citation.date:
        parts.append(f"· {fit(fold(citation.date), 40)}")
    return " ".join(parts)


def _button(citation: Citation, answer_id: str) -> Block:
    label = texts.open_source(citation.n)
    return button(str(citation.n), f"{SOURCE}{citation.n}", f"{answer_id}:{citation.n}", label)

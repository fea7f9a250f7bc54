"""Gaps as people see them: a list, the button that asks to be told, and the message that tells."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.model import Answer
from bot.slack import knowledge_texts as texts
from bot.slack.blocks.answer import answer_message
from bot.slack.blocks.knowledge import confirm_dialog
from bot.slack.blocks.lists import Page, page_blocks
from bot.slack.blocks.parts import Block, Message, button, context, header, section
from bot.slack.blocks.times import day
from bot.slack.gap_views import GapView
from bot.slack.markup import escape, fit, fold, mrkdwn, quoted

DISMISS = "gap_dismiss"
"""Action id. The value is ``gap id:page``."""

_QUESTION_LIMIT = 250
_ASKED_LIMIT = 600


def answered_message(answer: Answer, answer_id: str, question: str, users: Sequence[str]) -> Message:
    """Tell whoever waited: their names, what was asked, and the answer with its sources."""
    message = answer_message(answer, answer_id)
    names = " ".join(f"<@{escape(user)}>" for user in users)
    head = section(f"{names} {mrkdwn(texts.ANSWERED_NOW)}\n{quoted(fold(question), _ASKED_LIMIT)}")
    return Message(message.text, (head, *message.blocks))


def gaps_message(page: Page[GapView], private_topics: int | None) -> Message:
    """Open topics, most wanted first.

    Args:
        private_topics: for admins: how many topics there are beside; they may dismiss, too.
    """
    notes = [mrkdwn(texts.GAPS_NOTE)]
    if private_topics:
        notes.append(mrkdwn(texts.private_topics(private_topics)))
    if not page.count:
        return Message.of(texts.NO_GAPS, [section(mrkdwn(texts.NO_GAPS)), context(*notes)])
    rows = [_row(view, page.number, admin=private_topics is not None) for view in page.items]
    return Message.of(texts.GAPS, [header(texts.GAPS), *rows, *page_blocks(page, "gaps"), context(*notes)])


def _row(view: GapView, page: int, *, admin: bool) -> Block:
    row = section(gap_line(view))
    if not admin:
        return row
    sure = confirm_dialog(texts.DISMISS_TITLE, texts.DISMISS_TEXT, texts.DISMISS)
    return {**row, "accessory": {**button(texts.DISMISS, DISMISS, f"{view.id}:{page}"), "confirm": sure}}


def gap_line(view: GapView) -> str:
    """One topic: ``How is the kiln cleaned? · asked 3 times by 2 people · 21 Nov``; rendered."""
    parts = [fit(fold(view.question), _QUESTION_LIMIT), mrkdwn(texts.asked(view.times, view.people)), day(view.last)]
    if view.missing:
        parts.insert(1, fit(fold(texts.lacking(view.missing)), 120))
    return f"• {' · '.join(parts)}"

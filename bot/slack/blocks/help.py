"""What Archie says about itself: help in a conversation, and the Home tab."""

from __future__ import annotations

from typing import Any

from bot.slack import texts
from bot.slack.blocks.parts import Block, Message, context, header, section
from bot.slack.markup import bold, mrkdwn


def help_message(opening: str = texts.GREETING) -> Message:
    """How to ask, with examples, below an opening sentence."""
    return Message.of(opening, [section(mrkdwn(opening)), *_how_to_ask(), context(mrkdwn(texts.HELP_NOTE))])


def home_view(article_count: int) -> dict[str, Any]:
    """The Home tab."""
    blocks = [
        header(texts.HOME_HEADER),
        section(mrkdwn(texts.GREETING)),
        *_how_to_ask(),
        {"type": "divider"},
        section(mrkdwn(texts.articles(article_count))),
        context(mrkdwn(texts.HELP_NOTE), mrkdwn(texts.HOME_PRIVACY)),
    ]
    return {"type": "home", "blocks": blocks}


def _how_to_ask() -> list[Block]:
    ways = "\n".join(f"• {bold(mrkdwn(how))}: {mrkdwn(what)}" for how, what in texts.HOW)
    examples = "\n".join(f"• {mrkdwn(example)}" for example in texts.EXAMPLES)
    return [section(ways), section(f"{bold(mrkdwn(texts.TRY))}\n{examples}")]

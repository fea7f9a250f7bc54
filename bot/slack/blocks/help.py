"""What Archie says about itself."""

from __future__ import annotations

from bot.slack import texts
from bot.slack.blocks.parts import Block, Message, context, section
from bot.slack.markup import bold, mrkdwn


def help_message(opening: str = texts.GREETING) -> Message:
    """How to ask, with examples, below an opening sentence."""
    return Message.of(opening, [section(mrkdwn(opening)), *how_to_ask(), context(mrkdwn(texts.HELP_NOTE))])


def how_to_ask() -> list[Block]:
    """The ways to ask, and what might be asked."""
    ways = "\n".join(f"• {bold(mrkdwn(how))}: {mrkdwn(what)}" for how, what in texts.HOW)
    examples = "\n".join(f"• {mrkdwn(example)}" for example in texts.EXAMPLES)
    return [section(ways), section(f"{bold(mrkdwn(texts.TRY))}\n{examples}")]

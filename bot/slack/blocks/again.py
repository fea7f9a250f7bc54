"""What stands under an answer that was given before: when, and the button that asks for a new one."""

from __future__ import annotations

from bot.answers.model import Answer
from bot.slack import texts
from bot.slack.blocks.parts import Block, actions, button, context
from bot.slack.blocks.times import when

ASK_AGAIN = "ask_again"
"""Action and block id of the button. Its value is the answer's id."""


def given_before_blocks(answer: Answer, answer_id: str) -> list[Block]:
    """Its age and the button; nothing for an answer made just now."""
    if answer.given_at is None:
        return []
    age = context(texts.given_before(when(answer.given_at)))
    return [age, actions(ASK_AGAIN, [button(texts.ASK_AGAIN, ASK_AGAIN, answer_id)])]

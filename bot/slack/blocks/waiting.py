"""The button that asks to be told when a question is answered, and the way back."""

from __future__ import annotations

from bot.slack import knowledge_texts as texts
from bot.slack.blocks.parts import Block, Message, actions, button, section
from bot.slack.markup import mrkdwn

TELL_ME = "gap_tell_me"
DO_NOT_TELL = "gap_do_not_tell"
"""Action ids. The value is the id of the answer that left the question open."""


def tell_me_block(answer_id: str) -> Block:
    """The button under an answer that says it is not covered."""
    return actions(TELL_ME, [button(texts.TELL_ME, TELL_ME, answer_id)])


def will_tell_message(said: str, answer_id: str) -> Message:
    """Confirm that a person will be told, with the way back."""
    row = actions(DO_NOT_TELL, [button(texts.DO_NOT_TELL, DO_NOT_TELL, answer_id)])
    return Message.of(said, [section(mrkdwn(said)), row])

"""An answer as a message: claims with their numbers, the outcome in words, sources, notes, buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.answers.model import Answer, Claim, EngineName, Outcome
from bot.slack import texts
from bot.slack.blocks.feedback import feedback_buttons
from bot.slack.blocks.parts import Block, Message, actions, button, context, paragraphs, section
from bot.slack.blocks.sources import source_blocks
from bot.slack.markup import escape, fit, fold, markdown, mrkdwn, quoted

SHARE = "share_answer"
"""Action and block id of the button that shares a private answer. Its value is the answer's id."""

CLAIM_LIMIT = 2500
"""Rendered characters of one claim: fits a section, and at four bytes each a streamed message."""
_CLAIMS_BUDGET = 7000
_MOST_MARKERS = 20
_QUESTION_LIMIT = 600

Render = Callable[[str], str]


def claim_text(claim: Claim, render: Render = mrkdwn) -> str:
    """One claim with its markers: ``RAG can be prototyped in 2–3 weeks. [1]``."""
    return f"{fit(fold(claim.text), CLAIM_LIMIT, render)} {_markers(claim)}"


def _markers(claim: Claim) -> str:
    return "".join(f"[{n}]" for n in claim.citations[:_MOST_MARKERS])


def closing_texts(answer: Answer, render: Render = mrkdwn) -> list[str]:
    """What the outcome adds to the claims: what is missing, and the nearest articles instead of a guess."""
    if answer.outcome is Outcome.ANSWERED:
        return []
    covered = answer.outcome is Outcome.PARTLY
    lines = [fit(fold(texts.missing(answer.missing)), CLAIM_LIMIT, render) if covered else render(texts.NOT_COVERED)]
    if answer.nearest:
        names = [f"{near.title} › {near.heading}" if near.heading else near.title for near in answer.nearest[:5]]
        lines.append("\n".join([render(texts.NEAREST), *(f"• {fit(fold(name), 200, render)}" for name in names)]))
    return lines


def tail_blocks(answer: Answer, answer_id: str) -> list[Block]:
    """What stands below the text in every form of the answer: sources, how it was made, feedback."""
    notes = [context(mrkdwn(note)) for note in _notes(answer)]
    return [*source_blocks(answer, answer_id), *notes, feedback_buttons(answer_id)]


def _notes(answer: Answer) -> list[str]:
    if answer.fallback:
        return [texts.fallback(answer.fallback)]
    if not answer.claims:
        return []
    return [texts.QUOTES_ONLY if answer.engine is EngineName.EXTRACTIVE else texts.WRITTEN_BY_AI]


def answer_message(answer: Answer, answer_id: str, *, first_claim: int = 0) -> Message:
    """The whole answer as one message; claims before ``first_claim`` stand in earlier ones."""
    claims = answer.claims[first_claim:]
    blocks = [*_text_blocks(answer, claims), *tail_blocks(answer, answer_id)]
    return Message.of(_fallback_text(answer, claims), blocks)


def private_message(answer: Answer, answer_id: str, question: str, *, share: bool) -> Message:
    """The answer to a command, which Slack does not show: what was asked comes first.

    Args:
        share: add the button that shows the answer to the channel.
    """
    message = answer_message(answer, answer_id)
    head = context(f"{texts.YOU_ASKED} {fit(fold(question), _QUESTION_LIMIT)}")
    button_row = [actions(SHARE, [button(texts.SHARE, SHARE, answer_id)])] if share else []
    return Message(message.text, (head, *message.blocks, *button_row))


def _text_blocks(answer: Answer, claims: Sequence[Claim]) -> list[Block]:
    rendered = [*map(claim_text, claims), *closing_texts(answer)]
    shown = paragraphs(rendered, _CLAIMS_BUDGET)
    blocks = [section(text) for text in shown]
    if sum(map(len, shown)) < sum(map(len, rendered)):
        blocks.append(context(mrkdwn(texts.CUT_SHORT)))
    return blocks


def _fallback_text(answer: Answer, claims: Sequence[Claim]) -> str:
    """The point first: notifications show only the beginning."""
    said = [f"{fold(claim.text)} {_markers(claim)}" for claim in claims]
    return "\n".join([*said, *closing_texts(answer, str)])


def stream_text(answer: Answer, claims: Sequence[Claim]) -> list[str]:
    """Claims still to be streamed and the outcome in words, as Markdown paragraphs."""
    return [*(claim_text(claim, markdown) for claim in claims), *closing_texts(answer, markdown)]


def shared_message(answer: Answer, answer_id: str, question: str, asker: str) -> Message:
    """A private answer for the channel, with who asked what."""
    attribution = texts.asked(f"<@{escape(asker)}>")
    message = answer_message(answer, answer_id)
    head = section(f"{attribution}\n{quoted(fold(question), _QUESTION_LIMIT)}")
    return Message(message.text, (head, *message.blocks))

"""An answer as a message: claims with their numbers, the outcome in words, sources, notes, buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.answers.gaps import is_gap
from bot.answers.model import Answer, Claim, Disagreement, EngineName, Outcome
from bot.slack import limits, texts
from bot.slack.blocks.again import given_before_blocks
from bot.slack.blocks.feedback import feedback_buttons
from bot.slack.blocks.parts import Block, Message, actions, button, context, paragraphs, section
from bot.slack.blocks.sources import source_blocks
from bot.slack.blocks.waiting import tell_me_block
from bot.slack.markup import escape, fit, fold, markdown, mrkdwn, prose, quoted

SHARE = "share_answer"
"""Action and block id of the button that shares a private answer. Its value is the answer's id."""

CLAIM_LIMIT = 2500
"""Rendered characters of one claim: fits a section, and at four bytes each a streamed message."""
_CLAIMS_BUDGET = 7000
_MOST_MARKERS = 20
_QUESTION_LIMIT = 600
_VIEW_LIMIT = 200

Render = Callable[[str], str]


def claim_text(claim: Claim, render: Render = mrkdwn) -> str:
    """One claim with its markers: ``RAG can be prototyped in 2–3 weeks. [1]``."""
    return f"{fit(fold(claim.text), CLAIM_LIMIT, prose(render))} {_markers(claim)}"


def _markers(claim: Claim) -> str:
    return "".join(f"[{n}]" for n in claim.citations[:_MOST_MARKERS])


def closing_texts(answer: Answer, render: Render = mrkdwn) -> list[str]:
    """What is added to the claims: where articles differ, what is missing, and the nearest instead of a guess."""
    differing = [_differing(each, render) for each in answer.disagreements]
    if answer.outcome is Outcome.ANSWERED:
        return differing
    covered = answer.outcome is Outcome.PARTLY
    lines = [
        *differing,
        fit(fold(texts.missing(answer.missing)), CLAIM_LIMIT, prose(render)) if covered else render(texts.NOT_COVERED),
    ]
    if answer.nearest:
        names = [f"{near.title} › {near.heading}" if near.heading else near.title for near in answer.nearest[:5]]
        lines.append("\n".join([render(texts.NEAREST), *(f"• {fit(fold(name), 200, render)}" for name in names)]))
    return lines


def _differing(disagreement: Disagreement, render: Render) -> str:
    """``The articles differ on examples: 5,000 [1]; 1,000 [3].``"""
    about = fit(fold(texts.differ(disagreement.about)), _VIEW_LIMIT, prose(render))
    views = (f"{fit(fold(view.text), _VIEW_LIMIT, prose(render))} [{view.citation}]" for view in disagreement.views)
    return f"{about} {'; '.join(views)}."


def understood_text(question: str, render: Render = mrkdwn) -> str:
    """How a question that leaned on the conversation was read."""
    return fit(f"{texts.UNDERSTOOD} {fold(question)}", _QUESTION_LIMIT, prose(render))


def tail_blocks(answer: Answer, answer_id: str, notes: Sequence[str] = ()) -> list[Block]:
    """What stands below the text in every form of the answer: sources, how it was made, feedback.

    Args:
        notes: what more there is to say about this answer, in plain text.
    """
    lines = [context(mrkdwn(note)) for note in (*_notes(answer), *notes)]
    waiting = [tell_me_block(answer_id)] if answer.outcome is Outcome.NOT_COVERED and is_gap(answer) else []
    before = given_before_blocks(answer, answer_id)
    return [*source_blocks(answer, answer_id), *lines, *before, *waiting, feedback_buttons(answer_id)]


def _notes(answer: Answer) -> list[str]:
    if answer.fallback:
        return [texts.fallback(answer.fallback)]
    if not answer.claims:
        return []
    if answer.engine is EngineName.EXTRACTIVE:
        return [texts.QUOTES_IN_STYLE if answer.styled else texts.QUOTES_ONLY]
    return [texts.WRITTEN_BY_AI, *([texts.STYLED] if answer.styled else [])]


def answer_message(answer: Answer, answer_id: str, *, first_claim: int = 0, notes: Sequence[str] = ()) -> Message:
    """The whole answer as one message; claims before ``first_claim`` stand in earlier ones."""
    claims = answer.claims[first_claim:]
    head = [context(understood_text(answer.understood))] if answer.understood and not first_claim else []
    blocks = [*head, *_text_blocks(answer, claims), *tail_blocks(answer, answer_id, notes)]
    return Message(_fallback_text(answer, claims), tuple(blocks))


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
    said = [*map(claim_text, claims), *closing_texts(answer)]
    return "\n".join(paragraphs(said, limits.FALLBACK_TEXT, joint="\n")) or "…"


def stream_text(answer: Answer, claims: Sequence[Claim]) -> list[str]:
    """Claims still to be streamed and the outcome in words, as Markdown paragraphs."""
    return [*(claim_text(claim, markdown) for claim in claims), *closing_texts(answer, markdown)]


def shared_message(answer: Answer, answer_id: str, question: str, asker: str) -> Message:
    """A private answer for the channel, with who asked what."""
    attribution = texts.asked(f"<@{escape(asker)}>")
    message = answer_message(answer, answer_id)
    head = section(f"{attribution}\n{quoted(fold(question), _QUESTION_LIMIT)}")
    return Message(message.text, (head, *message.blocks))

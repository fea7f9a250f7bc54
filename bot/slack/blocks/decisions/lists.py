"""Several decisions as a list; one as a summary; how to use the command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.decisions.frameworks import Matter
from bot.decisions.loading.errors import FrameworkError
from bot.decisions.session.state import Decision, Status
from bot.slack import decision_phrases as phrases
from bot.slack import decision_texts as texts
from bot.slack.blocks.decisions import ids
from bot.slack.blocks.decisions.notes import framework_errors_message
from bot.slack.blocks.decisions.pieces import listed, person, strong
from bot.slack.blocks.decisions.result import answer_blocks, dissent_blocks
from bot.slack.blocks.decisions.root import fallback, history_blocks, progress_line, status_line, verdict_blocks
from bot.slack.blocks.decisions.snapshot import Snapshot
from bot.slack.blocks.lists import Page
from bot.slack.blocks.parts import Block, Message, actions, button, context, header, section
from bot.slack.blocks.times import day
from bot.slack.markup import bold, fit, fold, link, mrkdwn

_TOPIC = 100
_VERDICT = 110
_LONGEST_LINK = 150
_MATTERS = 2_000
"""Characters: with these a page of lines fits a message."""


@dataclass(frozen=True, slots=True)
class Line:
    """One decision of a list.

    Attributes:
        verdict: `pieces.headline` of a finished one.
        link: address of its thread.
        wants: what it waits for from whoever sees it.
    """

    decision: Decision
    verdict: str | None = None
    link: str | None = None
    wants: str | None = None


def decision_line(line: Line, people: Mapping[str, str]) -> str:
    """``*How to build the bot* · Finished · led by Ada · 21 Nov · 7f3a``, then the verdict; rendered."""
    decision = line.decision
    parts = [
        _name(line),
        mrkdwn(texts.STATUS[decision.status]),
        phrases.led_by(person(decision.owner, people)),
        day(decision.ended_at or decision.started_at),
        fit(fold(decision.id), 20),
    ]
    verdict = fit(fold(line.verdict), _VERDICT) if line.verdict else ""
    return " · ".join(parts) + (f"\n{verdict}" if verdict else "")


def _name(line: Line) -> str:
    topic = fold(line.decision.topic) or "…"
    linked = line.link is not None and len(line.link) <= _LONGEST_LINK
    return link(line.link, topic, _TOPIC) if linked else bold(fit(topic, _TOPIC))


def list_message(page: Page[Line], name: str, people: Mapping[str, str]) -> Message:
    """A page of decisions, as a list called ``name``."""
    if not page.count:
        return Message.of(texts.NO_DECISIONS, [section(mrkdwn(texts.NO_DECISIONS))])
    rows = [_row(line, people) for line in page.items]
    said = f"{texts.LIST_HEADER}: {phrases.page_of(page.number, page.pages, page.count)}"
    return Message.of(said, [header(texts.LIST_HEADER), *rows, *_pages(page, name)])


def _row(line: Line, people: Mapping[str, str]) -> Block:
    shown = button(texts.SHOW, ids.SHOW, ids.value(line.decision.id), phrases.show(fold(line.decision.topic)))
    return {**section(decision_line(line, people)), "accessory": shown}


def _pages(page: Page[Line], name: str) -> list[Block]:
    beside = {"previous": (page.number - 1, texts.PREVIOUS_PAGE), "next": (page.number + 1, texts.NEXT_PAGE)}
    row = [
        button(label, f"{ids.PAGE}{way}", f"{name}:{number}")
        for way, (number, label) in beside.items()
        if 1 <= number <= page.pages
    ]
    blocks = [context(mrkdwn(phrases.page_of(page.number, page.pages, page.count)))]
    return [*blocks, actions("decide_pages", row)] if row else blocks


def read_page(value: str) -> tuple[str, int]:
    """Read a page button's value: name and page."""
    name, _, number = value.rpartition(":")
    return name, int(number) if number.isascii() and number.isdecimal() and len(number) < 8 else 1  # noqa: PLR2004


def status_message(snapshot: Snapshot, thread_link: str | None = None) -> Message:
    """Where one decision stands: for ``status`` and ``show``."""
    decision = snapshot.decision
    ended = decision.status is Status.FINISHED
    blocks = [
        section(strong(decision.topic)),
        context(status_line(snapshot)),
        *(verdict_blocks(snapshot) if ended else [section(mrkdwn(f"{progress_line(snapshot)}."))]),
        *_awaited(snapshot),
        *(answer_blocks(snapshot) or [section(mrkdwn(texts.NO_ANSWERS))]),
        *dissent_blocks(snapshot),
        *history_blocks(decision),
    ]
    if thread_link:
        blocks.append(context(link(thread_link, texts.OPEN_THREAD, 300)))
    return Message.of(fallback(snapshot), blocks)


def _awaited(snapshot: Snapshot) -> list[Block]:
    names = [person(user, snapshot.people) for user in snapshot.decision.awaited[:20]]
    return [context(f"{mrkdwn(texts.WAITS_FOR)} {', '.join(names)}")] if names else []


def help_message(
    opening: str = texts.HELP_HEADER, matters: Sequence[Matter] = (), errors: Sequence[FrameworkError] = ()
) -> Message:
    """How the command and the thread are used, below an opening sentence.

    Args:
        matters: what else can be decided, each begun with its name.
        errors: what is wrong with framework files.
    """
    ways = "\n".join(f"• {bold(mrkdwn(how))}: {mrkdwn(what)}" for how, what in texts.HELP)
    words = "\n".join(f"• {bold(mrkdwn(how))}: {mrkdwn(what)}" for how, what in texts.HELP_WORDS)
    thread = f"{mrkdwn(texts.HELP_THREAD)}\n{words}"
    blocks = [section(mrkdwn(opening)), section(ways), *_other_matters(matters), section(thread)]
    broken = framework_errors_message(errors, some_work=True).blocks if errors else ()
    return Message.of(opening, [*blocks, context(texts.HELP_NOTE), *broken])


def _other_matters(matters: Sequence[Matter]) -> list[Block]:
    if not matters:
        return []
    lines = [
        f"• {bold(fit(f'/decide {matter.name}: topic', _TOPIC))}: {fit(fold(matter.title), _TOPIC)}"
        for matter in matters
    ]
    return listed([bold(mrkdwn(texts.OTHER_MATTERS)), *lines], _MATTERS)

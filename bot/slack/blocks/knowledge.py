"""What Archie knows, as messages only one person sees: status, documents, failures, what waits to be confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.slack import knowledge_texts as texts
from bot.slack.blocks.lists import Page, page_blocks
from bot.slack.blocks.parts import Block, Message, actions, button, header, paragraphs, plain_text, section
from bot.slack.blocks.times import when
from bot.slack.markup import bold, fit, fold, mrkdwn
from bot.store.knowledge import Note
from ingest.model import Failure
from ingest.overview import VectorState
from ingest.store.manifest import IndexedDocument

SHOW = "knowledge_show_"
"""Action id of the buttons that show another list, followed by its name."""
SYNC = "knowledge_sync"
RECONCILE = "knowledge_reconcile"
CONFIRM = "knowledge_confirm"
"""Action ids of what admins may do. The value of `CONFIRM` says which removal is confirmed."""

_TITLE_LIMIT = 120
_PATH_LIMIT = 150
_REASON_LIMIT = 300
_LIST_BUDGET = 9_000


@dataclass(frozen=True, slots=True)
class Status:
    """How things stand.

    Attributes:
        vectors: None when they could not be counted.
        notes: what the process that keeps the index told.
    """

    documents: int
    passages: int
    failures: int
    vectors: VectorState | None
    notes: Mapping[str, Note]


def status_message(status: Status, *, admin: bool) -> Message:
    """The whole of it in a few lines."""
    holdings = texts.holdings(status.documents, status.passages)
    lines = [bold(mrkdwn(holdings)), mrkdwn(_vector_line(status.vectors)), *sync_lines(status.notes)]
    if status.failures:
        lines.append(mrkdwn(texts.failed(status.failures)))
    blocks = [header(texts.STATUS_HEADER), section("\n".join(lines)), *_trouble(status.notes), _ways()]
    return Message.of(holdings, [*blocks, _admin_row()] if admin else blocks)


def _vector_line(state: VectorState | None) -> str:
    if state is None:
        return texts.WORDS_ONLY
    return texts.vectors(state.embedder, state.done, state.passages, switching=state.switching)


def sync_lines(notes: Mapping[str, Note]) -> list[str]:
    """When the folder was last looked at, and what last changed; rendered."""
    looked, changed = notes.get("sync"), notes.get("change")
    if looked is None:
        return [mrkdwn(texts.NEVER_LOOKED)]
    lines = [f"{mrkdwn(texts.LOOKED)} {when(looked.at)}, {mrkdwn(texts.sync_result(looked.value))}"]
    if changed is not None and changed.value != looked.value:
        lines.append(f"{mrkdwn(texts.CHANGED)} {when(changed.at)}, {mrkdwn(texts.sync_result(changed.value))}")
    return lines


def _trouble(notes: Mapping[str, Note]) -> list[Block]:
    """What keeps the index from being equal to the folder."""
    blocks = []
    if problem := notes.get("problem"):
        said = fit(fold(str(problem.value.get("error", ""))), _REASON_LIMIT)
        blocks.append(section(f":warning: {said} ({when(problem.at)})"))
    if refused := notes.get("refused"):
        blocks.append(section(f":warning: {mrkdwn(_refused(refused))}"))
    return blocks


def _refused(note: Note) -> str:
    return texts.refused(note.value["missing"], note.value["documents"])


def _ways() -> Block:
    lists = {"documents": texts.DOCUMENTS, "gaps": texts.GAPS, "failures": texts.FAILURES}
    return actions(f"{SHOW}row", [button(label, f"{SHOW}{name}", f"{name}:1:") for name, label in lists.items()])


def _admin_row() -> Block:
    sure = confirm_dialog(texts.RECONCILE_TITLE, texts.RECONCILE_TEXT, texts.RECONCILE_YES)
    again = {**button(texts.RECONCILE, RECONCILE, "reconcile"), "confirm": sure}
    return actions("knowledge_admin", [button(texts.SYNC, SYNC, "sync"), again])


def confirm_dialog(title: str, text: str, yes: str) -> dict[str, Any]:
    """What Slack asks before it sends a click."""
    return {
        "title": plain_text(title, 100),
        "text": plain_text(text, 300),
        "confirm": plain_text(yes, 30),
        "deny": plain_text(texts.CANCEL, 30),
    }


def documents_message(page: Page[IndexedDocument], query: str) -> Message:
    """Documents, by path; those that match when there is a ``query``."""
    if not page.count:
        nothing = texts.NO_MATCH if query else texts.NO_DOCUMENTS
        return Message.of(nothing, [section(mrkdwn(nothing))])
    listed = paragraphs([_document(document) for document in page.items], _LIST_BUDGET, joint="\n")
    blocks = [header(texts.DOCUMENTS), *map(section, listed), *page_blocks(page, "documents", query)]
    return Message.of(texts.DOCUMENTS, blocks)


def _document(document: IndexedDocument) -> str:
    parts = [fit(fold(document.path), _PATH_LIMIT)]
    if document.date:
        parts.append(fit(fold(document.date), 40))
    parts += [mrkdwn(texts.passages(document.passages))]
    return f"• {bold(fit(fold(document.title), _TITLE_LIMIT))} · {' · '.join(parts)}"


def failures_message(page: Page[Failure]) -> Message:
    """Files that could not be read, each with its reason."""
    if not page.count:
        return Message.of(texts.NO_FAILURES, [section(mrkdwn(texts.NO_FAILURES))])
    lines = [f"• {bold(fit(fold(f.path), _PATH_LIMIT))}: {fit(fold(f.error), _REASON_LIMIT)}" for f in page.items]
    listed = paragraphs(lines, _LIST_BUDGET, joint="\n")
    blocks = [header(texts.FAILURES), *map(section, listed), *page_blocks(page, "failures")]
    return Message.of(texts.FAILURES, blocks)


def confirm_message(refused: Note) -> Message:
    """Ask an admin whether documents that are gone from the folder shall leave the index."""
    said = _refused(refused)
    text = texts.confirm_question(refused.value["missing"], refused.value["documents"])
    sure = confirm_dialog(texts.CONFIRM_TITLE, text, texts.CONFIRM_YES) | {"style": "danger"}
    remove = {**button(texts.CONFIRM_BUTTON, CONFIRM, removal_id(refused)), "style": "danger", "confirm": sure}
    return Message.of(said, [section(mrkdwn(said)), actions(f"{CONFIRM}_row", [remove])])


def removal_id(refused: Note) -> str:
    """What stands for one refused removal: another number of documents is another one."""
    return f"confirm-{refused.value['missing']}-{refused.value['documents']}-{int(refused.at * 1000)}"


def knowledge_help() -> Message:
    """How to use the command."""
    ways = "\n".join(f"• {bold(mrkdwn(how))}: {mrkdwn(what)}" for how, what in texts.HELP)
    return Message.of(texts.HELP_HEADER, [section(mrkdwn(texts.HELP_HEADER)), section(ways)])

"""`/knowledge` on a recording Slack: whatever stands behind it is data, and some things are for admins only."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any

import pytest

from bot.slack import knowledge_texts as texts
from bot.slack.blocks.knowledge import CONFIRM, RECONCILE, SYNC
from bot.slack.blocks.lists import PAGE, page_of, read_page
from bot.slack.knowledge import FOLLOWED_SECONDS, TAKEN_SECONDS
from bot.workspace.block_kit.surfaces import message_problems
from ingest.model import Failure
from ingest.overview import VectorState
from tests.bot.slack.support import WAIT, Bench, indexed

NASTY = [
    *(
        "search <!channel>",
        'search "; DROP TABLE gaps; --',
        "search %",
        "search _",
        "search *",
        "search \u202e",
        "\x00",
    ),
    *("show ../../etc/passwd", "show /etc/passwd", "show ~/.ssh/id_rsa", "show file:///etc/passwd", "show .git/config"),
    *("show %2e%2e/%2e%2e/etc/passwd", "show C:\\x", "show \\\\host\\share", "show https://evil.example/x.md"),
    *(
        "add https://evil.example/x.md",
        "delete *",
        "reindex $(id)",
        "export =cmd|calc",
        "--help",
        "-rf /",
        "forget <@U2>",
    ),
    *("search " + "kiln " * 3000, "a" * 40_000, "vote 99999999999999999999", "[" * 500, "documents:2:x", "gaps x"),
]
REPORT = {"documents": 5, "chunks": 20, "added": 1, "updated": 0, "removed": 0, "failed": 0, "waiting": 0, "seconds": 1}


async def said(bench: Bench, text: str, user: str = "U1") -> dict[str, Any]:
    """Run ``/knowledge text`` and return what came back."""
    body = {"command": "/knowledge", "text": text, "channel_id": "C1", "user_id": user, "team_id": "T1"}
    await bench.dispatch({**body, "trigger_id": "t", "response_url": f"{bench.slack.url}respond"})
    return bench.slack.of("respond")[-1].body


def words(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False)


@pytest.mark.parametrize("text", NASTY)
async def test_whatever_is_typed_gets_a_private_harmless_answer(bench: Bench, text: str) -> None:
    answer = await said(bench, text)

    assert answer["response_type"] == "ephemeral"
    assert message_problems(answer["blocks"]) == []
    for token in ("<!channel", "<@", "Traceback", "Error", "passwd", "id_rsa", "evil.example", "/etc", "DROP"):
        assert token not in words(answer)
    assert len(bench.slack.of("respond")) == 1
    assert bench.slack.of("chat.postMessage") == []


@pytest.mark.parametrize(
    "word", ["sync", "confirm", "SYNC", "sync && curl evil.example", "confirm ../../etc", "sync \x00"]
)
async def test_admin_words_are_refused_before_anything_behind_them_is_read(bench: Bench, word: str) -> None:
    assert words(await said(bench, word)).count(texts.ONLY_ADMINS) == 2
    assert not await bench.bot.store.knowledge.waits()


async def test_an_admin_word_with_something_behind_it_does_nothing(bench: Bench) -> None:
    assert texts.NOTHING_AFTER in words(await said(bench, "sync && curl evil.example", "UADMIN"))
    assert not await bench.bot.store.knowledge.waits()


@pytest.mark.parametrize("action", [SYNC, RECONCILE, CONFIRM])
async def test_admin_buttons_check_who_presses_them(bench: Bench, action: str) -> None:
    await bench.click(action, "confirm-1-2-3", user="U1")
    assert texts.ONLY_ADMINS in words(bench.slack.of("respond")[-1].body)
    assert not await bench.bot.store.knowledge.waits()


async def test_dismissing_is_for_admins(bench: Bench) -> None:
    await bench.click("gap_dismiss", "g1:1", user="U1")
    assert texts.ONLY_ADMINS in words(bench.slack.of("respond")[-1].body)


async def test_status_tells_how_much_how_fresh_and_what_went_wrong(bench: Bench) -> None:
    desk = bench.bot.store.knowledge
    await desk.tell("change", REPORT)
    bench.clock.time += 60
    await desk.tell("sync", {**REPORT, "added": 0})
    await desk.tell("refused", {"missing": 12, "documents": 14})
    bench.library.failed = [Failure("a.pdf", "broken")]
    bench.library.state = VectorState("minilm", switching=True, done=120, passages=2000)

    shown = words(await said(bench, ""))

    for piece in ("5 documents, 20 passages", "120 of 2,000 passages", "1 added", "nothing had changed", "12 of 14"):
        assert piece in shown
    assert f"<!date^{int(bench.clock.time)}^" in shown
    assert "1 file could not be read" in shown
    assert texts.SYNC not in shown
    assert texts.SYNC in words(await said(bench, "status", "UADMIN"))


async def test_before_the_first_sync_it_says_so(bench: Bench) -> None:
    assert texts.NEVER_LOOKED in words(await said(bench, "status"))


async def test_a_vector_store_that_does_not_answer_is_told_and_the_rest_stands(bench: Bench) -> None:
    def refuse() -> VectorState:
        raise RuntimeError("http://secret@chroma:8000 refused")

    bench.library.vectors = refuse  # type: ignore[method-assign]
    shown = words(await said(bench, "status"))
    assert texts.WORDS_ONLY in shown
    assert "5 documents" in shown
    assert "secret" not in shown


async def test_an_index_that_does_not_answer_in_time_is_told(bench: Bench) -> None:
    released = threading.Event()
    bench.library.documents = lambda _: released.wait(WAIT) and []  # type: ignore[method-assign,assignment,return-value]
    try:
        assert texts.SLOW in words(await said(bench, "documents"))
    finally:
        released.set()


async def test_documents_come_in_pages_and_buttons_turn_them(bench: Bench) -> None:
    bench.library.listed = [indexed(f"n/{n:03}.md", f"Title {n}") for n in range(45)]
    first = await said(bench, "documents")
    assert "Page 1 of 3, 45 in all" in words(first)
    (row,) = [block for block in first["blocks"] if block["type"] == "actions"]
    assert [button["text"]["text"] for button in row["elements"]] == [texts.NEXT]

    await bench.click(f"{PAGE}next", row["elements"][0]["value"])
    second = bench.slack.of("respond")[-1].body
    assert second["replace_original"]
    assert "Title 20" in words(second)
    assert "Title 19" not in words(second)


async def test_one_sees_what_is_for_oneself_or_the_conversation_one_is_in(bench: Bench) -> None:
    await said(bench, "documents")
    assert bench.library.readers == ("U1", "C1")
    await bench.click(f"{PAGE}next", "documents:1:")
    assert bench.library.readers == ("U1", "C1")
    await bench.event("app_home_opened", user="U2", tab="home")
    assert bench.library.readers == ("U2",)


async def test_words_find_documents_by_title_and_path_whatever_their_case(bench: Bench) -> None:
    bench.library.listed = [indexed("adr/0007-use-postgresql.md", "Use PostgreSQL"), indexed("b.md", "Kiln & <!here>")]
    assert "0007" in words(await said(bench, "show ADR/0007-USE-POSTGRESQL.MD"))
    shown = words(await said(bench, "kiln"))
    assert "Kiln &amp; " in shown
    assert "<!here" not in shown
    assert "0007" not in shown
    assert texts.NO_MATCH in words(await said(bench, "kiln postgresql"))


async def test_failures_are_named_with_their_reasons_escaped(bench: Bench) -> None:
    bench.library.failed = [Failure("<!channel>.pdf", "It is broken & more.")]
    shown = words(await said(bench, "failures"))
    assert "It is broken &amp; more." in shown
    assert "<!channel" not in shown
    bench.library.failed = []
    assert texts.NO_FAILURES in words(await said(bench, "failures"))


async def test_what_an_admin_asks_for_is_handed_on_and_its_result_told(bench: Bench) -> None:
    await said(bench, "sync", "UADMIN")
    assert texts.ASKED_TO_LOOK in words(bench.slack.of("respond")[-1].body)
    request = await bench.bot.store.knowledge.take()
    assert request is not None
    assert (request.work, request.user) == ("sync", "UADMIN")
    await bench.bot.store.knowledge.settle(request.id, {"report": REPORT})
    await bench.clock.slept(0.5)
    bench.clock.pass_time(0.5)
    await bench.settled()
    assert "Done: 1 added" in words(bench.slack.of("respond")[-1].body)


async def test_when_no_process_keeps_the_index_that_is_said_and_nothing_is_left_behind(bench: Bench) -> None:
    await said(bench, "sync", "UADMIN")
    await bench.clock.slept(0.5)
    bench.clock.pass_time(TAKEN_SECONDS)
    await bench.settled()
    assert "archie clock" in words(bench.slack.of("respond")[-1].body)
    assert await bench.bot.store.knowledge.take() is None


async def test_work_that_takes_too_long_to_wait_for_goes_on(bench: Bench) -> None:
    await said(bench, "sync", "UADMIN")
    await bench.bot.store.knowledge.take()
    await bench.clock.slept(0.5)
    bench.clock.pass_time(FOLLOWED_SECONDS)
    await bench.settled()
    assert texts.STILL_AT_IT in words(bench.slack.of("respond")[-1].body)


def confirm_button(body: dict[str, Any]) -> dict[str, Any]:
    (row,) = [block for block in body["blocks"] if block["type"] == "actions"]
    return dict(row["elements"][0])


async def test_a_refused_removal_is_confirmed_once_with_a_dialog(bench: Bench) -> None:
    desk = bench.bot.store.knowledge
    await desk.tell("refused", {"missing": 12, "documents": 14})
    button = confirm_button(await said(bench, "confirm", "UADMIN"))
    assert "12 of 14 documents" in button["confirm"]["text"]["text"]

    await bench.click(CONFIRM, button["value"], user="UADMIN")
    await bench.click(CONFIRM, button["value"], user="UADMIN")
    assert texts.UNDER_WAY in words(bench.slack.of("respond")[-1].body)
    request = await desk.take()
    assert request is not None
    assert request.work == "confirm"
    assert await desk.take() is None
    await desk.untell("refused")
    await desk.settle(request.id, {"report": {**REPORT, "removed": 12}})
    await bench.click(CONFIRM, button["value"], user="UADMIN")
    assert texts.NOTHING_TO_CONFIRM in words(bench.slack.of("respond")[-1].body)
    await bench.clock.slept(0.5)
    bench.clock.pass_time(0.5)
    await bench.settled()
    assert "12 removed" in words(bench.slack.of("respond")[-1].body)


async def test_when_more_is_gone_since_the_button_was_shown_that_is_shown_first(bench: Bench) -> None:
    desk = bench.bot.store.knowledge
    await desk.tell("refused", {"missing": 12, "documents": 14})
    button = confirm_button(await said(bench, "confirm", "UADMIN"))
    await desk.tell("refused", {"missing": 14, "documents": 14})
    await bench.click(CONFIRM, button["value"], user="UADMIN")
    assert "14 of 14" in words(bench.slack.of("respond")[-1].body)
    assert not await desk.waits()


async def test_with_nothing_refused_there_is_nothing_to_confirm(bench: Bench) -> None:
    assert texts.NOTHING_TO_CONFIRM in words(await said(bench, "confirm", "UADMIN"))


@pytest.mark.parametrize("value", ["", "gaps", "gaps:x:", "gaps:²:", "documents:99999999999:", "documents:-1:q"])
def test_a_strange_page_is_the_first_or_the_nearest(value: str) -> None:
    _, number, _ = read_page(value)
    assert page_of(list(range(45)), number).number in {1, 3}


async def test_help_names_every_word(bench: Bench) -> None:
    shown = words(await said(bench, "help"))
    for how, _ in texts.HELP:
        assert how in shown


async def test_it_is_answered_while_others_wait(bench: Bench) -> None:
    """Two commands at once: neither waits for the other's look at the index."""
    together = threading.Barrier(2, timeout=WAIT)
    documents = bench.library.listed

    def meet(_: object) -> list[Any]:
        together.wait()
        return documents

    bench.library.documents = meet  # type: ignore[method-assign]
    await asyncio.gather(said(bench, "documents"), said(bench, "kiln"))
    assert len(bench.slack.of("respond")) == 2

"""👍 and 👎: on shared and repeated answers too, changeable, with the reason kept."""

from __future__ import annotations

import json
from typing import Any

from bot.slack import texts
from bot.slack.blocks.answer import SHARE
from bot.slack.blocks.feedback import COMMENT, FEEDBACK, FEEDBACK_VIEW, REASON
from bot.store.feedback import HELPFUL, NOT_HELPFUL, Verdict
from tests.bot.slack.support import Bench, answered, script_of


async def private_answer(bench: Bench, trigger: str = "trigger.1", **changes: Any) -> str:
    bench.answerer.play(*script_of(answered(**changes)))
    await bench.command("/ask", "When is RAG right?", trigger=trigger)
    await bench.settled()
    return id_on(bench.slack.of("respond")[-1].body["blocks"])


def id_on(blocks: list[dict[str, Any]]) -> str:
    (buttons,) = [block for block in blocks if block.get("block_id") == FEEDBACK]
    return str(buttons["elements"][0]["positive_button"]["value"].partition(":")[2])


def told(bench: Bench) -> str:
    return str(bench.slack.of("respond")[-1].body["text"])


async def rate(bench: Bench, answer_id: str, verdict: str, user: str = "U1") -> None:
    await bench.click(FEEDBACK, f"{verdict}:{answer_id}", user=user, kind="feedback_buttons")


async def submit(bench: Bench, view: dict[str, Any], reason: str | None, comment: str | None) -> None:
    option = {"selected_option": {"value": reason}} if reason else {"selected_option": None}
    values = {REASON: {REASON: option}, COMMENT: {COMMENT: {"value": comment}}}
    sent = {"type": "modal", "callback_id": FEEDBACK_VIEW, "private_metadata": view["private_metadata"]}
    body = {"type": "view_submission", "user": {"id": "U1"}, "team": {"id": "T1"}}
    await bench.dispatch({**body, "view": {**sent, "state": {"values": values}}})


async def test_a_changed_mind_is_told_what_counts_now(bench: Bench) -> None:
    answer_id = await private_answer(bench)
    await rate(bench, answer_id, HELPFUL)
    assert told(bench) == texts.THANKS
    await rate(bench, answer_id, NOT_HELPFUL)
    await submit(bench, bench.slack.of("views.open")[-1].body["view"], "outdated", "prices")
    assert "“Not Helpful” instead of “Helpful”" in bench.slack.of("chat.postEphemeral")[-1].body["text"]
    assert await bench.bot.store.feedback.of(answer_id) == [Verdict(answer_id, "U1", NOT_HELPFUL, "outdated", "prices")]
    await rate(bench, answer_id, HELPFUL)
    assert "“Helpful” instead of “Not Helpful”" in told(bench)
    assert await bench.bot.store.feedback.of(answer_id) == [Verdict(answer_id, "U1", HELPFUL)]


async def test_pressing_again_shows_what_was_said_and_loses_none_of_it(bench: Bench) -> None:
    answer_id = await private_answer(bench)
    said = Verdict(answer_id, "U1", NOT_HELPFUL, "outdated", "prices")
    await bench.bot.store.feedback.put(said)
    await rate(bench, answer_id, NOT_HELPFUL)
    view = json.dumps(bench.slack.of("views.open")[-1].body["view"])
    assert '"initial_value": "prices"' in view
    assert json.loads(view)["blocks"][0]["element"]["initial_option"]["value"] == "outdated"
    assert await bench.bot.store.feedback.of(answer_id) == [said]


async def test_everybody_may_judge_a_shared_answer_for_themselves(bench: Bench) -> None:
    answer_id = await private_answer(bench)
    await bench.click(SHARE, answer_id)
    shared = id_on(bench.slack.of("chat.postMessage")[0].body["blocks"])
    await rate(bench, shared, HELPFUL)
    await rate(bench, shared, NOT_HELPFUL, user="U2")
    verdicts = await bench.bot.store.feedback.of(answer_id)
    assert [(verdict.user, verdict.verdict) for verdict in verdicts] == [("U1", HELPFUL), ("U2", NOT_HELPFUL)]


async def test_an_answer_given_again_is_judged_apart(bench: Bench) -> None:
    first = await private_answer(bench)
    again = await private_answer(bench, trigger="trigger.2", given_at=1_700_000_000.0)
    await rate(bench, first, HELPFUL)
    await rate(bench, again, NOT_HELPFUL)
    store = bench.bot.store
    assert [verdict.verdict for verdict in await store.feedback.of(first)] == [HELPFUL]
    assert [verdict.verdict for verdict in await store.feedback.of(again)] == [NOT_HELPFUL]
    kept = await store.answers.get(again)
    assert kept is not None
    assert kept.question == "When is RAG right?"
    assert [source["passage_id"] for source in kept.answer["citations"]] == ["p1"]


async def test_a_reason_given_where_archie_is_no_member_is_kept_all_the_same(bench: Bench) -> None:
    answer_id = await private_answer(bench)
    await rate(bench, answer_id, NOT_HELPFUL)
    bench.slack.fail("chat.postEphemeral", "not_in_channel")
    await submit(bench, bench.slack.of("views.open")[-1].body["view"], "wrong", None)
    assert await bench.bot.store.feedback.of(answer_id) == [Verdict(answer_id, "U1", NOT_HELPFUL, "wrong")]

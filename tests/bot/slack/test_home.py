"""The Home tab: whatever stands in it, Slack takes it, and nothing in it is alive."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack import decision_texts, texts
from bot.slack.blocks.decisions.home import Overview
from bot.slack.blocks.decisions.lists import Line
from bot.slack.blocks.gaps import gaps_message
from bot.slack.blocks.home import HomeState, home_view
from bot.slack.blocks.knowledge import documents_message, failures_message
from bot.slack.blocks.lists import page_of
from bot.slack.gap_views import views
from bot.store.feedback import HELPFUL, NOT_HELPFUL, Verdict
from bot.store.gaps import Asking
from bot.store.knowledge import Note
from bot.workspace.block_kit.surfaces import message_problems, view_problems
from ingest.model import Failure
from tests.bot.slack.blocks.decisions.support import decision
from tests.bot.slack.support import Bench, answered, indexed, script_of

WORDS = st.text(max_size=60) | st.sampled_from(["<!channel>" * 50, "<@U1>", "&" * 4000, "a" * 5000, "*_~`", "🚀" * 900])
LIVE = re.compile(r"<(?!!date\^\d+\^)[^>]")
REPORT = {"documents": 5, "chunks": 20, "added": 1, "updated": 0, "removed": 0, "failed": 0, "waiting": 0, "seconds": 1}


def asking(n: int, question: str, missing: str | None = None, answered_at: float | None = None) -> Asking:
    place = ("T1", "C1", None, f"U{n}", "channel", True)
    return Asking(f"s{n}", f"g{n % 30}", "a", *place, question, missing, 100.0 + n, None, answered_at)


def state(**changes: Any) -> HomeState:
    empty: dict[str, Any] = {"documents": 5, "notes": {}, "own": [], "wanted": [], "answers": 0, "up": 0, "down": 0}
    return HomeState(**{**empty, "reasons": None, "now": 1_800_000_000.0, **changes})


def shown(home: dict[str, Any]) -> str:
    return json.dumps(home, ensure_ascii=False)


def texts_of(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["text"]] if node.get("type") == "mrkdwn" else []
        return own + [text for value in node.values() for text in texts_of(value)]
    return [text for value in node for text in texts_of(value)] if isinstance(node, list | tuple) else []


@settings(max_examples=30)
@given(st.lists(WORDS, max_size=40), st.none() | WORDS)
def test_slack_takes_every_list_and_nothing_in_it_is_alive(questions: list[str], missing: str | None) -> None:
    askings = [asking(n, question, missing) for n, question in enumerate(questions)]
    own = [asking(n, question, None, 5.0 if n % 2 else None) for n, question in enumerate(questions)]
    home = home_view(state(own=own, wanted=views(askings), notes={"sync": Note(REPORT, 100.0)}))
    gaps = gaps_message(page_of(views(askings), 1), private_topics=3)
    documents = documents_message(page_of([indexed(q, q) for q in questions], 1), "")
    failures = failures_message(page_of([Failure(q, q) for q in questions], 1))

    assert view_problems(home, "home") == []
    for message in (gaps, documents, failures):
        assert message_problems(list(message.blocks)) == []
    for text in texts_of([home, *gaps.blocks, *documents.blocks, *failures.blocks]):
        assert not LIVE.search(text)


@pytest.mark.parametrize(("count", "said"), [(0, "no articles yet"), (1, "1 article."), (1200, "1,200 articles")])
def test_home_counts_the_articles(count: int, said: str) -> None:
    assert said in shown(home_view(state(documents=count)))


def test_home_names_every_way_to_ask_and_when_it_was_made() -> None:
    home = shown(home_view(state()))
    for how, _ in texts.HOW:
        assert how in home
    assert "<!date^1800000000^" in home


def test_what_waits_for_this_person_comes_before_how_to_ask() -> None:
    own = [asking(1, "Still open?"), asking(2, "Answered by now?", None, 500.0)]
    home = shown(home_view(state(own=own)))
    assert home.index("Still open?") < home.index("/ask your question")
    assert "answered since" in home
    assert "<!date^500^" in home


@settings(max_examples=30)
@given(st.lists(WORDS, min_size=1, max_size=30))
def test_decisions_fit_and_nothing_in_them_is_alive(words: list[str]) -> None:
    link = "https://x.example/archives/C1/p1"
    lines = [Line(decision(id=f"d{n}", topic=word), word, link, word) for n, word in enumerate(words)]
    own = [asking(n, word) for n, word in enumerate(words)]
    home = home_view(state(own=own, decisions=Overview(lines, lines, lines, {"U1": words[0]})))

    assert view_problems(home, "home") == []
    for text in texts_of(home):
        assert not LIVE.search(re.sub(rf"<{link}\|[^<>]*>|<@U1>", "", text))


def test_decisions_come_before_everything_else_and_only_where_there_is_something_to_decide_with() -> None:
    line = Line(decision(), None, "https://x.example/p1", "Your answer is missing: Citations")
    home = shown(home_view(state(own=[asking(1, "Still open?")], decisions=Overview([line], [line], [], {}))))

    assert home.index("Your answer is missing") < home.index("Still open?") < home.index("/ask your question")
    assert '"url": "https://x.example/p1"' in home
    assert decision_texts.EXAMPLE not in home
    assert decision_texts.EXAMPLE in shown(home_view(state(decisions=Overview())))
    assert decision_texts.HOME_EMPTY not in shown(home_view(state()))


async def test_usage_counts_this_week_and_only_admins_see_why(bench: Bench) -> None:
    bench.answerer.play(*script_of(answered()))
    await bench.dm("When is RAG right?")
    await bench.settled()
    (own,) = [call for call in bench.slack.calls if call.method == "chat.stopStream"]
    answer_id = own.body["blocks"][-1]["elements"][0]["positive_button"]["value"].partition(":")[2]
    store = bench.bot.store
    await store.feedback.put(Verdict(answer_id, "U1", HELPFUL))
    await store.feedback.put(Verdict(answer_id, "U2", NOT_HELPFUL, "outdated"))

    await bench.event("app_home_opened", user="U1", tab="home")
    await bench.event("app_home_opened", user="UADMIN", tab="home")
    await bench.event("app_home_opened", user="U1", tab="messages")

    mine, admins = [shown(call.body) for call in bench.slack.of("views.publish")]
    assert "1 answer, 1 of 2 judged were helpful" in mine
    assert "Is out of date: 1" in admins
    assert "Is out of date" not in mine
    bench.clock.time += 8 * 24 * 3600
    await bench.event("app_home_opened", user="U1", tab="home")
    assert "0 answers" in shown(bench.slack.of("views.publish")[-1].body)

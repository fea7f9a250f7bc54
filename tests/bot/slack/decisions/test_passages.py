"""Where the passages that rules name are found, and what is news of them to a decision."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.decisions.frameworks import Ground
from bot.decisions.grounds import GroundChange, How, digest_of
from bot.decisions.session.state import Decision, Shift, Status
from bot.slack.decisions.passages import choosing, locate, news_for, next_text
from bot.store.ground_texts import GroundText
from ingest.model import Passage
from ingest.overview import Stock
from tests.bot.slack.decisions.articles import Articles

COSTS = Ground("articles/tree.md", "Costs")
TEXT = "It costs $5,000."
DECISION = Decision(
    "d1", "Bot", "T1", "C1", None, "U1", False, "m", "v1", 50.0, status=Status.FINISHED, ended_at=100.0
)  # fmt: skip


def kept(text: str | None = TEXT, seen_at: float = 1.0, **changes: object) -> GroundText:
    made = GroundText(COSTS.document, COSTS.heading, digest_of(text), text, COSTS.document, None, 1, seen_at)
    return replace(made, **changes)  # type: ignore[arg-type]


def where(articles: Articles, known: GroundText | None = None) -> tuple[str, str] | None:
    latest = {COSTS: known} if known else {}
    stock = articles.stock(choosing([COSTS], latest), {COSTS.heading})
    found = locate([COSTS], latest, stock).get(COSTS)
    return (found.path, found.text) if found else None


# Where they stand.


@pytest.mark.parametrize("path", ["articles/tree.md", "tree.md", "notes/articles/tree.md"])
def test_a_knowledge_folder_may_begin_above_or_below_what_a_rule_names(path: str) -> None:
    assert where(Articles({path: {"costs ": TEXT}, "other.md": {"Costs": "no"}})) == (path, TEXT)


def test_of_two_documents_of_that_name_neither_is_taken() -> None:
    assert where(Articles({"a/articles/tree.md": {"Costs": TEXT}, "b/articles/tree.md": {"Costs": TEXT}})) is None
    assert where(Articles({"mytree.md": {"Costs": TEXT}})) is None


def test_a_moved_document_and_a_changed_heading_are_followed_by_their_words() -> None:
    assert where(Articles({"new.md": {"Costs": TEXT}}), kept()) == ("new.md", TEXT)
    assert where(Articles({"articles/tree.md": {"What it costs": TEXT}}), kept()) == ("articles/tree.md", TEXT)
    assert where(Articles({"new.md": {"Costs": "It is free."}}), kept()) is None
    assert where(Articles({"new.md": {"Costs": "It is free."}}), kept(found_in="new.md")) == ("new.md", "It is free.")
    assert where(Articles({"new.md": {"Costs": ""}}), kept(None)) is None


def test_a_section_is_all_its_passages_with_the_rows_of_its_tables() -> None:
    def passage(position: int, text: str, *heading: str) -> Passage:
        return Passage(str(position), "articles/tree.md", position, heading, text, 0, 1, "Tree")

    passages = [
        passage(0, "Before.", "Money"),
        passage(1, "One.", "Money", "Costs"),
        passage(2, "| 5 | 6 |", "Money", "Costs", "Setup | Monthly"),
        passage(3, "Below.", "Money", "Costs", "Details"),
        passage(4, "At the top."),
    ]
    stock = Stock("1@", {"articles/tree.md": "C1"}, passages)
    found = locate([COSTS, Ground("articles/tree.md", "Tree")], {}, stock)
    assert found[COSTS].text == "One.\n| 5 | 6 |"
    assert found[COSTS].audience == "C1"
    assert found[Ground("articles/tree.md", "Tree")].text == "At the top."


def test_what_is_kept_of_a_passage() -> None:
    articles = Articles({"tree.md": {"Costs": TEXT}})
    found = locate([COSTS], {}, articles.stock(lambda paths: paths, []))[COSTS]
    first = next_text(COSTS, None, found)
    assert first == GroundText("articles/tree.md", "Costs", digest_of(TEXT), TEXT, "tree.md")
    assert next_text(COSTS, first, found) is None
    assert next_text(COSTS, first, replace(found, path="moved.md")) == replace(first, found_in="moved.md", seq=2)
    gone = next_text(COSTS, first, None)
    assert gone == replace(first, digest="", text=None, seq=2)
    assert next_text(COSTS, gone, None) is None
    assert next_text(COSTS, None, None) is None


# What is news.


def news(*texts: GroundText, decision: Decision = DECISION) -> tuple[list[How], list[How]]:
    found = news_for(decision, [COSTS], {(COSTS.document, COSTS.heading): texts})
    return [change.how for change in found.untold], [change.how for change in found.since]


def told(digest: str, at: float = 200.0) -> Decision:
    change = GroundChange(COSTS.document, COSTS.heading, How.CHANGED, digest)
    return replace(DECISION, shifts=(*DECISION.shifts, Shift(at, (change,))))


FREE = kept("It is free.", 150.0)
BACK = kept(TEXT, 250.0)
GONE = kept(None, 150.0)


def test_a_change_is_news_until_it_is_told() -> None:
    assert news(kept()) == ([], [])
    assert news(kept(), FREE) == ([How.CHANGED], [How.CHANGED])
    assert news(kept(), FREE, decision=told(FREE.digest)) == ([], [How.CHANGED])
    assert news(kept(), FREE, BACK, decision=told(FREE.digest)) == ([How.RETURNED], [])
    assert news(kept(), FREE, BACK) == ([], [])
    assert news(kept(), FREE, kept("Dear.", 250.0), decision=told(FREE.digest)) == ([How.CHANGED], [How.CHANGED])


def test_a_passage_goes_and_comes_back() -> None:
    assert news(kept(), GONE) == ([How.REMOVED], [How.REMOVED])
    assert news(kept(), GONE, decision=told("")) == ([], [How.REMOVED])
    assert news(kept(), GONE, BACK, decision=told("")) == ([How.RETURNED], [])
    assert news(kept(), GONE, FREE, decision=told("")) == ([How.CHANGED], [How.CHANGED])


def test_what_it_read_when_the_decision_ended_counts() -> None:
    before = kept("It was cheap.", 50.0)
    assert news(before, kept(TEXT, 90.0)) == ([], [])
    assert news(before, kept(TEXT, 110.0)) == ([How.CHANGED], [How.CHANGED])
    assert news(kept(TEXT, 150.0)) == ([], []), "known only since the decision ended"
    assert news() == ([], [])
    again = replace(told(FREE.digest, at=160.0), ended_at=170.0)
    assert news(kept(), FREE, decision=again) == ([], []), "an answer was changed since, and it ended anew"
    assert news(kept(), FREE, BACK, decision=again) == ([How.CHANGED], [How.CHANGED])


def test_what_its_readers_may_not_see_is_not_told() -> None:
    secret = [replace(text, audience="C9 U1") for text in (kept(), FREE)]
    assert news(*secret) == ([], [])
    assert news(kept(), replace(FREE, audience="C9")) == ([], [])
    assert news(*secret, decision=replace(DECISION, channel="C9")) == ([How.CHANGED], [How.CHANGED])
    assert news(*secret, decision=replace(DECISION, channel="D1", solo=True)) == ([How.CHANGED], [How.CHANGED])

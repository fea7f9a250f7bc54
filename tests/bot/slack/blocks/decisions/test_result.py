"""The result: the verdict, every framework with its reasons and their sources, what would change it, and what next."""

from __future__ import annotations

from dataclasses import replace

from bot.decisions.assessment import Flip, FlipChange
from bot.decisions.frameworks import Ground, Outcome
from bot.decisions.plan import Advice, CostBand, Per, Phase, Plan, Range, Stage
from bot.slack import decision_texts as texts
from bot.slack.blocks.decisions.ids import pressed
from bot.slack.blocks.decisions.result import result_messages
from bot.slack.blocks.decisions.sources import Sources
from bot.slack.blocks.parts import Message
from tests.bot.slack.blocks.decisions.support import (
    CITES,
    COST,
    HEAD,
    NOW,
    OPEN_BOARD,
    RAG_BOARD,
    RULE,
    buttons,
    check_message,
    finished,
    settled_round,
    stance,
    stances,
    words,
)

SAID = {"U1": stance("U1", "weekly"), "U2": stance("U2", "yearly", because="we freeze releases")}
ROUNDS = (settled_round(1, "change_rate", "weekly", SAID), settled_round(2, "weeks", None, stances(U1=None)))
PLAN = Plan(
    "rag-or-fine-tune",
    {
        Outcome("rag"): (
            Phase("Prototype", "Index the documents.", HEAD, (Range(2, 3, COST, note="at minimum"),)),
            Phase(
                "Pilot",
                "Let ten people use it.",
                HEAD,
                (),
                (Range(5000, 20000, COST), Range(500, 500, HEAD, Per.MONTH)),
            ),
        )
    },
    (CostBand("rag", "RAG", Range(5000, 20000, COST)),),
    ("Salaries are left out.",),
    (
        Advice("prompt", Stage.BEFORE, "Try a good prompt first.", HEAD),
        Advice("closed", Stage.CAUTION, "The vendor may have closed fine-tuning.", COST, checked="2026-11-01"),
        Advice("measure", Stage.MEASURE, "Count wrong formats.", COST),
        Advice("other", Stage.BEFORE, "Only for fine-tuning.", COST, frozenset({"fine_tune"})),
    ),
)
FLIPS = (
    Flip((FlipChange("budget_usd", None, 50000, 50000, None),), "hybrid"),
    Flip((FlipChange("change_rate", "weekly", "yearly"), FlipChange("weeks", 3, 9, 8, 12)), "fine_tune"),
)


def result(**more: object) -> Message:
    (message,) = result_messages(finished(*ROUNDS, **more), FLIPS, PLAN)  # type: ignore[arg-type]
    check_message(message)
    return message


def cells(message: Message) -> list[list[str]]:
    (table,) = [block for block in message.blocks if block["type"] == "table"]
    return [[cell["text"] for cell in row] for row in table["rows"]]


def test_the_verdict_comes_first_and_stands_alone_in_the_fallback() -> None:
    assert result().blocks[0]["text"]["text"].startswith("*RAG*\nRetrieve, then answer.")
    assert result().text == "The verdict: RAG. An honest take: RAG; The decision tree: RAG"


def test_every_framework_stands_beside_the_others_with_its_reasons() -> None:
    head, one, two, together = cells(result())
    assert head == list(texts.TABLE_HEADER)
    assert one == ["An honest take", "RAG", "the knowledge changes every week [1]; users must see sources [2]"]
    assert two[:2] == ["The decision tree", "RAG"]
    assert together == [texts.PANEL, "RAG", "2 of 2 frameworks say so"]


def test_an_open_framework_names_what_it_still_needs() -> None:
    assert cells(result(board=OPEN_BOARD))[2][1:] == [
        "RAG or Hybrid",
        "the knowledge changes every week [1]; users must see sources [2]; still open: Budget",
    ]


def test_an_open_panel_names_what_it_hangs_on() -> None:
    assert cells(result(board=OPEN_BOARD))[-1][1:] == ["RAG or Hybrid", "still open: Budget"]


def test_a_rule_of_the_panel_is_given_as_its_reason() -> None:
    assert cells(result(board=replace(RAG_BOARD, rule=CITES)))[-1][2] == "users must see sources [2]"


def test_a_tie_says_why_it_went_that_way() -> None:
    one, two = RAG_BOARD.assessments
    tied = replace(RAG_BOARD, assessments=(one, replace(two, verdicts=frozenset({"hybrid"}))))
    said = cells(result(board=tied))[-1][2]
    assert said == "1 of 2 frameworks say so; all articles start with RAG when in doubt [2]"


def test_sources_are_listed_by_number_with_document_and_heading() -> None:
    shown = words(result())
    assert "[1] An honest take › Cost" in shown
    assert "[2] The decision tree › Start here" in shown


def test_a_title_is_found_though_the_folder_begins_elsewhere() -> None:
    titles = {"notes/honest-take.md": "An honest take", "a/cost.md": "Cost A", "b/cost.md": "Cost B"}
    named = Sources(titles)
    assert named.name(Ground("honest-take.md", "Cost")) == "An honest take › Cost"
    assert named.name(Ground("articles/notes/honest-take.md", "")) == "An honest take"
    assert named.name(Ground("cost.md", "")) == "cost.md"


def test_what_would_change_it_is_said_in_words() -> None:
    shown = words(result())
    assert "If “Budget” turns out to be $50,000 or more, the verdict becomes Hybrid." in shown
    assert (
        "If “How often it changes” is Yearly instead of Weekly and “Weeks to launch” is 8 to 12 weeks instead of "
        "3 weeks, the verdict becomes Fine-tuning." in shown
    )


def test_that_nothing_small_would_change_it_is_said() -> None:
    (message,) = result_messages(finished(*ROUNDS), ())
    assert texts.NO_FLIPS in words(message)


def test_dissent_is_kept_by_name_with_its_reason() -> None:
    assert "Ben: How often it changes: Yearly “we freeze releases” (what stands: Weekly)" in words(result())


def test_what_it_rests_on_includes_what_nobody_knew() -> None:
    assert "• How often it changes: Weekly\\n• Weeks to launch: unknown" in words(result())


def test_phases_have_their_ranges_each_with_its_source() -> None:
    shown = words(result())
    assert "*Plan for RAG*" in shown
    assert "1. *Prototype*: Index the documents. [2]\\n2 to 3 weeks (at minimum) [1]" in shown
    assert "$5,000 to $20,000 [1]; $500 a month [2]" in shown
    assert "• *RAG*: $5,000 to $20,000 [1], no source gives a monthly figure" in shown
    assert "Salaries are left out." in shown


def test_advice_stands_where_it_is_of_use_and_only_for_its_verdict() -> None:
    shown = words(result())
    assert (
        shown.index("Try a good prompt first. [2]") < shown.index("Plan for RAG") < shown.index("Count wrong formats.")
    )
    assert "closed fine-tuning. [1] (checked on 2026-11-01)" in shown
    assert "Only for fine-tuning." not in shown


def test_a_result_can_be_recorded_changed_and_revisited() -> None:
    shown = buttons(result())
    assert list(shown) == [texts.RECORD, texts.CHANGE, texts.REVISIT]
    assert pressed(shown[texts.REVISIT]).choice == "90"  # type: ignore[union-attr]


def test_once_recorded_it_can_only_be_reopened() -> None:
    assert list(buttons(result(number=12, recorded_at=NOW, review_at=NOW))) == [texts.REOPEN]
    assert buttons(result(number=12, superseded_by="9e9e")) == {}


def test_a_long_result_goes_on_in_further_messages_whose_number_stays() -> None:
    long = Phase("Step", "Do it. " * 100, Ground("a.md", "b"), (Range(1, 2, COST),) * 5)
    plan = replace(PLAN, courses={Outcome("rag"): (long,) * 9}, advice=(replace(PLAN.advice[0], text="x" * 700),) * 30)
    now = result_messages(finished(*ROUNDS), FLIPS * 3, plan)
    later = result_messages(finished(*ROUNDS, number=12, recorded_at=NOW, review_at=NOW), FLIPS * 3, plan)
    assert len(now) == len(later) >= 1
    for message in (*now, *later):
        check_message(message)


def test_reasons_are_cut_and_keep_their_numbers() -> None:
    long = replace(RULE, reason="because " * 200)
    one, two = RAG_BOARD.assessments
    (message,) = result_messages(finished(board=replace(RAG_BOARD, assessments=(replace(one, fired=(long,)), two))), ())
    assert cells(message)[1][2].endswith("… [1]")

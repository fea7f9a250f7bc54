"""A citation is shown when its source exists and says what the sentence says in figures and quotations."""

from __future__ import annotations

import pytest

from bot.slack.screen import UNVERIFIED, Markers, Source, screen
from tests.effort import assert_effort

SOURCES = (
    Source(
        1,
        "ADR-0042",
        "The queue keeps 14 days. Retries stop after 5 attempts. Decided on 3 May 2025.",
        "https://a.example/1",
    ),
    Source(2, "Costs", "Storage costs $1,200 a month for 40 GB. It “never sleeps”. The limit is 2,500 ms."),
)


@pytest.mark.parametrize(
    "text",
    [
        "It keeps 14 days [1].",
        "It keeps 14 days. [1]",
        "It keeps messages [1][2].",
        "Costs are $1,200 [2]; the limit is 2500 ms [2].",
        "ADR-0042 says so [1].",
        "1. It keeps 14 days [1]",
        "It “never sleeps” [2].",
        'It "never  Sleeps." [2]',
        "> The queue keeps 14 days. [1]",
        "Decided on 3 May 2025 [1].",
        "It keeps `14 days` [1].",
        "Two things matter [1].",
        "**It keeps 14 days** [1].",
    ],
)
def test_a_citation_that_holds_stays(text: str) -> None:
    shown = screen(text, SOURCES)

    assert UNVERIFIED not in shown
    assert "[1]" in shown or "[2]" in shown


@pytest.mark.parametrize(
    "text",
    [
        "It keeps 15 days [1].",
        "It keeps 14 weeks [1].",
        "It keeps 14 days [2].",
        "It keeps 14 days [3].",
        "It keeps 14 days [0].",
        "It stays [-1].",
        "Decided on 5 March 2025 [1].",
        "Decided on 3 June 2025 [1].",
        "It “always sleeps” [2].",
        "> The queue keeps every message. [1]",
        "ADR-0043 says so [1].",
        "The limit is 2,500 s [2].",
        "It stays [1-9].",
        "It stays 【9】.",
        "It stays [^1].",
        "It stays (source: guides/x.md).",
        "It stays [Source: x.md].",
        "It keeps `15 days` [1].",
        "It stays [S4].",
        "[1][2]",
        "It costs 1,300 dollars [2].",
        "It stays [**9**].",
        "It stays [`9`].",
        "It stays [9,].",
        "It stays 〔9〕.",
        "It stays ⟦9†x⟧.",
        "It stays [turn0search1].",
        "It stays.⁹ And more.",
        "It stays forever⁹.",
        "It stays.⑨",
        "It stays `[9](x)`.".replace("`", ""),
    ],
)
def test_a_citation_that_does_not_hold_goes_and_its_sentence_is_marked(text: str) -> None:
    shown = screen(text, SOURCES)

    assert UNVERIFIED in shown
    assert "[" not in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It stays [1, 9].", f"It stays [1] {UNVERIFIED}."),
        ("It stays [1, 2].", "It stays [1][2]."),
        ("It stays [1-2].", "It stays [1][2]."),
        ("It stays [S1].", "It stays [1]."),
        ("It stays [9][9].", f"It stays {UNVERIFIED}."),
        ("It stays [1](https://evil.example).", "It stays [1]."),
        ("It keeps 14 days [1]. It keeps 15 days [1].", f"It keeps 14 days [1]. It keeps 15 days {UNVERIFIED}."),
        ("It keeps 15 days [1]. It stays [1].", f"It keeps 15 days {UNVERIFIED}. It stays [1]."),
        ("No number, no marker.", "No number, no marker."),
        ("It keeps messages.¹", "It keeps messages.[1]"),
        ("It keeps messages¹⁻². Yes.", "It keeps messages[1][2]. Yes."),
        ("It stays [9\n]", "It stays 9\n]"),
        ("It stays [1", "It stays 1"),
        ("30 km², 5 metres², E = mc², x², 10⁻³, H₂O, 1⁄2", "30 km², 5 metres², E = mc², x², 10⁻³, H₂O, 1⁄2"),
        ("Great![1]", "Great! [1]"),
    ],
)
def test_each_marker_and_each_sentence_is_judged_by_itself(text: str, shown: str) -> None:
    assert screen(text, SOURCES) == shown


@pytest.mark.parametrize("sentence", ["It keeps 14 days [1]. ", "Two “never sleeps” 1 2 3 [1][2]. ", "A.[1] ", "7 "])
def test_a_long_source_is_read_once_for_all_sentences(sentence: str) -> None:
    long = Source(1, "Log", "On 3 May 2025 it took 14 days, 5 attempts and $1,200 for 40 GB. " * 1_000)

    assert_effort(lambda: screen(sentence * 2_000, [long]), below=2)


def test_checked_sentences_get_their_markers_afterwards_so_those_in_them_go() -> None:
    assert screen("Lewis et al. [3] say so [1].", SOURCES, markers=Markers.DROPPED) == "Lewis et al. say so."


def test_a_quotation_keeps_its_own() -> None:
    assert screen("Lewis et al. [3] say so.", SOURCES, markers=Markers.KEPT) == "Lewis et al. [3] say so."

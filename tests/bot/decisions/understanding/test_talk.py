"""What people say in a thread beside the matter is never taken for an answer, and what they say of it is."""

from __future__ import annotations

from datetime import date

import pytest

from bot.decisions.facts import Value
from bot.decisions.understanding import Doubt, Reader, Reading

TODAY = date(2026, 11, 21)
TALK = [
    "good morning everyone", "can someone summarise where we are?", "let me loop in Priya", "thanks, that's helpful",
    "I have a dentist appointment at 4", "my laptop battery is at 5%", "there are 3 of us on this call", "+1",
    "👍 10/10",
    "we tried this in 2022 and it failed", "version 3 is out", "let's take a 5 minute break", "see the sheet, row 14",
    "the meeting starts in 10 minutes", "yes I saw that", "no I haven't seen it", "sure, go ahead", "yep, got it",
    "yes please explain", "I don't get it", "yes, let me check", "sure, I'll ask Tom", "yes, hello, I'm here",
    "our customers ask about 2000 questions a day", "traffic is around 1 million requests a month", "never mind",
    "the context window is 128k", "neither of us is free today", "9 out of 10 users like it", "weekly sync is at noon",
    "both options sound good", "no one is online", "I never liked that vendor", "we meet weekly", "I earn 90k",
    "I go to the gym twice a week", "we've been planning the launch for 3 months", "my wife is an ML engineer",
    "the invoice number is 48213", "we use GPT-4", "we are on Windows 11", "about 20% of the tickets", "page 12 has it",
    "the other bid came in at 75k", "Our competitor launched theirs in 3 weeks with $10k", "remind me in 2 weeks",
    "the article mentions 5,000 examples", "a 2 week sprint", "absolutely brilliant", "skip", "open 24/7",
]  # fmt: skip


@pytest.mark.parametrize("text", TALK)
def test_talk_answers_no_question(text: str, reader: Reader) -> None:
    for asked in (None, *reader.facts):
        assert reader.read(text, asked, TODAY).found == (), asked


def found(reading: Reading) -> dict[str, Value | None]:
    return {each.fact: each.value for each in reading.found}


@pytest.mark.parametrize(
    ("text", "asked", "value"),
    [
        ("we rewrite it weekly", "change_rate", "weekly"),
        ("we've never once touched it", "change_rate", "never"),
        ("every 2nd week", "change_rate", "weekly"),
        ("twice yearly", "change_rate", "quarterly"),
        ("half-yearly", "change_rate", "quarterly"),
        ("every single day", "change_rate", "daily"),
        ("every working day", "change_rate", "daily"),
        ("every fortnight the ops team uploads a new batch", "change_rate", "weekly"),
        ("we're aiming for 6 weeks", "weeks_to_launch", 6),
        ("the plan is 6 weeks", "weeks_to_launch", 6),
        ("by 15/01", "weeks_to_launch", 7),
        ("15/01/2027", "weeks_to_launch", 7),
        ("end of next month", "weeks_to_launch", 5),
        ("end of next quarter", "weeks_to_launch", 18),
        ("launch moved from 6 to 9 weeks", "weeks_to_launch", 9),
        ("my guess is 20k", "budget_usd", 20_000),
        ("20k-ish", "budget_usd", 20_000),
        ("1.2 mil", "budget_usd", 1_200_000),
        ("35k rather than 50k", "budget_usd", 35_000),
        ("35k instead of 50k", "budget_usd", 35_000),
        ("we can't spend anything", "budget_usd", 0),
        ("we haven't labelled anything", "labelled_examples", 0),
        ("haven't got a single one", "labelled_examples", 0),
        ("no ML engineers, just data engineers", "team", "data_engineering"),
        ("no ML, two data engineers", "team", "data_engineering"),
        ("people can live with 5 secs", "latency", "seconds"),
        ("I suppose so", "citations", "yes"),
        ("100%", "citations", "yes"),
        ("no way", "citations", "no"),
        ("would be overkill", "citations", "no"),
        ("the regulator demands it", "citations", "yes"),
        ("nobody needs it", "citations", "no"),
        ("hi, yes", "citations", "yes"),
        ("we have to", "citations", "yes"),
        ("finance hasn't told us", "budget_usd", None),
        ("the data team hasn't decided", "change_rate", None),
        ("no preference", "cost_shape", None),
    ],
)
def test_an_answer_is_taken_in_many_wordings(text: str, asked: str, value: Value | None, reader: Reader) -> None:
    assert found(reader.read(text, asked, TODAY)) == {asked: value}


@pytest.mark.parametrize(
    "text",
    [
        "we're hiring ML engineers",
        "we're going to hire two ML engineers",
        "we will have 5000 examples by March",
        "sub-second answers aren't needed",
        "no data or ML people",
    ],
)
def test_what_is_yet_to_come_or_denied_is_not_there(text: str, reader: Reader) -> None:
    assert not {"team", "labelled_examples", "latency"} & set(found(reader.read(text)))


def test_a_day_and_month_that_may_be_swapped_are_asked_back(reader: Reader) -> None:
    (each,) = reader.read("by 03/02", "weeks_to_launch", TODAY).ambiguous
    assert each.doubt is Doubt.DATE


def test_no_with_a_full_stop_ends_the_sentence(reader: Reader) -> None:
    assert found(reader.read("No. It's a classification job.", "citations")) == {
        "citations": "no",
        "narrow_task": "yes",
    }

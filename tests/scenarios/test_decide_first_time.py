"""What a team does that never decided with Archie: slips, odd wordings, second thoughts. Each is told what holds."""

from __future__ import annotations

import pytest

from bot.slack import conversation_texts as texts
from bot.slack import decision_texts
from tests.scenarios.deciding import FORMAT, id_of, question, result, shown, starts
from tests.scenarios.people import Person
from tests.scenarios.reading import Message, labels, text_of
from tests.scenarios.town import Town


async def joined(owner: Person, other: Person, channel: str = "general") -> tuple[Message, Message]:
    """A decision of two, with its first question."""
    root, first = await starts(owner, "Support bot", channel)
    await other.clicks(root, "Join", channel)
    await other.sees_ephemeral()
    return root, first


async def told(person: Person, words: str, channel: str = "general") -> Message:
    """Wait for something only that person sees."""
    return await person.sees_message(lambda one: one.get("is_ephemeral") and words in text_of(one), channel)


async def test_who_is_not_in_the_channel_is_handed_nothing(archie: Town, mara: Person, tobias: Person) -> None:
    noor = await archie.person("noor")
    talk = await mara.says("Which model shall we take?", "ai-architecture")
    await mara.says("@Archie decide Support bot", "ai-architecture", talk["ts"])
    first = await question(mara, "Question 1", talk["ts"], "ai-architecture")
    await mara.says(f"hand over to <@{noor.id}>", "ai-architecture", talk["ts"])
    await told(mara, "noor is not in this channel", "ai-architecture")
    await mara.says(f"hand over to <@{tobias.id}>", "ai-architecture", talk["ts"])
    await mara.sees_message("now leads this decision", "ai-architecture", talk["ts"])

    assert "noor" not in text_of(mara.now(first, "ai-architecture") or {})
    assert "Support bot" not in text_of(await noor.opens_home())


async def test_what_one_answered_is_said_back_and_skipping_does_not_lose_it(mara: Person, tobias: Person) -> None:
    root, first = await joined(mara, tobias)
    await tobias.picks(first, "Daily", "general")
    await told(tobias, "Your answer to “How often it changes” is kept: Daily.")
    await tobias.clicks(first, "Skip", "general")
    await told(tobias, "Only mara can do that")
    await mara.picks(first, "Daily", "general")
    await mara.sees_message("tobias: Daily", "general", root["ts"])

    second = await question(mara, "Question 2", root["ts"], "general")
    await tobias.clicks(second, "Skip", "general")
    await told(tobias, "is kept: not sure.")


async def test_answers_given_ahead_count_when_the_owner_finishes(mara: Person, tobias: Person) -> None:
    root, _ = await joined(mara, tobias)
    await mara.says("docs change daily, the budget is 25k, launch in 3 weeks", "general", root["ts"])
    await mara.sees_message("Set-up budget: $25,000", "general", root["ts"])
    await mara.says("finish", "general", root["ts"])

    rests = text_of(await result(mara, root["ts"], "general")).partition(decision_texts.KNOWN)[2]
    assert "How often it changes: Daily" in rests
    assert "Set-up budget: $25,000" in rests
    assert "Weeks to launch: 3 weeks" in rests


async def test_finishing_early_does_not_call_a_needed_question_needless(mara: Person) -> None:
    root, first = await starts(mara, "Search", "dm")
    await mara.says("finish", "dm", root["ts"])
    await result(mara, root["ts"], "dm")
    left = await mara.sees_message(lambda one: one["ts"] == first["ts"] and not labels(one), "dm", root["ts"])
    assert decision_texts.ENDED_BEFORE in text_of(left)


async def test_going_back_asks_under_the_same_number(mara: Person) -> None:
    root, first = await starts(mara, "Search", "dm")
    await mara.picks(first, "Weekly", "dm")
    second = await question(mara, "Question 2", root["ts"], "dm")
    await mara.clicks(second, "Back", "dm")
    again = await mara.sees_message(lambda one: one["ts"] > second["ts"] and labels(one), "dm", root["ts"])
    assert "Question 1, about" in text_of(again)
    await mara.picks(again, "Daily", "dm")
    once_more = await mara.sees_message(lambda one: one["ts"] > again["ts"] and labels(one), "dm", root["ts"])
    assert "Question 2, about" in text_of(once_more)
    assert FORMAT in text_of(once_more)


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ("change how often it changes from weekly to monthly", "How often it changes: Monthly"),
        ("change how often it changes: monthly", "How often it changes: Monthly"),
        ("change my answer to monthly", "How often it changes: Monthly"),
        ("update the budget to $20k", "Set-up budget: $20,000"),
        ("change citations", "To what? Write “change Sources shown to …”. It can be: Yes, No."),
        ("change citations to banana", "It can be: Yes, No. Nothing was changed."),
        ("change banana to no", "I do not know which answer “banana” is. There are: How often it changes,"),
        ("change the budget to 20-30k", "That leaves several values open. Which is it?"),
        ("change my answer", "“change citations to no”"),
        ("what if", texts.SUPPOSE_WHAT),
        ("summary so far?", "1 question answered, about 2 left."),
        ("reopen", "Use /decide revisit and the id on the card"),
        ("thanks!", "You are welcome."),
    ],
)
async def test_wordings_people_try(mara: Person, said: str, holds: str) -> None:
    root, first = await starts(mara, "Search", "dm")
    await mara.picks(first, "Weekly", "dm")
    await question(mara, "Question 2", root["ts"], "dm")
    await mara.says(said, "dm", root["ts"])
    await mara.sees_message(holds, "dm", root["ts"])


async def test_a_changed_answer_is_shown_though_it_came_from_a_form(mara: Person) -> None:
    root, _ = await starts(mara, "Search", "dm")
    await mara.says("docs change weekly and we are a bank", "dm", root["ts"])
    understood = await mara.sees_message("Correct How often it changes", "dm", root["ts"])
    await mara.clicks(understood, "Correct How often it changes", "dm")
    form = await mara.sees_view()
    await mara.fills_in(form, {form["blocks"][0]["label"]["text"]: "Daily"})
    await mara.sees_message("Changed by mara from an earlier answer.", "dm", root["ts"])
    await mara.clicks(understood, "Yes", "dm")
    await mara.sees_message(lambda one: text_of(one).startswith("Sources shown: Yes"), "dm", root["ts"])


async def test_what_one_corrects_is_said_back_to_them_alone(mara: Person, tobias: Person) -> None:
    root, _ = await joined(mara, tobias)
    await tobias.says("we are a bank and the budget is 20k", "general", root["ts"])
    understood = await tobias.sees_message("Correct Set-up budget", "general", root["ts"])
    await tobias.clicks(understood, "Yes", "general")
    await told(tobias, "Your answer to “Sources shown” is kept: Yes.")
    await tobias.clicks(understood, "Correct Set-up budget", "general")
    form = await tobias.sees_view()
    await tobias.fills_in(form, {"How much may it cost to set up, in US dollars?": "30000"})
    await told(tobias, "Your answer to “Set-up budget” is kept: $30,000.")
    assert not any("30,000" in text for text in shown(mara, root["ts"]))


async def test_called_without_a_word_the_thread_is_explained(mara: Person) -> None:
    root, _ = await starts(mara, "Support bot", "general")
    await mara.says("@Archie", "general", root["ts"])
    await told(mara, decision_texts.HELP_THREAD)


async def test_an_answer_stays_said_back_when_its_message_is_deleted(archie: Town, mara: Person) -> None:
    root, _ = await starts(mara, "Search", "dm")
    said = await mara.says("docs change weekly", "dm", root["ts"])
    await mara.sees_message("How often it changes: Weekly", "dm", root["ts"])
    await mara.edits(said, "docs change monthly", "dm")
    await mara.sees_message("How often it changes: Monthly", "dm", root["ts"])
    await mara.deletes(said, "dm")
    await archie.workspace.idle()

    assert any("How often it changes: Monthly" in text for text in shown(mara, root["ts"]))


async def test_what_can_be_done_after_the_end_is_said(mara: Person) -> None:
    root, _ = await starts(mara, "Search", "dm")
    await mara.says("finish", "dm", root["ts"])
    await result(mara, root["ts"], "dm")
    await mara.says("the budget is 20k", "dm", root["ts"])
    await mara.sees_message("“change … to …” still changes an answer until it is recorded", "dm", root["ts"])
    await mara.says("change the budget to 20k", "dm", root["ts"])
    await mara.sees_message(
        lambda one: "Set-up budget: $20,000" in text_of(one) and "Record Decision" in labels(one), "dm"
    )


async def test_what_was_cancelled_is_started_anew(mara: Person) -> None:
    root, first = await starts(mara, "Search", "general")
    await mara.says("cancel", "general", root["ts"])
    await mara.sees_message(lambda one: one["ts"] == root["ts"] and "Cancelled" in text_of(one), "general")
    for number, line in enumerate((f"/decide revisit {id_of(root)}", f"/decide resume {id_of(root)}")):
        await mara.runs(line, "general")
        said = text_of(await mara.sees_ephemeral(after=number))
        assert "This decision was cancelled. Start a new one with /decide" in said
    await mara.runs(f"/decide show {id_of(root)}", "general")

    assert "left" not in text_of(await mara.sees_ephemeral(after=2))
    assert decision_texts.HIDDEN not in text_of(mara.now(first, "general") or {})


async def test_leaving_what_one_is_not_in(archie: Town, mara: Person, tobias: Person) -> None:
    root, _ = await starts(mara, "Support bot", "general")
    await tobias.says("leave", "general", root["ts"])
    await told(tobias, texts.NOT_IN_IT)


async def test_a_topic_has_words_and_the_command_may_be_written_out(mara: Person) -> None:
    await mara.runs("/decide ...", "general")
    assert decision_texts.HELP_HEADER in text_of(await mara.sees_ephemeral())
    talk = await mara.says("Which model is best?", "general")
    await mara.says("@Archie /decide Support bot", "general", talk["ts"])
    await question(mara, "Question 1", talk["ts"], "general")


async def test_a_word_for_the_thread_begins_no_decision(mara: Person) -> None:
    for number, line in enumerate(("/decide finish", "/decide next", "/decide why", "/decide quorum 3")):
        await mara.runs(line, "general")
        assert "in the thread of the decision" in text_of(await mara.sees_ephemeral(after=number))
    await mara.runs("/decide delete 7f3a9c", "general")
    assert decision_texts.HELP_HEADER in text_of(await mara.sees_ephemeral(after=4))
    assert not mara.roots("general")


async def test_thanks_are_no_gap(mara: Person) -> None:
    thanks = await mara.says("@Archie thank you!", "general")
    assert "You are welcome." in text_of(await mara.sees_answer(thanks["ts"]))
    await mara.runs("/knowledge gaps", "general")
    assert "thank you" not in text_of(await mara.sees_ephemeral())


async def test_more_decisions_than_slack_takes_at_once_are_kept_and_said_so(archie: Town, mara: Person) -> None:
    topics = [f"Topic {number}" for number in range(8)]
    for topic in topics:
        await mara.runs(f"/decide {topic}", "general")
    for topic in topics:
        await mara.sees_message(lambda one, topic=topic: topic in text_of(one) and "Join" in labels(one), "general")

    assert not [one for one in mara.ephemerals() if "went wrong" in text_of(one)]

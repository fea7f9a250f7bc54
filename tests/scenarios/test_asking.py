"""People ask, in every place one can ask, and check what they are told."""

from __future__ import annotations

from contextlib import suppress

import pytest

from tests.scenarios.people import Person, RefusedError, labels, text_of
from tests.scenarios.town import Town

ASK_ABOUT = "Ask About This Message"


async def test_a_slash_command_is_answered_privately_and_each_number_opens_its_quote(
    archie: Town, mara: Person, tobias: Person
) -> None:
    await mara.runs("/ask How much latency overhead does retrieval add?", "general")

    answer = await mara.sees_ephemeral()

    assert "30-50%" in text_of(answer)
    assert "[1]" in text_of(answer)
    await mara.clicks(answer, "1", "general")
    passage = await mara.sees_view()
    assert "The retrieval step of RAG typically adds 30-50% latency overhead." in text_of(passage)
    assert "How fast must a response be?" in text_of(passage)
    await archie.workspace.idle()
    assert not [event for event in tobias.seen if event["type"] == "message"]


async def test_sharing_shows_the_answer_to_the_channel_once_however_often_one_clicks(
    archie: Town, mara: Person, tobias: Person
) -> None:
    await mara.runs("/ask What does it cost to set up a production RAG system?", "general")
    answer = await mara.sees_ephemeral()

    await mara.clicks(answer, "Share In Channel", "general")
    shared = await tobias.sees(lambda event: event["type"] == "message" and event["message"])
    with suppress(RefusedError):  # the private answer may be gone by now
        await mara.clicks(answer, "Share In Channel", "general")
    await archie.workspace.idle()

    assert "$15-40k" in text_of(shared)
    messages = [event["message"] for event in tobias.seen if event["type"] == "message"]
    assert len(messages) == 1
    await tobias.clicks(shared, "1", "general")
    assert "$15-40k" in text_of(await tobias.sees_view())


async def test_what_somebody_wrote_is_asked_about_from_its_menu_privately_and_where_it_stands(
    archie: Town, mara: Person, tobias: Person
) -> None:
    talk = await tobias.says("Before we start:", "general")
    wrote = await tobias.says("How much latency overhead does retrieval add, @Archie?", "general", talk["ts"])
    await tobias.sees_answer(talk["ts"])
    seen = len(tobias.seen)

    await mara.uses_shortcut(ASK_ABOUT, wrote, "general")
    answer = await mara.sees_ephemeral()

    assert "30-50%" in text_of(answer)
    assert "You asked: How much latency overhead does retrieval add" in text_of(answer)
    assert answer["thread_ts"] == talk["ts"]
    await archie.workspace.idle()
    assert not [event for event in tobias.seen[seen:] if event["type"] == "message"]


async def test_a_message_that_says_nothing_to_ask_about_gets_a_hint(archie: Town, mara: Person) -> None:
    question = await mara.says("@Archie How long does it take to prototype a RAG system?", "general")
    answer = await mara.sees_answer(question["ts"])

    await mara.uses_shortcut(ASK_ABOUT, answer, "general")

    assert "nothing to ask about" in text_of(await mara.sees_ephemeral())


async def test_a_mention_is_answered_once_in_its_thread(archie: Town, mara: Person) -> None:
    question = await mara.says("@Archie How long does it take to prototype a RAG system?", "ai-architecture")

    answer = await mara.sees_answer(question["ts"])
    await archie.workspace.idle()

    assert "2-3 weeks" in text_of(answer)
    assert len(mara.replies(question["ts"])) == 1


async def test_a_direct_message_is_answered_in_its_own_thread(archie: Town, mara: Person) -> None:
    question = await mara.says("Which layer should be built first if we need both?", "dm")

    answer = await mara.sees_answer(question["ts"])

    assert "first" in text_of(answer)
    assert answer["thread_ts"] == question["ts"]


async def test_in_a_thread_archie_answers_when_addressed_and_is_quiet_while_people_talk(
    archie: Town, mara: Person, tobias: Person
) -> None:
    root = await mara.says("Should we fine-tune for our brand voice?", "general")
    await tobias.says("Let us ask the expert.", "general", thread=root["ts"])
    await tobias.says("@Archie How far does prompt engineering get us with a brand voice?", "general", root["ts"])
    first = await mara.sees_answer(root["ts"])
    await mara.says("Most of the way, then. Thanks!", "general", thread=root["ts"])
    await archie.workspace.idle()

    assert "most of the way" in text_of(first)
    assert len(mara.replies(root["ts"])) == 1


async def test_what_the_articles_do_not_say_is_not_answered_and_the_nearest_articles_are_named(
    archie: Town, mara: Person
) -> None:
    question = await mara.says("Who won the 2022 football World Cup?", "dm")

    answer = text_of(await mara.sees_answer(question["ts"]))

    assert "not cover" in answer
    assert "[1]" not in answer


async def test_feedback_is_kept_and_may_be_changed(archie: Town, mara: Person) -> None:
    question = await mara.says("When does fine-tuning shine?", "dm")
    answer = await mara.sees_answer(question["ts"])

    await mara.clicks(answer, "Helpful", "dm")
    await archie.workspace.idle()
    await mara.clicks(answer, "Not Helpful", "dm")
    modal = await mara.sees_view()

    assert "wrong" in text_of(modal)


@pytest.mark.parametrize("text", ["", "help"])
async def test_an_empty_question_gets_help(archie: Town, mara: Person, text: str) -> None:
    await mara.runs(f"/ask {text}".strip(), "general")

    assert "/ask" in text_of(await mara.sees_ephemeral())


@pytest.mark.parametrize("line", ["/archie help", "/archie", "/archie frobnicate"])
async def test_archie_explains_itself(archie: Town, mara: Person, line: str) -> None:
    await mara.runs(line, "general")

    assert "/ask" in text_of(await mara.sees_ephemeral())


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("?!… ---", "in words"),
        ("why " * 2_500, "shorten"),
        ("Was kostet der Betrieb eines feinabgestimmten Modells im Monat?", "not cover"),
        ("検索拡張生成はいつ正しい選択ですか", "not cover"),
        ('"; DROP TABLE passages; --', "not cover"),
    ],
)
async def test_a_question_that_cannot_be_answered_gets_a_clear_sentence(
    archie: Town, mara: Person, question: str, told: str
) -> None:
    asked = await mara.says(question, "dm")

    answer = text_of(await mara.sees_answer(asked["ts"]))

    assert told in answer
    assert "Traceback" not in answer
    assert "Error" not in answer


async def test_the_home_tab_says_what_archie_can_do(archie: Town, mara: Person) -> None:
    home = await mara.opens_home()

    assert "/ask" in text_of(home)


async def test_angle_brackets_and_broadcasts_in_a_question_never_come_back_alive(archie: Town, mara: Person) -> None:
    await mara.runs("/ask What does <!channel> RAG & <https://evil.example|click> cost to set up?", "general")
    answer = await mara.sees_ephemeral()
    if "Share In Channel" in labels(answer):
        await mara.clicks(answer, "Share In Channel", "general")
    await archie.workspace.idle()

    for event in mara.seen:
        assert "<!channel>" not in text_of(event.get("message", {}))
        assert "<https://evil.example" not in text_of(event.get("message", {}))

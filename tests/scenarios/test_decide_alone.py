"""One person decides in a direct message: by buttons, in their own words, with detours."""

from __future__ import annotations

from bot.slack import conversation_texts as texts
from tests.scenarios.deciding import result, shown, starts
from tests.scenarios.people import Person
from tests.scenarios.reading import labels, text_of
from tests.scenarios.town import Town


async def test_by_buttons_to_a_verdict_its_chart_and_its_record(archie: Town, mara: Person) -> None:
    root, first = await starts(mara, "Support bot", "dm")
    thread = root["ts"]
    await mara.picks(first, "Weekly", "dm")
    open_ = await mara.sees_message(lambda one: "Question 2" in text_of(one), "dm", thread)
    asked = {first["ts"]}
    while True:
        asked.add(open_["ts"])
        await mara.clicks(open_, "No" if "No" in labels(open_) else "Not Sure", "dm")
        open_ = await mara.sees_message(
            lambda one: one["ts"] not in asked and {"Not Sure", "Record Decision"} & set(labels(one)), "dm", thread
        )
        if "Record Decision" in labels(open_):
            break

    assert text_of(open_).startswith("The verdict: RAG")
    file, drawn = await mara.sees_file("cost-over-time.png", "dm", thread)
    assert drawn.startswith(b"\x89PNG")
    assert "cumulative cost" in file["alt_txt"]
    await mara.clicks(open_, "Record Decision", "dm")
    file, written = await mara.sees_file("support-bot.md", "dm", thread)
    assert b"# Support bot" in written
    assert "Record Decision" not in labels(mara.now(open_, "dm") or {})
    await mara.sees_message("Finished", "dm")
    assert sum("The verdict" in text for text in shown(mara, thread)) == 1


async def test_in_ones_own_words_in_three_messages(archie: Town, mara: Person) -> None:
    root, _ = await starts(mara, "Search", "dm")
    thread = root["ts"]
    await mara.says("weekly", "dm", thread)
    await mara.says("launch in 3 weeks, budget $25k, users must see the sources", "dm", thread)
    await mara.says("no special output format, and no special domain language", "dm", thread)
    if not any("The verdict" in text for text in shown(mara, thread)):
        await mara.says("finish", "dm", thread)

    verdict = text_of(await result(mara, thread, "dm"))
    assert "RAG" in verdict.split("\n")[0]
    said = "\n".join(shown(mara, thread))
    assert "Set-up budget: $25,000" in said
    assert "Weeks to launch: 3 weeks" in said
    assert "Correct Set-up budget" in said


async def test_what_if_and_why_change_nothing(archie: Town, mara: Person) -> None:
    root, _ = await starts(mara, "Search", "dm")
    thread = root["ts"]
    await mara.says("users must see the sources", "dm", thread)
    await mara.sees_message("Sources shown: Yes", "dm", thread)
    await mara.says("what if the budget is 50k?", "dm", thread)
    supposed = await mara.sees_message("What if", "dm", thread)
    await mara.says("why", "dm", thread)
    await mara.sees_message("This can still change", "dm", thread)
    await mara.says("status", "dm", thread)
    status = text_of(await mara.sees_message("1 question answered", "dm", thread))

    assert "$50,000" in text_of(supposed)
    assert "$50,000" not in status


async def test_a_side_question_is_answered_and_the_open_one_asked_again_below(archie: Town, mara: Person) -> None:
    root, first = await starts(mara, "Search", "dm")
    thread = root["ts"]
    asked = await mara.says("How much does a RAG system cost to set up?", "dm", thread)
    again = await mara.sees_message(lambda one: one["ts"] > asked["ts"] and "Question 1" in text_of(one), "dm", thread)

    await mara.sees(lambda _: mara.now(first, "dm") is None)
    replies = shown(mara, thread)
    assert any("$15-40k" in text for text in replies)
    assert sum("Question 1" in text for text in replies) == 1
    await mara.picks(again, "Weekly", "dm")
    await mara.sees_message("*Weekly*", "dm", thread)


async def test_back_change_and_correct(archie: Town, mara: Person) -> None:
    root, first = await starts(mara, "Search", "dm")
    thread = root["ts"]
    await mara.picks(first, "Weekly", "dm")
    await mara.sees_message("*Weekly*", "dm", thread)
    await mara.says("back", "dm", thread)
    again = await mara.sees_message(
        lambda one: one["ts"] > first["ts"] and "How often" in text_of(one) and "Not Sure" in labels(one), "dm", thread
    )
    await mara.picks(again, "Once a year", "dm")
    await mara.sees_message("*Once a year*", "dm", thread)
    await mara.says("change how often it changes to monthly", "dm", thread)
    understood = await mara.sees_message("How often it changes: Monthly", "dm", thread)
    await mara.clicks(understood, "Correct How often it changes", "dm")
    form = await mara.sees_view()
    await mara.fills_in(form, {form["blocks"][0]["label"]["text"]: "Daily"})

    await mara.says("status", "dm", thread)
    await mara.sees_message(lambda one: "How often it changes: Daily" in text_of(one), "dm", thread)


async def test_what_means_nothing_here_is_said_so(archie: Town, mara: Person) -> None:
    root, _ = await starts(mara, "Search", "dm")
    await mara.says("hmm, let me think", "dm", root["ts"])
    await mara.sees_message(texts.NOTHING_IN_IT, "dm", root["ts"])


async def test_a_number_by_a_form(archie: Town, mara: Person) -> None:
    root, first = await starts(mara, "Search", "dm")
    thread = root["ts"]
    await mara.picks(first, "Hardly ever", "dm")
    await mara.says("no sources needed, no special format, no special domain language", "dm", thread)
    seen = {first["ts"]}
    for _ in range(10):
        open_ = await mara.sees_message(
            lambda one: one["ts"] not in seen and {"Not Sure", "Enter A Number"} & set(labels(one)), "dm", thread
        )
        seen.add(open_["ts"])
        if "Enter A Number" in labels(open_):
            break
        await mara.clicks(open_, "Not Sure", "dm")
    await mara.clicks(open_, "Enter A Number", "dm")
    form = await mara.sees_view("Your Answer")
    await mara.fills_in(form, {form["blocks"][0]["label"]["text"]: "7000"})
    settled = await mara.sees_message(lambda one: one["ts"] == open_["ts"] and "7,000" in text_of(one), "dm", thread)
    assert "Enter A Number" not in labels(settled)

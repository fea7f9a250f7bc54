"""Decisions by command: what is not understood, what is not there, lists, restarts, and what takes their place."""

from __future__ import annotations

from pathlib import Path

from bot.slack import conversation_texts as texts
from bot.slack import decision_texts
from tests.scenarios.deciding import FORMAT, id_of, question, result, shown, starts
from tests.scenarios.people import Person
from tests.scenarios.reading import Message, labels, text_of
from tests.scenarios.town import Town, settings_in, town

EVERYTHING = "weekly, no special output format, no special domain language, users must see the sources"


async def test_slips_and_ids_nobody_knows(archie: Town, mara: Person) -> None:
    told = []
    for number, line in enumerate(
        ("/decide", "/decide statsu", "/decide show", "/decide show 123abc", "/decide resume")
    ):
        await mara.runs(line, "general")
        told.append(text_of(await mara.sees_ephemeral(after=number)))

    assert decision_texts.HELP_HEADER in told[0]
    assert "Did you mean /decide status?" in told[1]
    assert texts.NO_ID in told[2]
    assert texts.unknown_id("123abc") in told[3]
    assert texts.NO_PAUSED in told[4]
    assert not mara.roots("general")


async def test_archie_is_not_in_the_channel(archie: Town, mara: Person) -> None:
    archie.workspace.control.remove("archie", "general")
    await mara.runs("/decide Support bot", "general")

    assert texts.INVITE in text_of(await mara.sees_ephemeral())
    assert not mara.roots("general")


async def test_a_decision_outlives_a_restart_paused_and_resumed(house: Path) -> None:
    async with town(settings_in(house)) as before:
        mara = await before.person("mara")
        root, first = await starts(mara, "Support bot", "dm")
        thread = root["ts"]
        await mara.picks(first, "Weekly", "dm")
        await mara.sees_message(lambda one: "Question 2" in text_of(one), "dm", thread)
        await mara.says("pause", "dm", thread)
        await mara.sees_message(lambda one: one["ts"] == thread and "Paused" in text_of(one), "dm")

    async with town(settings_in(house)) as after:
        mara = await after.person("mara")
        await after.workspace.wait_for(lambda: after.workspace.connected)
        await mara.says("yes", "dm", thread)
        await mara.sees_message(lambda one: "aused" in text_of(one) and one["ts"] > thread, "dm", thread)
        await mara.runs("/decide resume", "dm")
        await mara.sees_message(lambda one: "Question 2" in text_of(one) and "Back" in labels(one), "dm", thread)
        replies = [text_of(one) for one in await mara.reads("dm", thread)]

    assert sum("*Weekly*" in text for text in replies) == 1


async def test_the_list_shows_what_one_takes_part_in_and_opens_it(archie: Town, mara: Person, tobias: Person) -> None:
    await starts(mara, "Secret plan", "dm")
    root, _ = await starts(mara, "Support bot", "general")
    await mara.runs("/decide list", "general")
    mine = await mara.sees_ephemeral()
    await tobias.runs("/decide list", "general")
    others = text_of(await tobias.sees_ephemeral())
    await mara.clicks(mine, "Show", "general")
    opened = text_of(await mara.sees_ephemeral(after=1))
    await tobias.runs("/decide status", "general")
    status = text_of(await tobias.sees_ephemeral(after=1))

    assert "Secret plan" in text_of(mine)
    assert "Secret plan" not in others
    assert id_of(root) in others
    assert "0 questions answered" in opened
    assert "Support bot" in status


async def test_deciding_again_carries_what_stood_and_supersedes(archie: Town, mara: Person) -> None:
    root, _ = await starts(mara, "Support bot", "dm")
    thread = root["ts"]
    await mara.says(EVERYTHING, "dm", thread)
    await mara.sees_message("Sources shown: Yes", "dm", thread)
    await mara.says("finish", "dm", thread)
    done = await result(mara, thread, "dm")
    await mara.clicks(done, "Record Decision", "dm")
    await mara.sees_file(".md", "dm", thread)
    await mara.runs(f"/decide revisit {id_of(root)}", "dm")
    successor = await mara.sees_message(
        lambda one: f"Supersedes decision {id_of(root)}" in text_of(one) and one["ts"] != thread, "dm"
    )

    await mara.sees_message(lambda one: one["ts"] == thread and "Superseded by" in text_of(one), "dm")
    await mara.says("status", "dm", successor["ts"])
    await mara.sees_message("Sources shown: Yes", "dm", successor["ts"])


async def test_a_changed_answer_changes_the_result_in_its_place_until_it_is_recorded(
    archie: Town, mara: Person
) -> None:
    root, _ = await starts(mara, "Support bot", "dm")
    thread = root["ts"]
    await mara.says(EVERYTHING, "dm", thread)
    await mara.sees_message("Sources shown: Yes", "dm", thread)
    await mara.says("finish", "dm", thread)
    before = await result(mara, thread, "dm")
    await mara.clicks(before, "Change An Answer", "dm")
    which = await mara.sees_view("Change An Answer")
    await mara.fills_in(which, {which["blocks"][0]["label"]["text"]: "Exact format or voice"})
    form = await mara.sees(lambda _: _form(mara, "very specific format"))
    await mara.fills_in(form, {form["blocks"][0]["label"]["text"]: "Yes"})
    after = await mara.sees_message(lambda one: one["ts"] == before["ts"] and "Hybrid" in _verdict(one), "dm", thread)

    assert _verdict(before).startswith("The verdict: RAG")
    assert _verdict(after).startswith("The verdict: Hybrid")


def _verdict(message: Message) -> str:
    return text_of(message).split(".")[0]


def _form(person: Person, label: str) -> object:
    views = [event["view"] for event in person.seen if event["type"] in {"view_opened", "view_updated"}]
    return next((view for view in reversed(views) if label in text_of(view)), None)


async def test_a_discussion_becomes_the_first_answers(archie: Town, mara: Person, tobias: Person) -> None:
    talk = await mara.says("How should the support bot learn our product?", "general")
    thread = talk["ts"]
    await tobias.says("We have to launch in 3 weeks.", "general", thread)
    await mara.says("Users must see the sources.", "general", thread)
    await mara.says("Is lunch ready?", "general", thread)
    await mara.uses_shortcut("Start A Decision From This Thread", talk, "general")
    form = await mara.sees(lambda _: _form(mara, "What is to be decided"))
    await mara.fills_in(form, {"What is to be decided": "Support bot"} | _initial(form))
    await question(mara, FORMAT, thread, "general")
    await mara.says("status", "general", thread)
    status = text_of(await mara.sees_message("What it rests on", "general", thread))

    assert "tobias" in text_of(form)
    assert "Weeks to launch: 3 weeks" in status
    assert "Sources shown: Yes" in status
    assert any("Support bot" in text for text in shown(mara, thread))


def _initial(form: dict[str, object]) -> dict[str, str]:
    """What a form has chosen already, which a page hands in as well."""
    inputs = [block for block in form["blocks"] if block["type"] == "input"]
    chosen = {block["label"]["text"]: block["element"].get("initial_option") for block in inputs}
    return {label: option["text"]["text"] for label, option in chosen.items() if option}

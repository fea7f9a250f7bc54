"""Menus, choices and the forms of an app, filled in by hand."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page, expect

from bot.workspace.server import WorkspaceServer

pytestmark = pytest.mark.asyncio(loop_scope="session")


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def option(text: str) -> dict[str, Any]:
    return {"text": plain(text), "value": text.lower()}


def ask(text: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "block_id": text.lower(), "label": plain(text), "element": element, **more}


SURE = {
    "title": plain("End it?"),
    "text": plain("Everybody sees it."),
    "confirm": plain("End It"),
    "deny": plain("Go On"),
}
QUESTION: list[dict[str, Any]] = [
    {
        "type": "section",
        "text": plain("How often does it change?"),
        "accessory": {
            "type": "radio_buttons",
            "action_id": "often",
            "options": [option("Weekly"), option("Yearly")],
            "confirm": SURE,
        },
    },
    {
        "type": "section",
        "text": plain("The decision"),
        "accessory": {"type": "overflow", "action_id": "more", "options": [option("Pause"), option("Hand Over")]},
    },
    {
        "type": "actions",
        "elements": [
            {
                "type": "static_select",
                "action_id": "users",
                "placeholder": plain("How many users"),
                "options": [option("Few"), option("Many")],
                "confirm": SURE,
            },
            {"type": "button", "action_id": "form", "text": plain("Fill In")},
        ],
    },
]
NUMBER = {"type": "number_input", "action_id": "n", "is_decimal_allowed": False, "min_value": "1", "max_value": "90"}
FORM: dict[str, Any] = {
    "type": "modal",
    "callback_id": "facts",
    "private_metadata": "decision-7",
    "title": plain("Facts"),
    "submit": plain("Save"),
    "blocks": [
        ask("Weeks", NUMBER),
        ask("Team", {"type": "static_select", "action_id": "t", "options": [option("One"), option("Two")]}),
        ask("Review", {"type": "datepicker", "action_id": "d"}, optional=True),
        ask("Who", {"type": "checkboxes", "action_id": "c", "options": [option("Ml"), option("Ops")]}, optional=True),
    ],
}
LOADING = {"type": "modal", "title": plain("Facts"), "blocks": [{"type": "section", "text": plain("Reading…")}]}


async def post(guide, server: WorkspaceServer, **place: Any) -> None:
    general = server.control.channel_id("general")
    await guide.app.client.chat_postMessage(channel=general, text="A question", blocks=QUESTION, **place)


def hear(guide, *names: str) -> None:
    async def heard(ack: Any, action: dict[str, Any]) -> None:
        await ack()
        guide.heard.append(action)

    for name in names:
        guide.app.action(name)(heard)


def chosen(guide) -> list[tuple[str, str]]:
    return [(action["action_id"], action["selected_option"]["value"]) for action in guide.heard]


async def test_an_overflow_menu_offers_and_tells_what_was_chosen(open_page, guide, server: WorkspaceServer):
    hear(guide, "more")
    await post(guide, server)
    page = await open_page()
    await page.get_by_role("button", name="More options").click()
    await expect(page.get_by_role("menuitem")).to_have_text(["Pause", "Hand Over"])
    await page.get_by_role("menuitem", name="Hand Over").click()
    await server.wait_for(lambda: chosen(guide) == [("more", "hand over")])


async def test_a_choice_taken_back_is_not_made(open_page, guide, server: WorkspaceServer):
    hear(guide, "often", "users")
    await post(guide, server)
    page = await open_page()
    question = page.get_by_role("radiogroup", name="How often does it change?")
    await question.get_by_label("Weekly").check()
    await page.get_by_role("button", name="Go On").click()
    await expect(question.get_by_label("Weekly")).not_to_be_checked()
    menu = page.get_by_label("How many users")
    await menu.select_option("Many")
    await page.get_by_role("button", name="Go On").click()
    await expect(menu).to_have_value("")
    assert guide.heard == []

    await question.get_by_label("Yearly").check()
    await page.get_by_role("button", name="End It").click()
    await server.wait_for(lambda: chosen(guide) == [("often", "yearly")])
    await menu.select_option("Few")
    await page.get_by_role("button", name="End It").click()
    await server.wait_for(lambda: chosen(guide) == [("often", "yearly"), ("users", "few")])
    await expect(menu).to_have_value("few")


@pytest.fixture
def form(guide) -> list[dict[str, Any]]:
    """Has the app open the form behind a loading view, refuse 13 weeks, then show what it understood."""
    submitted: list[dict[str, Any]] = []

    @guide.app.action("form")
    async def opened(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        shown = await client.views_open(trigger_id=body["trigger_id"], view=LOADING)
        await guide.go_on.wait()
        await client.views_update(view_id=shown["view"]["id"], hash=shown["view"]["hash"], view=FORM)

    @guide.app.view("facts")
    async def saved(ack: Any, view: dict[str, Any]) -> None:
        submitted.append(view)
        weeks = view["state"]["values"]["weeks"]["n"]["value"]
        if weeks == "13":
            await ack(response_action="errors", errors={"weeks": "That week is a holiday."})
            return
        again = {"type": "modal", "title": plain("Understood"), "blocks": [{"type": "header", "text": plain(weeks)}]}
        await ack(response_action="push" if weeks == "14" else "update", view=again)

    return submitted


async def fill_in(page: Page, guide) -> Any:
    await page.get_by_role("button", name="Fill In").click()
    modal = page.get_by_role("dialog", name="Facts")
    await expect(modal).to_contain_text("Reading…")
    guide.go_on.set()
    await modal.get_by_label("Weeks").fill("200")
    await modal.get_by_label("Team").select_option("Two")
    return modal


async def test_a_form_after_a_loading_view_is_checked_and_sent_whole(open_page, guide, form, server: WorkspaceServer):
    await post(guide, server)
    page = await open_page()
    modal = await fill_in(page, guide)
    await modal.get_by_label("Review").fill("2027-02-01")
    await modal.get_by_label("Ops").check()
    save = modal.get_by_role("button", name="Save")
    await save.click()
    await expect(modal.get_by_role("alert")).to_have_text("Enter 90 or less.")
    await modal.get_by_label("Weeks").fill("13")
    await save.click()
    await expect(modal.get_by_role("alert")).to_have_text("That week is a holiday.")
    await modal.get_by_label("Weeks").fill("12")
    await save.click()

    await expect(page.get_by_role("dialog", name="Understood").locator(".block-title")).to_have_text("12")
    assert form[-1]["private_metadata"] == "decision-7"
    assert form[-1]["state"]["values"] == {
        "weeks": {"n": {"type": "number_input", "value": "12"}},
        "team": {"t": {"type": "static_select", "selected_option": option("Two")}},
        "review": {"d": {"type": "datepicker", "selected_date": "2027-02-01"}},
        "who": {"c": {"type": "checkboxes", "selected_options": [option("Ops")]}},
    }


async def test_a_view_pushed_on_top_leads_back(open_page, guide, form, server: WorkspaceServer):
    await post(guide, server)
    page = await open_page()
    modal = await fill_in(page, guide)
    await modal.get_by_label("Weeks").fill("14")
    await modal.get_by_role("button", name="Save").click()
    await page.get_by_role("dialog", name="Understood").get_by_role("button", name="Back").click()
    await expect(page.get_by_role("dialog", name="Facts").get_by_label("Weeks")).to_have_value("14")


async def test_a_reply_in_a_thread_has_the_shortcuts_too(open_page, guide, server: WorkspaceServer):
    root = server.person("tobias").say("A root", "#general")
    server.person("aiko").say("We must decide", "#general", thread_ts=root.ts)
    page = await open_page()
    await page.locator(".thread-link").click()
    await page.locator(".thread .message", has_text="We must decide").hover()
    tools = page.locator(".thread .message", has_text="We must decide").get_by_role("button", name="More actions")
    await tools.click()
    await page.get_by_role("menuitem", name="Ask About This").click()
    await server.wait_for(lambda: guide.heard == ["We must decide"])


async def test_a_private_reply_in_a_thread_is_replaced_in_its_place(open_page, guide, server: WorkspaceServer):
    @guide.app.action("form")
    async def pressed(ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="Noted, privately.", replace_original=True)

    root = server.person("tobias").say("A root", "#general")
    server.person("aiko").say("A reply", "#general", thread_ts=root.ts)
    page = await open_page("mara")
    await page.locator(".thread-link").click()
    await guide.app.client.chat_postEphemeral(
        channel=root.channel, user=server.control.user_id("mara"), thread_ts=root.ts, text="Q", blocks=QUESTION[2:]
    )
    note = page.locator(".thread .message-ephemeral")
    await note.get_by_role("button", name="Fill In").click()
    await expect(note).to_contain_text("Noted, privately.")
    await expect(note).to_have_count(1)
    await expect(page.locator(".conversation .message-ephemeral")).to_have_count(0)


async def test_a_group_message_is_listed_among_the_direct_ones(open_page, guide, server: WorkspaceServer):
    page = await open_page("mara")
    group = server.control.group_message_id("mara", "tobias")
    entry = page.locator(f'.channel[data-channel="{group}"]')
    await expect(entry).to_contain_text("Tobias Brandt")
    await expect(page.locator(".channel-section", has=entry).get_by_role("heading")).to_have_text("Messages")
    await entry.click()
    await page.locator(".conversation .composer-field").fill("Shall we?")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message")).to_contain_text("Shall we?")
    assert [message.text for message in server.control.messages(group)] == ["Shall we?"]

"""Writing, reading, threads, commands, people: what one does with the page all day."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import Page, Route, expect

from bot.workspace.config import WorkspaceConfig
from bot.workspace.server import WorkspaceServer

pytestmark = pytest.mark.asyncio(loop_scope="session")


def composer(page: Page):
    return page.locator(".conversation .composer-field")


async def write(page: Page, text: str) -> None:
    await composer(page).fill(text)
    await composer(page).press("Enter")


async def test_a_message_reaches_the_others_at_once(open_page, guide):
    mara, tobias = await open_page("mara"), await open_page("tobias")

    await write(mara, "*Bold* idea :tada:\nand a second line")

    message = tobias.locator(".message", has_text="idea")
    await expect(message.locator("strong")).to_have_text("Bold")
    await expect(message.locator(".emoji")).to_have_text("🎉")
    await expect(message.locator(".author")).to_have_text("Mara Lindqvist")
    await expect(composer(mara)).to_have_value("")
    await expect(tobias.locator("#announcer")).to_contain_text("Mara Lindqvist: Bold idea")


async def test_shift_enter_makes_a_line_and_escape_closes_the_suggestions(open_page, guide, server: WorkspaceServer):
    page = await open_page()
    await composer(page).press_sequentially("one")
    await composer(page).press("Shift+Enter")
    await composer(page).press_sequentially("two")

    await expect(composer(page)).to_have_value("one\ntwo")
    assert server.control.messages(server.control.channel_id("#general")) == []

    await composer(page).fill("")
    await composer(page).press_sequentially("/gui")
    await expect(page.get_by_role("option")).to_have_count(1)
    await composer(page).press("Escape")
    await expect(page.get_by_role("option")).to_have_count(0)
    await expect(composer(page)).to_have_value("/gui")


async def test_messages_of_one_person_are_grouped_and_have_a_day(open_page, guide, server: WorkspaceServer):
    for text in ("first", "second"):
        server.person("tobias").say(text, "#general")
    server.person("aiko").say("third", "#general")
    page = await open_page()

    await expect(page.locator(".message")).to_have_count(3)
    await expect(page.locator(".author")).to_have_text(["Tobias Brandt", "Aiko Tanaka"])
    await expect(page.locator(".day")).to_have_text("Today")


async def test_an_empty_channel_teaches_the_commands_of_the_app(open_page, guide):
    page = await open_page()

    await expect(page.locator(".welcome-about")).to_have_text("Guide · Shows the way")
    await expect(page.locator(".welcome-command")).to_have_count(3)
    await page.locator(".welcome-command").first.click()
    await expect(composer(page)).to_have_value("/guide ")
    await expect(composer(page)).to_be_focused()


async def test_without_an_app_it_says_so(open_page):
    page = await open_page()
    await expect(page.locator(".welcome-card")).to_contain_text("Guide is not connected right now.")
    await expect(page.locator(".team-state")).to_contain_text("Guide is away")


async def test_a_thread_opens_beside_and_counts_replies(open_page, guide, server: WorkspaceServer):
    root = server.person("tobias").say("Shall we?", "#general")
    page = await open_page()

    await page.locator(".message", has_text="Shall we?").hover()
    await page.get_by_role("button", name="Reply in thread").click()
    reply = page.locator(".thread .composer-field")
    await expect(reply).to_be_focused()
    await reply.fill("Yes.")
    await reply.press("Enter")

    await expect(page.locator(".thread .message")).to_have_count(2)
    await expect(page.locator(".conversation .thread-count")).to_have_text("1 reply")
    assert page.url.endswith(f"/p{root.ts.replace('.', '')}")
    await page.keyboard.press("Escape")
    await expect(page.locator(".thread")).to_be_hidden()
    await expect(page.locator(".conversation .message", has_text="Yes.")).to_have_count(0)


async def test_a_deep_link_opens_its_thread(open_page, guide, server: WorkspaceServer):
    root = server.person("tobias").say("The root", "#general")
    server.person("aiko").say("The reply", "#general", root.ts)
    channel = server.control.channel_id("#general")

    page = await open_page("mara", f"#/{channel}/p{root.ts.replace('.', '')}")

    await expect(page.locator(".thread .message")).to_have_text([re.compile("The root"), re.compile("The reply")])


async def test_commands_complete_with_the_keyboard_and_answer_privately(open_page, guide):
    page, other = await open_page("mara"), await open_page("tobias")
    field = composer(page)

    await field.press_sequentially("/g")
    options = page.get_by_role("option")
    await expect(options).to_have_count(2)
    await expect(options.first).to_contain_text("/guide [place]")
    await field.press("ArrowDown")
    await expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    await field.press("ArrowUp")
    await field.press("Enter")
    await expect(field).to_have_value("/guide ")
    await expect(page.locator(".conversation .composer-usage")).to_have_text("/guide [place]")
    await field.press_sequentially("Rome")
    await field.press("Enter")

    answer = page.locator(".message-ephemeral")
    await expect(answer).to_contain_text("Only visible to you")
    await expect(answer).to_contain_text("The way to Rome is long.")
    await expect(other.locator(".message")).to_have_count(0)
    await answer.hover()
    await answer.get_by_role("button", name="Dismiss").click()
    await expect(page.locator(".message-ephemeral")).to_have_count(0)


async def test_an_unknown_command_is_explained_and_kept(open_page, guide):
    page = await open_page()
    await write(page, "/giude Rome")

    await expect(page.locator(".conversation .composer-problem")).to_contain_text(
        "/giude is not a command in this workspace."
    )
    await expect(page.locator(".conversation .composer-problem")).to_contain_text("/guide")
    await expect(composer(page)).to_have_value("/giude Rome")


async def test_a_command_in_a_thread_offers_a_mention_instead(open_page, guide, server: WorkspaceServer):
    root = server.person("tobias").say("Lost", "#general")
    page = await open_page("mara", f"#/{server.control.channel_id('#general')}/p{root.ts.replace('.', '')}")
    field = page.locator(".thread .composer-field")

    await field.fill("/guide Rome")
    await field.press("Enter")

    await expect(page.locator(".thread .composer-problem")).to_contain_text("thread")
    await page.get_by_role("button", name="Mention Guide Instead").click()
    await expect(field).to_have_value("@Guide guide Rome")
    await field.press("Enter")
    await expect(page.locator(".thread .message", has_text="Follow the signs.")).to_be_visible()


async def test_mentions_are_completed_sent_as_ids_and_shown_as_names(open_page, guide, server: WorkspaceServer):
    page = await open_page()
    field = composer(page)
    await field.press_sequentially("Ask @gui")
    await expect(page.get_by_role("option")).to_contain_text("Guide")
    await field.press("Tab")
    await expect(field).to_have_value("Ask @Guide ")
    await field.press("Enter")

    message = page.locator(".conversation .message", has_text="Ask")
    await expect(message.locator(".mention")).to_have_text("@Guide")
    await expect(message.locator(".thread-count")).to_have_text("1 reply")
    stored = server.control.messages(server.control.channel_id("#general"))[0]
    assert stored.text == f"Ask <@{server.control.user_id('guide')}>"


async def test_people_switch_stay_where_they_are_and_keep_their_drafts(open_page, guide, server: WorkspaceServer):
    page = await open_page("mara", "#ai-architecture")
    await composer(page).fill("half a thou")

    await page.get_by_role("button", name="You are Mara Lindqvist").click()
    await page.get_by_role("menuitemradio", name="Tobias Brandt").click()

    await expect(page.locator(".person-name")).to_have_text("Tobias Brandt")
    await expect(page.locator(".pane-title h1")).to_have_text("ai-architecture")
    assert f"user={server.control.user_id('tobias')}" in page.url
    await expect(composer(page)).to_have_value("")
    await write(page, "It is me")
    await expect(page.locator(".message .author")).to_have_text("Tobias Brandt")
    await page.locator(".person").click()
    await page.get_by_role("menuitemradio", name="Mara Lindqvist").click()
    await expect(composer(page)).to_have_value("half a thou")


async def test_somebody_outside_a_private_channel_lands_elsewhere(open_page, guide):
    page = await open_page("mara", "#platform-budget")
    await page.locator(".person").click()
    await page.get_by_role("menuitemradio", name="Aiko Tanaka").click()

    await expect(page.locator(".person-name")).to_have_text("Aiko Tanaka")
    await expect(page.locator(".pane-title h1")).to_have_text("general")
    await expect(page.locator(".channel-name")).not_to_contain_text(["platform-budget"])


async def test_unread_channels_are_counted_until_opened(open_page, guide, server: WorkspaceServer):
    page = await open_page("mara", "#general")
    entry = page.locator(".channel", has_text="random")
    server.person("tobias").say("psst", "#random")
    await expect(entry.locator(".badge")).to_have_text("1")
    server.person("tobias").say(f"<@{server.control.user_id('mara')}>!", "#random")
    await expect(entry.locator(".badge-strong")).to_have_text("2")

    await entry.click()
    await expect(page.locator(".message")).to_have_count(2)
    await expect(entry.locator(".badge")).to_have_count(0)


async def test_messages_that_come_while_the_page_is_still_looking_count_once(open_page, guide, server: WorkspaceServer):
    page = await open_page("mara", "#general")
    other = server.control.channel_id("#ai-architecture")
    looked = asyncio.Event()

    async def slowly(route: Route) -> None:
        response = await route.fetch()  # what the server knew before the messages
        await looked.wait()
        await route.fulfill(response=response)

    await page.route(f"**/client/history*{other}*", slowly)
    async with page.expect_request(f"**/client/history*{other}*"):  # it looks elsewhere once its socket is open
        await page.reload()
    for place in ("#ai-architecture", "#random"):
        server.person("tobias").say("psst", place)
    badges = page.locator(".channel .badge")
    await expect(badges).to_have_text(["1", "1"])
    async with page.expect_response(f"**/client/history*{server.control.channel_id('#random')}*"):
        looked.set()
    await page.unroute_all(behavior="wait")

    await expect(badges).to_have_text(["1", "1"])


async def test_own_messages_are_edited_and_deleted(open_page, guide):
    page = await open_page()
    await write(page, "teh plan")
    message = page.locator(".message")

    await message.hover()
    await message.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Edit Message").click()
    editor = page.get_by_label("Edit your message")
    await editor.fill("the plan")
    await editor.press("Enter")
    await expect(message.locator(".message-text")).to_have_text("the plan")
    await expect(message.locator(".edited")).to_be_visible()

    await message.hover()
    await message.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Delete Message").click()
    await page.get_by_role("button", name="Delete", exact=True).click()
    await expect(message).to_have_count(0)


async def test_reactions_are_added_and_taken_back(open_page, guide, server: WorkspaceServer):
    server.person("tobias").say("Done!", "#general")
    page = await open_page()
    message = page.locator(".message")

    await message.hover()
    await message.get_by_role("button", name="Add reaction").click()
    await page.get_by_role("menuitem", name="tada").click()
    pill = page.get_by_role("button", name="tada, 1")
    await expect(pill).to_have_attribute("aria-pressed", "true")
    await pill.click()
    await expect(pill).to_have_count(0)


async def test_a_message_shortcut_tells_the_app(open_page, guide, server: WorkspaceServer):
    server.person("tobias").say("Look at this", "#general")
    page = await open_page()
    await page.locator(".message").hover()
    await page.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Ask About This").click()
    await server.wait_for(lambda: guide.heard == ["Look at this"])


async def test_reading_back_is_not_interrupted_by_new_messages(open_page, guide, server: WorkspaceServer):
    for number in range(60):
        server.person("tobias" if number % 2 else "aiko").say(f"line {number}", "#general")
    page = await open_page()
    await expect(page.get_by_text("line 59", exact=True)).to_be_in_viewport()

    await page.locator(".conversation .timeline").evaluate("(list) => { list.scrollTop = 100 }")
    await expect(page.locator(".message")).to_have_count(60)
    server.person("tobias").say("the newest", "#general")
    pill = page.get_by_role("button", name="New messages")
    await expect(pill).to_be_visible()
    await expect(page.get_by_text("the newest", exact=True)).not_to_be_in_viewport()
    await pill.click()
    await expect(page.get_by_text("the newest", exact=True)).to_be_in_viewport()


async def test_it_comes_back_after_the_server_was_away(open_page, server: WorkspaceServer, database, guide):
    server.person("tobias").say("before", "#general")
    page = await open_page()
    port = int(server.base_url.rsplit(":", 1)[1])
    await server.stop()
    await expect(page.get_by_text("Trying again…")).to_be_visible()

    again = WorkspaceServer(WorkspaceConfig.from_manifest({"display_information": {"name": "Guide"}}), database)
    await again.start(port=port)
    try:
        again.person("tobias").say("after", "#general")
        await page.get_by_role("button", name="Try Now").click()
        await expect(page.get_by_text("Trying again…")).to_be_hidden()
        await expect(page.locator(".message-text")).to_have_text(["before", "after"])
    finally:
        await again.stop()

"""What an app puts on the page: buttons, modals, streams, its Home tab."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from bot.workspace.server import WorkspaceServer

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def look(page: Page) -> None:
    """Have the app post its card."""
    field = page.locator(".conversation .composer-field")
    await field.fill("/look")
    await field.press("Enter")
    await page.get_by_role("button", name="Plan Route").wait_for()


async def test_blocks_look_like_what_they_are(open_page, guide):
    page = await open_page()
    await look(page)

    card = page.locator(".message", has_text="The crossroads")
    await expect(card.locator(".app-badge")).to_have_text("APP")
    await expect(card.locator(".block-title")).to_have_text("The crossroads")
    await expect(card.locator(".section em")).to_have_text("right")
    await expect(card.locator(".field")).to_have_text(["Far9 km", "Near2 km"])
    await expect(card.locator(".button-primary")).to_have_text("Plan Route")


async def test_a_modal_checks_says_what_is_wrong_and_keeps_what_was_typed(open_page, guide, server: WorkspaceServer):
    page = await open_page()
    await look(page)
    await page.get_by_role("button", name="Plan Route").click()
    modal = page.get_by_role("dialog", name="Plan a route")
    await expect(modal.get_by_label("Name")).to_be_focused()

    await modal.get_by_role("button", name="Save Route").click()
    await expect(modal.get_by_role("alert")).to_have_text(["Please fill this in.", "Please fill this in."])

    await modal.get_by_label("Name").fill("abc")
    await modal.get_by_label("Note").fill("by night")
    await modal.get_by_label("Slow").check()
    await modal.get_by_role("button", name="Save Route").click()
    await expect(modal.get_by_role("alert")).to_have_text("Use at least five letters.")
    await expect(modal.get_by_label("Name")).to_have_value("abc")
    await expect(modal.get_by_label("Name")).to_be_focused()
    await expect(modal.get_by_label("Slow")).to_be_checked()

    await modal.get_by_label("Name").fill("Over the hills")
    await modal.get_by_role("button", name="Save Route").click()
    await expect(modal).to_be_hidden()
    values = guide.heard[0]
    assert values["name"]["text"]["value"] == "Over the hills"
    assert values["note"]["text"]["value"] == "by night"
    assert values["pace"]["choice"]["selected_option"]["value"] == "slow"


async def test_escape_closes_a_modal_for_the_server_too(open_page, guide, server: WorkspaceServer):
    page = await open_page()
    await look(page)
    await page.get_by_role("button", name="Plan Route").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await server.wait_for(lambda: server.person("mara").modals == [])


async def test_a_view_updated_by_the_app_keeps_what_was_typed(open_page, guide, server: WorkspaceServer):
    page = await open_page()
    await look(page)
    await page.get_by_role("button", name="Plan Route").click()
    await page.get_by_label("Name").fill("Over the hills")
    view = server.person("mara").modals[-1]
    shown = await guide.app.client.views_update(view_id=view.id, view=longer(view.content))
    assert shown["ok"]

    await expect(page.get_by_text("Something new")).to_be_visible()
    await expect(page.get_by_label("Name")).to_have_value("Over the hills")


def longer(payload: dict) -> dict:
    """The same modal with a line above."""
    kept = {name: payload[name] for name in ("callback_id", "title", "submit")}
    line = {"type": "section", "text": {"type": "mrkdwn", "text": "Something new"}}
    return kept | {"type": "modal", "blocks": [line, *payload["blocks"]]}


async def test_a_dangerous_button_asks_first(open_page, guide, server: WorkspaceServer):
    page = await open_page()
    await look(page)
    await page.get_by_role("button", name="Forget").click()
    await page.get_by_role("button", name="Keep It").click()
    await page.get_by_role("button", name="Forget").click()
    await expect(page.get_by_role("dialog", name="Forget this?").locator("strong")).to_have_text("gone")
    await page.get_by_role("button", name="Forget It").click()
    await server.wait_for(lambda: [action["action_id"] for action in guide.heard] == ["forget"])


async def test_a_choice_is_told_to_the_app(open_page, guide, server: WorkspaceServer):
    page = await open_page()
    await look(page)
    await page.get_by_label("Pick a path").select_option("Coast")
    await server.wait_for(lambda: guide.heard and guide.heard[0]["selected_option"]["value"] == "coast")


async def test_a_refused_action_becomes_a_sentence_and_can_be_tried_again(open_page, guide):
    page = await open_page()
    await look(page)
    refusal = {"ok": False, "error": "operation_timeout", "message": "Guide did not answer in time."}
    await page.route("**/client/action", lambda route: route.fulfill(status=400, json=refusal), times=1)
    button = page.get_by_role("button", name="Plan Route")
    await button.click()
    await expect(page.locator(".toast-error")).to_have_text("Guide did not answer in time.")
    await expect(button).to_be_enabled()
    await button.click()
    await expect(page.get_by_role("dialog", name="Plan a route")).to_be_visible()


async def test_an_answer_streams_into_its_thread(open_page, guide):
    page = await open_page("mara", "dm")
    await page.get_by_role("button", name="Which way?").click()

    thread = page.locator(".thread")
    answer = thread.locator(".message-streaming")
    await expect(answer.locator("strong")).to_have_text("Go left.")
    await expect(answer.locator(".task-in_progress .task-title")).to_have_text("Reading the map")
    await expect(thread.locator("h2")).to_have_text("The way")
    await expect(thread.locator(".session")).to_contain_text("Guide is working…")

    await answer.locator("strong").evaluate("(node) => { window.last = node.closest('article') }")
    guide.go_on.set()
    await expect(thread.locator(".prose li")).to_have_text(["up", "down"])
    await expect(thread.locator(".message-streaming")).to_have_count(0)
    await expect(thread.locator(".task-complete .task-title")).to_have_text("Read the map")
    await expect(thread.locator(".session")).to_be_hidden()
    assert await page.evaluate("document.contains(window.last)"), "the row was drawn anew instead of updated"

    await thread.get_by_role("button", name="Good").click()
    await expect(thread.get_by_role("button", name="Good")).to_have_attribute("aria-pressed", "true")
    assert guide.heard[-1]["value"] == "up"


async def test_stop_stops(open_page, guide, server: WorkspaceServer):
    page = await open_page("mara", "dm")
    await page.get_by_role("button", name="Which way?").click()
    await page.locator(".thread .message-streaming").wait_for()
    await page.locator(".thread").get_by_role("button", name="Stop").click()

    await server.wait_for(lambda: "stopped" in guide.heard)
    await expect(page.locator(".message-streaming")).to_have_count(0)
    await expect(page.locator(".thread .session")).to_be_hidden()


async def test_the_home_tab_shows_what_the_app_published(open_page, guide):
    page = await open_page("mara", "dm")
    await page.get_by_role("button", name="Home", exact=True).click()
    await expect(page.locator(".home .block-title")).to_have_text("Where to?")
    await expect(page.get_by_role("button", name="Home", exact=True)).to_have_attribute("aria-current", "page")
    await page.get_by_role("button", name="Messages", exact=True).click()
    await expect(page.locator(".home")).to_be_hidden()


async def test_every_kind_of_block_is_drawn_and_unknown_ones_are_named(open_page, guide):
    page = await open_page()
    texts = await page.evaluate(DRAW, BLOCKS)
    for block, text in zip(BLOCKS, texts, strict=True):
        assert block["shows"] in text, (block, text)


BLOCKS = [
    {"type": "divider", "shows": "<hr>"},
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "_small_"}], "shows": "<em>small</em>"},
    {"type": "markdown", "text": "# Big", "shows": 'role="heading"'},
    {"type": "alert", "level": "warning", "text": {"type": "mrkdwn", "text": "Mind"}, "shows": "alert-warning"},
    {"type": "card", "title": {"type": "plain_text", "text": "Card"}, "shows": "card-title"},
    {"type": "container", "title": {"type": "plain_text", "text": "Box"}, "child_blocks": [], "shows": "Box"},
    {"type": "task_card", "task_id": "1", "title": "Dig", "status": "error", "shows": "Failed"},
    {"type": "plan", "title": "Plan", "tasks": [{"title": "A", "status": "complete"}], "shows": "1 of 1 done"},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "Head"}], [{"type": "raw_text", "text": "1"}]]}
    | {"shows": "<td>1</td>"},
    {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A map", "shows": "Open Image"},
    {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "b", "style": {"bold": True}}]},
            {
                "type": "rich_text_list",
                "style": "ordered",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]}],
            },
        ],
        "shows": "<strong>b</strong>",
    },
    {
        "type": "input",
        "block_id": "d",
        "label": {"type": "plain_text", "text": "When"},
        "element": {"type": "datepicker", "action_id": "d", "initial_date": "2026-01-02"},
        "shows": 'type="date"',
    },
    {
        "type": "input",
        "block_id": "m",
        "label": {"type": "plain_text", "text": "Which"},
        "element": {
            "type": "multi_static_select",
            "action_id": "m",
            "options": [{"text": {"type": "plain_text", "text": "One"}, "value": "1"}],
            "initial_options": [{"text": {"type": "plain_text", "text": "One"}, "value": "1"}],
        },
        "shows": 'class="chip">One',
    },
    {"type": "hologram", "shows": "“hologram”"},
]

DRAW = """async (blocks) => {
  const { renderBlock } = await import("/static/js/blocks/index.js");
  const { createForm } = await import("/static/js/form.js");
  const directory = { user: () => undefined, channel: () => undefined };
  const store = { state: { me: { id: "U1" }, users: new Map(), channels: new Map() } };
  const context = { directory, store, form: createForm(), dispatch: async () => true };
  return blocks.map((block) => renderBlock(block, context).outerHTML);
}"""

"""The page on a phone, in the dark, and in front of somebody who means harm."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.workspace.server import WorkspaceServer

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
BACKGROUND = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"


async def test_on_a_phone_channels_are_a_drawer_and_threads_cover_the_page(open_page, guide, server: WorkspaceServer):
    root = server.person("tobias").say("Hello", "#ai-architecture")
    server.person("aiko").say("Hello back", "#ai-architecture", root.ts)
    page = await open_page("mara", "#general", **PHONE)

    await expect(page.locator(".sidebar")).to_be_hidden()
    await page.get_by_role("button", name="Open the channel list").tap()
    await page.locator(".channel", has_text="ai-architecture").tap()
    await expect(page.locator(".sidebar")).to_be_hidden()
    await page.locator(".thread-link").tap()
    box = await page.locator(".thread").bounding_box()
    assert box and (box["x"], box["width"]) == (0, 390)
    await page.get_by_role("button", name="Close thread").tap()
    await expect(page.locator(".thread")).to_be_hidden()


async def test_nothing_sticks_out_of_a_narrow_page(open_page, guide, server: WorkspaceServer):
    server.person("tobias").say("Donaudampfschifffahrtsgesellschaftskapitänsmütze" * 4, "#general")
    server.person("tobias").say("```\n" + "x" * 300 + "\n```", "#general")
    page = await open_page("mara", "#general", **PHONE)
    field = page.locator(".conversation .composer-field")
    await field.fill("/look")
    await field.press("Enter")
    await page.get_by_role("button", name="Plan Route").wait_for()

    for width in (390, 320):
        await page.set_viewport_size({"width": width, "height": 640})
        assert await page.evaluate("document.documentElement.scrollWidth") == width
        timeline = page.locator(".conversation .timeline")
        assert await timeline.evaluate("(list) => list.scrollWidth - list.clientWidth") == 0
    await page.get_by_role("button", name="Plan Route").tap()
    await expect(page.get_by_role("button", name="Save Route")).to_be_in_viewport()


async def test_colours_follow_the_system_until_one_chooses(open_page, guide):
    page = await open_page()
    await page.emulate_media(color_scheme="light")
    light = await page.evaluate(BACKGROUND)
    await page.emulate_media(color_scheme="dark")
    dark = await page.evaluate(BACKGROUND)
    assert min(light) > 240
    assert max(dark) < 60

    toggle = page.get_by_role("button", name="Colours:")
    await toggle.click()
    assert await page.evaluate(BACKGROUND) == light
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert await page.evaluate(BACKGROUND) == light


async def test_motion_stops_for_those_who_ask(open_page, guide):
    page = await open_page()
    await page.emulate_media(reduced_motion="reduce")
    durations = await page.locator(".channel").first.evaluate("(entry) => getComputedStyle(entry).transitionDuration")
    assert all(float(duration.strip().rstrip("s")) < 0.001 for duration in durations.split(","))


HOSTILE = [
    '<img src=x onerror="window.hurt = 1">',
    "<script>window.hurt = 1</script>",
    "<javascript:window.hurt=1|click>",
    "[click](javascript:window.hurt=1)",
    "<data:text/html,x|click> <vbscript:x|y>",
    "&lt;svg onload=window.hurt=1&gt;",
]


async def test_a_hostile_message_is_only_text(open_page, guide):
    page = await open_page()
    channel = page.url.rsplit("/", 1)[1]
    blocks = [
        block
        for text in HOSTILE
        for block in (
            {"type": "section", "text": {"type": "mrkdwn", "text": text}},
            {"type": "header", "text": {"type": "plain_text", "text": text}},
            {"type": "markdown", "text": text},
        )
    ]
    await guide.app.client.chat_postMessage(channel=channel, text="\n".join(HOSTILE))
    await guide.app.client.chat_postMessage(channel=channel, text="blocks", blocks=blocks)
    await expect(page.locator(".block-header")).to_have_count(len(HOSTILE))

    assert await page.locator(".message :is(img, script, svg:not(.icon), iframe, [onerror], [onload])").count() == 0
    assert await page.locator(".message a").count() == 0
    await page.locator(".message .link-inert").first.click()
    assert await page.evaluate("window.hurt") is None


async def test_links_open_elsewhere_without_telling_where_from(open_page, guide):
    page = await open_page()
    channel = page.url.rsplit("/", 1)[1]
    await guide.app.client.chat_postMessage(channel=channel, text="<https://example.com/a?b=1&amp;c=2|here>")
    link = page.get_by_role("link", name="here")
    await expect(link).to_have_attribute("href", "https://example.com/a?b=1&c=2")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")
    await expect(link).to_have_attribute("target", "_blank")


async def test_every_control_has_a_name_and_the_page_can_be_used_by_keyboard(open_page, guide, server):
    server.person("tobias").say("Hello", "#general")
    page = await open_page()
    nameless = await page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, textarea, a")]
          .filter((control) => !(control.textContent.trim() || control.ariaLabel || control.labels?.length))
          .map((control) => control.outerHTML)"""
    )
    assert nameless == []
    await page.locator(".channel", has_text="general").focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator(".pane-title h1")).not_to_have_text("general")

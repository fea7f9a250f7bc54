"""Pictures, Markdown files and tables of an app's messages, as a person sees and opens them."""

from __future__ import annotations

import struct
import zlib

import pytest
from playwright.async_api import expect

from bot.workspace.server import WorkspaceServer

pytestmark = pytest.mark.asyncio(loop_scope="session")

RECORD = "# Retrieve first\n\n- It changes weekly\n- <b>not markup</b>\n\n| Option | Months |\n|---|---|\n| RAG | 2 |\n"


def png(width: int, height: int) -> bytes:
    """A white picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + b"\xff" * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


async def upload(guide, server: WorkspaceServer, **file) -> None:
    place = {"channel": server.control.channel_id("general"), "initial_comment": "Here it is."}
    await guide.app.client.files_upload_v2(**place, **file)


async def test_a_picture_is_shown_in_its_message_with_title_and_description(open_page, guide, server: WorkspaceServer):
    words = {"title": "Costs in two years", "alt_txt": "RAG costs less from month 9"}
    await upload(guide, server, filename="costs.png", content=png(60, 40), **words)
    page = await open_page()

    figure = page.get_by_role("figure", name="Costs in two years")
    await expect(figure.locator("figcaption")).to_have_text("Costs in two years")
    picture = figure.get_by_role("img", name="RAG costs less from month 9")
    await expect(picture).to_be_visible()
    await expect(picture).to_have_js_property("naturalWidth", 60)
    await expect(page.locator(".message")).to_contain_text("Here it is.")


async def test_a_markdown_file_opens_to_be_read_and_downloads(open_page, guide, server: WorkspaceServer):
    await upload(guide, server, filename="0007-record.md", content=RECORD, title="Decision record")
    page = await open_page()
    card = page.get_by_role("group", name="Decision record")
    await expect(card).to_contain_text("0007-record.md")
    await expect(card).to_contain_text("text/markdown")

    await card.get_by_role("button", name="Open Decision record").click()
    reader = page.get_by_role("dialog", name="Decision record")
    await expect(reader.get_by_role("heading", name="Retrieve first")).to_be_visible()
    await expect(reader.locator("li")).to_have_text(["It changes weekly", "<b>not markup</b>"])
    await expect(reader.get_by_role("cell", name="RAG")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(reader).to_have_count(0)

    async with page.expect_download() as download:
        await card.get_by_role("link", name="Download Decision record").click()
    assert (await download.value).suggested_filename == "0007-record.md"


async def test_a_file_that_cannot_be_read_is_said_to_be_so(open_page, guide, server: WorkspaceServer):
    await upload(guide, server, filename="record.md", content=RECORD)
    page = await open_page()
    await page.route("**/files/**", lambda route: route.fulfill(status=400, body=""), times=1)
    await page.get_by_role("button", name="Open record.md").click()
    await expect(page.get_by_role("alert")).to_have_text("The file cannot be read.")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_picture_of_the_app_stands_in_an_image_block(open_page, guide, server: WorkspaceServer):
    uploaded = await guide.app.client.files_upload_v2(filename="c.png", content=png(30, 20))
    block = {"type": "image", "slack_file": {"id": uploaded["file"]["id"]}, "alt_text": "A chart"}
    await guide.app.client.chat_postMessage(
        channel=server.control.channel_id("general"), text="A chart", blocks=[block]
    )
    page = await open_page()
    await expect(page.get_by_role("img", name="A chart")).to_have_js_property("naturalWidth", 30)


async def test_a_table_is_a_table_to_everyone(open_page, guide, server: WorkspaceServer):
    def cell(text: str) -> dict[str, str]:
        return {"type": "raw_text", "text": text}

    bold = {"type": "text", "text": "RAG", "style": {"bold": True}}
    rich = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [bold]}]}
    table = {
        "type": "table",
        "column_settings": [None, {"align": "right"}],
        "rows": [[cell("Option"), cell("Score")], [rich, {"type": "raw_number", "value": 11, "text": "11"}]],
    }
    await guide.app.client.chat_postMessage(channel=server.control.channel_id("general"), text="T", blocks=[table])
    page = await open_page()
    shown = page.get_by_role("table")
    await expect(shown.get_by_role("columnheader")).to_have_text(["Option", "Score"])
    await expect(shown.get_by_role("cell")).to_have_text(["RAG", "11"])
    await expect(shown.locator("strong")).to_have_text("RAG")
    await expect(shown.get_by_role("cell", name="11")).to_have_class("align-right")

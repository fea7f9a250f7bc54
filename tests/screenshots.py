"""Take the pictures of the README: the real page of the real local workspace, in a real browser.

python -m tests.screenshots          # writes docs/*.png; needs Chromium
"""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from tests.browser import CHROMIUM, FLAGS
from tests.scenarios.people import Message, Person
from tests.scenarios.town import Town, furnish, settings_in, town

FOLDER = Path(__file__).parents[1] / "docs"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


async def main() -> None:
    """Play a short conversation, and photograph it."""
    FOLDER.mkdir(exist_ok=True)
    async with AsyncExitStack() as stack:
        house = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        furnish(house)
        archie = await stack.enter_async_context(town(settings_in(house)))
        playwright = await stack.enter_async_context(async_playwright())
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        await photograph(archie, browser)
        await browser.close()


async def photograph(archie: Town, browser: Browser) -> None:
    """Take the four pictures."""
    mara, tobias = await archie.person("mara"), await archie.person("tobias")
    root, answer = await _discussion(mara, tobias)

    page = await _open(archie, browser, mara, mara.channels["general"])
    await _ask(page, "/ask When is RAG the right choice?")
    await _save(page, "answer")

    page = await _open(archie, browser, tobias, f"{tobias.channels['ai-architecture']}/p{root['ts']}")
    await page.get_by_text("1", exact=True).first.wait_for()
    await _save(page, "thread")
    await page.get_by_text("1", exact=True).first.click()
    await page.get_by_role("dialog").wait_for()
    await _save(page, "passage")

    page = await _open(archie, browser, mara, f"{mara.channels['ai-architecture']}/p{root['ts']}", phone=True)
    await page.get_by_text("Sources").first.wait_for()
    await _save(page, "phone")
    assert answer


async def _discussion(mara: Person, tobias: Person) -> tuple[Message, Message]:
    root = await mara.says("Legal wants every answer of the claims assistant to name its source.", "ai-architecture")
    await tobias.says("And the policy documents change every week.", "ai-architecture", thread=root["ts"])
    question = "@Archie Why does a bank need RAG for compliance?"
    await mara.says(question, "ai-architecture", thread=root["ts"])
    return root, await mara.sees_answer(root["ts"])


async def _open(archie: Town, browser: Browser, person: Person, place: str, *, phone: bool = False) -> Page:
    context = await browser.new_context(
        viewport=PHONE if phone else DESKTOP, device_scale_factor=2, color_scheme="dark" if phone else "light"
    )
    page = await context.new_page()
    await page.goto(f"{archie.workspace.base_url}/?user={person.id}#/{place}")
    await page.locator("textarea").first.wait_for()
    return page


async def _ask(page: Page, line: str) -> None:
    box = page.locator("textarea").first
    await box.fill(line)
    await box.press("Enter")
    await page.get_by_text("Only visible to you").first.wait_for()
    await page.get_by_text("1", exact=True).first.wait_for()


async def _save(page: Page, name: str) -> None:
    await page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")


if __name__ == "__main__":
    asyncio.run(main())

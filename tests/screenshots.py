"""Take the pictures of the README: the real page of the real local workspace, in a real browser.

python -m tests.screenshots          # writes docs/*.png; needs Chromium
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from bot.app import sync_once
from ingest.sync.progress import silent
from tests.browser import CHROMIUM, FLAGS
from tests.scenarios.deciding import FORMAT, question, starts
from tests.scenarios.people import Message, Person
from tests.scenarios.town import Town, settings_in, town

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs"
DESKTOP, PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)
TALL = ViewportSize(width=1280, height=1000)
CHANNEL = "ai-architecture"
DOMAIN = "domain language"
TOPIC = "How should the support bot learn our product?"


async def main() -> None:
    """Play a short conversation and a decision, and photograph them."""
    FOLDER.mkdir(exist_ok=True)
    async with AsyncExitStack() as stack:
        house = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        settings = settings_in(house)
        shutil.copytree(
            ROOT / "knowledge", settings.knowledge_dir, ignore=shutil.ignore_patterns("*.py", "__pycache__")
        )
        sync_once(settings, silent)
        archie = await stack.enter_async_context(town(settings))
        playwright = await stack.enter_async_context(async_playwright())
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        await photograph_answers(archie, browser)
        await photograph_decision(archie, browser)
        await browser.close()


async def photograph_answers(archie: Town, browser: Browser) -> None:
    """Take the pictures of questions and answers."""
    mara, tobias = await archie.person("mara"), await archie.person("tobias")
    root, answer = await _discussion(mara, tobias)

    page = await _open(archie, browser, mara, mara.channels["general"])
    await _ask(page, "/ask When is RAG the right choice?")
    await _save(page, "answer")

    page = await _open(archie, browser, tobias, f"{tobias.channels[CHANNEL]}/p{root['ts']}")
    await page.get_by_text("1", exact=True).first.wait_for()
    await _save(page, "thread")
    await page.get_by_text("1", exact=True).first.click()
    await page.get_by_role("dialog").wait_for()
    await _save(page, "passage")

    page = await _open(archie, browser, mara, f"{mara.channels[CHANNEL]}/p{root['ts']}", PHONE)
    await page.get_by_text("Sources").first.wait_for()
    await _save(page, "phone")
    assert answer


async def photograph_decision(archie: Town, browser: Browser) -> None:
    """Take the pictures of a decision: while people differ, and its result."""
    team = [await archie.person(name) for name in ("mara", "tobias", "aiko")]
    mara = team[0]
    root, first = await starts(mara, TOPIC, CHANNEL)
    thread = root["ts"]
    for person in team[1:]:
        await person.clicks(root, "Join", CHANNEL)
        await person.sees_ephemeral()
    await mara.says("The docs change every week, and we launch in 6 weeks.", CHANNEL, thread)
    await mara.sees_message("I understood", CHANNEL, thread)
    await _pick(team[1:], first, "Weekly", "Monthly")
    await _click(team, await question(mara, FORMAT, thread, CHANNEL), "No", "No", "Yes")
    disputed = await mara.sees_message("decides the outcome", CHANNEL, thread)
    page = await _open(archie, browser, mara, f"{mara.channels[CHANNEL]}/p{thread}")
    await page.get_by_text("which of them stands").first.wait_for()
    await _save(page, "decision")

    await mara.clicks(disputed, "No", CHANNEL)
    await _click(team, await question(mara, DOMAIN, thread, CHANNEL), "No", "No", "Not Sure")
    _, chart = await mara.sees_file(".png", CHANNEL, thread)
    (FOLDER / "costs.png").write_bytes(chart)
    page = await _open(archie, browser, mara, f"{mara.channels[CHANNEL]}/p{thread}", TALL)
    await page.get_by_text("Look up the passages").last.evaluate("verdict => verdict.scrollIntoView({block: 'start'})")
    await _save(page, "result")


async def _pick(team: list[Person], asked: Message, *options: str) -> None:
    for person, option in zip(team, options, strict=True):
        await person.picks(asked, option, CHANNEL)


async def _click(team: list[Person], asked: Message, *labels: str) -> None:
    for person, label in zip(team, labels, strict=True):
        await person.clicks(asked, label, CHANNEL)


async def _discussion(mara: Person, tobias: Person) -> tuple[Message, Message]:
    root = await mara.says("Legal wants every answer of the claims assistant to name its source.", CHANNEL)
    await tobias.says("And the policy documents change every week.", CHANNEL, thread=root["ts"])
    question = "@Archie Why does a bank need RAG for compliance?"
    await mara.says(question, CHANNEL, thread=root["ts"])
    return root, await mara.sees_answer(root["ts"])


async def _open(archie: Town, browser: Browser, person: Person, place: str, size: ViewportSize = DESKTOP) -> Page:
    scheme: Literal["dark", "light"] = "dark" if size == PHONE else "light"
    context = await browser.new_context(viewport=size, device_scale_factor=2, color_scheme=scheme)
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

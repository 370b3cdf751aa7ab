"""People who look through Chromium: one who clicks in the crowd, and a tab that stays open while the app is killed."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from benchmarks.person import PATIENCE
from tools.find_browser import LAUNCH_ARGS, find_browser

READY = "[data-testid=stApp][data-test-connection-state=CONNECTED][data-test-script-state=notRunning] .menu a"


@asynccontextmanager
async def chromium() -> AsyncIterator[Any]:
    """Start a browser for the block."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        yield await playwright.chromium.launch(executable_path=find_browser(), args=LAUNCH_ARGS)


async def signed_in_page(browser: Any, url: str, cookies: str) -> Any:
    """Return a page of a browser of his own for whom these cookies let in."""
    context = await browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
    pairs = [each.split("=", 1) for each in cookies.split("; ")]
    await context.add_cookies([{"name": name, "value": value, "url": url} for name, value in pairs])
    page = await context.new_page()
    page.set_default_timeout(1000 * PATIENCE)
    return page


@dataclass
class Tab:
    """The tab of a browser that stays open all the time; None where there is no browser."""

    page: Any = None
    address: str = ""  # once it was there for the first time
    waits: list[float] = field(default_factory=list)

    async def comes_back(self, begun: float, who: str) -> list[str]:
        """Wait until the tab has connected by itself; return what is not as it was."""
        if self.page is None:
            return []
        try:
            await self.page.wait_for_selector(READY)
            text = await self.page.locator("body").inner_text()
        except Exception as error:
            return [f"the browser's tab did not come back: {error}"]
        self.waits.append(time.monotonic() - begun)
        wrong = [] if who in text else ["the browser's tab is not signed in any more"]
        self.address = self.address or self.page.url
        return wrong + ([] if self.page.url == self.address else [f"the browser stands at {self.page.url}, not {self.address}"])

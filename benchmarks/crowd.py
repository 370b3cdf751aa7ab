"""Twenty people at once while files land: does anybody wait, see an error, or see what is somebody else's?

Most speak the websocket from here, for twenty browsers would measure themselves; two look through Chromium.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.browser import READY, chromium, signed_in_page
from benchmarks.people import ACCOUNTS, PASSWORD, Account, bills_file, build_house, store_name
from benchmarks.person import Answer, Person, sign_in
from benchmarks.report import Line
from benchmarks.seen import Seen, memory_of, processor_of, slowest
from tools.app_server import RunningApp, serve

THINKS = (3.0, 10.0)  # seconds between two clicks
PICKED = ("pick_window", "pick_scheme", "pick_store")
AT = (0.1, 0.5)  # when imports begin, as shares of the whole time
LANDING = ((date(2026, 9, 1), date(2026, 9, 30)), (date(2026, 10, 1), date(2026, 10, 31)))
MOST_ROWS, MOST_BILLS = 200_000, 60_000
BETWEEN = 5.0  # seconds between two looks at the server's memory


async def click(person: Person, last: Answer, rng: random.Random) -> Answer:
    """Do one thing that a person does: open another page, pick another value, or change the language."""
    drawn = last.widgets
    picks = [key for key in PICKED if key in drawn and len(drawn[key][1].options) > 1]
    tabs = [key for key, (kind, _each) in drawn.items() if kind == "button_group" and "tab" in key]
    chance = rng.random()
    if chance < 0.07 and "lang_switch" in drawn:
        return await person.set(last, "lang_switch", [rng.choice(["中文", "English"])])
    if chance < 0.3 and picks:
        key = rng.choice(picks)
        return await person.set(last, key, rng.choice(list(drawn[key][1].options)))
    if chance < 0.4 and tabs:
        key = rng.choice(tabs)
        return await person.set(last, key, [rng.choice(drawn[key][1].options).content])
    return await person.go(rng.choice(sorted(person.pages)))


async def _live(who: Account, cookies: str, app: RunningApp, seen: Seen, seconds: float, rng: random.Random) -> None:
    person = Person(app.url, cookies)
    try:
        await asyncio.sleep(rng.uniform(0, 10))
        last = await person.open()
        seen.take(who, last)
        while seen.now < seconds:
            await asyncio.sleep(rng.uniform(*THINKS))
            last = await click(person, last, rng)
            seen.take(who, last)
    except Exception as error:  # whatever ends a person before his time is what is looked for
        seen.faults.append(f"{seen.now:5.0f} s, {who.name} at {person.address}: {type(error).__name__} {error}")
    finally:
        await person.close()


async def _live_in_browser(who: Account, page: Any, url: str, seen: Seen, seconds: float, rng: random.Random) -> None:
    try:
        await page.goto(url)
        while seen.now < seconds:
            await page.wait_for_selector(READY)
            text = await page.locator("body").inner_text()
            told = f"{seen.now:5.0f} s, {who.name} in a browser at {page.url}"
            if who.name not in text:
                seen.faults.append(f"{told}: his own name is not there")
            if found := who.may_not_see.search(text.encode()):
                seen.faults.append(f"{told}: sees {found[0].decode()}")
            if await page.locator("[data-testid=stException]").count():
                seen.faults.append(f"{told}: an exception is shown")
            await asyncio.sleep(rng.uniform(*THINKS))
            links = page.locator(".menu a:not([aria-current])")
            link, begun = links.nth(rng.randrange(await links.count())), time.monotonic()
            name = await link.text_content()
            await link.click()
            await page.wait_for_selector(f".menu a[aria-current]:text-is('{name}')", state="attached")
            await page.wait_for_selector(READY)
            seen.browser.append((seen.now, name, time.monotonic() - begun))
    except Exception as error:
        seen.faults.append(f"{seen.now:5.0f} s, {who.name} in a browser: {type(error).__name__} {error}")
    finally:
        await page.context.close()


async def _watch(app: RunningApp, seen: Seen, seconds: float) -> None:
    before = processor_of(app.process.pid)
    while seen.now < seconds:
        seen.memory.append((seen.now, memory_of(app.process.pid)))
        await asyncio.sleep(BETWEEN)
    seen.processor = processor_of(app.process.pid) - before


async def _land(app: RunningApp, file: Path, seen: Seen, after: float) -> None:
    await asyncio.sleep(after)
    begun = seen.now
    asked = ("--db", str(app.database), "import", str(file), "--store", store_name(0), "--json")
    done = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "segmentation", *asked, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    _out, err = await done.communicate()
    seen.imports.append(f"{file.name}: from {begun:.0f} s to {seen.now:.0f} s")
    if done.returncode:
        seen.faults.append(f"{file.name} did not land: {err.decode()[-300:]}")


async def _gather(app: RunningApp, people: int, browsers: int, seconds: float, files: list[Path]) -> Seen:
    cookies = {who.number: await asyncio.to_thread(sign_in, app.url, who.name, PASSWORD) for who in ACCOUNTS[:people]}
    seen = Seen()
    work: list[Any] = [_watch(app, seen, seconds)]
    work += [_land(app, file, seen, share * seconds) for file, share in zip(files, AT, strict=True)]
    rngs = {who: random.Random(who.number) for who in ACCOUNTS[:people]}
    work += [_live(who, cookies[who.number], app, seen, seconds, rngs[who]) for who in ACCOUNTS[browsers:people]]
    if not browsers:
        await asyncio.gather(*work)
        return seen
    async with chromium() as browser:
        for who in ACCOUNTS[:browsers]:
            page = await signed_in_page(browser, app.url, cookies[who.number])
            work.append(_live_in_browser(who, page, app.url, seen, seconds, rngs[who]))
        await asyncio.gather(*work)
    return seen


def measure_asked(work: Path, rows: int, bills: int, asked: Mapping[str, int]) -> tuple[list[Line], list[str]]:
    """Measure what the command line asks for: its files have ``MOST_ROWS`` rows at most, its stores ``MOST_BILLS`` bills each."""
    asking = (asked["people"], asked["browsers"], asked["seconds"])
    return measure(work, *asking, min(bills, MOST_BILLS), min(rows, MOST_ROWS))


def measure(work: Path, people: int, browsers: int, seconds: float, bills: int, rows: int) -> tuple[list[Line], list[str]]:
    """Return the lines of the figures, and what was wrong or is worth a look."""
    work.mkdir(parents=True, exist_ok=True)
    build_house(work / "warehouse.duckdb", work, bills, max(20, bills // 20))
    files = [work / f"landing{n}.csv" for n in range(len(LANDING))]
    for n, file in enumerate(files):
        bills_file(file, 0, rows, max(20, bills // 20), *LANDING[n], name=f"L{n}")
    with serve(work, CUSTOMER_GRADING_SIGN_IN="1", CUSTOMER_GRADING_TODAY="2026-11-01") as app:
        seen = asyncio.run(_gather(app, people, browsers, seconds, files))
    took = [run[2] for run in seen.runs]
    (_p5, *_between, p95), edge = quantiles(took, n=20), min(60.0, seconds / 4)
    held = [mb for _at, mb in seen.memory]
    begun = median(mb for at, mb in seen.memory if at <= edge)
    middle = median(mb for at, mb in seen.memory if abs(at - seconds / 2) <= edge / 2)  # every page was drawn, caches are filled
    last = median(mb for at, mb in seen.memory if at >= seconds - edge)
    hundredth = quantiles(took, n=100)[-1]
    said = f"{people} people, {len(took)} runs, median {median(took):.2f} s, one in a hundred over {hundredth:.2f} s"
    spent = f"{1000 * seen.processor / len(took):.0f} ms of the server's processor a run; {'; '.join(seen.imports)}"
    held_own = f"{seen.own} answers held the mark of the one store of whom they went to"
    lines = [
        Line("crowd, wrong answers", "", len(seen.faults), len(seen.faults), len(seen.faults), 0, detail=held_own),
        Line("crowd, 95 of 100 runs within", " s", p95, min(took), max(took), 1.0, detail=f"{said}; {spent}"),
        Line("crowd, memory at the end against half time", "×", last / middle, min(held) / middle, max(held) / middle, 1.1,
             detail=f"{begun:.0f} MB in the first minute, {middle:.0f} at half time, {last:.0f} at the end"),
    ]
    return lines, [*seen.faults[:40], *seen.minutes(), *slowest(seen.runs, "slowest"), *slowest(seen.browser, "in browsers")]

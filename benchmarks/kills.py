"""kill −9 of the app under load, again and again: what was acknowledged is there, nothing is there by half, and tabs go on.

Each life of the app: the tabs of before come back with their cookies, what stands in the warehouse is compared with what was
acknowledged, then people click while files land through the door and through the page, and at some moment the process is killed.
"""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import time
from collections.abc import Mapping
from contextlib import nullcontext, suppress
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import click
from websockets.exceptions import WebSocketException

from benchmarks.browser import Tab, chromium, signed_in_page
from benchmarks.crowd import click as click_on
from benchmarks.people import ACCOUNTS, PASSWORD, Account, build_house, store_name
from benchmarks.person import PATIENCE, Answer, Person, sign_in
from benchmarks.report import Line
from benchmarks.seen import Seen
from benchmarks.ways import DOOR, PAGE, Way, fen_of, shell, through_door, through_page
from segmentation.warehouse import Warehouse
from tools.app_server import RunningApp, free_port, serve

ROWS, BILLS, SEED = 3000, 2000, 15  # of a file, of each store in the beginning, of chance
LIVES = (0.5, 12.0)  # seconds from the beginning of the load to the kill
WATCHED = 10  # kills that a browser's tab lives through: it waits longer and longer before it tries again
GONE = (OSError, TimeoutError, WebSocketException)  # what a person meets whose app was killed
ON = {"CUSTOMER_GRADING_SIGN_IN": "1", "CUSTOMER_GRADING_TODAY": "2028-01-01"}
IMPORTER, WATCHER = ACCOUNTS[2], ACCOUNTS[0]
CLICKING = [each for each in ACCOUNTS if each.role != "owner"][1:7]


class House:
    """The house that is killed: its people, the ways of its files, and what was wrong so far."""

    def __init__(self, work: Path, rows: int) -> None:
        (work / "inbox").mkdir(exist_ok=True)
        self.work, self.rng, self.faults, self.waits, self.comebacks = work, random.Random(SEED), [], [], 0
        self.ways = [Way(DOOR, work, rows), Way(PAGE, work / "inbox", rows)]
        self.before: dict[str, tuple[int, int]] = {}
        self.people: dict[Account, Person] = {}

    def said(self) -> str:
        """Say how many files were acknowledged and cut, and how many tabs came back."""
        acknowledged, cut, whole = (sum(getattr(way, name) for way in self.ways) for name in ("acknowledgements", "cut", "whole"))
        return f"{acknowledged} files acknowledged, {cut} cut ({whole} of them whole); {self.comebacks} tabs came back"

    @property
    def database(self) -> Path:
        return self.work / "warehouse.duckdb"

    async def books(self) -> None:
        """Compare what stands in the warehouse, as the shell tells it through the door, with what was acknowledged."""
        told = []
        for command in ("batches", "stores"):
            done = await asyncio.create_subprocess_exec(*shell(self.database, command), stdout=subprocess.PIPE)
            told.append(json.loads((await done.communicate())[0]))
            if done.returncode:
                self.faults.append(f"the shell answers {done.returncode}")
        self.before = self.before or {each["store"]: (each["bills"], fen_of(each["amount"])) for each in told[1]}
        self.faults += [fault for way in self.ways for fault in way.compare(*told, self.before[store_name(way.store)])]

    async def come_back(self) -> dict[Account, Answer]:
        """Let every tab connect again; note who is not where he was, not who he was, or sees an error."""
        answers, seen = {}, Seen()
        for who, person in self.people.items():
            was, begun = urlsplit(person.address), time.monotonic()
            try:
                answers[who] = await (person.come_back() if person.pages else person.open("upload" if who == IMPORTER else ""))
            except Exception as error:  # a refused cookie among them
                self.faults.append(f"{who.name} at {was.path}: {type(error).__name__} {error}")
                continue
            self.waits.append(time.monotonic() - begun)
            self.comebacks += 1
            seen.take(who, answers[who])
            now = urlsplit(person.address)
            kept = was.path == now.path and set(parse_qsl(was.query)) <= set(parse_qsl(now.query))
            if was.path != "/" and not kept:
                self.faults.append(f"{who.name} stood at {was.geturl()} and is at {now.geturl()}")
        self.faults += seen.faults
        return answers

    async def load(self, app: RunningApp, answers: dict[Account, Answer]) -> None:
        """Let people click and files land, and kill the app in the middle."""
        door, page = self.ways
        work = [asyncio.create_task(through_door(app, door))]
        if IMPORTER in answers:
            work.append(asyncio.create_task(_until_gone(through_page(self.people[IMPORTER], page, answers[IMPORTER]))))
        work += [
            asyncio.create_task(_until_gone(_click_on(self.people[who], last, self.rng)))
            for who, last in answers.items() if who != IMPORTER
        ]
        await asyncio.sleep(self.rng.uniform(*LIVES))
        ended = [task for task in work if task.done()]
        app.process.kill()
        app.process.wait()
        for task in ended:
            self.faults.append(f"a person ended before the app: {task.exception() or task.result()}")
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*work, return_exceptions=True)


async def _until_gone(work: Any) -> None:
    with suppress(*GONE):
        await work


async def _click_on(person: Person, last: Answer, rng: random.Random) -> None:
    while True:
        await asyncio.sleep(rng.uniform(0.2, 1.0))
        last = await click_on(person, last, rng)


async def _live(house: House, kills: int, *, browser: bool) -> Tab:
    port = free_port()
    with serve(house.work, port=port, **ON) as app:  # a first life, to sign in
        everybody = (IMPORTER, WATCHER, *CLICKING)
        cookies = {who: await asyncio.to_thread(sign_in, app.url, who.name, PASSWORD) for who in everybody}
        await house.books()
        app.process.kill()
        app.process.wait()
    house.people = {who: Person(app.url, cookies[who]) for who in (IMPORTER, *CLICKING)}
    begun = time.monotonic()
    with serve(house.work, port=port, **ON) as app:
        async with chromium() if browser else nullcontext() as running:
            tab = Tab()
            if browser:
                tab.page = await signed_in_page(running, app.url, cookies[WATCHER])
                await tab.page.goto(f"{app.url}/customers?store=2", wait_until="commit")
            house.faults += await tab.comes_back(begun, WATCHER.name)
            await house.load(app, await house.come_back())
            for life in range(kills):
                begun = time.monotonic()
                with serve(house.work, port=port, **ON) as app:
                    _none, answers, wrong = await asyncio.gather(
                        house.books(), house.come_back(), tab.comes_back(begun, WATCHER.name)
                    )
                    house.faults += wrong
                    if tab.page and life + 1 == WATCHED:
                        await tab.page.context.close()
                        tab.page = None
                    if life < kills - 1:
                        await house.load(app, answers)
                click.echo(f"{life + 1} kills, {len(house.faults)} faults; {house.said()}", err=True)
    return tab


def _derived(database: Path) -> list[str]:
    """Return what does not fit of visits and days to the bills that they were derived from."""
    warehouse = Warehouse(database, must_exist=True)
    sums = "select store_id, sum(amount) from {} group by store_id order by store_id"
    told = {name: warehouse.cursor().execute(sums.format(name)).fetchall() for name in ("bills", "visits", "days")}
    warehouse.close()
    return [f"{name} has {what}, the bills {told['bills']}" for name, what in told.items() if what != told["bills"]]


def measure_asked(work: Path, _rows: int, _bills: int, asked: Mapping[str, int]) -> tuple[list[Line], list[str]]:
    """Measure what the command line asks for."""
    return measure(work, asked["times"], ROWS, BILLS, browser=asked["browsers"] > 0)


def measure(work: Path, kills: int, rows: int, bills: int, *, browser: bool = True) -> tuple[list[Line], list[str]]:
    """Kill the app so often; return the lines of the figures, and what was wrong."""
    work.mkdir(parents=True, exist_ok=True)
    build_house(work / "warehouse.duckdb", work, bills, 100)
    house = House(work, rows)
    tab = asyncio.run(_live(house, kills, browser=browser))
    house.faults += _derived(house.database)
    waits = [(house.waits, "tabs"), (tab.waits[1:], "a browser's tab from the start")]
    faults, said = len(house.faults), f"{kills} kills: {house.said()}"
    lines = [
        Line("kills, faults", "", faults, faults, faults, 0, detail=said),
        *(Line(f"kills, {name} back within", " s", median(took), min(took), max(took), 60) for took, name in waits if took),
    ]
    return lines, house.faults[:40]

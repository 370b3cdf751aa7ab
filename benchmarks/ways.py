"""The two ways in which files land in a running app, and what has to stand in the warehouse after it was killed."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.people import ENDS, bills_file, store_name
from benchmarks.person import Answer, Person
from tools.app_server import RunningApp

DOOR, PAGE = 0, 1  # the stores that files land in, each in its own way
DAYS = 3  # of a file


@dataclass
class Way:
    """Files that land one after another in a store: how many bills and fen each has, which were acknowledged, which was begun."""

    store: int
    folder: Path
    rows: int
    held: dict[str, tuple[int, int]] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    begun: str | None = None
    acknowledgements: int = 0
    cut: int = 0  # kills in the middle of a file
    whole: int = 0  # of these files, those that stood there after all

    def next(self) -> Path:
        """Return the next file: the one that a kill has made nothing of, else a new one."""
        if self.begun is None or self.begun in self.acknowledged:
            number = len(self.held)
            self.begun = f"{'door' if self.store == DOOR else 'page'}{number:03}.csv"
            first = ENDS + timedelta(days=1 + number * DAYS)
            last = first + timedelta(days=DAYS - 1)
            fen = bills_file(self.folder / self.begun, self.store, self.rows, 100, first, last, name=f"F{number}-")
            self.held[self.begun] = self.rows, fen
        return self.folder / self.begun

    def acknowledge(self) -> None:
        """Note that the file under way was said to have landed."""
        self.acknowledged.add(self.begun)
        self.acknowledgements += 1

    def compare(self, batches: list[dict[str, Any]], stores: list[dict[str, Any]], before: tuple[int, int]) -> list[str]:
        """Return what is wrong in the warehouse as it stands; ``before`` are the bills and fen that it began with."""
        mine = [each for each in batches if each["store"] == store_name(self.store) and each["file"] in self.held]
        there = {each["file"]: (each["bills"], fen_of(each["amount"])) for each in mine}
        wrong = [f"{name} is lost" for name in self.acknowledged - there.keys()]
        wrong += [f"{each['file']} is there twice" for each in mine if sum(other["file"] == each["file"] for other in mine) > 1]
        wrong += [f"{name} is there by half: {what}" for name, what in there.items() if what != self.held[name]]
        wrong += [f"{name} was never begun" for name in there.keys() - self.acknowledged - {self.begun}]
        if self.begun is not None and self.begun not in self.acknowledged:
            self.cut += 1
            self.whole += self.begun in there
        self.acknowledged |= there.keys()
        [sums] = [(each["bills"], fen_of(each["amount"])) for each in stores if each["store"] == store_name(self.store)]
        due = tuple(map(sum, zip(before, *(self.held[name] for name in there), strict=True)))
        return wrong + ([f"{store_name(self.store)} has {sums}, its files {due}"] if sums != due else [])


def fen_of(amount: str) -> int:
    """Return a sum as it is written, such as 12.50, in fen."""
    yuan, fen = amount.split(".")
    return int(yuan) * 100 + int(fen)


def shell(database: Path, *arguments: str) -> list[str]:
    """Return the line that runs a command of the shell, which answers in JSON."""
    return [sys.executable, "-m", "segmentation", "--db", str(database), *arguments, "--json"]


async def through_door(app: RunningApp, way: Way) -> None:
    """Import file after file with the shell, through the door, as long as the app lives."""
    while app.process.poll() is None:
        file = way.next()
        asked = shell(app.database, "import", str(file), "--store", store_name(way.store))
        done = await asyncio.create_subprocess_exec(*asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        out, _err = await done.communicate()
        if done.returncode == 0 and json.loads(out.splitlines()[-1]):
            way.acknowledge()


async def through_page(person: Person, way: Way, tab: Answer) -> None:
    """Put files into the inbox, choose each on the page, confirm it, and wait until the page says that it was imported."""
    if "upload_store" in tab.widgets:
        tab = await person.set(tab, "upload_store", store_name(way.store))
    while True:
        file = way.next()
        tab = await person.run("look at the inbox")
        [option] = [each for each in tab.widgets["inbox_files"][1].options if each.startswith(file.name)]
        tab = await person.set(tab, "inbox_files", [option])
        tab = await person.set(tab, "read_inbox", True)
        while "confirm_import" not in tab.widgets:
            await asyncio.sleep(0.3)
            tab = await person.run("is it read")
        tab = await person.set(tab, "confirm_import", True)
        while not tab.holds(f"{file.stem}\\.csv :green-badge["):
            if tab.faults:
                raise RuntimeError(f"{file.name}: {tab.faults}")
            await asyncio.sleep(0.3)
            tab = await person.run("has it landed")
        way.acknowledge()

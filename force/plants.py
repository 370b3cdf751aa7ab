"""Faults put in on purpose, to see that the suite finds them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

from segmentation.ingest import land
from segmentation.ingest.control import Control
from segmentation.ingest.examination import Examination
from segmentation.settings import kept as settings
from segmentation.settings import workshops
from segmentation.slides import Slide, to_json
from segmentation.warehouse import Cursor, Warehouse


def no_limit_of_memory() -> None:
    """A missing limit: a file may take as much memory, time and room as it likes."""
    for name in ("MEMORY_MB", "SECONDS", "OUTPUT_MB"):
        os.environ[f"CUSTOMER_GRADING_READ_{name}"] = "100000"


def pins_outside_the_lock() -> None:
    """A check moved out of the lock: the slides of a workshop are read, then written by themselves."""

    def pin(house: Warehouse, name: str, slide: Slide) -> int:
        kept = settings.get(house, settings.WHOLE_HOUSE, workshops.prefix_of(house) + name) or {"masked": False, "slides": []}
        kept["slides"].append(json.loads(to_json(slide)))
        settings.put(house, settings.WHOLE_HOUSE, workshops.prefix_of(house) + name, kept)
        return len(kept["slides"])

    workshops.pin = pin


def landing_outside_the_lock() -> None:
    """A check moved out of the lock: whether the file is there already is asked before it waits for its turn, not after."""
    landed_before, landing = land._landed_before, land.land

    def outside(house: Warehouse, found: Examination, control: Control | None = None) -> dict[str, Any]:
        return landed_before(house, found) or landing(house, found, control)

    land.land = outside
    land._landed_before = lambda _house, _found: None
    land._check_unchanged = lambda _house, _found: None


def commit_in_two_steps() -> None:
    """A transaction cut in two: what an import or an undo writes is committed before what is derived from it."""
    rederive = land.rederive

    def apart(cursor: Cursor, key: dict[str, Any]) -> None:
        cursor.execute("commit")
        cursor.execute("begin transaction")
        rederive(cursor, key)

    land.rederive = apart


PLANTS: dict[str, tuple[str, Callable[[], None]]] = {
    "no_limit_of_memory": ("files", no_limit_of_memory),
    "pins_outside_the_lock": ("threads", pins_outside_the_lock),
    "landing_outside_the_lock": ("threads", landing_outside_the_lock),
    "commit_in_two_steps": ("kills", commit_in_two_steps),
}


def plant(name: str) -> None:
    """Put the fault into this process."""
    PLANTS[name][1]()

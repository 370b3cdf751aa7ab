"""What a house does all day, as plain data: how it is done, and what must stand in the warehouse afterwards."""

from __future__ import annotations

import copy
import gzip
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from force.case import as_csv
from force.families.formats import make_xlsx
from force.families.schemes import sound_scheme
from force.state import live_batches, settings_of
from segmentation.ingest.care import record_care
from segmentation.ingest.edit import edit_profiles, set_month_total
from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import find_store
from segmentation.ingest.land import import_file, undo
from segmentation.measures.movement.follow_up import follow_up
from segmentation.settings.kept import WHOLE_HOUSE, put
from segmentation.settings.own_schemes import save_scheme
from segmentation.settings.workshops import pin
from segmentation.slides import Slide
from segmentation.warehouse import Warehouse

STORES = ("North", "South")
CHOICES = Choices(
    kind="bills", paid=("已结账",), numbers_restart=False, on_overlap="add", customer_key="code", missing_bills="keep",
)
CUSTOMERS = [f"K{number}" for number in range(1, 10)]
POOL = 14  # files of bills; the first brings every customer and is never undone
TARGETS = ("import", "undo", "restore", "backup", "months", "scheme")
Act = dict[str, Any]


def write_pool(folder: Path, rng: random.Random, rows: int = 300) -> None:
    """Write the files of bills: numbers that come again with other amounts, four formats, names that tell the place."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(POOL):
        bills = [
            (
                f"B{rng.randint(1, 3 * rows)}-{row % 3}", f"2026-{rng.randint(1, 6):02d}-{rng.randint(1, 28):02d}",
                CUSTOMERS[row % 9] if number == 0 else rng.choice(CUSTOMERS), "张三",
                f"{rng.randint(1, 99_999) / 100:.2f}", "已结账",
            )
            for row in range(rows)
        ]
        bills = list({bill[0]: bill for bill in bills}.values())
        text = as_csv(bills)
        book = make_xlsx(bills, dimension=f"A1:F{len(bills) + 1}")
        file_of(folder, number).write_bytes((text.encode(), text.encode("gbk"), book, gzip.compress(text.encode()))[number % 4])


def file_of(folder: Path, number: int) -> Path:
    """Return a file of the pool."""
    return folder / f"{number}.{('csv', 'txt', 'xlsx', 'csv.gz')[number % 4]}"


@dataclass
class Batch:
    """A batch that should be there: its store and the act that brought it."""

    store: str
    act: Act
    undone: bool = False


@dataclass
class Book:
    """What must stand in the warehouse after the acts that were done."""

    batches: list[Batch] = field(default_factory=list)
    settings: dict[str, int] = field(default_factory=dict)
    schemes: dict[str, list[int]] = field(default_factory=dict)
    pins: list[str] = field(default_factory=list)
    backups: dict[str, Book] = field(default_factory=dict)
    count: int = 0

    def after(self, act: Act) -> Book:
        """Return the book after one more act; this one stays as it is."""
        book = copy.deepcopy(self)
        book.count = max(book.count, act["n"]) + 1
        match act["act"]:
            case "import":
                same = [b for b in book.batches if (b.store, b.act.get("file")) == (act["store"], act["file"]) and not b.undone]
                book.batches += [] if same else [Batch(act["store"], act)]
            case "edit" | "total" | "care":
                book.batches.append(Batch(act["store"], act))
            case "undo":
                book.batches[act["place"]].undone = True
            case "backup":
                book.backups[act["name"]] = Book(*copy.deepcopy((book.batches, book.settings, book.schemes, book.pins)))
            case "restore":
                kept = copy.deepcopy(book.backups[act["name"]])
                book = Book(kept.batches, kept.settings, kept.schemes, kept.pins, book.backups, book.count)
            case "setting":
                book.settings[act["name"]] = act["n"]
            case "scheme":
                book.schemes.setdefault(act["key"], []).append(act["n"])
            case "pin":
                book.pins.append(f"slide {act['n']}")
        return book

    def live(self) -> Iterator[Batch]:
        """Yield the batches that count, in order."""
        return (batch for batch in self.batches if not batch.undone)

    def told(self) -> dict[str, Any]:
        """Return the book as ``read_told`` finds it in a warehouse."""
        return {
            "batches": [(b.store, b.act["act"] if b.act["act"] == "import" else "edit", b.undone) for b in self.batches],
            "files": [b.act["file"] for b in self.batches if b.act["act"] == "import"],
            "settings": self.settings, "schemes": self.schemes, "pins": self.pins,
        }


def read_told(house: Warehouse) -> dict[str, Any]:
    """Return what a warehouse says of itself, in the words of ``Book.told``."""
    batches, kept = live_batches(house), settings_of(house)
    return {
        "batches": [(store, "import" if kind == "bills" else "edit", undone) for store, kind, _file, undone in batches],
        "files": [int(file.partition(".")[0]) for _store, kind, file, _undone in batches if kind == "bills"],
        "settings": {name[2:]: value for name, value in kept.items() if name.startswith("0/force:")},
        "schemes": {
            key: [int(version["text"].partition("# version ")[2].split()[0]) for version in versions]
            for key, versions in kept.get("0/own_schemes", {}).items()
        },
        "pins": [slide["title"] for slide in kept.get("0/workshop:Spring", {"slides": []})["slides"]],
    }


def choose(book: Book, rng: random.Random, target: str) -> Act:
    """Return an act that can be done now: rather often of the kind ``target``."""
    kinds = [target] * 5 + ["import", "import", "undo", "months", "setting", "pin", "edit", "total", "care"]
    act: Act = {"act": rng.choice(kinds), "n": book.count, "store": rng.choice(STORES)}
    undoable = [place for place, batch in enumerate(book.batches) if place >= len(STORES) and not batch.undone]
    kind = act["act"]
    if (kind == "undo" and not undoable) or (kind == "restore" and not book.backups) or (kind == "pin" and len(book.pins) > 50):
        kind = act["act"] = "backup" if kind == "restore" else "import"
    if kind == "import" and len(undoable) > 7:
        kind = act["act"] = "undo"
    more: dict[str, Act] = {
        "import": {"file": rng.randrange(1, POOL)}, "undo": {"place": rng.choice(undoable or [0])},
        "backup": {"name": f"b{book.count}.duckdb"}, "restore": {"name": rng.choice(list(book.backups) or [""])},
        "scheme": {"key": rng.choice(("ours", "theirs"))}, "setting": {"name": f"force:{rng.randrange(5)}"},
        "edit": {"customer": rng.choice(CUSTOMERS)}, "total": {"month": f"2026-{rng.randint(1, 6):02d}"},
        "care": {"customer": rng.choice(CUSTOMERS)},
    }
    return act | more.get(kind, {})


def do(house: Warehouse, act: Act, pool: Path, backups: Path) -> None:
    """Do an act. Raises what the product raises."""
    store, n = find_store(house, act["store"]), act["n"]
    match act["act"]:
        case "import":
            import_file(house, act["store"], file_of(pool, act["file"]), CHOICES)
        case "undo":
            ids = house.cursor().execute("select batch_id from batches order by batch_id").fetchall()
            undo(house, ids[act["place"]][0])
        case "backup":
            house.backup(backups / act["name"])
        case "restore":
            house.restore(backups / act["name"])
        case "months":
            done = follow_up(house, store)
            if done.error is not None:
                raise done.error
        case "scheme":
            save_scheme(house, f"# version {n}\n{sound_scheme(act['key'])}", datetime(2026, 7, 1))
        case "setting":
            put(house, WHOLE_HOUSE, act["name"], n)
        case "pin":
            pin(house, "Spring", Slide(f"slide {n}", ()))
        case "edit":
            edit_profiles(house, store, {act["customer"]: {"note": f"note {n}"}})
        case "total":
            set_month_total(house, store, act["month"], f"{10**9 + n}")
        case "care":
            record_care(house, store, [act["customer"]], "contacted", date(2026, 6, 30), f"call {n}")


def replay(book: Book, pool: Path, path: Path) -> Warehouse:
    """Return a fresh warehouse into which the live batches of the book came in their order, months kept."""
    house = Warehouse(path)
    for batch in book.live():
        do(house, batch.act, pool, path.parent)
    for store in {batch.store for batch in book.live()}:
        follow_up(house, find_store(house, store))
    return house

"""Many threads write at once: what was acknowledged is there, money counts once, and one after another gives the same."""

from __future__ import annotations

import random
import threading
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from force import plants
from force.acts import CHOICES, CUSTOMERS
from force.case import HEADER, as_csv
from force.families.schemes import sound_scheme
from force.processes import peak_mb
from force.state import differences, digest, money, what_counts
from force.tally import EXIT_1, HANG, LOSS, Tally
from segmentation.ingest.care import record_care
from segmentation.ingest.edit import edit_profiles, set_month_total
from segmentation.ingest.examine import find_store
from segmentation.ingest.land import import_file, undo
from segmentation.language.errors import InputError
from segmentation.measures.movement.follow_up import follow_up
from segmentation.settings import workshops
from segmentation.settings.kept import WHOLE_HOUSE, get, put
from segmentation.settings.own_schemes import save_scheme, versions_of
from segmentation.settings.workshops import moved, read_workshop, reorder
from segmentation.slides import Slide
from segmentation.warehouse import Warehouse

STORE = "North"
WORKSHOPS = ("Spring", "Summer", "Autumn", "Winter")
PATIENCE = 400.0
SHARES = {  # of a hundred writes
    "import": 12, "undo": 8, "pin": 16, "reorder": 10, "scheme": 12, "setting": 18, "care": 9, "edit": 9, "total": 5, "months": 1,
}


@dataclass
class Ledger:
    """What was acknowledged, and by which batch what was done can be done again."""

    house: Warehouse
    folder: Path
    amounts: dict[int, Decimal] = field(default_factory=dict)
    landed: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))  # file → the batches that landed it
    undone: Counter[int] = field(default_factory=Counter)  # batch → how many undos of it were acknowledged
    again: dict[int, Callable[[Warehouse], Any]] = field(default_factory=dict)  # batch → how to do the same in another house
    pins: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    versions: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    settings: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def write_file(self, number: int, rng: random.Random) -> None:
        """Write a tiny file without bill numbers, or (every other one) with numbers of its own."""
        rows = [
            (
                f"F{number}-{row}", f"2026-0{rng.randint(1, 6)}-{rng.randint(1, 28):02d}",
                rng.choice(CUSTOMERS) if number else customer, "张三", f"{rng.randint(1, 99_999) / 100:.2f}", "已结账",
            )
            for row, customer in enumerate(CUSTOMERS[: 4 if number else None])
        ]
        header = HEADER
        if number % 2 == 0 and number:
            header, rows = HEADER[1:], [row[1:] for row in rows]
        (self.folder / f"{number}.csv").write_text(as_csv(rows, header), encoding="utf-8")
        self.amounts[number] = sum((Decimal(row[-2]) for row in rows), Decimal(0))

    def bring(self, house: Warehouse, number: int) -> dict[str, Any]:
        """Import a file into a house."""
        return import_file(house, STORE, self.folder / f"{number}.csv", CHOICES)


def write(ledger: Ledger, kind: str, n: int) -> None:
    """Do one write and note that it was acknowledged. Raises InputError where the product refuses."""
    house, store = ledger.house, find_store(ledger.house, STORE)
    name, customer = WORKSHOPS[n % len(WORKSHOPS)], CUSTOMERS[n % len(CUSTOMERS)]
    batch: int | None = None
    match kind:
        case "import":  # each file by three threads, of which one lands it
            number = 1 + n // 3
            report = ledger.bring(house, number)
            if not report["already_landed"]:
                batch = report["batch"]
                with ledger.lock:
                    ledger.landed[number].append(batch)

            def again(other: Warehouse) -> dict[str, Any]:
                return ledger.bring(other, number)
        case "undo":  # whatever landed, by two threads
            with ledger.lock:
                some = [batch for number, batches in ledger.landed.items() if number and number % 3 == 0 for batch in batches]
            if some:
                chosen = sorted(some)[n // 2 % len(some)]
                undo(house, chosen)
                with ledger.lock:
                    ledger.undone[chosen] += 1
        case "pin":
            workshops.pin(house, name, Slide(f"slide {n}"))
            with ledger.lock:
                ledger.pins[name].append(f"slide {n}")
        case "reorder":
            workshop = read_workshop(house, name)
            if workshop is not None and workshop.slides:
                order = moved(len(workshop.slides), n % len(workshop.slides), 1)
                reorder(house, name, order, workshop.slides)
        case "scheme":
            key = f"own_{n % 5}"
            save_scheme(house, f"# version {n}\n{sound_scheme(key)}", datetime(2026, 7, 1))
            with ledger.lock:
                ledger.versions[key].append(n)
        case "setting":
            setting = f"force:{n}" if n % 2 else "force:shared"
            put(house, WHOLE_HOUSE, setting, n)
            with ledger.lock:
                ledger.settings[setting].append(n)
        case "care":
            def again(other: Warehouse) -> int:
                return record_care(other, find_store(other, STORE), [customer], "contacted", date(2026, 6, 30), f"call {n}")

            batch = again(house)
        case "edit":
            def again(other: Warehouse) -> int | None:
                return edit_profiles(other, find_store(other, STORE), {customer: {"note": f"note {n}"}})

            batch = again(house)
        case "total":
            def again(other: Warehouse) -> int | None:
                return set_month_total(other, find_store(other, STORE), f"2026-0{1 + n % 6}", f"{10**9 + n}")

            batch = again(house)
        case "months":
            follow_up(house, store)
    if batch is not None:
        with ledger.lock:
            ledger.again[batch] = again


def try_threads(
    folder: Path, tally: Tally, *, writes: int = 1200, threads: int = 8, seed: int = 2026, kinds: tuple[str, ...] = (),
    plant: str = "",
) -> None:
    """Write ``writes`` times in ``threads`` threads, and hold what then stands in the warehouse against what was acknowledged.

    Only writes of ``kinds``, if any is named.
    """
    folder.mkdir(parents=True)
    rng = random.Random(seed)
    if plant:
        plants.plant(plant)
    shares = {kind: share for kind, share in SHARES.items() if not kinds or kind in kinds}
    tasks = [(kind, n) for kind, share in shares.items() for n in range(max(1, writes * share // sum(shares.values())))]
    # Neighbours stay neighbours, so that the same file, or the same batch, is taken up by several threads at once.
    order = {task: rng.random() for task in tasks}
    group = {"import": 3, "undo": 2}
    tasks.sort(key=lambda task: order[task[0], task[1] - task[1] % group.get(task[0], 1)])
    ledger = Ledger(Warehouse(folder / "w.duckdb"), folder)
    for number in range(writes // 3 + 2):
        ledger.write_file(number, rng)
    first = ledger.bring(ledger.house, 0)
    ledger.landed[0].append(first["batch"])
    ledger.again[first["batch"]] = lambda other: ledger.bring(other, 0)
    _run(ledger, iter(tasks), threads, tally)
    tally.count("threaded writes", sum(ledger.done.values()) + sum(ledger.refused.values()))
    tally.count("  refused with a plain sentence", sum(ledger.refused.values()))
    tally.weigh("threads", peak_mb(), 0, 0)
    for detail in compare(ledger):
        tally.blame(LOSS, "threads", detail)


def _run(ledger: Ledger, tasks: Any, threads: int, tally: Tally) -> None:
    lock = threading.Lock()
    start = threading.Barrier(threads)

    def work() -> None:
        start.wait()
        while True:
            with lock:
                kind, n = next(tasks, ("", 0))
            if not kind:
                return
            try:
                write(ledger, kind, n)
                with ledger.lock:
                    ledger.done[kind] += 1
            except InputError:
                with ledger.lock:
                    ledger.refused[kind] += 1
            except Exception as error:
                tally.blame(EXIT_1, f"{kind} {n} in a thread", f"{type(error).__name__}: {error}")

    workers = [threading.Thread(target=work, daemon=True) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(PATIENCE)
        if worker.is_alive():
            tally.blame(HANG, "threads", "the writers wait for each other")
            return


def compare(ledger: Ledger) -> list[str]:
    """Return in what the warehouse is not what was acknowledged."""
    house, wrong = ledger.house, []
    for name, pins in ledger.pins.items():
        titles = [slide.title for slide in read_workshop(house, name).slides]
        if Counter(titles) != Counter(pins):
            wrong.append(f"{len(pins)} slides were pinned to {name}, {len(titles)} are there")
    for key, numbers in ledger.versions.items():
        kept = [int(version.text.partition("# version ")[2].split()[0]) for version in versions_of(house, key)]
        if sorted(kept) != sorted(numbers):
            wrong.append(f"{len(numbers)} versions of {key} were saved, {len(kept)} are there")
    wrong += [
        f"the setting {name} is {get(house, WHOLE_HOUSE, name)}" for name, values in ledger.settings.items()
        if get(house, WHOLE_HOUSE, name) not in values
    ]
    expected = Decimal(0)
    doubles = 0
    for number, batches in ledger.landed.items():
        times = sum(not ledger.undone[batch] for batch in batches)
        doubles += times > 1
        expected += ledger.amounts[number] * min(times, 1)
    if doubles:
        wrong.append(f"{doubles} files landed more than once")
    if twice := sum(times > 1 for times in ledger.undone.values()):
        wrong.append(f"{twice} imports were taken back more than once")
    if money(house) != expected:
        wrong.append(f"the revenue is {money(house)}, the files that landed have {expected}")
    known = {batch for (batch,) in house.cursor().execute("select batch_id from batches where undone_at is null").fetchall()}
    live = set(ledger.again) - set(ledger.undone)
    if known != live:
        wrong.append(f"of the acknowledged imports and edits {len(live - known)} are missing, {len(known - live)} are unknown")
    return wrong + _against_one_after_another(ledger, sorted(known & live))


def _against_one_after_another(ledger: Ledger, batches: list[int]) -> list[str]:
    """Do the live batches again in a fresh warehouse, one after another, and return what differs; then open both anew."""
    house, wrong = ledger.house, []
    follow_up(house, find_store(house, STORE))
    (ledger.folder / "fresh").mkdir()
    fresh = Warehouse(ledger.folder / "fresh" / "w.duckdb")
    for batch in batches:
        ledger.again[batch](fresh)
    follow_up(fresh, find_store(fresh, STORE))
    parted = differences(what_counts(house), what_counts(fresh))
    fresh.close()
    if parted:
        wrong.append(f"not what the live batches make one after another: {parted}")
    before = digest(house)
    house.close()
    opened = Warehouse(ledger.folder / "w.duckdb")
    if digest(opened) != before:
        wrong.append("opened again, it is not the same")
    opened.close()
    return wrong


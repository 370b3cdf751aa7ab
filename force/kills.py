"""kill −9 at random moments: what was committed is there, what was under way wholly or not at all, and nothing lies about."""

from __future__ import annotations

import json
import os
import random
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from force import plants
from force.acts import STORES, TARGETS, Act, Book, choose, do, read_told, replay, write_pool
from force.processes import Watch, apart, is_alive, peak_mb
from force.state import differences, what_counts
from force.tally import ABORT, DEBRIS, HANG, LOSS, OUTSIDE, Tally
from segmentation.language.errors import InputError
from segmentation.measures.movement.follow_up import finish_pending
from segmentation.warehouse import Warehouse
from segmentation.warehouse.work_folder import MARKER

PATIENCE = 60.0
THESIS = "other people's work"


@dataclass
class Trial:
    """A house that is killed over and over: its folders, and what must stand in it."""

    folder: Path
    book: Book = field(default_factory=Book)
    allowed: set[str] = field(default_factory=set)

    @property
    def db(self) -> Path:
        return self.folder / "house" / "w.duckdb"

    @property
    def pool(self) -> Path:
        return self.folder / "pool"

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    @property
    def log(self) -> Path:
        return self.folder / "log.jsonl"

    def thesis(self) -> list[Path]:
        """Return other people's files around the warehouse."""
        house = self.folder / "house"
        return [house / "thesis.txt", house / "tmp" / "w" / "thesis.txt", self.backups / "thesis.txt"]

    def listing(self) -> set[str]:
        """Return the files around the warehouse, without the pool."""
        found = (path.relative_to(self.folder) for path in self.folder.rglob("*") if not path.is_dir())
        return {path.as_posix() for path in found if path.parts[0] != "pool" and path.suffix != ".wal"}


def live(folder: Path, book: Book, seed: str, target: str, plant: str) -> None:
    """In a process of its own: do acts without end, each noted before and after, until the end comes from outside."""
    os.setsid()
    os.environ["TMPDIR"] = str(folder / "temp")
    if plant:
        plants.plant(plant)
    trial, rng = Trial(folder, book), random.Random(seed)
    note = os.open(trial.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    house = Warehouse(trial.db)
    while True:
        act = choose(trial.book, rng, target)
        os.write(note, _line(begin=act))
        try:
            do(house, act, trial.pool, trial.backups)
        except InputError as error:
            os.write(note, _line(refused=error.text("en")))
            return
        trial.book = trial.book.after(act)
        os.write(note, _line(done=act["n"]))


def _line(**entry: Any) -> bytes:
    return (json.dumps({**entry, "at": time.monotonic()}) + "\n").encode()


def examine(folder: Path, answer: Connection, acts: list[Book]) -> None:
    """In a process of its own: open what was left, and send which of the books it is and what is wrong with it.

    It is also held against a fresh warehouse into which the live batches come in order.
    """
    trial, wrong = Trial(folder), []
    house = Warehouse(trial.db)
    finish_pending(house)
    told = read_told(house)
    which = next((place for place, book in enumerate(acts) if book.told() == told), None)
    if which is None:
        expected = acts[0].told()
        parted = [f"{name}: {told[name]} for {expected[name]}" for name in told if told[name] != expected[name]]
        wrong.append((LOSS, "; ".join(parted)))
    else:
        extra = sorted(trial.listing() - trial.allowed - allowed_files(trial, acts[which]))
        wrong += [(DEBRIS, ", ".join(extra))] if extra else []
        for name, kept in list(acts[which].backups.items())[-1:]:
            wrong += examine_backup(trial, name, kept)
        fresh = replay(acts[which], trial.pool, folder / "fresh" / "w.duckdb")
        parted = differences(what_counts(house), what_counts(fresh))
        wrong += [(LOSS, f"not what the live batches make: {parted}")] if parted else []
        fresh.close()
        shutil.rmtree(folder / "fresh")
    wrong += [(OUTSIDE, path.name) for path in trial.thesis() if not path.is_file() or path.read_text() != THESIS]
    house.close()
    answer.send((which, wrong, peak_mb()))


def allowed_files(trial: Trial, book: Book) -> set[str]:
    """Return the files that belong where they are: the warehouse, its backups, other people's, ours."""
    ours = {path.relative_to(trial.folder).as_posix() for path in [trial.db, trial.log, *trial.thesis()]}
    return ours | {f"backups/{name}" for name in book.backups} | {f"house/.w.duckdb.work/{MARKER}"}


def examine_backup(trial: Trial, name: str, kept: Book) -> list[tuple[str, str]]:
    """Return what is wrong with a backup that was made: it has to open, and to say what was so when it was made."""
    work = trial.folder / "copy"
    work.mkdir()
    shutil.copyfile(trial.backups / name, work / "w.duckdb")
    try:
        copy = Warehouse(work / "w.duckdb", must_exist=True)
        told = read_told(copy)
        copy.close()
    except InputError as error:
        return [(LOSS, f"the backup {name} does not open: {error.text('en')}")]
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return [] if told == kept.told() else [(LOSS, f"the backup {name} holds something else: {told} for {kept.told()}")]


def try_kills(folder: Path, tally: Tally, *, kills: int = 108, seed: int = 2026, workers: int = 2, plant: str = "") -> None:
    """Kill ``kills`` times, in turn amid each kind of act, a new house after every twelve; ``workers`` houses at a time."""
    houses = [(number, kills // 12 + (number < kills % 12 > 0)) for number in range(12)]
    turns = [(number, times) for number, times in houses if times]

    def work(place: int) -> None:
        for number, times in turns[place::workers]:
            _kill_one_house(folder / f"house{number}", tally, random.Random(f"{seed} {number}"), number, times, plant)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _kill_one_house(folder: Path, tally: Tally, rng: random.Random, number: int, times: int, plant: str) -> None:
    trial = Trial(folder)
    for each in (trial.db.parent, trial.backups, folder / "temp"):
        each.mkdir(parents=True)
    for path in trial.thesis():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(THESIS)
    write_pool(trial.pool, rng)
    house = Warehouse(trial.db)
    for n, store in enumerate(STORES):
        act: Act = {"act": "import", "n": n, "store": store, "file": 0}
        do(house, act, trial.pool, trial.backups)
        trial.book = trial.book.after(act)
    house.close()
    for round_ in range(times):
        target = TARGETS[(number + round_) % len(TARGETS)]
        name = f"kill {round_ + 1} of house {number} ({target})"
        if not _kill_once(trial, tally, rng, name, target, plant):
            return
    shutil.rmtree(folder, ignore_errors=True)


def _kill_once(trial: Trial, tally: Tally, rng: random.Random, name: str, target: str, plant: str) -> bool:
    """Kill once and examine what is left; return whether one can go on with it."""
    trial.log.unlink(missing_ok=True)
    process = apart.Process(target=live, args=(trial.folder, trial.book, f"{name} {rng.random()}", target, plant))
    process.start()
    with Watch(process.pid) as watch:
        begun = _wait(trial, target, rng.randint(2, 3), process.is_alive)
        if begun:
            time.sleep(rng.random() * _length(trial.log, target))
        peak = peak_mb(process.pid)
        process.kill()
        process.join()
    acts, under_way, refused = _read_log(trial.log)
    if not begun or refused:
        tally.blame(LOSS if refused else HANG, name, refused or "no act began within a minute")
        return False
    tally.count("kills −9")
    tally.count(f"  amid {under_way['act'] if under_way else 'nothing'}")
    tally.weigh(name, peak, watch.peak_mb, 0)
    done = trial.book
    for act in acts:
        done = done.after(act)
    books = [done, done.after(under_way)] if under_way else [done]
    answer = _ask(trial, tally, name, books)
    if answer is None:
        return False
    which, wrong = answer
    for kind, detail in wrong:
        tally.blame(kind, name, f"{detail} (under way: {under_way})")
    left = [pid for pid in watch.seen if is_alive(pid)]
    if left:
        time.sleep(5)
        left = [pid for pid in left if is_alive(pid)]
    if left:
        tally.blame(DEBRIS, name, f"{len(left)} processes outlive the one that was killed")
    if which is None:
        return False
    tally.count(f"  of what was under way, {'all' if which else 'nothing'} was there" if under_way else "  between two acts")
    trial.book = books[which]
    trial.book.count = books[-1].count
    return not any(kind == LOSS for kind, _ in wrong)


def _wait(trial: Trial, target: str, wanted: int, goes_on: Callable[[], bool]) -> bool:
    """Wait until an act of the kind begins for the ``wanted``-th time; return whether it does within a minute."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        text = trial.log.read_text() if trial.log.exists() else ""
        if text.count(f'{{"begin": {{"act": "{target}"') >= wanted:
            return True
        if not goes_on():
            return False
        time.sleep(0.002)
    return False


def _read_log(log: Path) -> tuple[list[Act], Act | None, str]:
    """Return the acts that were done, the one under way, and what was refused."""
    done: list[Act] = []
    under_way: Act | None = None
    refused = ""
    for line in log.read_text().splitlines() if log.exists() else []:
        entry: dict[str, Any] = json.loads(line)
        under_way = entry.get("begin", under_way)
        if "done" in entry:
            done.append(under_way)
            under_way = None
        refused = entry.get("refused", refused)
    return done, under_way, refused


def _length(log: Path, kind: str) -> float:
    """Return how many seconds the last act of the kind took that was done."""
    begun: dict[str, Any] = {}
    length = 0.0
    for line in log.read_text().splitlines():
        entry = json.loads(line)
        if "begin" in entry:
            begun = entry
        elif begun["begin"]["act"] == kind and "done" in entry:
            length = entry["at"] - begun["at"]
    return length


def _ask(
    trial: Trial, tally: Tally, name: str, books: list[Book]
) -> tuple[int | None, list[tuple[str, str]]] | None:
    """Return which of the books it is that was left, and what is wrong with it; None where nobody can say."""
    ours, theirs = apart.Pipe(duplex=False)
    process = apart.Process(target=examine, args=(trial.folder, theirs, books))
    process.start()
    theirs.close()
    try:
        if not ours.poll(PATIENCE):
            tally.blame(HANG, name, "what was left does not open within a minute")
            process.kill()
            return None
        which, wrong, _peak = ours.recv()
    except EOFError:
        process.join()
        kind = ABORT if (process.exitcode or 0) < 0 else LOSS
        tally.blame(kind, name, f"what was left cannot be examined: exit {process.exitcode}")
        return None
    process.join()
    return which, wrong

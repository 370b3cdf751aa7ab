"""Hostile files through the shell, one after another, and what is right of each."""

from __future__ import annotations

import json
import os
import queue
import random
import select
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from force.case import EITHER, LANDED, SECRET, Case, Context, as_csv, rows_of_bills
from force.families import FAMILIES
from force.processes import Watch, is_alive
from force.tally import ABORT, BABBLE, DEBRIS, EXIT_1, HANG, LOSS, OUTSIDE, WRONG, Tally

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0
DONE, REFUSED = 0, 2


class Listener:
    """A port on this machine where nobody may call; ``calls`` counts those who do."""

    def __init__(self) -> None:
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            caller.close()

    def close(self) -> None:
        """Listen no longer."""
        self._socket.close()


@dataclass
class Answer:
    """What a call of the shell came to: its exit status (None: the process died or was killed), what it printed and changed."""

    status: int | None
    out: str
    err: str
    seconds: float
    died: str = ""
    state: dict[str, Any] | None = None
    peak_mb: float = 0.0
    child_mb: float = 0.0


class Ground:
    """A folder of its own with a warehouse, other people's files around it, and a process that calls the shell on it."""

    def __init__(self, folder: Path, plant: str = "") -> None:
        self.folder, self.plant = folder, plant
        self.house, self.files, self.temp = folder / "house", folder / "files", folder / "temp"
        for each in (self.house / "tmp" / "w", self.files, self.temp):
            each.mkdir(parents=True)
        self.db = self.house / "w.duckdb"
        self.secret = folder / "secret.txt"
        self.canaries = [self.secret, folder / "canary.csv", self.house / "thesis.txt", self.house / "tmp" / "w" / "thesis.txt"]
        self.listener = Listener()
        self._process: subprocess.Popen[bytes] | None = None
        self.plant_canaries()

    def plant_canaries(self) -> None:
        """Put other people's files where they belong."""
        for path in self.canaries:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(SECRET, encoding="utf-8")

    def gone_canaries(self) -> list[str]:
        """Return which of other people's files are not as they were."""
        return [
            path.relative_to(self.folder).as_posix() for path in self.canaries
            if not path.is_file() or path.read_text(encoding="utf-8") != SECRET
        ]

    def forget_canaries(self, names: list[str]) -> None:
        """Look no longer after files that are gone: told once is enough."""
        self.canaries = [path for path in self.canaries if path.relative_to(self.folder).as_posix() not in names]

    def listing(self) -> set[str]:
        """Return the files around the warehouse: whatever is new here after a call is debris."""
        found = (path for path in self.folder.rglob("*") if not path.is_dir() or path.is_symlink())
        names = {path.relative_to(self.folder).as_posix() for path in found}
        return {name for name in names if not name.startswith("files/") and not name.endswith(".wal")}

    def call(self, arguments: list[str]) -> Answer:
        """Run one command of the shell and wait for its end, a minute at most; no arguments: only look at the warehouse."""
        process = self._started()
        self._out.truncate(0)
        self._err.truncate(0)
        begun = time.monotonic()
        with Watch(process.pid) as watch:
            try:
                process.stdin.write(json.dumps(arguments).encode() + b"\n")
                process.stdin.flush()
            except OSError:  # it died before
                pass
            ready, _, _ = select.select([self._answers], [], [], PATIENCE)
            line = self._answers.readline() if ready else b""
        seconds = time.monotonic() - begun
        answer = Answer(None, self._text("out"), self._text("err"), seconds, child_mb=watch.peak_mb)
        if line:
            answer.state = json.loads(line)
            answer.status, answer.peak_mb = answer.state["status"], answer.state["peak_mb"]
            return answer
        answer.died = f"{process.wait()}" if ready else HANG
        self.stop(watch.seen)
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None:
            return self._process
        read, write = os.pipe()
        self._out, self._err = ((self.folder / f"files/{name}.log").open("ab") for name in ("out", "err"))
        command = [sys.executable, "-X", "faulthandler", "-m", "force.runner", str(write), str(self.db)]
        environment = {**os.environ, "TMPDIR": str(self.temp), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
        self._process = subprocess.Popen(
            [*command, self.plant] if self.plant else command, stdin=subprocess.PIPE, stdout=self._out, stderr=self._err,
            pass_fds=[write], cwd=self.temp, env=environment, start_new_session=True,
        )
        os.close(write)
        self._answers = os.fdopen(read, "rb")
        return self._process

    def _text(self, name: str) -> str:
        return (self.folder / f"files/{name}.log").read_text(encoding="utf-8", errors="replace")

    def stop(self, seen: Iterable[int] = ()) -> None:
        """End the process of this ground and those that it started."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pid in seen:
            if is_alive(pid):
                os.kill(pid, 9)
        for file in (self._out, self._err, self._answers, self._process.stdin):
            try:
                file.close()
            except OSError:
                continue
        self._process = None

    def close(self) -> None:
        """Stop, and take the whole folder away."""
        self.stop()
        self.listener.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def all_cases(seed: int, families: Iterable[str] = ()) -> list[tuple[str, Case]]:
    """Return every case of the families (all if none is named) under ``family/name``, the same for the same seed."""
    chosen = list(families) or list(FAMILIES)
    return [(f"{name}/{case.name}", case) for name in chosen for case in FAMILIES[name](random.Random(f"{seed} {name}"))]


def keep_files(folder: Path, cases: list[tuple[str, Case]]) -> None:
    """Write every case's file into the folder, each in a folder of its own, and try nothing."""
    for name, case in cases:
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        case.put(place, Context(folder / "secret.txt", 9))


def try_files(folder: Path, cases: list[tuple[str, Case]], tally: Tally, *, workers: int = 2, plant: str = "") -> None:
    """Give every case to the shell, ``workers`` at a time, each with a warehouse of its own, and judge what it does."""
    waiting: queue.SimpleQueue[tuple[int, str, Case]] = queue.SimpleQueue()
    for number, (name, case) in enumerate(cases):
        waiting.put((number, name, case))

    def work(number: int) -> None:
        ground = Ground(folder / f"ground{number}", plant)
        try:
            _work(ground, waiting, tally)
        finally:
            ground.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _work(ground: Ground, waiting: queue.SimpleQueue[tuple[int, str, Case]], tally: Tally) -> None:
    first = ground.files / "first.csv"
    first.write_text(as_csv(rows_of_bills(random.Random(0), 100)), encoding="utf-8")
    before = ground.call(["import", str(first), "--store", "first"])
    if before.state is None or before.status:
        tally.blame(WRONG, "the first import", before.err or before.died)
        return
    judge = Judge(ground, tally, before.state)
    while True:
        try:
            number, name, case = waiting.get_nowait()
        except queue.Empty:
            break
        folder = ground.files / str(number)
        folder.mkdir()
        path = case.put(folder, Context(ground.secret, ground.listener.port))
        judge.judge(name, case, ground.call(arguments(case, number, path)))
        shutil.rmtree(folder, ignore_errors=True)
    judge.finish()


def arguments(case: Case, number: int, path: Path) -> list[str]:
    """Return the command line of a case."""
    if case.command == "schemes":
        return ["--lang", "en", "schemes", "add", str(path)]
    return ["--lang", "en", "import", str(path), "--store", case.store or f"store {number}", "--json", *case.options]


class Judge:
    """Knows how the warehouse should stand, and blames what is not right."""

    def __init__(self, ground: Ground, tally: Tally, state: dict[str, Any]) -> None:
        self.ground, self.tally, self.state = ground, tally, state
        self.money = Decimal(state["money"])
        self.files = ground.listing()
        self.calls = 0
        self._look_around("the first import")

    def judge(self, name: str, case: Case, answer: Answer) -> None:
        """Blame what is wrong with the answer to one case."""
        self.tally.count("hostile files")
        self.tally.weigh(name, answer.peak_mb, answer.child_mb, answer.seconds)
        blame = self.tally.blame
        if answer.status is None:
            blame(HANG if answer.died == HANG else ABORT, name, f"{answer.died} {answer.err}")
            self._start_again(name)
            return
        if answer.status == 1:
            blame(EXIT_1, name, answer.err)
        elif answer.status not in (DONE, REFUSED):
            blame(WRONG, name, f"exit {answer.status}: {answer.err}")
        if case.right != EITHER and answer.status in (DONE, REFUSED) and (answer.status == DONE) != (case.right == LANDED):
            blame(WRONG, name, f"should be {case.right}: {answer.err or answer.out}")
        lines = [line for line in answer.err.splitlines() if line.strip()]
        if "Traceback" in answer.err or (answer.status == REFUSED and len(lines) != 1):
            blame(BABBLE, name, answer.err or "nothing was said")
        if answer.status != DONE and answer.state["digest"] != self.state["digest"]:
            blame(LOSS, name, "refused, and yet the warehouse has changed")
        if answer.status == DONE and case.command == "import":
            self._judge_report(name, case, answer)
        elif answer.state["money"] != self.state["money"]:
            blame(LOSS, name, f"the revenue was {self.state['money']} and is {answer.state['money']}")
        if answer.state["secret"] or SECRET in answer.out + answer.err:
            blame(OUTSIDE, name, "a file beside the warehouse was read in")
        self.state, self.money = answer.state, Decimal(answer.state["money"])
        self._look_around(name)

    def _judge_report(self, name: str, case: Case, answer: Answer) -> None:
        try:
            report = json.loads(answer.out.splitlines()[0])
        except (ValueError, IndexError):
            self.tally.blame(BABBLE, name, f"no report: {answer.out}")
            return
        parts = report["accepted"] + report["rejected"] + sum(report["skipped"].values())
        if report["rows"] != parts:
            self.tally.blame(LOSS, name, f"{report['rows']} rows, but {parts} accepted, rejected and skipped")
        landed = Decimal(answer.state["money"]) - self.money
        told = Decimal(report["amount"]) if report["kind"] == "bills" and not report["already_landed"] else Decimal(0)
        if landed != told:
            self.tally.blame(LOSS, name, f"the report says {told}, the warehouse has {landed} more")
        wrong = case.see(report) if case.see else ""
        if wrong:
            self.tally.blame(WRONG, name, wrong)

    def _look_around(self, name: str) -> None:
        gone = self.ground.gone_canaries()
        if gone:
            self.tally.blame(OUTSIDE, name, f"other people's files are changed or gone: {', '.join(gone)}")
            self.ground.forget_canaries(gone)
        if self.ground.listener.calls > self.calls:
            self.tally.blame(OUTSIDE, name, "called out over the network")
            self.calls = self.ground.listener.calls
        now = self.ground.listing()
        if now - self.files:
            self.tally.blame(DEBRIS, name, ", ".join(sorted(now - self.files)[:5]))
            self.files |= now

    def _start_again(self, name: str) -> None:
        """After an abort or a hang: the warehouse opens, stands as before, and nothing lies about any more."""
        answer = self.ground.call([])
        if answer.state is None:
            self.tally.blame(LOSS, name, f"the warehouse does not open any more: {answer.err}")
            return
        if answer.state["digest"] != self.state["digest"]:
            self.tally.blame(LOSS, name, "the process died, and the warehouse has changed")
        self.state, self.money = answer.state, Decimal(answer.state["money"])
        self._look_around(name)

    def finish(self) -> None:
        """At the end a new process opens the warehouse and finds what the last one left."""
        self.ground.stop()
        answer = self.ground.call([])
        if answer.state is None or answer.state["digest"] != self.state["digest"]:
            self.tally.blame(LOSS, "all files", f"the warehouse is not the same in a new process: {answer.err}")
        self._look_around("all files")

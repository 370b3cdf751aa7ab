"""The log of what was done: a line of JSON a run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from segmentation.scheduled.settings import scheduled_folder, write_private

MOST = 1000  # lines that are kept


@dataclass(frozen=True)
class Run:
    """One run of a job: when it began, how long it took, whether all went well, and what it told, a sentence each."""

    job: str
    started: datetime
    seconds: float
    ok: bool
    told: tuple[str, ...]


def note_run(database: Path, run: Run) -> None:
    """Add a run to the log, and let the oldest go where there are too many."""
    kept = read_runs(database)[: MOST - 1]
    lines = [_line(each) for each in (*reversed(kept), run)]
    write_private(scheduled_folder(database) / "runs.jsonl", "".join(lines).encode())


def read_runs(database: Path, job: str | None = None) -> list[Run]:
    """Return the runs (of one job), the last first; a line that cannot be read is left out."""
    found = []
    with suppress(OSError):
        for line in (scheduled_folder(database) / "runs.jsonl").read_text(encoding="utf-8").splitlines():
            with suppress(ValueError, KeyError, TypeError):
                told = json.loads(line)
                found.append(
                    Run(told["job"], datetime.fromisoformat(told["started"]), told["seconds"], told["ok"], tuple(told["told"]))
                )
    return [run for run in reversed(found) if job in (None, run.job)]


def _line(run: Run) -> str:
    told = {**asdict(run), "started": run.started.isoformat(timespec="seconds"), "told": list(run.told)}
    return json.dumps(told, ensure_ascii=False) + "\n"


def last_run(runs: Sequence[Run], job: str) -> Run | None:
    """Return the last run of a job among ``runs`` (the last first)."""
    return next((run for run in runs if run.job == job), None)

"""The jobs by name, one run of one, and a look that runs whatever is due."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from time import perf_counter

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, translator
from segmentation.scheduled.backup import back_up, prove_restore
from segmentation.scheduled.context import Context, Result
from segmentation.scheduled.inbox import import_inbox
from segmentation.scheduled.message import send_message
from segmentation.scheduled.runs import Run, last_run, note_run, read_runs
from segmentation.scheduled.settings import BACKUP, INBOX, JOBS, MESSAGE, PROOF, read_secrets, read_settings, unknown_job
from segmentation.scheduled.times import is_due
from segmentation.warehouse import Warehouse

WORK: dict[str, Callable[[Context], Result | None]] = {
    INBOX: import_inbox, BACKUP: back_up, PROOF: prove_restore, MESSAGE: send_message,
}
LABELS = {
    INBOX: N_("Import what is put into the inbox"), BACKUP: N_("Make a backup"),
    PROOF: N_("Prove that the backup can be restored"), MESSAGE: N_("Send the message of the week"),
}

log = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()


def run_job(
    warehouse: Warehouse, job: str, now: datetime, lang: str | None = None, wait: Callable[[float], None] | None = None
) -> Run | None:
    """Run a job, keep a line of it and return that; None where there was nothing to do, of which no line is kept.

    It tells in ``lang``, or in the language of the settings.
    Never raises for what goes wrong in the job: the run tells it. Raises InputError for a job that there is not, and settings
    that cannot be read.
    """
    if job not in JOBS:
        raise unknown_job(job)
    settings = read_settings(warehouse.path)
    settings = replace(settings, language=lang or settings.language)
    context = Context(warehouse, settings, now, read_secrets(warehouse.path), **({"wait": wait} if wait else {}))
    with _one_at_a_time:
        begun = perf_counter()
        try:
            result = WORK[job](context)
        except InputError as error:
            result = Result((error.text(settings.language),), ok=False)
        except Exception as error:  # told by its kind: what it says may hold anything
            log.warning("scheduled work failed: %s: %s", job, type(error).__name__)
            text = translator(settings.language)("It failed: {what}. The log of the program says where.")
            result = Result((text.format(what=type(error).__name__),), ok=False)
        if result is None:
            return None
        run = Run(job, now, round(perf_counter() - begun, 2), result.ok, result.told)
        note_run(warehouse.path, run)
    log.info("scheduled work: %s %s", job, "done" if run.ok else "not done")
    return run


def due_jobs(warehouse: Warehouse, now: datetime) -> list[str]:
    """Return the jobs that are switched on and due, in order: counted from the last run, or since it was switched on."""
    settings, runs = read_settings(warehouse.path), read_runs(warehouse.path)
    due = []
    for job in JOBS:
        if job in settings.on:
            last = last_run(runs, job)
            since = max(settings.on[job], last.started) if last else settings.on[job]
            if is_due(settings.when[job], since, now):
                due.append(job)
    return due


def tick(warehouse: Warehouse, now: datetime) -> list[Run]:
    """Run every job that is due, one after another, and return the runs that did something."""
    return [run for job in due_jobs(warehouse, now) if (run := run_job(warehouse, job, now))]

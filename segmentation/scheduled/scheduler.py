"""The thread that looks every so often whether something is due, as long as the app runs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from segmentation.scheduled.jobs import tick
from segmentation.scheduled.settings import is_any_on
from segmentation.warehouse import Warehouse

SECONDS = 20  # between two looks

log = logging.getLogger(__name__)


@contextmanager
def scheduling(
    database: Callable[[], Path], find: Callable[[], Warehouse | None], clock: Callable[[], datetime], seconds: float = SECONDS
) -> Iterator[None]:
    """Do scheduled work while inside. ``database`` says where the warehouse is, ``find`` opens it (None: it cannot be).

    Where nothing is switched on, a look reads one small file, and the warehouse is not opened.
    """
    from apscheduler.schedulers.background import BackgroundScheduler  # only here: it takes a while to import

    def look() -> None:
        try:
            if is_any_on(database()) and (warehouse := find()):
                tick(warehouse, clock())
        except Exception as error:  # the next look comes anyhow
            log.warning("scheduled work could not be looked at: %s", type(error).__name__)

    scheduler = BackgroundScheduler(timezone=UTC)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    scheduler.add_job(look, "interval", seconds=seconds, max_instances=1, coalesce=True, misfire_grace_time=None)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)

"""The nightly backup with its rotation, and the weekly proof that the newest one can be restored."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from segmentation.ingest.incoming import format_size
from segmentation.language.i18n import counter, format_count, format_moment, translator
from segmentation.scheduled.context import Context, Result
from segmentation.scheduled.settings import write_private
from segmentation.warehouse import Warehouse
from segmentation.warehouse.backups import Backup, backup_folder, list_backups, make_backup
from segmentation.warehouse.tallies import differences, tally

NIGHTLY = "nightly"
DAYS, WEEKS, MONTHS = 7, 4, 12
TRIES = 3  # of a backup during which nobody changes anything, so that its sums are known


def back_up(context: Context) -> Result:
    """Make a backup with its sums beside it, and let those go that no day, week or month needs."""
    _, _n, lang = translator(context.lang), counter(context.lang), context.lang
    made = _make(context)
    told = [_("Backup {file} made, {size}.").format(file=made.name, size=format_size(made.stat().st_size))]
    gone = [each for each in nightly(context.database) if each.path not in {one.path for one in keep(nightly(context.database))}]
    for each in gone:
        each.path.unlink(missing_ok=True)
        sums_of(each.path).unlink(missing_ok=True)
    if gone:
        text = _n("{count} old backup deleted.", "{count} old backups deleted.", len(gone))
        told.append(text.format(count=format_count(len(gone), lang)))
    return Result(tuple(told))


def _make(context: Context) -> Path:
    """Make a backup whose sums are those of the warehouse at that moment: tried again where somebody changed it meanwhile."""
    for left in reversed(range(TRIES)):
        version = context.warehouse.version
        made = make_backup(context.warehouse, NIGHTLY, context.now)
        sums = tally(context.warehouse.cursor())
        if context.warehouse.version == version:
            write_private(sums_of(made), json.dumps(sums, ensure_ascii=False).encode())
            break
        if left:
            made.unlink()
    return made


def sums_of(path: Path) -> Path:
    """Return where the sums of a backup stand."""
    return path.with_suffix(".sums.json")


def nightly(database: Path) -> list[Backup]:
    """Return the backups that this job made, the newest first."""
    return [each for each in list_backups(backup_folder(database)) if each.path.name.startswith(f"{NIGHTLY}_")]


def keep(backups: Iterable[Backup]) -> list[Backup]:
    """Return which backups stay: the newest of each of the last 7 days, 4 weeks and 12 months that have any."""
    newest_first = sorted(backups, key=lambda each: (each.made_at, each.path.name), reverse=True)
    kept: dict[Path, Backup] = {}
    for most, period in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        newest: dict[Any, Backup] = {}
        for each in newest_first:
            newest.setdefault(period(each.made_at), each)
        kept |= {each.path: each for each in list(newest.values())[:most]}
    return [each for each in newest_first if each.path in kept]


def _day(moment: datetime) -> Any:
    return moment.date()


def _week(moment: datetime) -> Any:
    return moment.isocalendar()[:2]


def _month(moment: datetime) -> Any:
    return moment.year, moment.month


def prove_restore(context: Context) -> Result:
    """Restore the newest backup into a temporary file, open it, and compare the counts and sums of every table."""
    _, _n, lang = translator(context.lang), counter(context.lang), context.lang
    newest = next((each for each in nightly(context.database) if sums_of(each.path).is_file()), None)
    if newest is None:
        return Result((_("There is no nightly backup yet to be proven."),), ok=False)
    folder = context.warehouse.work_dir / f"proof_{uuid.uuid4().hex}"
    folder.mkdir(mode=0o700)
    try:
        copy = folder / "restored.duckdb"
        shutil.copyfile(newest.path, copy)
        opened = Warehouse(copy, must_exist=True)
        try:
            found = tally(opened.cursor())
        finally:
            opened.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    told = json.loads(sums_of(newest.path).read_text(encoding="utf-8"))
    moment = format_moment(newest.made_at, lang)
    if wrong := differences(told, found):
        text = _("The backup of {moment} restores, but these tables are not as they were: {tables}. Make a new backup now.")
        return Result((text.format(moment=moment, tables=", ".join(wrong)),), ok=False)
    text = _n(
        "The backup of {moment} was restored: {count} table with {rows} rows, all counts and sums as they were.",
        "The backup of {moment} was restored: {count} tables with {rows} rows, all counts and sums as they were.", len(told),
    )
    rows = sum(int(each["rows"]) for each in told.values())
    return Result((text.format(moment=moment, count=format_count(len(told), lang), rows=format_count(rows, lang)),))

"""Nightly backups are kept by day, week and month, and proven by restoring one."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from segmentation.scheduled.backup import back_up, keep, nightly, prove_restore, sums_of
from segmentation.warehouse.backups import Backup


def test_seven_days_four_weeks_and_twelve_months_stay():
    nights = [Backup(Path(f"{day}"), datetime(2026, 11, 30, 3, 30) - timedelta(days=day), 1) for day in range(420)]
    kept = [f"{each.made_at:%m-%d}" for each in keep(nights)]
    assert kept == [
        "11-30", "11-29", "11-28", "11-27", "11-26", "11-25", "11-24",  # days; Mon 30 is the newest of its week
        "11-22", "11-15",  # Sundays before 29 November, which is the newest of the week of the days
        "10-31", "09-30", "08-31", "07-31", "06-30", "05-31", "04-30", "03-31", "02-28", "01-31", "12-31",
    ]


def test_a_backup_is_proven_by_restoring_it_and_a_wrong_one_is_told(context, warehouse):
    assert not prove_restore(context()).ok  # there is none yet
    made = back_up(context(now=datetime(2026, 11, 29, 3, 30)))
    assert made.told[0].startswith("Backup nightly_2026-11-29_033000.duckdb made")
    found = prove_restore(context())
    assert found.ok
    assert "all counts and sums as they were" in found.told[0]
    assert not list(warehouse.work_dir.glob("proof_*"))
    [backup] = nightly(warehouse.path)
    told = json.loads(sums_of(backup.path).read_text())
    assert (told["bills"]["rows"], told["bills"]["amount"]) == ("7", "1480.00")
    told["bills"]["amount"] = "1480.01"
    sums_of(backup.path).write_text(json.dumps(told))
    wrong = prove_restore(context())
    assert (wrong.ok, wrong.told) == (False, (
        "The backup of 29 Nov 2026, 03:30 restores, but these tables are not as they were: bills. Make a new backup now.",
    ))

"""A short cut of the trial by force (``make force``): a few of each part, and two faults planted that it has to find."""

import sys

import pytest

if sys.platform != "linux":
    pytest.skip("the trial by force needs Linux", allow_module_level=True)

from force import files, kills, plants, threads
from force.disk import try_disk
from force.tally import LOSS, Tally
from segmentation.ingest import land
from segmentation.settings import workshops

HOSTILE = {
    "mangled/sound_gbk.txt", "mangled/sound_old.xls", "texts/flood_of_cr.csv", "cells/amount_exponent_huge.csv",
    "books/laughs.xlsx", "books/repeated_rows_4000000000_full.ods", "web/fetches.xls", "packed/overlapping_entries.zip",
    "columns/row_count_huge.parquet", "schemes/brackets_5000_deep.toml", "places/name_gbk_bytes", "places/pipe.csv",
}


def test_hostile_files_are_refused_or_read_and_nothing_else_happens(tmp_path):
    cases = [(name, case) for name, case in files.all_cases(2026) if name in HOSTILE]
    tally = Tally()
    files.try_files(tmp_path / "files", cases, tally, workers=1)
    assert not tally.faults, tally.show()
    assert tally.tried["hostile files"] == len(HOSTILE) == 12


def test_a_kill_loses_nothing_and_leaves_nothing(tmp_path):
    tally = Tally()
    kills.try_kills(tmp_path / "kills", tally, kills=1, workers=1)
    assert not tally.faults, tally.show()
    assert tally.tried["kills −9"] == 1


def test_what_threads_were_told_is_there(tmp_path):
    tally = Tally()
    threads.try_threads(tmp_path / "threads", tally, writes=40, threads=4)
    assert not tally.faults, tally.show()


def test_files_that_may_not_grow_lose_nothing(tmp_path):
    tally = Tally()
    try_disk(tmp_path / "disk", tally, acts=("import",), rooms=(0,), mount=False)
    assert not tally.faults, tally.show()


@pytest.mark.parametrize(
    ("name", "kind", "module", "replaced"),
    [
        ("pins_outside_the_lock", "pin", workshops, ("pin",)),
        ("landing_outside_the_lock", "import", land, ("land", "_landed_before", "_check_unchanged")),
    ],
)
def test_a_check_outside_the_lock_is_found(tmp_path, monkeypatch, name, kind, module, replaced):
    for each in replaced:
        monkeypatch.setattr(module, each, getattr(module, each))  # put back at the end
    plants.plant(name)
    tally = Tally()
    threads.try_threads(tmp_path / "threads", tally, writes=18, threads=3, kinds=(kind,))
    assert LOSS in {fault.kind for fault in tally.faults}

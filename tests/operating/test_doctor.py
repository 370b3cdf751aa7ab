"""The doctor: every finding is provoked once, and told with what to do."""

import json
import subprocess
import sys
from collections import namedtuple
from datetime import datetime, timedelta
from types import SimpleNamespace

import duckdb
import psutil
import pytest

from segmentation.operating import doctor
from segmentation.operating.doctor import examine
from segmentation.operating.timings import Timings, slowest_pages
from segmentation.shell.main import main
from segmentation.warehouse import Warehouse
from tests.damaged import damage
from tests.source import ROOT

NOW = datetime(2026, 9, 30, 12)
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A new warehouse with a backup of yesterday, on a machine with room."""
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _folder: Usage(10**12, 0, 10**12))
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=8 * 10**9, total=16 * 10**9))
    warehouse = Warehouse(tmp_path / "w.duckdb")
    warehouse.backup(tmp_path / "backups" / "backup_2026-09-29_110000.duckdb")
    warehouse.close()
    return tmp_path / "w.duckdb"


def test_everything_is_named_in_the_readers_language_and_what_was_written_last_counts_in_the_size(house, capsys):
    house.with_name("w.duckdb.wal").write_bytes(b"0" * 7_000_000)
    said = next(doctor._file(house, "en")).said
    assert said.rpartition(": ")[2][0] in "78"  # MB
    house.with_name("w.duckdb.wal").unlink()
    assert main(["--db", str(house), "--lang", "zh", "doctor"]) in (0, 2)
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines() if "→" not in line][:5] == ["程序", "数据", "磁盘", "占用", "数据表"]


def found(path):
    return {check.key: check for check in examine(path, NOW, "en")}


def test_a_house_in_order_is_ok_all_through(house):
    checks = found(house)
    assert {check.state for check in checks.values()} == {"ok"}
    assert not any(check.todo for check in checks.values())
    assert checks["backup"].said.startswith("The last backup is 1 day old")
    with duckdb.connect(str(house), read_only=True) as engine:
        tables = engine.execute("select count(*) from duckdb_tables()").fetchall()[0][0]
    assert checks["tables"].said.startswith(f"{tables} tables, every value read")
    assert "duckdb 2.0.0" in checks["program"].said


@pytest.mark.parametrize(("days", "state"), [(7, "ok"), (8, "look")])
def test_a_backup_of_more_than_a_week_is_old(house, days, state):
    checks = examine(house, datetime(2026, 9, 29, 12) + timedelta(days), "en")
    assert {check.key: check.state for check in checks}["backup"] == state


def test_no_backup_and_a_file_open_to_others_are_to_be_looked_at(house):
    next((house.parent / "backups").iterdir()).unlink()
    house.chmod(0o644)
    checks = found(house)
    assert {key for key, check in checks.items() if check.state == "look"} == {"file", "backup"}
    assert all(check.todo for check in checks.values() if check.state != "ok")


@pytest.mark.parametrize(("free", "state"), [(199_999_999, "bad"), (1_999_999_999, "look"), (2_000_000_000, "ok")])
def test_room_on_the_disk(house, monkeypatch, free, state):
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _folder: Usage(10**12, 0, free))
    assert found(house)["disk"].state == state


def test_damage_anywhere_in_a_table_is_bad_and_ends_with_2(house, capfdbinary):
    damage(house)
    assert main(["--db", str(house), "doctor", "--json"]) == 2
    told = {each["key"]: each for each in json.loads(capfdbinary.readouterr().out)}
    assert told["tables"]["state"] == "bad"
    assert "backup" in told["tables"]["todo"]


def test_who_holds_the_data_is_named(house):
    code = "import sys, duckdb; one = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(house)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout.readline() == "open\n"
        checks = found(house)
    finally:
        holder.communicate("")
    assert f"process {holder.pid} " in checks["lock"].said
    assert checks["tables"].said.startswith("Not read while it is open")


def test_the_slowest_pages_come_first_and_are_kept_between_processes(house, monkeypatch):
    folder = house.parent / "logs"
    timings = Timings(folder)
    monkeypatch.setattr("segmentation.operating.timings.EVERY", 0)
    for seconds in [0.1] * 95 + [3.0] * 5 + [0.2]:  # a hundred are kept: the first of 0.1 is gone
        timings.add("overview", seconds)
    Timings(folder).add("today", 2.5)
    assert slowest_pages(folder) == [("today", 1, 2.5, 2.5), ("overview", 100, 0.1, 0.2)]
    check = found(house)["pages"]
    assert check.state == "look"
    assert "Today's list 2.50 s (1 run); Overview 0.20 s (100 runs)" in check.said


def test_errors_in_the_log_are_counted(house):
    (house.parent / "logs").mkdir()
    (house.parent / "logs" / "app.log").write_text("2026 INFO a: b\n2026 ERROR a: b\n2026 ERROR a: c\n", encoding="utf-8")
    assert found(house)["log"].said.startswith("2 errors")
    assert found(house)["log"].state == "look"


def test_before_the_first_start_nothing_is_bad(tmp_path, capfdbinary):
    assert main(["--db", str(tmp_path / "none.duckdb"), "--lang", "zh", "doctor"]) == 0
    assert "还没有数据" in capfdbinary.readouterr().out.decode()
    assert not list(tmp_path.iterdir())

"""A file that breaks its reader breaks nothing else: the child process is replaced, and the person is told in a sentence."""

import io
import json
import logging
import os
import re
import signal
import struct
import subprocess
import sys
import threading
import time
import zipfile
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from segmentation.ingest import stage
from segmentation.ingest.land import import_file
from segmentation.ingest.readers import child
from segmentation.ingest.readers.child import Limits, Pool, number_apart, read_apart
from segmentation.ingest.readers.child_main import as_plain
from segmentation.ingest.readers.read import open_readable
from segmentation.language.errors import Cancelled, InputError
from segmentation.warehouse import Warehouse
from tests.ingest.readers.workbooks import BILLS, make_xls, make_xlsx

FAKE = (sys.executable, str(Path(__file__).with_name("fake_child.py")))
LIMITS = Limits(memory=200 << 20, seconds=30.0, output=1 << 20)
TEXT = "客户名称,日期,金额\n王小明,2026-09-01,12.5\n"


@pytest.fixture(scope="module")
def make_pool():
    """Return ``make(limits)``, a pool of fake children; all end with the module."""
    pools = []

    def make(limits=LIMITS, command=FAKE):
        pools.append(Pool(command, lambda: limits))
        return pools[-1]

    yield make
    for pool in pools:
        pool.close()


@pytest.fixture(scope="module")
def pool(make_pool):
    """Fake children that the tests share, as files do: one that was broken is replaced."""
    return make_pool()


def ask(pool, place, act, *, progress=None, cancelled=None, **request):
    return pool.ask({"act": act, **request}, "a.csv", 0, place / "work", progress, cancelled)


@pytest.mark.parametrize(
    ("act", "code", "change"),
    [
        ("die", "damaged", {}),
        ("abort", "damaged", {}),
        ("fail", "damaged", {}),
        ("killed", "too_much_memory", {}),
        ("allocate", "too_much_memory", {}),
        ("hang", "too_slow", {"seconds": 0.2}),
        ("hold", "too_slow", {"seconds": 0.2}),
    ],
)
def test_a_child_that_breaks_is_one_sentence_and_the_next_file_is_read(tmp_path, pool, monkeypatch, act, code, change):
    monkeypatch.setattr(pool, "_limits", lambda: replace(LIMITS, **change))
    with pytest.raises(InputError) as caught:
        ask(pool, tmp_path, act)
    assert caught.value.code == code
    assert "“a.csv”" in caught.value.text("en")
    assert "a.csv" in caught.value.text("zh")
    monkeypatch.undo()
    assert ask(pool, tmp_path, "pid")["pid"] > 0


@pytest.mark.parametrize(("files", "size"), [(1, 2 << 20), (4, 400_000)])
def test_what_writes_too_much_is_stopped(tmp_path, pool, files, size):
    with pytest.raises(InputError, match="larger than 1 MB") as caught:
        ask(pool, tmp_path, "write", files=files, bytes=size)
    assert caught.value.code == "too_much_output"


def test_a_child_that_stops_by_its_own_watch_was_too_slow(tmp_path, make_pool):
    with pytest.raises(InputError, match="after 20 seconds") as caught:
        ask(make_pool(replace(LIMITS, seconds=20.0), (*FAKE, "--own-watch")), tmp_path, "hang")
    assert caught.value.code == "too_slow"


@pytest.mark.skipif(os.name == "nt", reason="a process is not held there")
def test_a_child_that_others_hold_up_is_waited_for(tmp_path, pool, monkeypatch):
    first = ask(pool, tmp_path, "pid")["pid"]
    monkeypatch.setattr(pool, "_limits", lambda: replace(LIMITS, seconds=1.0))
    let_go = threading.Timer(2.5, os.kill, (first, signal.SIGCONT))
    assert ask(pool, tmp_path, "stand", progress=lambda share: let_go.start())["pid"] == first


@pytest.mark.skipif(os.name == "nt", reason="a process is not held there")
def test_nobody_waits_for_ever_and_the_file_is_not_blamed(tmp_path, pool, monkeypatch):
    ask(pool, tmp_path, "pid")
    monkeypatch.setattr(child, "START", 0.3)
    monkeypatch.setattr(child, "PATIENCE", 0.0)
    with pytest.raises(InputError, match="says nothing of the file") as caught:
        ask(pool, tmp_path, "stand")
    assert caught.value.code == "too_busy"


def test_a_child_that_is_not_let_begin_is_no_error_of_the_program(tmp_path, make_pool, monkeypatch):
    monkeypatch.setattr(child, "PATIENCE", 0.0)
    with pytest.raises(InputError) as caught:
        ask(make_pool(LIMITS, (sys.executable, "-c", "import time; time.sleep(600)")), tmp_path, "pid")
    assert caught.value.code == "too_busy"


class Process:
    """Stands for a process of the system, with what it has got of the processor and what it does."""

    def __init__(self):
        self.got, self.does = 0.0, psutil.STATUS_RUNNING

    def oneshot(self):
        return nullcontext()

    def cpu_times(self):
        return SimpleNamespace(user=self.got, system=0.0)

    def status(self):
        return self.does


def test_time_passes_with_what_is_got_of_the_processor_and_with_waiting_for_other_things(monkeypatch):
    now, process = [100.0], Process()
    monkeypatch.setattr(child.time, "monotonic", lambda: now[0])
    worked = child._Worked(process)
    now[0], process.got = 110.0, 0.25  # it would run, and got a fortieth of the ten seconds
    assert worked.look() == 0.25
    now[0], process.does = 110.5, psutil.STATUS_DISK_SLEEP
    assert worked.look() == 0.75
    now[0] = 150.5  # whoever looks was held up himself
    assert worked.look() == 1.75
    now[0], process.does = 190.5, psutil.STATUS_STOPPED
    assert worked.look() == 1.75


def test_memory_and_room_are_watched_where_the_platform_limits_nothing(tmp_path, make_pool):
    command = (*FAKE, "--no-limits")
    with pytest.raises(InputError, match="needs more than 50 MB") as caught:
        ask(make_pool(replace(LIMITS, memory=50 << 20), command), tmp_path, "grow", megabytes=150)
    assert caught.value.code == "too_much_memory"
    with pytest.raises(InputError) as caught:
        ask(make_pool(LIMITS, command), tmp_path, "write", files=2, bytes=1 << 20)
    assert caught.value.code == "too_much_output"


def test_a_child_stays_for_the_next_file_and_goes_when_it_has_grown_or_ended(tmp_path, pool, monkeypatch):
    first = ask(pool, tmp_path, "pid")["pid"]
    with pytest.raises(InputError) as caught:
        ask(pool, tmp_path, "refuse")
    assert (caught.value.code, caught.value.values) == ("empty_file", {"file": "a.csv"})
    assert ask(pool, tmp_path, "pid")["pid"] == first
    psutil.Process(first).kill()
    while pool._idle[0].alive:
        time.sleep(0.01)
    second = ask(pool, tmp_path, "pid")["pid"]
    assert second != first
    monkeypatch.setattr(child, "MOST_GROWN", -(1 << 40))
    assert ask(pool, tmp_path, "pid")["pid"] == second
    assert not psutil.pid_exists(second)


def test_stopping_ends_the_child(tmp_path, pool):
    shares = []
    with pytest.raises(Cancelled):
        ask(pool, tmp_path, "hang", progress=shares.append, cancelled=lambda: bool(shares))
    assert shares == [0.5]
    assert not psutil.pid_exists(int((tmp_path / "work" / "pid").read_text()))


def test_two_files_at_once_have_a_child_each(tmp_path, pool):
    pids = []
    folder = tmp_path / "meeting"
    folder.mkdir()

    def work(name):
        pids.append(ask(pool, tmp_path / name, "meet", folder=str(folder))["pid"])

    threads = [threading.Thread(target=work, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(set(pids)) == 2


PARENT = """
import os, sys, threading, time
from pathlib import Path
from types import SimpleNamespace
from segmentation.ingest.readers.child import Limits, Pool
work, act, seconds, *command = sys.argv[1:]
pool = Pool(command, lambda: Limits(seconds=float(seconds)))
threading.Thread(target=lambda: pool.ask({"act": act}, "a.csv", 0, Path(work)), daemon=True).start()
while not Path(work, "pid").is_file() or not Path(work, "pid").read_text():
    time.sleep(0.01)
os.abort()
"""


@pytest.mark.parametrize(("act", "seconds"), [("hang", "600"), ("hold", "1")])
def test_a_killed_parent_leaves_no_child_behind(tmp_path, act, seconds):
    command = [sys.executable, "-c", PARENT, str(tmp_path), act, seconds, *FAKE]
    done = subprocess.run(command, cwd=child.ROOT, capture_output=True, timeout=60, check=False)
    assert done.returncode not in (0, 1)
    left = int((tmp_path / "pid").read_text())
    if psutil.pid_exists(left):
        psutil.Process(left).wait(120)


@pytest.mark.parametrize(
    "answer",
    [
        {"error": {"code": "x", "message": "{file.__class__}", "values": {"file": "a"}}},
        {"error": {"code": "x", "message": "{file:>99999999}", "values": {"file": "a"}}},
        {"error": {"code": "x", "message": "{other}", "values": {"file": "a"}}},
        {"error": {"code": "x", "message": "{file", "values": {"file": "a"}}},
        {"error": {"code": 1, "message": "a", "values": []}},
        {"error": None},
    ],
)
def test_an_error_that_is_no_sentence_is_not_repeated(tmp_path, pool, answer):
    with pytest.raises(InputError) as caught:
        ask(pool, tmp_path, "say", answer=answer)
    assert (caught.value.code, caught.value.values) == ("damaged", {"file": "a.csv"})


def test_an_answer_without_end_is_not_read(tmp_path, make_pool, monkeypatch):
    monkeypatch.setattr(child, "MOST_ANSWER", 10_000)
    with pytest.raises(InputError) as caught:
        ask(make_pool(), tmp_path, "say", answer={"readable": "x" * 20_000})
    assert caught.value.code == "too_much_output"


@pytest.mark.parametrize(
    "change",
    [
        {}, {"path": "/etc/hostname"}, {"path": "{work}/../given.csv"}, {"path": "{work}/none.csv"}, {"columns": 99_999, "sample": []},
        {"columns": "3"}, {"numbered": 0}, {"lines": -1}, {"headers": [1, 2, 3]}, {"sample": [["a"]]}, {"sheets": [{"name": 1}]},
        {"other_encodings": [["utf-8", "x", []]]}, {"first_lost": [[1, 2]]},
    ],
)  # fmt: skip
def test_only_a_table_in_the_work_folder_with_fields_as_they_should_be_is_taken(tmp_path, monkeypatch, change):
    (tmp_path / "given.csv").write_text(TEXT, "utf-8")
    real = open_readable(tmp_path / "given.csv", tmp_path / "work")
    texts = {name: value.format(work=tmp_path / "work") if isinstance(value, str) else value for name, value in change.items()}
    answer = {"readable": json.loads(json.dumps({**as_plain(real), **texts}))}
    monkeypatch.setattr(Pool, "ask", lambda *args: answer)
    if not change:
        assert read_apart(tmp_path / "given.csv", tmp_path / "work") == real
        return
    with pytest.raises(InputError) as caught:
        read_apart(tmp_path / "given.csv", tmp_path / "work")
    assert caught.value.code == "damaged"


def test_a_command_that_is_not_there_is_told(tmp_path, make_pool):
    for command in (("/nowhere/python",), (sys.executable, "-c", "raise SystemExit(3)")):
        with pytest.raises(InputError) as caught:
            ask(make_pool(command=command), tmp_path, "pid")
        assert caught.value.code == "no_reader"


def test_an_administrator_sets_the_limits(monkeypatch):
    monkeypatch.setenv("CUSTOMER_GRADING_READ_MEMORY_MB", "100")
    monkeypatch.setenv("CUSTOMER_GRADING_READ_SECONDS", "5")
    monkeypatch.setenv("CUSTOMER_GRADING_READ_OUTPUT_MB", "much")
    assert Limits.from_environment() == Limits(memory=104_857_600, seconds=5.0, output=1_073_741_824)
    assert Limits.from_environment().for_size(1_000_000) == Limits(104_857_600, 6.0, 1_173_741_824)


# --- real files ---


def test_a_table_read_apart_is_the_table_read_here(tmp_path):
    (tmp_path / "账单.csv").write_bytes(TEXT.encode("gbk"))
    apart = read_apart(tmp_path / "账单.csv", tmp_path / "apart", header_row=1)
    here = open_readable(tmp_path / "账单.csv", tmp_path / "here", header_row=1)
    assert replace(apart, path=here.path) == here
    assert apart.path.read_bytes() == here.path.read_bytes() == TEXT.encode()
    numbered = number_apart(apart, tmp_path / "apart")
    assert numbered.path.read_text("utf-8") == "2,,王小明,2026-09-01,12.5\n"
    assert (numbered.lines, numbered.sample, number_apart(numbered, tmp_path)) == (1, apart.sample, numbered)


def far_xls() -> bytes:
    """An old workbook of 5 KB whose last cell says that it is at row 65536, column 65536: 137 GB."""
    data = bytearray(make_xls({"账单": BILLS}))
    struct.pack_into("<HH", data, data.rfind(struct.pack("<HH", 0xFD, 10)) + 4, 65535, 65535)
    return bytes(data)


def far_part() -> bytes:
    """A workbook of 5 KB with a cell at XFD1048576 in a sheet that is stored under the name of a picture: 549 GB."""
    given, out = zipfile.ZipFile(io.BytesIO(make_xlsx({"账单": BILLS}))), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in given.namelist():
            body = given.read(name).replace(b"worksheets/sheet1.xml", b"media/image1.png")
            body = body.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
            archive.writestr(name.replace("worksheets/sheet1.xml", "media/image1.png"), re.sub(rb"<dimension[^>]*>", b"", body))
    return out.getvalue()


@pytest.mark.parametrize("make", [far_xls, far_part])
def test_a_workbook_that_would_end_the_process_is_refused_and_the_next_file_lands(tmp_path, caplog, make):
    (tmp_path / "九月.xls").write_bytes(make())
    (tmp_path / "账单.csv").write_text(TEXT, "utf-8")
    warehouse = Warehouse(tmp_path / "house.duckdb")
    try:
        with caplog.at_level(logging.WARNING), pytest.raises(InputError, match="needs more than 1536 MB of memory") as caught:
            import_file(warehouse, "Store", tmp_path / "九月.xls")
        assert caught.value.code == "too_much_memory"
        assert [path.name for path in warehouse.work_dir.rglob("read-*")] == []
        assert import_file(warehouse, "Store", tmp_path / "账单.csv")["accepted"] == 1
    finally:
        warehouse.close()
    assert "Traceback" not in caplog.text


def test_lines_that_the_engine_cannot_read_even_when_numbered_are_refused_and_not_lost(tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_text(TEXT, "utf-8")
    warehouse = Warehouse(tmp_path / "house.duckdb")
    monkeypatch.setattr(stage, "load_lines", lambda *args, **more: False)
    try:
        with pytest.raises(InputError, match="lines that cannot be read") as caught:
            import_file(warehouse, "Store", tmp_path / "a.csv")
        assert caught.value.code == "unreadable_lines"
    finally:
        warehouse.close()


@pytest.mark.parametrize("change", [lambda path: path.open("ab").write(b"x"), lambda path: os.utime(path, ns=(1, 1))])
def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path, change):
    path = tmp_path / "a.csv"
    path.write_text(TEXT, "utf-8")
    with pytest.raises(InputError, match="changed while it was read") as caught:
        open_readable(path, tmp_path / "work", progress=lambda share: change(path))
    assert caught.value.code == "file_changed"

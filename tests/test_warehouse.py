"""The warehouse file: nothing that is not ours is touched, what cannot be opened is said in words, what is full can be tried again."""

import os
import shutil
import stat
import subprocess
import sys
from datetime import date

import duckdb
import pytest

from segmentation.language.errors import InputError, WarehouseBusy, WarehouseDamaged
from segmentation.warehouse import Warehouse, restore_file
from tests.damaged import damage
from tests.houses import Bill, build
from tests.source import ROOT

pytestmark = pytest.mark.usefixtures("own_tables")


def filled(path, amount=100):
    warehouse = Warehouse(path)
    build(warehouse, [Bill("K1", date(2026, 9, 1), amount)])
    return warehouse


def closed(path, amount=100):
    filled(path, amount).close()
    return path


def money(path):
    warehouse = Warehouse(path, must_exist=True)
    try:
        return warehouse.cursor().execute("select coalesce(sum(amount), 0)::varchar from bills").fetchall()[0][0]
    finally:
        warehouse.close()


def code_of(path, **options):
    with pytest.raises(InputError) as raised:
        Warehouse(path, **options)
    return raised.value.code


# --- the work folder -------------------------------------------------------------------------------------------------


def test_what_lies_beside_a_warehouse_is_left_alone(tmp_path):
    theirs = tmp_path / "tmp" / "report"
    theirs.mkdir(parents=True)
    (theirs / "thesis.txt").write_text("x")
    squatted = tmp_path / ".report.duckdb.work"
    squatted.mkdir()
    (squatted / "mine.txt").write_text("y")
    warehouse = Warehouse(tmp_path / "report.duckdb")
    assert warehouse.work_dir.name == ".report.duckdb.work-2"
    warehouse.close()
    assert (theirs / "thesis.txt").read_text() == "x"
    assert [path.name for path in squatted.iterdir()] == ["mine.txt"]


def test_a_link_in_place_of_the_work_folder_is_not_followed(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / ".w.duckdb.work").symlink_to(elsewhere)
    warehouse = Warehouse(tmp_path / "w.duckdb")
    (warehouse.work_dir / "left").write_text("x")
    warehouse.close()
    assert not list(elsewhere.iterdir())


def test_two_warehouses_in_a_folder_have_two_work_folders(tmp_path):
    first, second = Warehouse(tmp_path / "a.duckdb"), Warehouse(tmp_path / "a.db")
    (first.work_dir / "upload").write_text("x")
    second.close()
    Warehouse(tmp_path / "a.db").close()
    assert (first.work_dir / "upload").exists()
    first.close()


def test_what_a_kill_left_is_cleaned_at_the_next_start(tmp_path):
    path = tmp_path / "w.duckdb"
    warehouse = Warehouse(path)
    (warehouse.work_dir / "spill").mkdir(exist_ok=True)
    (warehouse.work_dir / "spill" / "x.tmp").write_text("x")
    (warehouse.work_dir / "uploads").mkdir()
    (warehouse.work_dir / "uploads" / "x.csv").write_text("x")
    note = warehouse.work_dir / "part-abc"
    part, other = tmp_path / ".copy.duckdb.part-abc", tmp_path / "kept.duckdb"
    part.write_text("half")
    other.write_text("whole")
    note.write_text(str(part))
    (warehouse.work_dir / "part-def").write_text(str(other))  # no name of ours: never deleted
    warehouse.close()
    Warehouse(path).close()
    assert [each.name for each in warehouse.work_dir.iterdir()] == ["customer-grading-work-folder"]
    assert not part.exists()
    assert other.read_text() == "whole"


def test_a_second_opening_in_the_process_leaves_what_is_under_way(tmp_path):
    first = Warehouse(tmp_path / "w.duckdb")
    (first.work_dir / "upload").write_text("x")
    Warehouse(tmp_path / "w.duckdb").close()
    assert (first.work_dir / "upload").exists()
    first.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")
def test_files_of_ours_are_for_their_owner_alone(tmp_path):
    old = os.umask(0o022)
    try:
        warehouse = filled(tmp_path / "made" / "w.duckdb")
        backup = warehouse.backup(tmp_path / "made" / "b" / "copy.duckdb")
        ours = [warehouse.path, warehouse.path.with_name("w.duckdb.wal"), backup]
        assert {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in ours if path.exists()}.keys() >= {"w.duckdb", "copy.duckdb"}
        assert {stat.S_IMODE(path.stat().st_mode) for path in ours if path.exists()} == {0o600}
        folders = [warehouse.path.parent, warehouse.work_dir, backup.parent]
        assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}
        warehouse.close()
    finally:
        os.umask(old)


# --- files that are no warehouse, or no whole one --------------------------------------------------------------------


def test_a_foreign_database_is_refused_and_not_written_to(tmp_path):
    path = tmp_path / "theirs.duckdb"
    with duckdb.connect(str(path)) as theirs:
        theirs.execute("create table meta (name varchar, value varchar); insert into meta values ('schema', '1')")
    before = path.read_bytes()
    assert code_of(path) == "not_a_warehouse"
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["theirs.duckdb"]


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (lambda data: data[: len(data) // 2], "damaged_warehouse"),
        (lambda data: data[:6000], "damaged_warehouse"),
        (lambda data: b"", "damaged_warehouse"),
        (lambda data: data[:16384] + b"\xff" * 2000 + data[18384:], "damaged_warehouse"),
        (lambda data: "日期,金额\n".encode() * 2000, "not_a_warehouse"),
    ],
    ids=["half", "head", "empty", "overwritten", "text"],
)
def test_a_file_that_is_none_or_damaged_is_said_in_words(tmp_path, harm, code):
    path = closed(tmp_path / "w.duckdb")
    path.write_bytes(harm(path.read_bytes()))
    assert code_of(path) == code


def test_a_file_that_has_shrunk_is_not_damaged(tmp_path):
    path = closed(tmp_path / "w.duckdb")
    more = "insert into rejects select 1, range, '', md5(range::varchar), 'date', [] from range(200000)"
    for change in (more, "delete from rejects", more):
        warehouse = Warehouse(path)
        with warehouse.writing() as cursor:
            cursor.execute(change)
        warehouse.close()
    with duckdb.connect(str(path), read_only=True) as engine:
        counted = engine.execute("select total_blocks * block_size from pragma_database_size()").fetchall()[0][0]
    assert counted > path.stat().st_size  # one that was freed is no more in the file
    Warehouse(path).close()


def test_an_emptied_meta_and_a_newer_one_are_told_apart(tmp_path):
    path = closed(tmp_path / "w.duckdb")
    with duckdb.connect(str(path)) as engine:
        engine.execute("update meta set value = '999' where name = 'schema'")
    assert code_of(path) == "newer_warehouse"
    with duckdb.connect(str(path)) as engine:
        engine.execute("delete from meta")
    assert code_of(path) == "damaged_warehouse"


def test_a_block_that_turns_out_damaged_while_reading_is_said_in_words(tmp_path):
    path = closed(tmp_path / "w.duckdb")
    damage(path)
    warehouse = Warehouse(path)
    with pytest.raises(WarehouseDamaged):
        warehouse.cursor().execute("select * from rejects").fetchall()
    warehouse.close()


def test_a_database_whose_making_was_cut_off_opens(tmp_path):
    path = tmp_path / "w.duckdb"
    duckdb.connect(str(path)).close()
    filled(path).close()
    assert money(path) == "100.00"
    assert code_of(closed_empty(tmp_path / "e.duckdb"), must_exist=True) == "not_a_warehouse"


def closed_empty(path):
    duckdb.connect(str(path)).close()
    return path


def test_a_file_held_by_another_process_says_so(tmp_path):
    path = closed(tmp_path / "w.duckdb")
    hold = "import sys; from segmentation.warehouse import Warehouse; w = Warehouse(sys.argv[1]); print('held', flush=True); input()"
    other = subprocess.Popen([sys.executable, "-c", hold, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(WarehouseBusy):
            Warehouse(path)
        with pytest.raises(WarehouseBusy):
            restore_file(path, closed(tmp_path / "copy.duckdb"))
    finally:
        other.communicate(b"\n")
    assert money(path) == "100.00"


# --- backups ---------------------------------------------------------------------------------------------------------


def test_a_backup_holds_everything_and_a_restore_brings_it_back(tmp_path):
    warehouse = filled(tmp_path / "w.duckdb")
    copy = warehouse.backup(tmp_path / "b.duckdb")
    with warehouse.writing() as cursor:
        cursor.execute("update bills set amount = 7")
    warehouse.restore(copy)
    assert warehouse.cursor().execute("select sum(amount)::varchar from bills").fetchall() == [("100.00",)]
    warehouse.close()
    assert money(copy) == "100.00"
    assert sorted(each.name for each in tmp_path.iterdir()) == [".b.duckdb.work", ".w.duckdb.work", "b.duckdb", "w.duckdb"]


def test_a_view_in_place_of_a_table_brings_no_file_in(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("hush")
    copy = closed(tmp_path / "b.duckdb")
    with duckdb.connect(str(copy)) as engine:
        engine.execute("drop table care_notes")
        engine.execute(f"create view care_notes as select content from read_text('{secret}')")
    warehouse = filled(tmp_path / "w.duckdb")
    with pytest.raises(InputError) as raised:
        warehouse.restore(copy)
    assert raised.value.code == "not_a_warehouse"
    assert warehouse.cursor().execute("select count(*) from bills").fetchall() == [(1,)]
    warehouse.close()


def test_columns_of_other_types_are_not_taken(tmp_path):
    copy = closed(tmp_path / "b.duckdb")
    with duckdb.connect(str(copy)) as engine:
        engine.execute("drop table care_notes")
        engine.execute("create table care_notes (store_id integer, note varchar[])")
    warehouse = filled(tmp_path / "w.duckdb")
    with pytest.raises(InputError) as raised:
        warehouse.restore(copy)
    assert raised.value.code == "not_a_warehouse"
    warehouse.close()


def test_a_damaged_file_is_replaced_without_being_opened_and_is_kept(tmp_path):
    copy = closed(tmp_path / "b.duckdb")
    path = closed(tmp_path / "w.duckdb", 7)
    harmed = path.read_bytes()[:9000]
    path.write_bytes(harmed)
    kept = restore_file(path, copy)
    assert kept.read_bytes() == harmed
    assert kept.name.startswith("w.damaged-")
    assert money(path) == "100.00"


def test_a_file_that_is_no_backup_replaces_nothing(tmp_path):
    path = tmp_path / "w.duckdb"
    path.write_bytes(b"damaged")
    wrong = tmp_path / "b.duckdb"
    wrong.write_text("no backup")
    with pytest.raises(InputError) as raised:
        restore_file(path, wrong)
    assert raised.value.code == "not_a_warehouse"
    assert path.read_bytes() == b"damaged"


def test_a_number_of_an_import_is_not_given_out_again_after_a_restore(tmp_path):
    warehouse = filled(tmp_path / "w.duckdb")
    copy = warehouse.backup(tmp_path / "b.duckdb")
    given = [warehouse.cursor().execute("select nextval('batch_ids')").fetchall()[0][0] for _ in range(3)]
    warehouse.restore(copy)
    assert warehouse.cursor().execute("select nextval('batch_ids')").fetchall() == [(given[-1] + 1,)]
    warehouse.close()


# --- a lock on what the engine reaches -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_text('{secret}')",
        "copy (select 1) to '{folder}/out.csv'",
        "attach '{folder}/other.duckdb' as other",
        "set enable_external_access = true",
        "set memory_limit = '8GB'",
    ],
)
def test_the_engine_reaches_nothing_outside_and_stays_so(tmp_path, sql):
    (tmp_path / "secret.txt").write_text("hush")
    warehouse = Warehouse(tmp_path / "w.duckdb")
    with pytest.raises(duckdb.Error):
        warehouse.cursor().execute(sql.format(secret=tmp_path / "secret.txt", folder=tmp_path)).fetchall()
    warehouse.close()


# --- a disk without room ---------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 6 MB; where none may be mounted (no right, no Linux) there is nothing to try."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)], capture_output=True, check=False
    ).returncode == 0
    if not mounted:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_named_nothing_is_lost_and_the_same_works_with_room(small_disk):
    warehouse = filled(small_disk / "w.duckdb")
    ballast = small_disk / "ballast"
    grow = "insert into rejects select 1, range, '', md5(range::varchar), 'date', [] from range(60000)"
    ballast.write_bytes(b"x" * (shutil.disk_usage(small_disk).free - 200_000))
    with pytest.raises(InputError) as raised, warehouse.writing() as cursor:
        cursor.execute(grow)
    assert raised.value.code == "disk_full"
    with pytest.raises(InputError) as raised:
        warehouse.backup(small_disk / "copy.duckdb")
    assert raised.value.code == "disk_full"
    assert warehouse.cursor().execute("select sum(amount)::varchar, (select count(*) from rejects) from bills").fetchall() == [("100.00", 0)]
    assert sorted(each.name for each in small_disk.iterdir() if each.suffix != ".wal") == [".w.duckdb.work", "ballast", "w.duckdb"]
    ballast.unlink()
    with warehouse.writing() as cursor:
        cursor.execute(grow.replace("60000", "1000"))
    warehouse.close()
    assert money(small_disk / "w.duckdb") == "100.00"

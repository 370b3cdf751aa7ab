"""An import in the background: how far it is, what became of each file, and that stopping it lands nothing."""

import threading
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from segmentation.ingest.batches import list_batches, list_stores
from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import examine
from segmentation.ingest.incoming import inbox_files, keep_upload
from segmentation.ingest.jobs import Job, Piece, Task, examine_files, import_files, in_order
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.rejects import list_rejects, preview_rejects
from segmentation.ingest.stores import rename_store
from segmentation.language.errors import ChangedMeanwhile, InputError, NeedsChoice
from segmentation.warehouse import Warehouse
from segmentation.warehouse.work_folder import MARKER

STORE = "Pine Hotel"
MARCH = "日期,客户名称,消费金额\n2026-03-01,远山贸易,100\n2026-03-02,云海酒业,250.50\n"
APRIL = "日期,客户名称,消费金额\n2026-04-01,远山贸易,80\n"


@pytest.fixture
def warehouse(tmp_path):
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")
    yield warehouse
    warehouse.close()


@pytest.fixture
def piece(tmp_path):
    def make(name, text, **choices):
        path = tmp_path / name
        path.write_bytes(text.encode("gb18030"))
        return Piece(path, name, Choices(**choices))

    return make


def finished(job):
    assert job.wait(30)
    return job.outcomes


def test_files_are_examined_one_after_another_and_write_nothing(warehouse, piece):
    job = examine_files(warehouse, STORE, [piece("march.csv", MARCH), piece("april.csv", APRIL)])
    outcomes = finished(job)
    assert [(each.name, each.result.amount, each.error) for each in outcomes] == [
        ("march.csv", Decimal("350.50"), None),
        ("april.csv", Decimal("80.00"), None),
    ]
    assert (job.number, job.total, job.fraction) == (2, 2, 1.0)
    assert list_stores(warehouse) == []


def test_a_file_that_cannot_be_read_does_not_keep_the_others(warehouse, piece):
    outcomes = finished(examine_files(warehouse, STORE, [piece("bill.pdf", "%PDF-1.4\n"), piece("april.csv", APRIL)]))
    assert outcomes[0].error.text("en").startswith("“bill.pdf”")
    assert outcomes[1].result.accepted == 1


def test_a_refused_file_still_shows_its_headers(warehouse, piece):
    outcome = finished(examine_files(warehouse, STORE, [piece("bills.csv", "日期,消费金额\n2026-03-01,100\n")]))[0]
    assert outcome.error.code == "no_customer_column_in_bills"
    assert outcome.error.found.names == ("日期", "消费金额")


def test_examined_files_are_imported(warehouse, piece):
    march = piece("march.csv", MARCH)
    march.found = examine(warehouse, STORE, march.path, file_name="march.csv")
    report = finished(import_files(warehouse, STORE, [march]))[0].result
    assert (report["file"], report["accepted"], report["amount"]) == ("march.csv", 2, "350.50")
    assert march.found is None


def test_a_name_chosen_after_the_examination_names_the_store(warehouse, piece):
    march = piece("march.csv", MARCH)
    march.found = examine(warehouse, "?", march.path, file_name="march.csv")
    finished(import_files(warehouse, f" {STORE} ", [march]))
    assert [row["store"] for row in list_stores(warehouse)] == [STORE]


def test_what_the_file_before_changed_is_asked_not_added(warehouse, piece):
    """Both files cover the same days without bill numbers; when they were examined, the store was empty."""
    again = MARCH.replace("250.50", "260.00")
    pieces = [piece("march.csv", MARCH), piece("again.csv", again)]
    for each in pieces:
        each.found = examine(warehouse, STORE, each.path)
    first, second = finished(import_files(warehouse, STORE, pieces))
    assert first.result["accepted"] == 2
    assert isinstance(second.error, NeedsChoice)
    assert [batch["file"] for batch in list_batches(warehouse)] == ["march.csv"]


def confirmed(warehouse, piece):
    piece.found = examine(warehouse, STORE, piece.path, piece.choices, file_name=piece.file_name)
    return piece


def test_what_others_brought_since_a_file_was_confirmed_is_said_and_the_file_stays_out(warehouse, piece):
    import_file(warehouse, STORE, piece("april.csv", APRIL).path)
    march = confirmed(warehouse, piece("march.csv", MARCH, on_overlap="replace"))
    import_file(warehouse, STORE, piece("others.csv", MARCH.replace("250.50", "260.00")).path)
    error = finished(import_files(warehouse, STORE, [march]))[0].error
    assert isinstance(error, ChangedMeanwhile)
    assert error.text("en").startswith(
        "While march.csv was being looked at, Pine Hotel was changed: others.csv was imported, 2 bills. Nothing of this file"
    )
    assert "导入了 others.csv，2 张账单" in error.text("zh")
    assert [row["file"] for row in list_batches(warehouse)] == ["others.csv", "april.csv"]


def test_what_others_brought_to_other_days_asks_nothing(warehouse, piece):
    march = confirmed(warehouse, piece("march.csv", MARCH))
    import_file(warehouse, STORE, piece("april.csv", APRIL).path)
    assert finished(import_files(warehouse, STORE, [march]))[0].result["accepted"] == 2


def test_a_file_that_was_there_when_it_was_confirmed_is_asked_about_once_others_took_it_back(warehouse, piece):
    batch = import_file(warehouse, STORE, piece("march.csv", MARCH).path)["batch"]
    march = confirmed(warehouse, piece("march.csv", MARCH))
    undo(warehouse, batch)
    error = finished(import_files(warehouse, STORE, [march]))[0].error
    assert "import 1 was taken back: march.csv, 2 bills" in error.text("en")
    assert "import 1" not in finished(import_files(warehouse, STORE, [confirmed(warehouse, march)]))[0].result


def test_a_store_that_got_another_name_is_not_made_anew(warehouse, piece):
    import_file(warehouse, STORE, piece("april.csv", APRIL).path)
    march = confirmed(warehouse, piece("march.csv", MARCH))
    rename_store(warehouse, march.found.store_id, "Oak Hotel")
    error = finished(import_files(warehouse, STORE, [march]))[0].error
    assert "the store was renamed or deleted" in error.text("en")
    assert [row["store"] for row in list_stores(warehouse)] == ["Oak Hotel"]


def test_the_same_bytes_twice_in_one_go_land_once(warehouse, piece):
    first, second = finished(import_files(warehouse, STORE, [piece("march.csv", MARCH), piece("copy.csv", MARCH)]))
    assert (first.result["already_landed"], second.result["already_landed"]) == (False, True)


def test_a_stopped_import_lands_nothing_and_begins_no_further_file(warehouse, piece):
    days = [f"2026-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)]
    many = "日期,客户名称,消费金额\n" + "".join(f"{days[row % 336]},客户{row % 999},{row % 777}.5\n" for row in range(60_000))
    job = import_files(warehouse, STORE, [piece("many.csv", many), piece("april.csv", APRIL)])
    while not job.step:
        time.sleep(0.001)
    job.cancel()
    outcomes = finished(job)
    assert [each.error.code for each in outcomes] == ["cancelled"]
    assert job.stopped
    assert list_batches(warehouse) == []


def test_progress_only_goes_forward_and_ends_at_one(warehouse, piece):
    seen = []
    job = examine_files(warehouse, STORE, [piece("march.csv", MARCH), piece("april.csv", APRIL)])
    while job.running:
        seen.append(job.fraction)
    assert seen == sorted(seen)
    assert job.fraction == 1.0


def test_an_error_of_the_program_is_told_as_a_sentence():
    def fail(control):
        raise ZeroDivisionError

    outcome = finished(Job([Task("march.csv", fail)]))[0]
    assert outcome.error.code == "program_error"
    assert "march.csv" in outcome.error.text("en")


def test_cancel_reaches_the_task_that_waits():
    entered = threading.Event()

    def work(control):
        entered.set()
        while True:
            control.check()
            time.sleep(0.001)

    job = Job([Task("a", work), Task("b", work)])
    assert entered.wait(5)
    job.cancel()
    assert [(each.name, each.error.code) for each in finished(job)] == [("a", "cancelled")]


def test_files_are_ordered_by_their_first_day_and_ratings_come_last(warehouse, piece):
    pieces = [piece("ratings.csv", "客户名称,评分项,得分\n远山贸易,忠诚度,4\n"), piece("profiles.csv", "客户名称,生日\n远山贸易,1980-05-01\n"), piece("april.csv", APRIL), piece("march.csv", MARCH)]
    examined = [replace(each, found=examine(warehouse, STORE, each.path)) for each in pieces]
    assert [each.file_name for each in in_order(examined)] == ["march.csv", "april.csv", "profiles.csv", "ratings.csv"]
    assert examined[2].found.first_date == date(2026, 4, 1)


def test_rejects_are_shown_before_and_after(warehouse, piece):
    odd = piece("odd.csv", MARCH + "gestern,远山贸易,5\n2026-03-05,远山贸易,viel\n2026-03-06,远山贸易,\n")
    found = examine(warehouse, STORE, odd.path)
    expected = [
        {"line": 4, "column": "日期", "value": "gestern", "reason": "This is not a day"},
        {"line": 5, "column": "消费金额", "value": "viel", "reason": "This is not an amount"},
        {"line": 6, "column": "消费金额", "value": None, "reason": "The amount is missing"},
    ]
    assert preview_rejects(found) == expected
    assert preview_rejects(found, most=1) == expected[:1]
    report = finished(import_files(warehouse, STORE, [replace(odd, found=found)]))[0].result
    assert list_rejects(warehouse, report["batch"]) == expected
    assert list_rejects(warehouse, 999) == []


def test_the_examination_leaves_no_files_behind(warehouse, piece):
    finished(examine_files(warehouse, STORE, [piece("bill.pdf", "%PDF-1.4\n")]))
    examine(warehouse, STORE, piece("march.csv", MARCH).path).close()
    assert not [path for path in warehouse.work_dir.rglob("*") if path.is_file() and path.name != MARKER]


def test_the_inbox_lists_files_only(tmp_path):
    for name in ("b.csv", "a.xlsx", "README.md", ".hidden"):
        (tmp_path / name).write_text("x")
    (tmp_path / "folder").mkdir()
    assert [path.name for path in inbox_files(tmp_path)] == ["a.xlsx", "b.csv"]
    assert inbox_files(tmp_path / "missing") == []


def test_an_upload_is_kept_under_a_harmless_name(tmp_path):
    source = tmp_path / "source"
    source.write_bytes(b"1,2\n")
    with source.open("rb") as stream:
        kept = keep_upload(stream, "../../账单.CSV", tmp_path / "kept")
        odd = keep_upload(stream, "a.b/c d", tmp_path / "kept")
    assert kept.parent == tmp_path / "kept"
    assert (kept.suffix, odd.suffix) == (".csv", "")
    assert odd.read_bytes() == b"1,2\n"


def test_an_input_error_without_a_file_knows_nothing():
    assert InputError("x", "y").found is None


def test_a_finale_runs_once_after_all_files_where_any_was_done(warehouse, piece):
    stores = []

    def count(control):
        control.step("Counting", 0.5)
        stores.append(list_stores(warehouse)[0]["bills"])
        return "counted"

    job = import_files(warehouse, STORE, [piece("march.csv", MARCH), piece("april.csv", APRIL)], Task("", count))
    assert [each.error for each in finished(job)] == [None, None]
    assert (stores, job.last.result, job.ending, job.total, job.fraction) == ([3], "counted", True, 2, 1.0)
    job = import_files(warehouse, STORE, [piece("bill.pdf", "%PDF-1.4\n")], Task("", count))
    assert finished(job)[0].error is not None
    assert (stores, job.last, job.ending) == ([3], None, False)


def test_a_stopped_job_still_ends_what_was_done():
    begun, stop = threading.Event(), threading.Event()

    def second(control):
        begun.set()
        stop.wait(10)
        control.check()

    job = Job([Task("one", lambda control: 1), Task("two", second), Task("three", lambda control: 3)],
              finale=Task("", lambda control: control.check() or "ended"))
    assert begun.wait(10)
    job.cancel()
    stop.set()
    outcomes = finished(job)
    assert [(each.name, each.error and each.error.code) for each in outcomes] == [("one", None), ("two", "cancelled")]
    assert job.last.result == "ended"

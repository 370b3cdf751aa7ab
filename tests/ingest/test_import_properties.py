"""What must hold for any file: counts and cents add up, twice is once, undo is exact, splitting changes nothing."""

import csv
import io
import tempfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segmentation.ingest.batches import list_batches
from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file, undo
from segmentation.warehouse import Warehouse
from tests.ingest.test_import import state

HEADER = ["单号", "日期", "客户编号", "客户", "金额", "状态"]
FIRST = date(2026, 1, 1)

amounts = st.integers(-99_999, 9_999_999).map(lambda cents: f"{Decimal(cents) / 100:.2f}")
good_rows = st.tuples(
    st.integers(1, 12).map(lambda n: f"B{n}"),
    st.integers(0, 40).map(lambda n: (FIRST + timedelta(days=n)).isoformat()),
    st.sampled_from(["", "K1", "K2", "007", "7"]),
    st.sampled_from(["", "散客", "张三", "=1+1", '"引号"', "a,b"]),
    amounts,
    st.sampled_from(["已结账", "已结账", "作废"]),
)
bad_rows = st.tuples(
    st.just("B1"),
    st.sampled_from(["", "昨天", "2026-02-30"]),
    st.just("K1"),
    st.just("张三"),
    st.sampled_from(["", "待核"]),
    st.just("已结账"),
)
files = st.lists(st.one_of(good_rows, good_rows, good_rows, bad_rows), min_size=1, max_size=12)
quick = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
CHOICES = Choices(kind="bills", paid=("已结账",), numbers_restart=False, on_overlap="add", customer_key="code")


def write(folder: Path, name: str, rows) -> Path:
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    path = folder / name
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def usable(rows) -> bool:
    return any(
        row[5] == "已结账"
        and row[4] not in ("", "待核")
        and row[1].startswith("2026")
        and row[1] != "2026-02-30"
        for row in rows
    )


def expected(rows) -> Decimal:
    return sum((Decimal(row[4]) for row in rows if usable([row])), Decimal(0))


@quick
@given(files.filter(usable))
def test_rows_and_cents_add_up(rows):
    with tempfile.TemporaryDirectory() as folder:
        house = Warehouse(Path(folder) / "w.duckdb")
        report = import_file(house, "s", write(Path(folder), "a.csv", rows), CHOICES)
        assert (
            report["rows"]
            == len(rows)
            == report["accepted"] + report["rejected"] + sum(report["skipped"].values())
        )
        assert Decimal(report["amount"]) == expected(rows)
        cursor = house.cursor()
        assert cursor.execute("select sum(amount) from bills").fetchall() == [(expected(rows),)]
        assert cursor.execute("select sum(amount) from days").fetchall() == [(expected(rows),)]
        walk_ins, customers = cursor.execute(
            "select (select sum(walk_in_amount) from days), (select sum(amount) from visits)"
        ).fetchall()[0]
        assert (walk_ins or 0) + (customers or 0) == expected(rows)
        house.close()


@quick
@given(files.filter(usable), files.filter(usable))
def test_twice_is_once_and_undo_is_exact(first, second):
    with tempfile.TemporaryDirectory() as folder:
        house = Warehouse(Path(folder) / "w.duckdb")
        import_file(house, "s", write(Path(folder), "a.csv", first), CHOICES)
        before = state(house)
        report = import_file(house, "s", write(Path(folder), "b.csv", [*second, *second[:1]]), CHOICES)
        after = state(house)
        assert import_file(house, "s", Path(folder) / "b.csv", CHOICES)["already_landed"]
        assert state(house) == after
        undo(house, report["batch"])
        assert state(house) == before
        import_file(house, "s", Path(folder) / "b.csv", CHOICES)
        assert state(house) == after
        house.close()


@quick
@given(st.lists(files.filter(usable), min_size=2, max_size=3), st.data())
def test_undoing_any_batch_leaves_what_the_others_make(sets, data):
    """Undoing one of several batches gives what importing only the others gives."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [
            write(Path(folder), f"{n}.csv", [*rows, (f"U{n}", "2026-01-01", "", "", "0.00", "已结账")])
            for n, rows in enumerate(sets)
        ]
        house, other = Warehouse(Path(folder) / "w.duckdb"), Warehouse(Path(folder) / "v.duckdb")
        batches = [import_file(house, "s", path, CHOICES)["batch"] for path in paths]
        gone = data.draw(st.integers(0, len(paths) - 1))
        undo(house, batches[gone])
        for number, path in enumerate(paths):
            if number != gone:
                import_file(other, "s", path, CHOICES)
        assert state(house) == state(other)
        assert sum(row["undone_at"] is None for row in list_batches(house)) == len(paths) - 1
        house.close()
        other.close()


@quick
@given(files.filter(usable), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_figure(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    with tempfile.TemporaryDirectory() as folder:
        states = []
        for name, each in (("a", rows), ("b", shuffled)):
            house = Warehouse(Path(folder) / f"{name}.duckdb")
            import_file(house, "s", write(Path(folder), f"{name}.csv", each), CHOICES)
            states.append(state(house))
            house.close()
        assert states[0] == states[1]

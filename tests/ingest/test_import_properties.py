"""What must hold for any file: counts and cents add up, twice is once, undo is exact, splitting changes nothing."""

import csv
import io
import itertools
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segmentation.ingest.batches import list_batches
from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file, undo
from segmentation.measures.grades.ratings import read_ratings
from segmentation.warehouse import Warehouse

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
small_files = st.lists(st.one_of(good_rows, good_rows, good_rows, bad_rows), min_size=1, max_size=12)
few = settings(max_examples=2, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
quick = settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
CHOICES = Choices(
    doubles="twice",
    kind="bills", paid=("已结账",), numbers_restart=False, on_overlap="add", customer_key="code", missing_bills="keep",
    amounts="line",
)


def together(several):
    """Return small files as one, which costs one import: none has a bill number or a day of another, customers are shared."""
    return [
        (f"{bill}-{number}", later(day, 41 * number), *rest) for number, rows in enumerate(several) for bill, day, *rest in rows
    ]


def later(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    except ValueError:
        return day


files = st.lists(small_files, min_size=1, max_size=5).map(together)


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


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """One warehouse for all examples; each takes stores of its own, which costs less than a new file."""
    warehouse = Warehouse(tmp_path_factory.mktemp("house") / "w.duckdb")
    yield warehouse
    warehouse.close()


numbers = itertools.count(1)


def new_store() -> str:
    return f"store {next(numbers)}"


def state(warehouse: Warehouse, store: str) -> dict[str, list[tuple]]:
    """Everything of one store that an undo has to bring back."""
    cursor = warehouse.cursor()
    live = "(select bill_no, bill_date, customer_key, amount, tables, covers, cost, manager, store_id from bills where replaced_by is null)"
    tables = {"bills": live, "customers": "customers", "visits": "visits", "days": "days"}
    of_store = "where store_id = (select store_id from stores where name = $store)"
    return {
        name: cursor.execute(f"select * exclude (store_id) from {table} {of_store} order by all", {"store": store}).fetchall()
        for name, table in tables.items()
    }


@quick
@given(files.filter(usable))
def test_rows_and_cents_add_up(house, rows):
    store = new_store()
    with tempfile.TemporaryDirectory() as folder:
        report = import_file(house, store, write(Path(folder), "a.csv", rows), CHOICES)
    assert report["rows"] == len(rows) == report["accepted"] + report["rejected"] + sum(report["skipped"].values())
    assert Decimal(report["amount"]) == expected(rows)
    landed = state(house, store)
    assert sum(row[3] for row in landed["bills"]) == expected(rows)
    days = house.cursor().execute(
        "select sum(amount), sum(walk_in_amount) from days where store_id = (select store_id from stores where name = $store)", {"store": store}
    ).fetchall()[0]
    visits = house.cursor().execute(
        "select coalesce(sum(amount), 0) from visits where store_id = (select store_id from stores where name = $store)", {"store": store}
    ).fetchall()[0][0]
    assert (days[0], days[1] + visits) == (expected(rows), expected(rows))


@quick
@given(files.filter(usable), files.filter(usable))
def test_twice_is_once_and_undo_is_exact(house, first, second):
    store = new_store()
    with tempfile.TemporaryDirectory() as folder:
        import_file(house, store, write(Path(folder), "a.csv", first), CHOICES)
        before = state(house, store)
        report = import_file(house, store, write(Path(folder), "b.csv", [*second, *second[:1]]), CHOICES)
        after = state(house, store)
        assert import_file(house, store, Path(folder) / "b.csv", CHOICES)["already_landed"] or report["already_landed"]
        assert state(house, store) == after
        if report["already_landed"]:  # both files were the same bytes
            return
        undo(house, report["batch"])
        assert state(house, store) == before
        import_file(house, store, Path(folder) / "b.csv", CHOICES)
        assert state(house, store) == after


@quick
@given(
    st.lists(files.filter(usable), min_size=3, max_size=3), st.sampled_from([1, 1, 0, 2]),
    st.lists(st.sampled_from(["remove", "remove", "keep"]), min_size=3, max_size=3),
)
def test_undoing_any_batch_leaves_what_the_others_make(house, sets, gone, missing):
    """Undoing one of three batches, oftenest the middle one, gives what importing only the others gives."""
    store, other = new_store(), new_store()
    with tempfile.TemporaryDirectory() as folder:
        paths = [
            write(Path(folder), f"{n}.csv", [*rows, (f"U{n}", "2026-01-01", "", "", "0.00", "已结账")])
            for n, rows in enumerate(sets)
        ]
        choices = [replace(CHOICES, missing_bills=each) for each in missing]
        batches = [import_file(house, store, *each)["batch"] for each in zip(paths, choices, strict=True)]
        undo(house, batches[gone])
        for number, path in enumerate(paths):
            if number != gone:
                import_file(house, other, path, choices[number])
    assert state(house, store) == state(house, other)
    assert sum(row["undone_at"] is None for row in list_batches(house, store)) == len(paths) - 1


scores = st.tuples(
    st.sampled_from(["K1", "K2", "K3", "K4", "7", "007"]), st.sampled_from(["忠诚度", "配合度"]), st.sampled_from(["1", "4.5", "100"]),
    st.sampled_from(["2026-01-05", "2026-01-06"]),
)
rating_files = st.lists(scores, min_size=1, max_size=9, unique_by=lambda row: (row[0], row[1], row[3]))


def counted(warehouse: Warehouse, store: str, day: date) -> list[tuple]:
    store_id = warehouse.cursor().execute("select store_id from stores where name = $store", {"store": store}).fetchall()[0][0]
    return [tuple(row.values())[1:] for row in read_ratings(warehouse, store_id, day).to_pylist()]


@few
@given(st.lists(rating_files, min_size=2, max_size=3), st.data())
def test_undoing_any_file_of_ratings_leaves_what_the_others_say(house, sets, data):
    store, other = new_store(), new_store()
    gone = data.draw(st.integers(0, len(sets) - 1))
    choices = Choices(kind="ratings", customer_key="code")
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, rows in enumerate([[("U", "基准", "1", "2026-01-01")], *sets]):
            text = io.StringIO()
            csv.writer(text).writerows([["客户编号", "评分项", "得分", "评分日期"], *rows, (f"U{number}", "基准", "1", "2026-01-01")])
            path = Path(folder) / f"{number}.csv"
            path.write_text(text.getvalue(), encoding="utf-8")
            paths.append(path)
        batches = [import_file(house, store, path, choices)["batch"] for path in paths]
        undo(house, batches[gone + 1])
        for number, path in enumerate(paths):
            if number != gone + 1:
                import_file(house, other, path, choices)
    for day in (date(2026, 1, 5), date(2026, 1, 6)):
        assert counted(house, store, day) == counted(house, other, day)


@quick
@given(files.filter(usable), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_figure(house, rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    states = []
    with tempfile.TemporaryDirectory() as folder:
        for name, each in (("a", rows), ("b", shuffled)):
            store = new_store()
            import_file(house, store, write(Path(folder), f"{name}.csv", each), CHOICES)
            states.append(state(house, store))
    assert states[0] == states[1]

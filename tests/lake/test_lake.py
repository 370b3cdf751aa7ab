"""A lake from its export to the month-ends that come home: what it holds, what it does not, and that its grades are the app's own."""

import json
import random
from datetime import date, timedelta
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from segmentation.lake.bringing import bring_grades
from segmentation.lake.engine import started
from segmentation.lake.grading import grade_lake
from segmentation.lake.manifest import read_lake
from segmentation.lake.writing import write_lake
from segmentation.language.errors import InputError
from segmentation.measures.movement.month_ends import grade_days
from segmentation.measures.movement.snapshots import keep_months, list_snapshots, read_kept
from segmentation.schemes import load_scheme
from segmentation.settings.kept import scheme_settings
from segmentation.warehouse import Warehouse
from tests import foretold_house
from tests.houses import Bill, Profile, Rating, build
from tests.random_houses import AS_OF, KEYS, house

SCHEMES = ("abcd", "pyramid", "cards", "potential", "rfm", "scorecard")  # a rule family each
PHONE, NAME = "13800000001", "王小明"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("house") / "warehouse.duckdb")
    chance = random.Random(7)
    bills = [*house(chance, least=17), *house(chance, 2, least=4), Bill(PHONE, AS_OF, "88.80", 2), Bill("a", date(2025, 10, 5), 9), Bill("b", date(2025, 11, 5), 9, 1, 2), Bill(None, date(2026, 6, 1), 7)]
    criteria = sorted(set(load_scheme("scorecard").spec.fact_frames()["criteria"]["name"].to_pylist()))
    ratings = [Rating(key, each, chance.choice([1, 3, 5]), AS_OF - timedelta(days=chance.choice([5, 40]))) for key in KEYS[:9] for each in criteria]
    build(opened, bills, [Profile(PHONE, NAME, PHONE, potential="王总介绍"), Profile("a", potential="A")], ("Pine Hotel", "Oak Hotel"), ratings)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def lake(warehouse, tmp_path_factory):
    folder = tmp_path_factory.mktemp("lake") / "lake"
    write_lake(warehouse, folder, [1, 2])
    return folder


@pytest.fixture(scope="module")
def engine():
    pytest.importorskip("pysail")
    with started("sail") as found:
        yield found


def test_the_lake_holds_every_visit_and_its_money_exactly(warehouse, lake):
    said = read_lake(lake).said
    [(visits, amount)] = warehouse.cursor().execute("select count(*), sum(amount) from visits").fetchall()
    told = [file for file in said["files"] if file["path"].startswith("visits/")]
    assert (sum(file["rows"] for file in told), sum(Decimal(file["amount"]) for file in told)) == (visits, amount)
    september = pq.read_table(lake / "visits/store_id=1/month=2026-09/part.parquet", partitioning=None)
    assert str(september.schema.field("amount").type) == "decimal128(18, 2)"
    assert {day.strftime("%Y-%m") for day in september["visit_date"].to_pylist()} == {"2026-09"}


def test_no_name_and_no_phone_goes_along_unless_names_are_asked_for(warehouse, lake, tmp_path):
    def texts(folder):
        rows = [row for path in folder.rglob("*.parquet") for row in pq.read_table(path, partitioning=None).to_pylist()]
        return {str(value) for row in rows for value in row.values()} | {(folder / "lake.json").read_text(encoding="utf-8")}

    assert not [text for text in texts(lake) if PHONE in text or NAME in text or "王总" in text]
    write_lake(warehouse, tmp_path / "named", [1], with_names=True)
    found = texts(tmp_path / "named")
    assert NAME in found
    assert not [text for text in found if PHONE in text or "王总" in text]


def test_a_folder_with_something_else_is_refused(warehouse, tmp_path):
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    with pytest.raises(InputError, match="holds something else"):
        write_lake(warehouse, tmp_path, [1])
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.jpg"]


def test_a_new_export_takes_out_months_and_stores_that_are_gone(warehouse, tmp_path):
    write_lake(warehouse, tmp_path / "lake", [1, 2])
    stale = tmp_path / "lake/visits/store_id=1/month=1999-01/part.parquet"
    stale.parent.mkdir()
    stale.write_bytes(b"x")
    write_lake(warehouse, tmp_path / "lake", [1])
    assert not stale.parent.exists()
    assert not (tmp_path / "lake/visits/store_id=2").exists()


def test_a_lake_whose_export_was_cut_off_is_not_read(warehouse, tmp_path):
    write_lake(warehouse, tmp_path, [1])
    manifest = (tmp_path / "lake.json").read_text(encoding="utf-8")
    write_lake(warehouse, tmp_path, [1])
    (tmp_path / "lake.json").write_text(manifest, encoding="utf-8")  # files of one export under what another one said
    with pytest.raises(InputError, match="not as its lake says"):
        read_lake(tmp_path)


@pytest.mark.parametrize("key", SCHEMES)
def test_month_ends_graded_in_the_lake_are_those_of_the_app(warehouse, lake, engine, key):
    scheme, asked = load_scheme(key), ("month_end", "customer_key", "tier_no", "contribution")
    found = read_lake(lake)
    grade_lake(engine, found, key)
    for brought in bring_grades(warehouse, found, key):
        store, days = brought.store_id, list(brought.kept)
        assert len(days) > 3
        assert not brought.changed
        here = sorted(map(repr, grade_days(warehouse, store, scheme, days, scheme_settings(warehouse, store, scheme)).select(asked).to_pylist()))
        there = [row for day in days for row in read_kept(warehouse, store, scheme, day).select(asked).to_pylist()]
        assert sorted(map(repr, there)) == here
        assert here or key == "scorecard"
        kept = list_snapshots(warehouse, store, scheme, scheme_settings(warehouse, store, scheme))
        assert all(kept[day].is_current and not kept[day].is_stale for day in days)


def test_potential_is_foretold_in_the_lake_as_in_the_app(engine, tmp_path):
    opened, scheme = Warehouse(tmp_path / "warehouse.duckdb"), load_scheme("potential")
    build(opened, foretold_house.bills())
    write_lake(opened, tmp_path / "lake", [1])
    found = read_lake(tmp_path / "lake")
    [graded] = grade_lake(engine, found, "potential", as_of=foretold_house.AS_OF)
    there = pq.read_table(graded.folder, partitioning=None)
    by = {name: grade_days(opened, 1, scheme, [foretold_house.AS_OF], scheme.defaults() | {"derived_potential": name}).to_pylist() for name in ("forecast", "rule")}
    money = {name: sorted((scheme.tier_keys[row["tier_no"] - 1], row["contribution"]) for row in rows) for name, rows in by.items()}
    assert sorted(zip(there["tier"].to_pylist(), there["contribution"].to_pylist(), strict=True)) == money["forecast"] != money["rule"]
    assert there.num_rows == 310
    opened.close()


def test_a_month_whose_bills_have_changed_since_stays_as_it_is_kept(warehouse, lake, engine, tmp_path):
    scheme = load_scheme("abcd")
    write_lake(warehouse, tmp_path, [1])
    found = read_lake(tmp_path)
    grade_lake(engine, found, "abcd")
    with warehouse.writing() as cursor:
        cursor.execute("update visits set amount = amount + 1 where store_id = 1 and customer_key = 'a' and visit_date = "
                       "(select max(visit_date) from visits where store_id = 1 and customer_key = 'a' and visit_date <= '2026-09-30')")
    keep_months(warehouse, 1, scheme, [AS_OF])
    [brought] = bring_grades(warehouse, found, "abcd")
    assert AS_OF in brought.changed
    assert date(2026, 1, 31) in brought.kept


def test_grades_are_not_brought_home_under_other_settings(warehouse, engine, tmp_path):
    write_lake(warehouse, tmp_path, [2])
    found = read_lake(tmp_path)
    with pytest.raises(InputError, match="has not been graded by abcd"):
        bring_grades(warehouse, found, "abcd")
    grade_lake(engine, found, "abcd", as_of=AS_OF)
    said = json.loads((tmp_path / "lake.json").read_text(encoding="utf-8"))
    said["stores"][0]["schemes"]["abcd"]["version"] = "of other settings"
    (tmp_path / "lake.json").write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(InputError, match="have changed since the export"):
        bring_grades(warehouse, read_lake(tmp_path), "abcd")

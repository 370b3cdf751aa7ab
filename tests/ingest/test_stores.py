"""A store is renamed, deleted with all that is its own, and weighed against other walk-in names."""

import pytest

from segmentation.ingest.batches import list_batches, list_stores
from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.ingest.stores import WalkInChange, change_walk_in_names, delete_store, rename_store
from segmentation.language.errors import ChangedMeanwhile, InputError
from segmentation.settings.kept import put, walk_in_names
from segmentation.warehouse import Warehouse

BILLS = """日期,客户名称,消费金额,商品名称
2026-03-01,远山贸易,100,鱼
2026-03-02,门口客人,20,汤
2026-03-03,门口客人,30,汤
2026-03-03,散客,9,茶
x,远山贸易,1,茶
"""


@pytest.fixture
def warehouse(tmp_path):
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")
    path = tmp_path / "march.csv"
    path.write_text(BILLS, encoding="utf-8")
    for store in ("Pine Hotel", "Lake Inn"):
        import_file(warehouse, store, path, Choices())
    yield warehouse
    warehouse.close()


def store_ids(warehouse):
    return {row["store"]: row["store_id"] for row in list_stores(warehouse)}


def counts(warehouse, table):
    column = "batch_id" if table == "rejects" else "store_id"
    return dict(warehouse.cursor().execute(f"select {column}, count(*) from {table} group by all").fetchall())


def test_a_store_gets_another_name(warehouse):
    version = warehouse.version
    assert rename_store(warehouse, store_ids(warehouse)["Pine Hotel"], "  Oak Hotel ") == "Oak Hotel"
    assert sorted(store_ids(warehouse)) == ["Lake Inn", "Oak Hotel"]
    assert warehouse.version != version


@pytest.mark.parametrize(("name", "code"), [
    ("  ", "no_store_name"), ("\u200b\u3000\ufeff", "no_store_name"), ("x" * 1_000_000, "store_name_too_long"),
    ("Lake Inn", "store_exists"), ("\u202aLake\xa0 Inn\u200b", "store_exists"),
])
def test_a_name_that_cannot_be_taken_changes_nothing(warehouse, name, code):
    version = warehouse.version
    with pytest.raises(InputError) as refused:
        rename_store(warehouse, store_ids(warehouse)["Pine Hotel"], name)
    assert refused.value.code == code
    assert "Pine Hotel" in store_ids(warehouse)
    assert warehouse.version == version


def test_a_deleted_store_leaves_nothing_and_the_other_store_alone(warehouse):
    pine, lake = store_ids(warehouse)["Pine Hotel"], store_ids(warehouse)["Lake Inn"]
    put(warehouse, pine, "anything", 1)
    lists = {batch["store"]: batch["batch"] for batch in list_batches(warehouse)}
    delete_store(warehouse, pine)
    assert store_ids(warehouse) == {"Lake Inn": lake}
    for table in ("bills", "bill_lines", "profile_rows", "customers", "visits", "days", "batches", "remembered", "settings"):
        assert pine not in counts(warehouse, table), table
    for table in ("bills", "bill_lines", "profile_rows", "customers", "visits", "days", "batches", "remembered"):
        assert lake in counts(warehouse, table), table
    assert counts(warehouse, "rejects") == {lists["Lake Inn"]: 1}


def test_an_unknown_store_is_refused(warehouse):
    with pytest.raises(InputError):
        delete_store(warehouse, 99)
    with pytest.raises(InputError):
        rename_store(warehouse, 99, "Oak Hotel")


def test_other_walk_in_names_move_customers_and_their_bills_and_back(warehouse):
    pine = store_ids(warehouse)["Pine Hotel"]
    usual = walk_in_names(warehouse, pine)
    assert change_walk_in_names(warehouse, pine, [*usual, " 门口客人 ", ""]) == WalkInChange(customers=1, bills=2)
    assert walk_in_names(warehouse, pine)[-1] == "门口客人"
    assert change_walk_in_names(warehouse, pine, usual) == WalkInChange(customers=-1, bills=-2)


def test_a_store_that_others_changed_meanwhile_is_not_deleted(warehouse, tmp_path):
    seen = next(row for row in list_stores(warehouse) if row["store"] == "Lake Inn")
    (tmp_path / "april.csv").write_text("日期,客户名称,消费金额\n2026-04-01,远山贸易,5\n", encoding="utf-8")
    import_file(warehouse, "Lake Inn", tmp_path / "april.csv")
    with pytest.raises(ChangedMeanwhile, match="Lake Inn"):
        delete_store(warehouse, seen["store_id"], seen)
    delete_store(warehouse, seen["store_id"], next(row for row in list_stores(warehouse) if row["store"] == "Lake Inn"))
    assert list(store_ids(warehouse)) == ["Pine Hotel"]

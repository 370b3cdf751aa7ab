"""What tests of imports share."""

from itertools import count

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.warehouse import Warehouse
from tests.ingest.erased import House


@pytest.fixture
def bring(tmp_path):
    """Import a literal text into a store of its own; return bills, revenue and customers with a bill, and the report."""
    opened, stores = Warehouse(tmp_path / "warehouse.duckdb"), count(1)

    def _bring(text, **choices):
        path = tmp_path / "bills.csv"
        path.write_text(text, encoding="utf-8")
        store = f"s{next(stores)}"
        report = import_file(opened, store, path, Choices(**choices))
        told = (
            "select count(*), sum(amount)::varchar, count(distinct customer_key) filter (where not is_walk_in) from bills "
            "join stores using (store_id) left join customers using (store_id, customer_key) where stores.name = $store"
        )
        return opened.cursor().execute(told, {"store": store}).fetchall()[0], report

    yield _bring
    opened.close()


@pytest.fixture
def warehouse(tmp_path):
    """An empty warehouse of a test's own."""
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def house(warehouse, tmp_path):
    """A house of which somebody is erased."""
    return House(warehouse, tmp_path)


@pytest.fixture
def land(warehouse, tmp_path):
    """Import a literal text as a file into the store s; return the report."""
    def _land(text, name="bills.csv", **choices):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return import_file(warehouse, "s", path, Choices(**choices))

    return _land

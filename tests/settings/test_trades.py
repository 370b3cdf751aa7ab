"""Trades: what a new store begins with, and that nothing else changes by it."""

import pytest

from segmentation.ingest.land import import_file
from segmentation.language.errors import InputError
from segmentation.schemes import DEFAULT
from segmentation.settings.kept import scheme_settings
from segmentation.settings.modules import default_modules, read_modules
from segmentation.settings.own_schemes import find_scheme
from segmentation.settings.trades import find_trade, keep_trade, list_trades, trade_of
from segmentation.shell.main import main
from segmentation.warehouse import Warehouse

BILLS = "账单号,日期,会员号,金额\n1,2026-09-01,c1,100\n2,2026-09-02,c2,50\n"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("trades") / "w.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def bills(tmp_path):
    path = tmp_path / "bills.csv"
    path.write_text(BILLS, encoding="utf-8")
    return path


def days(warehouse, store_id, scheme=DEFAULT):
    settings = scheme_settings(warehouse, store_id, find_scheme(warehouse, scheme))
    return settings["active_days"], settings["window"]


@pytest.mark.parametrize("key", list_trades())
def test_every_trade_is_whole_and_can_be_kept(warehouse, key):
    trade = find_trade(key)
    store_id = 900 + list(list_trades()).index(key)
    with warehouse.writing() as cursor:
        keep_trade(cursor, store_id, key)
    assert trade_of(warehouse, store_id) == trade
    assert set(trade.label) == {"zh", "en"}
    assert [str(each) for each in days(warehouse, store_id)] == [trade.settings["active_days"], trade.settings["window"]]
    modules = read_modules(warehouse, store_id)
    assert modules == (trade.modules or default_modules())
    assert modules[-1].key == "unclassified"
    assert len({module.colour for module in modules}) == len(modules)


def test_a_new_store_begins_with_its_trade_and_the_next_file_changes_nothing(warehouse, bills):
    first = import_file(warehouse, "Cup", bills, trade="cafe")
    store = warehouse.rows("land/stores")[-1]
    assert (store["store"], trade_of(warehouse, store["store_id"]).scheme) == ("Cup", "rfm")
    assert days(warehouse, store["store_id"]) == (30, "90")
    assert [module.code for module in read_modules(warehouse, store["store_id"])][:2] == ["BG", "XS"]
    bills.write_text(BILLS.replace("2026-09", "2026-10").replace("\n1,", "\n3,").replace("\n2,", "\n4,"), encoding="utf-8")
    again = import_file(warehouse, "Cup", bills, trade="mall")
    assert again["batch"] > first["batch"]
    assert trade_of(warehouse, store["store_id"]).key == "cafe"


def test_a_store_without_a_trade_has_the_usual_rules(warehouse, bills):
    bills.write_text(BILLS.replace("c1", "c3"), encoding="utf-8")
    import_file(warehouse, "Plain", bills)
    store_id = next(row["store_id"] for row in warehouse.rows("land/stores") if row["store"] == "Plain")
    assert trade_of(warehouse, store_id) is None
    assert days(warehouse, store_id) == (60, "365")
    assert read_modules(warehouse, store_id) == default_modules()


def test_a_trade_that_there_is_not_is_refused(warehouse):
    with pytest.raises(InputError) as refused, warehouse.writing() as cursor:
        keep_trade(cursor, 1, "circus")
    assert refused.value.code == "unknown_trade"


def test_the_shell_makes_a_store_of_a_trade(tmp_path, bills, capfdbinary):
    database = tmp_path / "shell.duckdb"
    assert main(["--db", str(database), "import", str(bills), "--store", "Rose", "--trade", "beauty"]) == 0
    made = Warehouse(database)
    assert days(made, made.rows("land/stores")[0]["store_id"]) == (45, "365")
    made.close()

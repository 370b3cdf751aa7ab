"""The stock of products: read, told and rejected; several rows of a month are added; what an undo leaves."""

from datetime import date
from decimal import Decimal

import pytest

from segmentation.ingest.examine import examine
from segmentation.ingest.kinds.registry import propose_kind
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.templates import template, template_name
from segmentation.warehouse import Warehouse

BILLS = "日期,单号,客户编号,商品名称,金额,成本\n2026-09-01,1,K1,茅台,3000,2000\n2026-09-30,2,K2,黄山毛峰,50,10\n"


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def land(warehouse, tmp_path):
    def _land(content, name="stock.csv"):
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return import_file(warehouse, "s", tmp_path / name, today=date(2026, 10, 15))

    _land(BILLS, "bills.csv")
    return _land


def stock(warehouse):
    return warehouse.cursor().execute("select product, month, amount from stock order by batch_id, product, month").fetchall()


def test_stock_lands_and_an_undo_takes_it_out(warehouse, land):
    report = land(
        "品名,月份,库存金额\n茅台,2026-08,\"12,000.5\"\n茅台,2026年9月,1.1万\n茅台,2026-09,500\n五粮液,2026/9/30,0\n,2026-09,5\n茅台,九月底,5\n茅台,2026-07,\n"
        "茅台,2026-06,很多\n茅台,2026-06,-3\n茅台,2027-12,3\n合计,,23500.5\n"
    )
    assert (report["kind"], report["accepted"], report["rejected"], report["skipped"]) == ("stock", 4, 6, {"total": 1})
    assert (report["products"], report["stock_months"], report["amount"]) == (2, 2, "23500.50")
    assert [(each["code"], each["count"], each["values"]) for each in report["warnings"]] == [
        ("several_places", 1, {}), ("stock_of_nothing_sold", 1, {"product": "五粮液"}),
    ]
    assert stock(warehouse) == [
        ("五粮液", date(2026, 9, 1), 0), ("茅台", date(2026, 8, 1), Decimal("12000.50")), ("茅台", date(2026, 9, 1), 11500),
    ]
    rejects = warehouse.cursor().execute("select line_no, reason from rejects order by line_no").fetchall()
    assert rejects == [
        (6, "product_missing"), (7, "month"), (8, "stock_missing"), (9, "stock"), (10, "stock"), (11, "month_ahead"),
    ]
    undo(warehouse, report["batch"])
    assert stock(warehouse) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_template_is_its_own_kind(warehouse, tmp_path, lang):
    path = tmp_path / template_name("stock", lang)
    path.write_bytes(template("stock", lang))
    found = examine(warehouse, "s", path)
    assert (found.kind, found.accepted, found.rejected, found.mapping) == ("stock", 1, 0, {"product": 0, "month": 1, "amount": 2})
    found.close()


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("品名,月份,库存金额", "stock"), ("商品名称,月份,期末库存", "stock"), ("商品名称,规格,日期,期末金额", "stock"),
        ("Item,Month,Closing stock value", "stock"), ("月份,营业额", "totals"), ("品名,日期,客户,库存金额", "bills"), ("品名,月份,金额", "totals"),
    ],
)
def test_a_list_of_stock_is_known_by_its_own_words(header, kind):
    assert propose_kind(header.split(","), []) == kind

"""The club of the samples: what its workbook holds is what its facts say, and the pages find what is wrong with it.

The workbook is read here with nothing but openpyxl; the facts were counted by the generator on its records.
"""

import json
import shutil
from collections import defaultdict
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path

import openpyxl
import pytest

from segmentation.measures.composition.parts import read_parts
from segmentation.measures.composition.products import read_products
from segmentation.measures.composition.words import finding_cut, finding_products
from segmentation.measures.revenue.receivables import read_receivables, total
from segmentation.measures.revenue.stored_value import read_stored_value
from segmentation.schemes import load_scheme
from segmentation.settings.kept import scheme_settings
from segmentation.warehouse import Warehouse

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
FACTS = json.loads((SAMPLES / "facts.json").read_text(encoding="utf-8"))["club"]
LISTING = json.loads((SAMPLES / "houses.json").read_text(encoding="utf-8"))[2]
ABCD = load_scheme("abcd")
AS_OF, CLUB = date(2026, 10, 31), 3
CUT = ["烧烤自助", "儿童乐园", "欢唱包房", "健身体验课", "美容护理"]


@pytest.fixture(scope="module")
def sheets():
    book = openpyxl.load_workbook(SAMPLES / LISTING["files"][0]["file"], read_only=True)
    read = {}
    for sheet in book:
        header, *rows = sheet.iter_rows(values_only=True)
        read[sheet.title] = [dict(zip_longest(header, row)) for row in rows]
    book.close()
    return read


@pytest.fixture(scope="module")
def warehouse(sample_houses, tmp_path_factory):
    opened = Warehouse(shutil.copy(sample_houses, tmp_path_factory.mktemp("club")))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def products(warehouse):
    return read_products(warehouse, CLUB, ABCD, AS_OF, scheme_settings(warehouse, CLUB, ABCD))


def test_the_club_is_small():
    assert (SAMPLES / LISTING["files"][0]["file"]).stat().st_size < 400_000
    assert (FACTS["bills"] <= 3_000, FACTS["rows"] <= 12_000) == (True, True)


def test_the_workbook_holds_what_the_facts_say(sheets):
    lines = sheets["消费明细"]
    assert (len(lines), len({row["账单号"] for row in lines})) == (FACTS["rows"], FACTS["bills"])
    assert Decimal(FACTS["amount"]) == sum(Decimal(row["金额"]) for row in lines)
    assert Decimal(FACTS["cost"]) == sum(Decimal(row["成本"]) for row in lines)
    assert FACTS["customers"] == len({row["会员号"] for row in lines if row["会员号"]})
    assert FACTS["walk_ins"] == len({row["账单号"] for row in lines if not row["会员号"]})
    for year in FACTS["years"]:
        own = [row for row in lines if year["start"] <= row["消费时间"][:10] <= year["end"]]
        assert Decimal(year["sales"]) == sum(row["金额"] for row in own)
        assert Decimal(year["profit"]) == sum(row["金额"] - row["成本"] for row in own)
    owed, paid = defaultdict(Decimal), defaultdict(Decimal)
    for row in lines:
        if row["支付方式"] == "挂账":
            owed[row["会员号"]] += row["金额"]
    for row in sheets["回款记录"]:
        paid[row["会员号"]] += Decimal(str(row["回款金额"]))
    assert Decimal(FACTS["on_account"]["received"]) == sum(paid.values())
    assert FACTS["on_account"]["over"] == sum(owed[key] - paid[key] > 12_000 for key in owed) == 1
    assert Decimal(FACTS["stored"]["topped_up"]) == sum(Decimal(str(row["金额"])) for row in sheets["储值充值"])


def test_the_case_is_the_case_of_the_seminar():
    before, after = FACTS["years"]
    assert Decimal(after["sales"]) > Decimal("1.2") * Decimal(before["sales"])
    assert abs(Decimal(after["profit"]) / Decimal(before["profit"]) - 1) < Decimal("0.02")
    every = FACTS["returned"][""]
    deal, tea = FACTS["returned"]["游泳票"], FACTS["returned"]["狮峰龙井茶席"]
    assert deal[1] / deal[0] < every[1] / every[0] / 2
    assert tea[1] / tea[0] > 1.5 * every[1] / every[0]


def test_products_are_judged_as_the_generator_judges_them(products):
    found = {
        each.name: {
            "sales": str(each.part.sales), "margin_rate": round(each.part.margin_rate, 4), "low_share": round(each.low_share, 4),
            "customers": each.part.customers, "candidate": each.mostly_c_d, "best_began": each.best_firsts,
            "verdict": each.spared_by or ("cut" if each.cut else None),
        }
        for each in products.products
    }
    assert found == FACTS["services"]
    assert [each.name for each in products.cut] == CUT
    assert {name: each["verdict"] for name, each in found.items() if each["verdict"] not in (None, "cut")} == {
        "商务简餐": "first_dish", "游泳票": "footfall", "足疗": "footfall",
    }
    told = {each.name: [each.first.followed, each.first.returned] for each in products.products if each.first.share is not None}
    assert told | {"": [products.every.followed, products.every.returned]} == FACTS["returned"]


def test_the_page_says_which_services_to_cut(products):
    assert finding_products(products, "en").startswith("5 of 15 products can be cut. 8 mostly serve C, D and walk-ins")
    assert finding_cut(products, "zh") == "可以砍：烧烤自助、儿童乐园、欢唱包房 …"


def test_sales_grew_and_profit_did_not(warehouse):
    found = read_parts(warehouse, CLUB, ABCD, AS_OF, scheme_settings(warehouse, CLUB, ABCD), "category")
    before, after = FACTS["years"]
    assert (str(found.sales_before), str(found.sales)) == (before["sales"], after["sales"])
    assert sum(each.margin for each in found.parts) == Decimal(after["profit"])


def test_what_is_owed_stored_and_in_stock_lands_as_the_facts_say(warehouse, products):
    owed, facts = read_receivables(warehouse, CLUB, AS_OF), FACTS["on_account"]
    assert str(total(owed.customers, "on_account")) == facts["on_account"]
    assert str(total(owed.customers, "received")) == facts["received"]
    late = {name: total(owed.owing, name) for name in ("not_due", "late_30", "late_60", "late_90", "late_more")}
    assert (str(late["not_due"]), str(late["late_more"])) == (facts["not_due"], facts["late_more"])
    assert late["late_30"] + late["late_60"] + late["late_90"] == Decimal(facts["late_90"])
    assert owed.over.num_rows == facts["over"]
    stored = read_stored_value(warehouse, CLUB, AS_OF, 60)
    assert stored.balance == Decimal(FACTS["stored"]["topped_up"]) - Decimal(FACTS["stored"]["used"])
    assert (stored.holders.num_rows, stored.sleeping > 0) == (FACTS["stored"]["customers"], True)
    assert {each.name: each.stock for each in products.products if each.stock} == {
        name: Decimal(value) / 12 for name, value in FACTS["stock"].items()
    }

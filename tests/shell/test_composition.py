"""composition and products as a person or a program calls them."""

import json

import pytest

# Ann is A, Ben B; Cid has been away. Ann had tea at first. The house keeps 240 of 400.
DISHES = "账单号,日期,客户编号,包厢,菜品,类别,人数,金额,成本\n" + "".join(f"{line}\n" for line in (
    "1,2026-09-01,Ann,牡丹厅,茶,饮品,4,20.00,4.00", "1,2026-09-01,Ann,牡丹厅,鸭,菜,4,80.00,20.00", "2,2026-09-05,Ann,牡丹厅,鸭,菜,2,100.00,24.00",
    "3,2026-09-06,Ben,,鸭,菜,3,50.00,12.00", "4,2026-05-01,Cid,莲厅,鱼,菜,2,60.00,50.00", "5,2026-09-30,散客,莲厅,鱼,菜,2,90.00,50.00",
))
TRAILING = {"first_dish_customers": 0, "returned_share": None, "low": None, "high": None, "turnover": None, "cross_ratio": None}


@pytest.fixture
def house(shell, tmp_path):
    path = tmp_path / "dishes.csv"
    path.write_text(DISHES, encoding="utf-8")
    assert shell("import", path, "--store", "s")[0] == 0

    def ask(command, *arguments, lang="en"):
        status, out, err = shell(command, "--store", "s", *arguments, "--lang", lang)
        return (status, json.loads(out) if "--json" in arguments and status == 0 else out, err)

    return ask


def test_parts_have_keys_and_money_as_text(house):
    rows = house("composition", "--by", "room", "--json")[1]
    assert rows == [
        {"key": "牡丹厅", "customers": 1, "visits": 2, "covers": 6, "sales": "200.00", "share": 0.5, "margin_rate": 0.76, "sales_before": None},
        {"key": "莲厅", "customers": 1, "visits": 1, "covers": 4, "sales": "150.00", "share": 0.375, "margin_rate": pytest.approx(1 / 3),
         "sales_before": None},
        {"key": None, "customers": 1, "visits": 1, "covers": 3, "sales": "50.00", "share": 0.125, "margin_rate": 0.76, "sales_before": None},
    ]
    assert [(row["key"], row["sales"], row["sales_before"]) for row in house("composition", "--by", "room", "--window", "60", "--json")[1]] == [
        ("牡丹厅", "200.00", "0.00"), ("莲厅", "90.00", "0.00"), (None, "50.00", "0.00"),
    ]
    earlier = house("composition", "--by", "grade", "--as-of", "2026-08-28", "--window", "60", "--json")[1]
    assert [(row["key"], row["sales"], row["sales_before"]) for row in earlier] == [("A", "0.00", "60.00")]


def test_grades_stand_beside_the_parts_where_asked(house):
    rows = house("composition", "--by", "category", "--grades", "--json")[1]
    assert {row["key"]: row["by_tier"] for row in rows} == {
        "菜": {"A": "180.00", "B": "50.00", "D": "60.00", "walk_in": "90.00"}, "饮品": {"A": "20.00"},
    }
    assert [row["key"] for row in house("composition", "--by", "grade", "--json")[1]] == ["A", "B", "D", "walk_in"]
    assert house("composition", "--by", "colour")[0] == 2


def test_products_say_whom_they_serve_and_which_is_cut(house):
    rows = house("products", "--json")[1]
    assert [(row["product"], row["mostly_c_d"], row["cut"], row["spared_by"]) for row in rows] == [
        ("鸭", False, False, None), ("鱼", True, False, "footfall"), ("茶", False, False, None),
    ]
    assert rows[1] == {
        "product": "鱼", "category": "菜", "sales": "150.00", "share": 0.375, "margin_rate": pytest.approx(1 / 3),
        "by_tier": {"A": "0.00", "B": "0.00", "C": "0.00", "D": "60.00", "walk_in": "90.00"}, "mostly_c_d": True, "cut": False,
        "spared_by": "footfall", **TRAILING, "contribution_ratio": pytest.approx(0.125),
    }
    assert house("products", "--scheme", "rfm_map")[0] == 2


def test_they_say_it_in_words(house):
    assert house("composition", "--by", "room")[1].splitlines()[0] == "牡丹厅 brings the most: ¥200, 50% of all revenue."
    assert house("products")[1].splitlines()[0] == (
        "0 of 3 products can be cut. 1 mostly serves C, D and walk-ins at a margin below the house's 60.0%."
    )

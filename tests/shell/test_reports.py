"""What the shell answers to shares and controllable: exactly the agreed keys, money as text, shares as numbers."""

import json

import pytest

BILLS = (
    "账单号,日期,客户编号,客户名称,客户经理,客户分类,金额\n"
    "B1,2026-08-01,K1,财政局,王经理,政府,600.50\nB2,2026-09-02,K1,财政局,王经理,政府,200\nB3,2026-09-03,K2,远山,,S,99.50\n"
    "B4,2026-09-04,,散客,,,100\nB5,2026-09-20,K2,远山,,S,-0.50\n"
)


@pytest.fixture
def house(shell, tmp_path):
    """A shell whose warehouse holds the store s."""
    (tmp_path / "bills.csv").write_text(BILLS, encoding="utf-8")
    assert shell("import", tmp_path / "bills.csv", "--store", "s")[0] == 0
    return shell


def test_shares_by_module(house):
    status, out, err = house("shares", "--store", "s", "--by", "module", "--json", "--lang", "zh")
    assert (status, err) == (0, "")
    answer = json.loads(out)
    assert {name: value for name, value in answer.items() if name != "slices"} == {
        "store": "s", "as_of": "2026-09-20", "by": "module", "walk_in": {"bills": 1, "contribution": "100.00"},
        "total_contribution": "999.50",
    }
    assert [each["key"] for each in answer["slices"]] == ["Z", "SH", "G", "S", "W", "U"]
    assert answer["slices"][0] == {
        "key": "Z", "label": "政府", "customers": 1, "customer_share": 0.5, "contribution": "800.50",
        "contribution_share": pytest.approx(800.5 / 899.5),
    }


def test_shares_by_tier_and_by_both(house):
    answer = json.loads(house("shares", "--store", "s", "--json")[1])
    assert [(each["key"], each["customers"], each["contribution"]) for each in answer["slices"]] == [
        ("A", 1, "800.50"), ("B", 1, "99.00"), ("C", 0, "0.00"), ("D", 0, "0.00"),
    ]
    answer = json.loads(house("shares", "--store", "s", "--by", "module_tier", "--as-of", "2026-08-01", "--json")[1])
    assert [(each["key"], each["label"]) for each in answer["slices"]] == [("ZA", "Government A")]
    assert answer["walk_in"] == {"bills": 0, "contribution": "0.00"}


def test_shares_of_a_day_before_the_first_bill_are_null(house):
    answer = json.loads(house("shares", "--store", "s", "--as-of", "2025-01-01", "--json")[1])
    assert {(each["customer_share"], each["contribution_share"]) for each in answer["slices"]} == {(None, None)}


def test_controllable_by_month(house):
    status, out, _ = house("controllable", "--store", "s", "--json")
    assert status == 0
    assert json.loads(out) == [
        {
            "month": "2026-08", "total": "600.50", "identified": "600.50", "managed": "600.50", "managed_active": "600.50",
            "ratio_identified": 1.0, "ratio_managed": 1.0, "ratio_managed_active": 1.0, "complete": True,
        },
        {
            "month": "2026-09", "total": "399.00", "identified": "299.00", "managed": "200.00", "managed_active": "200.00",
            "ratio_identified": pytest.approx(299 / 399), "ratio_managed": pytest.approx(200 / 399),
            "ratio_managed_active": pytest.approx(200 / 399), "complete": False,
        },
    ]


def test_controllable_between_months(house):
    def months(*options):
        return [row["month"] for row in json.loads(house("controllable", "--store", "s", "--json", *options)[1])]

    assert months("--from", "2026年9月") == ["2026-09"]
    assert months("--to", "2026-08") == ["2026-08"]
    assert months("--from", "2020-01", "--to", "2030-01") == ["2026-08", "2026-09"]
    assert months("--to", "2026-07") == []
    assert months("--as-of", "2026-08-15") == ["2026-08"]


def test_a_total_that_became_too_small_is_said_with_both_figures(house, tmp_path):
    (tmp_path / "totals.csv").write_text("月份,总营收\n2026-08,700\n", encoding="utf-8")
    assert json.loads(house("import", tmp_path / "totals.csv", "--store", "s", "--kind", "totals", "--json")[1])["amount"] == "700.00"
    row = json.loads(house("controllable", "--store", "s", "--to", "2026-08", "--json")[1])[0]
    assert (row["total"], row["ratio_managed"]) == ("700.00", pytest.approx(600.5 / 700))
    (tmp_path / "late.csv").write_text("账单号,日期,客户编号,金额\nB9,2026-08-09,K1,100\n", encoding="utf-8")
    house("import", tmp_path / "late.csv", "--store", "s")
    status, out, err = house("controllable", "--store", "s", "--to", "2026-08", "--json")
    assert (status, json.loads(out)[0]["ratio_managed"]) == (0, None)
    assert ("¥700.00" in err, "¥700.50" in err) == (True, True)


def test_totals_below_the_customers_bills_are_refused(house, tmp_path):
    (tmp_path / "totals.csv").write_text("月份,总营收\n2026-09,298.99\n", encoding="utf-8")
    status, out, err = house("import", tmp_path / "totals.csv", "--store", "s", "--kind", "totals")
    assert (status, out, len(err.splitlines())) == (2, "", 1)
    assert ("¥298.99" in err, "¥299.00" in err) == (True, True)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_answers_in_words(house, tmp_path, lang):
    (tmp_path / "totals.csv").write_text("月份,总营收\n2026-08,700\n", encoding="utf-8")
    status, out, _ = house("--lang", lang, "import", tmp_path / "totals.csv", "--store", "s")
    assert (status, "2026-08" in out) == (0, True)
    for command in (("shares", "--by", "module_tier"), ("controllable",)):
        status, out, err = house("--lang", lang, *command, "--store", "s")
        assert (status, err) == (0, "")
        assert len(out.splitlines()) >= 2


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["shares", "--store", "x"], "There is no store “x”. The stores are: s."),
        (["controllable", "--store", "s", "--from", "soon"], "“soon” is not a month. Write it as 2026-09."),
        (["shares", "--store", "s", "--as-of", "soon"], "“soon” is not a day. Write it as 2026-09-30."),
        (["tiers", "--store", "s", "--tier", "E"], "There is no grade “E”. There are: A, B, C, D."),
    ],
)
def test_a_refusal_is_one_line_and_status_2(house, arguments, complaint):
    status, out, err = house(*arguments)
    assert (status, out, err.strip()) == (2, "", complaint)

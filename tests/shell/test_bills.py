"""Bills and what is stored on cards, from the shell."""

import json

import pytest

LEDGER = (
    "流水号,时间,会员卡号,会员姓名,类型,金额,余额,操作员\n"
    "L1,2026-06-01 10:00,V001,林小满,充值,1000.00,,小李\nL2,2026-06-01 12:30,V001,林小满,消费,400.00,,小李\n"
    "L3,2026-06-05 12:30,V002,周远,充值,500.00,,小李\nL4,2026-06-10 18:30,V002,周远,消费,96.00,,小李\nL5,2026-06-11 18:30,V002,周远,退款,96.00,,\n"
)


@pytest.fixture
def house(shell, tmp_path):
    (tmp_path / "ledger.csv").write_text(LEDGER, encoding="utf-8")
    assert shell("import", tmp_path / "ledger.csv", "--store", "s")[0] == 0
    return shell


def test_bills_are_listed_with_all_that_the_till_said(house):
    status, out, err = house("bills", "--store", "s", "--customer", "V002", "--to", "2026-06-10", "--json")
    assert (status, err) == (0, "")
    assert json.loads(out) == [{
        "bill_no": "L4", "bill_date": "2026-06-10", "bill_time": "18:30", "customer": "V002", "name": "周远", "tables": 1,
        "amount": "96.00", "from_card": True, "fields": {"类型": "消费", "操作员": "小李"},
    }]
    lines = house("bills", "--store", "s", "--from", "2026-06-10", "--csv")[1].removeprefix("\ufeff").splitlines()
    assert lines == [
        "bill_no,bill_date,bill_time,customer,name,tables,amount,from_card,类型,操作员",
        "L5,2026-06-11,18:30,V002,周远,1,-96.00,true,退款,", "L4,2026-06-10,18:30,V002,周远,1,96.00,true,消费,小李",
    ]


@pytest.mark.parametrize(("arguments", "why"), [
    (("--customer", "V9"), "There is no customer “V9” in this store."), (("--csv", "--json"), "Say either --csv or --json"),
    (("--from", "soon"), "“soon” is not a day."),
])
def test_what_cannot_be_listed_is_refused_with_what_to_do(house, arguments, why):
    status, out, err = house("bills", "--store", "s", *arguments, "--lang", "en")
    assert (status, out) == (2, "")
    assert err.startswith(why)


def test_stored_value_is_told_by_customer(house):
    status, out, _err = house("stored-value", "--store", "s", "--as-of", "2026-08-05", "--json")
    found = json.loads(out)
    assert status == 0
    assert {name: found[name] for name in ("store", "as_of", "active_days", "balance", "sleeping", "unnamed")} == {
        "store": "s", "as_of": "2026-08-05", "active_days": 60, "balance": "1100.00", "sleeping": "600.00", "unnamed": "0.00",
    }
    assert found["customers"][0] == {
        "customer": "V001", "name": "林小满", "topped_up": "1000.00", "used": "400.00", "balance": "600.00", "unsaid": "0.00",
        "last_visit": "2026-06-01", "sleeping": True,
    }
    assert json.loads(out)["months"][-1] == {
        "month": "2026-08", "topped_up": "0.00", "used": "0.00", "change": "0.00", "balance": "1100.00",
    }
    lines = house("stored-value", "--store", "s", "--as-of", "2026-08-05", "--lang", "zh")[1].splitlines()
    assert lines[:2] == [
        "2位客户共有储值余额¥1,100.00，其中¥600.00属于超过60天没到店也没充值的客户。", "V001  林小满  ¥600.00  2026年6月1日  沉睡"
    ]
    told = {row["measure"]: row["finding"] for row in json.loads(house("findings", "--store", "s", "--json", "--lang", "en")[1])}
    assert told["stored-value"].startswith("2 customers have ¥1,100.00 stored; ¥0.00 of it")


def test_stored_value_is_looked_at_on_the_last_day_that_moved_a_card(shell, tmp_path):
    paid_back = LEDGER + "L6,2026-06-20 10:00,V002,周远,退卡,500.00,,小李\n"  # nine days after the last bill
    (tmp_path / "ledger.csv").write_text(paid_back, encoding="utf-8")
    assert shell("import", tmp_path / "ledger.csv", "--store", "s")[0] == 0
    found = json.loads(shell("stored-value", "--store", "s", "--json")[1])
    assert (found["as_of"], found["balance"]) == ("2026-06-20", "600.00")  # 1000 − 400; 500 − 96 + 96 − 500
    assert json.loads(shell("stored-value", "--store", "s", "--as-of", "2026-06-11", "--json")[1])["balance"] == "1100.00"

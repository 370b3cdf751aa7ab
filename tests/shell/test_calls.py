"""Today's list and contacts from the shell."""

import json

import pytest

BILLS = "账单号,日期,客户编号,客户名称,客户手机,客户经理,金额\n" + "".join(
    f"B{number},2026-09-{day:02},K1,何静,13800005518,苗经理,300\n" for number, day in enumerate((1, 11, 21))
) + "".join(f"W{day},2026-09-{day:02},,散客,,,50\n" for day in range(1, 31))


@pytest.fixture
def house(shell, tmp_path):
    (tmp_path / "bills.csv").write_text(BILLS, encoding="utf-8")
    assert shell("import", tmp_path / "bills.csv", "--store", "s")[0] == 0
    return shell


def today(house, *more):
    status, out, err = house("today", "--store", "s", "--json", "--lang", "zh", *more)
    assert (status, err) == (0, "")
    return json.loads(out)


def test_a_list_says_who_why_and_what_to_say_and_a_contact_takes_off_it(house):
    assert today(house) == [{
        "manager": "苗经理", "customer": "何静", "name": "何静", "phone": "13800005518", "tier": "A", "reason": "due", "reasons": ["due"],
        "expected_on": "2026-10-01", "last_visit": "2026-09-21", "stake": "900.00",
        "say": "这两天该来坐坐了。下周一位置给您留好，到时候我在门口接您，几位？", "win_back_by": None,
    }]
    assert today(house, "--manager", "王经理") == today(house, "--on", "2026-09-28") == []
    asked = ("contact", "--store", "s", "--customer", "何静", "--channel", "call", "--on", "2026-09-30", "--json")
    status, out, _ = house(*asked, "--outcome", "coming", "--next", "2026-10-05", "--note", "四位")
    assert status == 0
    batch = json.loads(out)["batch"]
    assert today(house, "--limit", "all") == []
    assert [(row["reason"], row["say"][:8]) for row in today(house, "--on", "2026-10-05")] == [("promised", "上次您说今天过来")]
    assert house("undo", str(batch))[0] == 0
    assert [row["reason"] for row in today(house, "--limit", "1")] == ["due"]


def test_a_list_is_told_in_words_too(house):
    status, out, _ = house("today", "--store", "s", "--lang", "en")
    assert (status, out.splitlines()) == (0, [
        "One to call today: 0 done, 0 coming; 1 left, ¥900 in the last 365 days.",
        "苗经理  何静  A  ¥900  Due: usually every 10 days, due on 1 Oct  13800005518",
    ])


def test_nobody_is_contacted_on_a_day_to_come(house):
    asked = ("contact", "--store", "s", "--customer", "何静", "--channel", "call", "--outcome", "reached", "--on", "2090-09-30")
    status, _out, err = house(*asked, "--lang", "en")
    assert (status, "is still to come: nobody was contacted on it yet." in err) == (2, True)


@pytest.mark.parametrize("wrong", [
    ("--customer", "何静", "--channel", "call", "--outcome", "well"), ("--customer", "K2", "--channel", "call", "--outcome", "reached"),
    ("--customer", "何静", "--channel", "call", "--outcome", "not_now", "--next", "2026-09-01"),
])
def test_what_cannot_be_noted_is_refused_in_one_line(house, wrong):
    status, out, err = house("contact", "--store", "s", *wrong)
    assert (status, out, len(err.splitlines())) == (2, "", 1)
    assert house("today", "--store", "s", "--limit", "few")[0] == 2


def test_coverage_tells_of_each_class_how_many_were_contacted(house):
    assert house("contact", "--store", "s", "--customer", "何静", "--channel", "call", "--outcome", "reached", "--on", "2026-09-30")[0] == 0
    status, out, _ = house("coverage", "--store", "s", "--month", "2026-09", "--json")
    nobody = {"customers": 0, "contacted": 0, "coverage": None, "contacts": 0, "contacts_a_customer": None}
    assert (status, json.loads(out)) == (0, [
        {"class": "A", "customers": 1, "contacted": 1, "coverage": 1.0, "contacts": 1, "contacts_a_customer": 1.0, "norm_low": 4, "norm_high": 5},
        {"class": "B", **nobody, "norm_low": 2, "norm_high": 3}, {"class": "C", **nobody, "norm_low": 1, "norm_high": 1},
        {"class": "D", **nobody, "norm_low": None, "norm_high": None},
    ])
    assert house("coverage", "--store", "s", "--month", "2026-09", "--lang", "en")[1].splitlines()[:2] == [
        "Grade A was contacted too little: 1 of 1, 1 contacts.", "Grade A  1/1  100%  1.0  4–5",
    ]

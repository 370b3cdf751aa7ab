"""find, customer and complete as a person or a program calls them."""

import json

import pytest

BILLS = "账单号,日期,客户编号,客户名称,手机,客户经理,包厢,金额\n" + "".join(
    f"{key}{n},2026-09-{day:02},{key},{name},{phone},{manager},牡丹厅,{amount}\n"
    for key, name, phone, manager, amount, days in (
        ("K1", "单雄信", "13800001207", "苗经理", 500, (1, 11, 21, 30)), ("K2", "何静", "", "", 90, (2,)), ("K3", "王五", "", "", 50, (3,)),
    ) for n, day in enumerate(days)
)


@pytest.fixture
def house(shell, tmp_path):
    path = tmp_path / "bills.csv"
    path.write_text(BILLS, encoding="utf-8")
    assert shell("import", path, "--store", "s")[0] == 0

    def ask(command, *arguments, lang="en"):
        status, out, err = shell(command, "--store", "s", *arguments, "--lang", lang)
        return (status, json.loads(out) if "--json" in arguments and status == 0 else out, err)

    return ask


def test_a_customer_is_found(house):
    assert house("find", "sxx", "--json")[1] == [{
        "customer": "K1", "name": "单雄信", "phone": "13800001207", "module": None, "region": None, "last_visit": "2026-09-30",
    }]
    assert house("find", "1207")[1] == "One customer fits “1207”.\nK1  单雄信  13800001207  –  2026-09-30\n"
    assert house("find", "没有的人", lang="zh")[1] == "没有找到“没有的人”。\n"


def test_the_file_is_one_object(house, shell):
    shell("contact", "--store", "s", "--customer", "K1", "--channel", "call", "--outcome", "coming", "--on", "2026-10-01", "--next", "2026-10-09")
    told = house("customer", "--customer", "K1", "--json", "--on", "2026-10-02")[1]
    assert {name: told[name] for name in ("name", "tier", "visits", "contribution", "usual_gap_days", "sleeps_after", "promised_on")} == {
        "name": "单雄信", "tier": "A", "visits": 4, "contribution": "2000.00", "usual_gap_days": 10.0, "sleeps_after": "2026-11-29",
        "promised_on": "2026-10-09",
    }
    assert told["fields"]["phone"] == {"text": "13800001207", "source": "bill", "file": "bills.csv", "since": "2026-09-01"}
    assert told["fields"]["birthday"] == {"text": None, "source": None, "file": None, "since": None}
    assert told["completeness"] == {"asked": ["phone", "birthday", "module", "manager"], "missing": ["birthday", "module"], "share": 0.5}
    assert told["habits"]["room"] == [{"said": "牡丹厅", "days": 4}]
    assert told["months"] == [{"month": "2026-09", "visits": 4, "contribution": "2000.00"}]
    assert (told["stored_value"], told["contribution_before"]) == (None, None)
    earlier = house("customer", "--customer", "K1", "--json", "--as-of", "2026-09-12")[1]
    assert (earlier["visits"], earlier["contacts"], earlier["on"]) == (2, [], "2026-09-12")


def test_the_file_in_words(house):
    said = house("customer", "--customer", "K1", "--on", "2026-10-02")[1]
    assert said.startswith("单雄信\nUsually comes every 10 days, was here on the last day. 4 visits, ¥2K in the 30 days that bills cover. Mostly sits in 牡丹厅.\n")
    assert said.endswith("missing: Birthday, Module\n")
    assert "还缺：生日、客户分类" in house("customer", "--customer", "K1", lang="zh")[1]


@pytest.mark.parametrize("arguments", [("--customer", "K9"), ("--customer", "K2", "--as-of", "2026-09-01"), ("--customer", "K1", "--as-of", "x")])
def test_who_is_not_there_is_refused_in_one_line(house, arguments):
    status, out, err = house("customer", *arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)


def test_whose_file_to_complete_first(house):
    assert house("complete", "--json")[1] == [{
        "customer": "K1", "name": "单雄信", "tier": "A", "contribution": "2000.00", "filled": 2, "asked": 4, "missing": ["birthday", "module"],
    }]
    assert house("complete")[1] == (
        "1 of 1 customers in A lacks something in the file; they bring ¥2K. Begin with 单雄信: Birthday, Module.\n"
        "K1  单雄信  2000.00  Birthday, Module\n"
    )

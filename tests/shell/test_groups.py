"""groups as a person or a program calls it: saved, listed with who joined and left, opened, renamed, deleted and taken back."""

import json

import pytest

BILLS = (
    "单号,日期,会员号,客户名称,客户分类,客户经理,金额\n1,2026-07-01,a,张三,政府,王,100\n2,2026-07-20,b,李四,政府,王,900\n3,2026-08-20,a,张三,政府,王,100\n"
    "4,2026-09-10,a,张三,政府,王,100\n5,2026-09-11,d,赵六,私企,陈,50\n"
)
ACTIVE = {"group": "active", "scheme": "abcd", "filter": {"days_to": 60}, "members": 2, "joined": 1, "left": 1, "contribution": "350.00"}


@pytest.fixture
def ask(shell, tmp_path):
    (tmp_path / "bills.csv").write_text(BILLS, encoding="utf-8")
    assert shell("import", tmp_path / "bills.csv", "--store", "s")[0] == 0

    def asked(*arguments, lang="en"):
        status, out, err = shell("groups", "--store", "s", *arguments, "--lang", lang)
        return (status, json.loads(out) if "--json" in arguments and status == 0 else out, err)

    return asked


def test_a_group_is_saved_and_listed_with_who_joined_and_left(ask):
    assert ask("--json")[1] == []
    # at the last bill, 11 September, b was there 53 days before; on 31 August nobody knew d
    saved = {**ACTIVE, "members": 3, "left": 0, "contribution": "1250.00"}
    assert ask("--save", "active", "--days-to", "60", "--json")[1] == [saved]
    assert ask("--json")[1] == [saved]
    assert ask("--as-of", "2026-09-30", "--json")[1] == [ACTIVE]
    assert ask("--as-of", "2026-09-30", "--since", "2026-09-11", "--json")[1] == [{**ACTIVE, "joined": 0}]
    ask("--save", "gov", "--module", "政府", "--module", "", "--tier", "A", "--text", "三", "--scheme", "abcd")
    filters = {row["group"]: row["filter"] for row in ask("--json")[1]}
    assert filters["gov"] == {"tiers": ["A"], "modules": ["政府", None], "text": "三"}
    ask("--save", "list", "--customer", "a", "--customer", "b", "--customer", "a")
    assert {row["group"]: (row["filter"], row["members"]) for row in ask("--json")[1]}["list"] == ({"listed": 2}, 2)


def test_members_of_any_day_and_what_became_of_those_who_left(ask):
    ask("--save", "active", "--days-to", "60")
    assert [(row["customer"], row["change"]) for row in ask("--group", "active", "--as-of", "2026-09-30", "--json")[1]] == [("a", "stayed"), ("d", "joined")]
    assert ask("--group", "active", "--as-of", "2026-09-30", "--left", "--json")[1] == [{
        "customer": "b", "name": "李四", "change": "left", "tier_then": "A", "tier": "D", "asleep": True, "contribution_then": "900.00",
        "contribution": "900.00", "last_visit": "2026-07-20", "manager": "王", "module": "政府",
    }]
    assert [row["customer"] for row in ask("--group", "active", "--as-of", "2026-08-31", "--json")[1]] == ["b", "a"]


def test_it_says_the_same_in_words(ask):
    ask("--save", "active", "--days-to", "60")
    said = ask("--as-of", "2026-09-30")[1].splitlines()
    assert said == [
        "1 saved group. Most moved since 31 Aug 2026: active, 1 joined and 1 left.",
        "active  at most 60 days since the last visit  2  +1 −1  ¥350.00",
    ]
    assert ask("--group", "active", "--as-of", "2026-09-30")[1].splitlines()[0] == (
        "active: 2 customers, contribution ¥350. Since 31 Aug 2026 1 joined and 1 left, 1 of them asleep now."
    )
    assert ask("--as-of", "2026-09-30", lang="zh")[1].splitlines()[0] == "共1个客群。2026年8月31日以来变化最大的是active：新进1位、退出1位。"


def test_renamed_deleted_and_taken_back(ask):
    ask("--save", "active", "--days-to", "60")
    assert [row["group"] for row in ask("--group", "active", "--rename", "awake", "--json")[1]] == ["awake"]
    assert ask("--delete", "awake", "--json")[1] == []
    assert ask("--restore", "nobody")[0] == 2
    assert [row["group"] for row in ask("--restore", "awake", "--json")[1]] == ["awake"]


@pytest.mark.parametrize(("arguments", "said"), [
    (("--group", "x"), "There is no saved group “x”. The groups are: –."),
    (("--save", "x"), "Filter the list first: a group is whom a filter lets pass."),
    (("--save", "x", "--tier", "Z"), "The scheme has no grade “Z”. Its grades are: A, B, C, D."),
    (("--save", "x", "--region", "火星"), "No customer is of the region “火星”. There are: –."),
    (("--save", "x", "--module", "政府", "--module", "火星"), "No customer is of the module “火星”. There are: 政府, 私企."),
    (("--save", "x", "--manager", "火星"), "No customer has the manager “火星”. There are: 王, 陈."),
    (("--save", "x", "--customer", "a", "--customer", "NOPE"), "The store has no customer “NOPE”. There are: a, b, d."),
    (("--save", "x", "--days-from", "10", "--days-to", "5"), "No day lies between at least 10 and at most 5 days since the last visit."),
    (("--since", "2026-09-11"), "The day since which changes are told must be before 2026-09-11."),
])
def test_what_is_wrong_is_said_in_one_line(ask, arguments, said):
    status, _out, err = ask(*arguments)
    assert (status, err.strip()) == (2, said)

"""merges as a person or a program calls it."""

import json

import pytest

HEADER = "账单号,日期,会员号,客户名称,手机,邮箱,客户经理,客户分类,金额\n"
BILLS = HEADER + (
    "1,2026-09-01,A,顾明远,13800000001,,苗经理,私企,100\n2,2026-09-02,A,顾明远,13800000001,,,,40\n3,2026-09-05,B,顾先生,13800000001,,陈经理,,50\n"
    "4,2026-09-06,C,何静,,h@x.cn,,,10\n5,2026-09-07,D,何女士,13900000002,h@x.cn,,,20\n"
    "6,2026-09-08,E,王五,13700000003,,,,5\n7,2026-09-09,F,王五,137****0003,,,,6\n8,2026-09-09,G,王五,13700000009,,,,7\n"
)


@pytest.fixture
def house(shell, tmp_path):
    path = tmp_path / "bills.csv"
    path.write_text(BILLS, encoding="utf-8")
    assert shell("import", path, "--store", "s", "--customer-key", "code")[0] == 0

    def ask(*arguments, command="merges", lang="en"):
        status, out, err = shell(command, "--store", "s", *arguments, "--lang", lang)
        return (status, json.loads(out) if "--json" in arguments and status == 0 else out, err)

    return ask


def pairs(rows):
    return [(row["state"], row["survivor"], row["merged"], row["evidence"]) for row in rows]


def test_proposals_stand_with_both_sides(house):
    rows = house("--json")[1]
    assert pairs(rows) == [
        ("proposed", "A", "B", ["phone"]), ("proposed", "D", "C", ["email"]), ("proposed", "F", "E", ["name"]),
    ]
    assert rows[0] == {
        "state": "proposed", "survivor": "A", "merged": "B", "survivor_name": "顾明远", "merged_name": "顾先生", "evidence": ["phone"],
        "batch": None, "on": None, "sides": [
            {
                "customer": "A", "name": "顾明远", "phone": "13800000001", "email": None, "module": "私企", "manager": "苗经理", "visits": 2,
                "total_spend": "140.00", "first_visit": "2026-09-01", "last_visit": "2026-09-02",
            }, {
                "customer": "B", "name": "顾先生", "phone": "13800000001", "email": None, "module": None, "manager": "陈经理", "visits": 1,
                "total_spend": "50.00", "first_visit": "2026-09-05", "last_visit": "2026-09-05",
            },
        ],
    }
    assert house()[1].splitlines()[:2] == [
        "3 pairs of records may be one person. First 顾明远 and 顾先生: same phone, ¥190 together.", "A=B  顾明远  顾先生  same phone  ¥190",
    ]
    assert house(lang="zh")[1].splitlines()[0] == "有3对档案可能是同一个人。先看顾明远和顾先生：电话相同，两份合计¥190。"


def test_records_of_one_name_are_told_apart_by_their_keys(shell, tmp_path):
    path = tmp_path / "bills.csv"
    path.write_text(HEADER + "1,2026-09-01,K2,赵一,13800000001,,,,100\n2,2026-09-02,K3,赵一,13800000001,,,,40\n", encoding="utf-8")
    assert shell("import", path, "--store", "t", "--customer-key", "code")[0] == 0
    said = shell("merges", "--store", "t", "--lang", "zh")[1].splitlines()[0]
    assert said == "有1对档案可能是同一个人。先看赵一（K2）和赵一（K3）：电话相同、姓名相同，两份合计¥140。"


def test_accept_refuse_and_undo(house):
    rows = house("--accept", "A=B", "--refuse", "D=C", "--json")[1]
    assert pairs(rows) == [("proposed", "F", "E", ["name"]), ("merged", "A", "B", None), ("refused", "D", "C", None)]
    told = house("--customer", "B", "--json", command="customer")[1]
    assert (told["customer"], told["visits"], told["contribution"]) == ("A", 3, "190.00")
    assert [row["customer"] for row in house("B", "--json", command="find")[1]] == ["A"]
    assert house()[1].splitlines()[2] == f"{rows[1]['batch']}  merged  A=B  顾明远  顾先生  {house_day(rows)}"
    rows = house("--undo", str(rows[1]["batch"]), "--undo", str(rows[2]["batch"]), "--json")[1]
    assert pairs(rows)[:2] == [("proposed", "A", "B", ["phone"]), ("proposed", "D", "C", ["email"])]
    assert len(rows) == 3


def house_day(rows):
    from datetime import date

    from segmentation.language.i18n import format_day

    return format_day(date.fromisoformat(rows[1]["on"]), "en")


def test_several_are_taken_back_one_by_one(house):
    rows = house("--accept", "A=B", "--accept", "C=A", "--json")[1]
    merged = {row["merged"]: row["batch"] for row in rows if row["state"] == "merged"}
    assert set(merged) == {"A", "B"}
    assert house("--customer", "B", "--json", command="customer")[1]["contribution"] == "200.00"
    house("--undo", str(merged["B"]))
    assert house("--customer", "C", "--json", command="customer")[1]["contribution"] == "150.00"


def test_two_people_are_parted(house, shell, tmp_path):
    path = tmp_path / "more.csv"
    path.write_text(HEADER + "11,2026-10-01,A,顾明远,,,,,1\n12,2026-10-02,A,顾小远,,,,,2\n", encoding="utf-8")
    assert shell("import", path, "--store", "s", "--customer-key", "code")[0] == 0
    rows = house("--part", "A=顾小远", "--json")[1]
    assert ("parted", "A", "A 顾小远", None) in pairs(rows)
    assert house("--customer", "A 顾小远", "--json", command="customer")[1]["contribution"] == "2.00"


@pytest.mark.parametrize("arguments", [
    ("--accept", "A"), ("--accept", "A=X"), ("--accept", "A=A"), ("--undo", "1"), ("--undo", "x"), ("--part", "A=李四"),
    ("--accept", "A=B", "--accept", "B=A"), ("--refuse", "=B"),
])
def test_what_cannot_be_is_refused_in_one_line(house, arguments):
    before = house("--json")[1]
    status, out, err = house(*arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert house("--json")[1] == before

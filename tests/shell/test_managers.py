"""The register of managers and the proposals from the shell."""

import json

import pytest

BILLS = (
    "账单号,日期,客户编号,客户名称,客户经理,台数,金额\n"
    "B1,2026-08-01,K1,财政局,王经理,1,600.50\nB2,2026-09-02,K1,财政局,王经理,2,200\nB3,2026-09-03,K2,远山,,1,99.50\n"
    "B4,2026-09-04,,散客,,1,100\nB5,2026-09-20,K1,财政局,李明,1,0\nB6,2026-01-05,K3,旧友,,1,50\n"
)


@pytest.fixture
def house(shell, tmp_path):
    (tmp_path / "bills.csv").write_text(BILLS, encoding="utf-8")
    assert shell("import", tmp_path / "bills.csv", "--store", "s")[0] == 0

    def ask(*arguments):
        status, out, err = shell(*arguments, "--store", "s", "--json")
        assert (status, err) == (0, "")
        return json.loads(out)

    return ask


def test_proposals_are_listed_and_accepted(house, shell):
    # two are active: K1 is A and claimed; K2 (99.50, the upper half of the one left by spend and by visits: B) and K3 (D) wait
    assert house("managers", "--set", "王经理", "--rank", "3", "--capacity", "2")
    assert house("managers", "--set", "李明", "--capacity", "0", "--until", "2026-12-31")
    proposed = {
        "claims": [{"customer": "K1", "manager": "王经理", "visits": 2, "contribution": "800.50"}],
        "matches": [{"customer": "K2", "tier": "B", "manager": "王经理", "load": 0.5}],
        "unplaced": [{"customer": "K3", "tier": "D", "reason": "no_room"}],
    }
    assert house("assign") == proposed
    assert house("assign", "--apply") == proposed
    assert house("assign") == {"claims": [], "matches": [], "unplaced": proposed["unplaced"]}
    # 259 days are covered: 8.509 months of 30.4375 days; 3 + 1 visits of two customers, 900 of 5 tables
    assert house("managers") == [
        {
            "manager": "李明", "rank": 4, "capacity": 0, "from": None, "until": "2026-12-31", "customers": 0, "active": 0,
            "a": 0, "b": 0, "c": 0, "d": 0, "contribution": "0.00", "frequency_a_month": None, "contribution_a_month": None,
            "standard": None,
        },
        {
            "manager": "王经理", "rank": 3, "capacity": 2, "from": None, "until": None, "customers": 2, "active": 2,
            "a": 1, "b": 1, "c": 0, "d": 0, "contribution": "900.00", "frequency_a_month": pytest.approx(4 / 2 / (259 / 30.4375)),
            "contribution_a_month": "52.88", "standard": "180.00",
        },
    ]
    assert shell("undo", "4")[0] == 0
    assert house("assign") == proposed
    assert "远山" not in shell("assign", "--store", "s", "--lang", "zh")[1]


def test_a_leaving_manager_hands_over_in_one_step(house, shell):
    # the latest bill of K1 names him, and no other does; 600.50 + 200 in the year
    found = house("handover", "--from", "李明", "--to", "王经理", "--apply")
    assert found == {
        "customers": 1, "revenue_at_risk": "800.50", "proposals": [{"customer": "K1", "tier": "A", "manager": "王经理"}], "followed": None,
    }
    assert house("handover", "--from", "李明")["customers"] == 0
    [left] = [row for row in house("managers") if row["manager"] == "李明"]
    assert left["until"] is not None
    assert shell("undo", "2")[0] == 0
    assert house("handover", "--from", "李明", "--to", "王经理") == found
    assert {row["until"] for row in house("managers")} == {None}
    assert "801" in shell("handover", "--store", "s", "--from", "李明", "--lang", "zh")[1]
    assert shell("handover", "--store", "s", "--from", "李明", "--to", "李明")[0] == 2


@pytest.mark.parametrize("arguments", [
    ("--rank", "2"), ("--set", "王经理", "--rank", "9"), ("--set", " "), ("--set", "王经理", "--until", "x"), ("--as-of", "x"),
])
def test_what_is_refused(house, shell, arguments):
    status, out, err = shell("managers", "--store", "s", *arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)

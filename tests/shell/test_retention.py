"""What the shell answers to retention, cohorts and return-curve: exactly the agreed keys, money as text, shares as numbers."""

import json

import pytest

BILLS = (
    "账单号,日期,客户编号,金额\n"
    "B1,2026-06-01,K1,600.50\nB2,2026-06-02,K2,200\nB3,2026-08-03,K2,99.50\nB4,2026-08-31,K3,10\nB5,2026-08-31,,7\n"
)


@pytest.fixture
def house(shell, tmp_path):
    """A shell whose warehouse holds the store s."""
    (tmp_path / "bills.csv").write_text(BILLS, encoding="utf-8")
    assert shell("import", tmp_path / "bills.csv", "--store", "s")[0] == 0
    return shell


def test_retention_by_month(house):
    status, out, err = house("retention", "--store", "s", "--json")
    assert (status, err) == (0, "")
    rows = json.loads(out)
    assert [tuple(row[name] for name in ("active_start", "churned", "reactivated", "new", "active_end")) for row in rows] == [
        (0, 0, 0, 2, 2), (2, 0, 0, 0, 2), (2, 1, 0, 1, 2),
    ]
    assert rows[2] == {
        "start": "2026-08-01", "end": "2026-08-31", "active_start": 2, "churned": 1, "reactivated": 0, "new": 1, "active_end": 2,
        "churn_rate": 0.5, "return_rate": pytest.approx(1 / 3), "churned_contribution": "600.50", "complete": True,
    }
    assert [row["churn_rate"] for row in rows] == [None, 0.0, 0.5]


def test_retention_by_quarter_as_of_a_day(house):
    rows = json.loads(house("retention", "--store", "s", "--period", "quarter", "--as-of", "2026-08-15", "--json")[1])
    assert [(row["start"], row["end"], row["complete"]) for row in rows] == [
        ("2026-04-01", "2026-06-30", False), ("2026-07-01", "2026-08-15", False),
    ]


def test_cohorts_in_customers_and_revenue(house):
    answer = json.loads(house("cohorts", "--store", "s", "--json")[1])
    assert answer == {"cohorts": [
        {"month": "2026-06", "size": 2, "active": [2, 0, 1]}, {"month": "2026-07", "size": 0, "active": [0, 0]},
        {"month": "2026-08", "size": 1, "active": [1]},
    ]}
    answer = json.loads(house("cohorts", "--store", "s", "--measure", "revenue", "--json")[1])
    assert answer["cohorts"][0] == {"month": "2026-06", "size": 2, "active": ["800.50", "0.00", "99.50"]}


def test_the_return_curve(house):
    answer = json.loads(house("return-curve", "--store", "s", "--json")[1])
    assert list(answer) == ["weeks", "still_silent", "back_within_12_weeks", "back_ever"]
    assert answer["weeks"] == list(range(14))
    assert (answer["still_silent"][8], answer["still_silent"][9]) == (1.0, 0.5)  # K2 came after 62 days, K1 is silent for 91
    assert answer["back_within_12_weeks"] == answer["back_ever"] == {"12": None, "24": None}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_answers_in_words(house, lang):
    for command in ("retention", "cohorts", "return-curve"):
        status, out, err = house("--lang", lang, command, "--store", "s")
        assert (status, err) == (0, "")
        assert out.strip()
        assert not [hole for hole in ("None", "nan", "{") if hole in out]


def test_a_file_split_over_uploads_gives_the_same_figures(shell, house, tmp_path):
    head, *lines = BILLS.splitlines(keepends=True)
    for number, part in enumerate((lines[3:], lines[:1], lines[1:3])):
        (tmp_path / f"{number}.csv").write_text(head + "".join(part), encoding="utf-8")
        assert shell("import", tmp_path / f"{number}.csv", "--store", "t")[0] == 0
    for command in (["retention"], ["cohorts"], ["cohorts", "--measure", "revenue"], ["return-curve"]):
        one, other = (shell(*command, "--store", store, "--json")[1] for store in ("s", "t"))
        assert json.loads(one) == json.loads(other)


def test_a_refusal_is_one_line_and_status_2(house):
    assert house("retention", "--store", "x")[::2] == (2, "There is no store “x”. The stores are: s.\n")

"""Control groups from the shell: drawn, listed, taken back, and what they came to."""

import json
from datetime import date, timedelta

from segmentation.ingest.trials import draw_left_alone

KEYS = [f"K{number:02}" for number in range(40)]
LEFT = draw_left_alone(KEYS, 10, 7)
FIRST = date(2026, 8, 30)
ROWS = [(key, FIRST - timedelta(days=7 * visit), 100) for key in KEYS for visit in range(5)]
LATER = [(key, date(2026, 10, 10), 200) for key in [key for key in KEYS if key not in LEFT][:18]]


def write(path, rows, last):
    lines = [f"{key}-{day},{day},{key},经理,{amount}\n" for key, day, amount in rows] + [f"W{last},{last},,,50\n"]
    path.write_text("账单号,日期,客户编号,客户经理,金额\n" + "".join(lines), encoding="utf-8")
    return path


def test_a_list_is_drawn_from_and_says_what_calls_brought(shell, tmp_path):
    def ask(*arguments):
        status, out, err = shell("trial", *arguments, "--store", "s", "--json")
        assert (status, err) == (0, "")
        return json.loads(out)

    assert shell("import", write(tmp_path / "a.csv", ROWS, "2026-09-30"), "--store", "s")[0] == 0
    drawn = ask("start", "--list", "warned", "--on", "2026-10-01", "--seed", "7")
    assert drawn == {
        "trial": 1, "list": "warned", "group": None, "occasion": None, "manager": None, "first_day": "2026-10-01",
        "last_day": "2026-11-29", "customers": 40, "called": 30, "left_alone": 10, "share": 0.2, "seed": 7, "state": "running",
        "ended_on": None,
    }
    assert {row["customer"] for row in ask("list", "--trial", "1")} == LEFT
    assert ask("result", "--trial", "1")["verdict"] == "running"
    status, out, _err = shell("trial", "take-back", "--store", "s", "--trial", "1", "--lang", "en")
    assert (status, "Taken back" in out) == (0, True)
    assert shell("trial", "restore", "--store", "s", "--trial", "1")[0] == 0
    assert shell("import", write(tmp_path / "b.csv", LATER, "2026-11-30"), "--store", "s")[0] == 0
    found = ask("result")
    assert {name: found[name] for name in ("called", "left_alone", "came_called", "came_left", "money", "verdict")} == {
        "called": 30, "left_alone": 10, "came_called": 18, "came_left": 0, "money": "3600.00", "verdict": "helped",
    }
    assert 0 < found["low"] < 0.6 < found["high"] < 1
    assert 0 < float(found["money_low"]) < 3600 < float(found["money_high"])
    assert [row["state"] for row in ask("list")] == ["measured"]


def test_a_draw_without_a_day_says_that_it_begins_after_the_last_bill(shell, tmp_path):
    assert shell("import", write(tmp_path / "a.csv", ROWS, "2026-09-30"), "--store", "s")[0] == 0
    status, out, _err = shell("trial", "start", "--store", "s", "--list", "warned", "--lang", "en")
    assert (status, out.splitlines()[1:]) == (0, [
        "It begins on 1 Oct 2026: visits from that day on count. The bills up to 30 Sep 2026 were known at the draw.",
    ])


def test_what_cannot_be_drawn_is_refused_in_one_line(shell, tmp_path):
    assert shell("import", write(tmp_path / "a.csv", ROWS[:50], "2026-09-30"), "--store", "s")[0] == 0
    asked = ("trial", "start", "--store", "s", "--lang", "en")
    status, _out, err = shell(*asked, "--list", "warned")
    assert (status, err) == (2, "10 customers are too few to leave some alone: from 30 on the difference can be told. Everybody of this list is called.\n")
    assert shell(*asked, "--list", "warned", "--manager", "nobody here")[2].startswith("There is no manager “nobody here”.")
    assert shell(*asked, "--list", "warned", "--on", "2026-09-29")[2].startswith("The list of 2026-09-29 is over")
    status, _out, err = shell(*asked, "--list", "warned", "--on", "2026-10-28")  # 28 days after the last bill
    assert (status, err) == (2, "The bills of s end on 2026-09-30: who is silent on 2026-10-28 cannot be told, so nobody is drawn. Say an earlier day (--on).\n")
    assert shell(*asked, "--list", "warned", "--as-of", "2030-01-01")[2].startswith("The bills of s end on 2026-09-30")
    assert "are too few" in shell(*asked, "--list", "warned", "--on", "2026-10-27")[2]
    assert shell(*asked, "--list", "best")[2] == "There is no list “best”. There are: warned, lost, demoted, due, festival, group.\n"
    assert shell("trial", "end", "--store", "s", "--trial", "3", "--lang", "en")[2] == "There is no trial 3 of this store.\n"

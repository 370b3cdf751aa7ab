"""What the shell answers to migration and warnings: exactly the agreed keys and columns."""

import csv
import io
import json

import pytest

DAYS = ("2026-06-01", "2026-06-10", "2026-06-19", "2026-06-28")
BILLS = "账单号,日期,客户编号,客户名称,客户经理,金额\n" + "".join(
    f"B{number},{day},K1,财政局,王经理,100\n" for number, day in enumerate(DAYS)
) + "C1,2026-06-30,K2,远山,,50\nC2,2026-07-29,K2,远山,,60\nC3,2026-07-29,K3,新客,,10\n"


@pytest.fixture
def house(shell, tmp_path):
    """A shell whose warehouse holds the store s."""
    (tmp_path / "bills.csv").write_text(BILLS, encoding="utf-8")
    assert shell("import", tmp_path / "bills.csv", "--store", "s")[0] == 0
    return shell


def test_migration_as_json(house):
    status, out, err = house("migration", "--store", "s", "--from", "2026-06-30", "--to", "2026-07-29", "--json")
    assert (status, err) == (0, "")
    answer = json.loads(out)
    assert list(answer) == ["cells"]
    assert len(answer["cells"]) == 20
    assert [cell for cell in answer["cells"] if cell["customers"]] == [
        {"from": "A", "to": "A", "customers": 1, "contribution": "400.00"},
        {"from": "B", "to": "B", "customers": 1, "contribution": "110.00"},
        {"from": "new", "to": "C", "customers": 1, "contribution": "10.00"},
    ]


def test_migration_in_words(house):
    status, out, _ = house("migration", "--store", "s", "--from", "2026-06-30", "--to", "2026-07-29")
    assert status == 0
    assert out.splitlines()[1:] == [
        "  A → A  1  ¥400.00", "  B → B  1  ¥110.00", "  Not here yet → C  1  ¥10.00",
    ]


@pytest.mark.parametrize("days", [("2026-07-29", "2026-06-30"), ("soon", "2026-06-30")])
def test_days_that_are_none_are_refused(house, days):
    status, _, err = house("migration", "--store", "s", "--from", days[0], "--to", days[1], "--json")
    assert (status, err.count("\n")) == (2, 1)


def test_warnings_as_csv(house, tmp_path):
    status, out, err = house("warnings", "--store", "s", "--out", tmp_path / "warnings.csv", "--lang", "en")
    assert (status, out, err) == (0, "", "")
    rows = list(csv.reader(io.StringIO((tmp_path / "warnings.csv").read_text(encoding="utf-8-sig"))))
    assert rows == [
        ["customer", "reason_code", "reason", "usual_gap_days", "silent_days", "stake", "manager"],
        ["K1", "silent", "usually every 9 days, silent for 31", "9", "31", "400.00", "王经理"],
    ]


def test_warnings_of_an_earlier_day_and_in_chinese(house):
    assert len(house("warnings", "--store", "s", "--as-of", "2026-07-01")[1].splitlines()) == 1
    out = house("warnings", "--store", "s", "--labels", "--lang", "zh")[1]
    assert "平时每9天来一次，已经31天没来" in out


def test_an_import_keeps_the_months_that_it_completes_and_an_undo_gives_them_back(shell, tmp_path):
    (tmp_path / "june.csv").write_text(BILLS.split("C2")[0], encoding="utf-8")
    (tmp_path / "july.csv").write_text("账单号,日期,客户编号,金额\nD1,2026-07-31,K1,100\nD2,2026-06-02,K9,70\n", encoding="utf-8")
    status, out, err = shell("import", tmp_path / "june.csv", "--store", "s", "--lang", "en")
    assert (status, out.splitlines()[-1], err) == (0, "Month-end grades kept: 1 month.", "")
    status, out, err = shell("import", tmp_path / "july.csv", "--store", "s", "--json")
    assert (status, len(out.splitlines()), err) == (0, 1, "")
    assert "already_landed" in json.loads(out)
    status, out, err = shell("undo", "2", "--lang", "en")
    assert (status, out.splitlines()[1:], err) == (0, [
        "Month-end grades recalculated because bills have changed: 1 month.",
        "Month-end grades no longer kept because the bills are gone: 1 month.",
    ], "")
    out = shell("import", tmp_path / "july.csv", tmp_path / "june.csv", "--store", "s", "--lang", "zh")[1]
    assert out.splitlines()[-2:] == ["已存档1个月的月末等级。", "账单有变动，1个月的月末等级已重新评定。"]


def test_an_import_whose_months_cannot_be_kept_is_done_and_says_so_in_one_line(shell, tmp_path, monkeypatch):
    def failing(*_arguments):
        raise MemoryError

    monkeypatch.setattr("segmentation.measures.movement.follow_up.keep_months", failing)
    (tmp_path / "june.csv").write_text(BILLS, encoding="utf-8")
    status, out, err = shell("import", tmp_path / "june.csv", "--store", "s", "--json", "--lang", "en")
    assert (status, json.loads(out)["bills"]) == (0, 7)
    assert err == "The bills are in place, but not all month-end grades could be kept. The page Migration offers it again.\n"
    monkeypatch.undo()
    out = shell("import", tmp_path / "june.csv", "--store", "t", "--lang", "en")[1]
    assert out.splitlines()[-2:] == [
        "s: the month-end grades follow now, since the program was stopped before they could.", "Month-end grades kept: 1 month.",
    ]


def test_the_morning_page_is_written_for_the_day_asked_for(house, tmp_path):
    out = tmp_path / "morning.html"
    assert house("morning", "--store", "s", "--on", "2026-08-01", "--out", out, "--lang", "en") == (0, "", "")
    text = out.read_text(encoding="utf-8")
    assert "1 Aug 2026" in text
    assert "Bills up to 29 Jul 2026" in text
    assert house("morning", "--store", "s", "--on", "soon", "--out", out)[0] == 2

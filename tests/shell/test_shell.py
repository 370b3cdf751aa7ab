"""The shell: what it prints, what it refuses, and with which status."""

import csv
import io
import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from segmentation.ingest.meaning import MEANINGS
from segmentation.shell.main import build
from segmentation.warehouse import Warehouse

ROOT = Path(__file__).parents[2]
BILLS = "账单号,日期,客户编号,客户名称,手机,金额,状态\nB1,2026/9/1,K1,张三,13800000001,100.50,已结账\nB2,2026/9/2,,散客,,20,作废\nB3,2026/9/2,,散客,,30,已结账\n"


@pytest.fixture
def bills(tmp_path):
    path = tmp_path / "bills.csv"
    path.write_bytes(BILLS.encode("gb18030"))
    return path


def test_import_reports_as_json(shell, bills):
    status, out, _ = shell("import", bills, "--store", "松鹤楼", "--json")
    report = json.loads(out)
    assert status == 0
    assert {
        name: report[name]
        for name in ("file", "kind", "store", "batch", "encoding", "delimiter", "sheet", "header_row")
    } == {
        "file": "bills.csv",
        "kind": "bills",
        "store": "松鹤楼",
        "batch": 1,
        "encoding": "gb18030",
        "delimiter": ",",
        "sheet": None,
        "header_row": 1,
    }
    assert report["mapping"] == {
        "bill_no": "账单号",
        "date": "日期",
        "customer_code": "客户编号",
        "phone": "手机",
        "name": "客户名称",
        "amount": "金额",
        "status": "状态",
    }
    assert {
        name: report[name]
        for name in ("rows", "accepted", "rejected", "skipped", "replaced", "bills", "walk_in_bills")
    } == {
        "rows": 3,
        "accepted": 2,
        "rejected": 0,
        "skipped": {"void": 1},
        "replaced": 0,
        "bills": 2,
        "walk_in_bills": 1,
    }
    assert {
        name: report[name]
        for name in (
            "customers",
            "new_customers",
            "amount",
            "first_date",
            "last_date",
            "warnings",
            "already_landed",
        )
    } == {
        "customers": 1,
        "new_customers": 1,
        "amount": "130.50",
        "first_date": "2026-09-01",
        "last_date": "2026-09-02",
        "warnings": [],
        "already_landed": False,
    }


def test_ratings_are_imported_and_told(shell, bills, tmp_path):
    shell("import", bills, "--store", "松鹤楼")
    path = tmp_path / "ratings.csv"
    path.write_text("客户编号,评分日期,忠诚度,结算信用\nK1,2026-09-01,4,5\nK9,2026-09-02,3,\n", encoding="utf-8")
    status, out, _ = shell("import", path, "--store", "松鹤楼", "--kind", "ratings", "--lang", "en")
    assert status == 0
    assert "3 ratings of 2 customers by 2 criteria, 2026-09-01 – 2026-09-02" in out
    assert "! 1 customer of this file is not known in this store" in out
    path.write_text("客户编号,评分项,得分\nK1,忠诚度,4\n", encoding="utf-8")
    report = json.loads(shell("import", path, "--store", "松鹤楼", "--json")[1])
    assert (report["kind"], report["ratings"], report["criteria"], report["first_date"]) == ("ratings", 1, 1, "2026-09-02")


def test_the_same_file_again_says_so(shell, bills):
    shell("import", bills, "--store", "s")
    status, out, _ = shell("import", bills, "--store", "s")
    assert (status, out.strip()) == (0, "bills.csv is there already, as import 1. Nothing was changed.")


def test_tiers_prints_the_columns_in_their_order(shell, bills):
    shell("import", bills, "--store", "s")
    status, out, _ = shell("tiers", "--store", "s")
    rows = list(csv.reader(io.StringIO(out.removeprefix("\ufeff"))))
    assert status == 0
    assert rows == [
        [
            "store",
            "customer",
            "name",
            "phone",
            "module",
            "manager",
            "region",
            "tier",
            "last_visit",
            "recency_days",
            "frequency",
            "contribution",
            "standard",
            "frequency_rank",
            "contribution_rank",
        ],
        [
            "s",
            "K1",
            "张三",
            "13800000001",
            "",
            "",
            "",
            "A",
            "2026-09-01",
            "1",
            "1",
            "100.50",
            "100.50",
            "1",
            "1",
        ],
    ]


def test_settings_and_filters_of_tiers(shell, bills, tmp_path):
    shell("import", bills, "--store", "s")
    out = tmp_path / "out.csv"
    assert shell("tiers", "--store", "s", "--as-of", "2026-12-31", "--out", out)[0] == 0
    assert ",D,2026-09-01,121," in out.read_text(encoding="utf-8-sig")
    shell(
        "tiers",
        "--store",
        "s",
        "--as-of",
        "2026-12-31",
        "--set",
        "active_days=121",
        "--window",
        "all",
        "--tier",
        "A",
        "--out",
        out,
    )
    assert ",A,2026-09-01,121,1,100.50," in out.read_text(encoding="utf-8-sig")
    shell("tiers", "--store", "s", "--tier", "D", "--out", out)
    assert len(out.read_text(encoding="utf-8-sig").splitlines()) == 1


def test_batches_stores_undo_and_backup(shell, bills, tmp_path):
    shell("import", bills, "--store", "s")
    assert [row["file"] for row in json.loads(shell("batches", "--json")[1])] == ["bills.csv"]
    assert json.loads(shell("stores", "--json")[1]) == [
        {
            "store": "s",
            "bills": 2,
            "customers": 1,
            "amount": "130.50",
            "first_date": "2026-09-01",
            "last_date": "2026-09-02",
        }
    ]
    assert shell("backup", tmp_path / "copy.duckdb")[0] == 0
    assert shell("undo", "1")[0] == 0
    assert json.loads(shell("stores", "--json")[1])[0]["bills"] == 0
    assert shell("restore", tmp_path / "copy.duckdb")[0] == 0
    (tmp_path / "w.duckdb").write_bytes(b"not even the head of a database")  # that is damage too: it is replaced and kept
    assert shell("stores")[0] == 2
    status, said, _err = shell("restore", tmp_path / "copy.duckdb")
    assert (status, shell("stores")[0]) == (0, 0)
    assert "The damaged file was kept as" in said
    [kept] = [each for each in tmp_path.glob("w*damaged*") if each.is_file()]
    assert kept.read_bytes() == b"not even the head of a database"
    assert json.loads(shell("stores", "--json")[1])[0]["bills"] == 2


def test_rejects_are_written_in_the_files_own_columns(shell, tmp_path):
    file = tmp_path / "b.csv"
    file.write_text("日期,客户,金额,备注\n2026-09-01,张三,待核,急\n2026-09-01,李四,5,\n", encoding="utf-8")
    told = shell("import", file, "--store", "s")[1]
    assert "1 not understood: This is not an amount (the first: row 2, 金额, 待核)" in told
    out = tmp_path / "rejects.csv"
    assert shell("rejects", "1", "--out", out)[0] == 0
    assert shell("rejects", "1")[1].splitlines() == out.read_text(encoding="utf-8-sig").splitlines()
    assert list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig")))) == [
        ["日期", "客户", "金额", "备注", "_batch", "_line", "_column", "_reason"],
        ["2026-09-01", "张三", "待核", "急", "1", "2", "金额", "This is not an amount: 待核"],
    ]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["tiers", "--store", "x"], "There is no store “x”. The stores are: –."),
        (["undo", "9"], "There is no import 9. See the list of imports for the numbers."),
        (["--lang", "zh", "undo", "9"], None),
        (["nonsense"], "No such command 'nonsense'."),
        (["import", "missing.csv", "--store", "s"], None),
        (["tiers"], "Missing option '--store'."),
    ],
)
def test_a_refusal_is_one_line_and_status_2(shell, arguments, complaint):
    status, out, err = shell(*arguments)
    assert (status, out, len(err.splitlines())) == (2, "", 1)
    assert complaint is None or err.strip() == complaint
    assert "Traceback" not in err


def test_an_open_date_order_and_an_overlap_are_refused_until_told(shell, tmp_path):
    file = tmp_path / "b.csv"
    file.write_text("date,customer,amount\n03/04/2026,A,1\n", encoding="utf-8")
    assert shell("import", file, "--store", "s")[0] == 2
    assert shell("import", file, "--store", "s", "--date-order", "dmy")[0] == 0
    file.write_text("date,customer,amount\n03/04/2026,A,2\n", encoding="utf-8")
    status, _, err = shell("import", file, "--store", "s", "--date-order", "dmy")
    assert (status, "1 bill (¥1.00)" in err) == (2, True)
    assert shell("import", file, "--store", "s", "--date-order", "dmy", "--on-overlap", "add")[0] == 0
    assert json.loads(shell("stores", "--json")[1])[0]["amount"] == "3.00"


def test_an_error_of_the_program_is_one_line_too(shell, bills, monkeypatch):
    monkeypatch.setattr("segmentation.shell.stores.list_stores", lambda _: 1 / 0)
    status, out, err = shell("stores")
    assert (status, out, len(err.splitlines())) == (1, "", 1)
    assert "ZeroDivisionError" in err


def test_a_warehouse_in_use_is_status_3(tmp_path):
    warehouse = Warehouse(tmp_path / "w.duckdb")
    done = subprocess.run(
        [sys.executable, "-m", "segmentation", "--db", str(tmp_path / "w.duckdb"), "stores"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    warehouse.close()
    assert (done.returncode, len(done.stderr.splitlines())) == (3, 1)


KILLED_AT = """
import os, pathlib, signal, sys
from segmentation.ingest.control import Control
from segmentation.ingest.land import import_file
from segmentation.warehouse import Warehouse

def show(step, fraction):
    if step == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)

import_file(Warehouse(sys.argv[1]), "s", pathlib.Path(sys.argv[2]), control=Control(show=show))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
@pytest.mark.parametrize(
    "step", ["Understanding the rows", "Writing to the warehouse", "Bringing customers up to date"]
)
def test_a_killed_import_leaves_the_warehouse_as_it_was(tmp_path, bills, shell, step):
    shell("import", bills, "--store", "s")
    before = shell("stores", "--json")[1]
    big = tmp_path / "big.csv"
    with big.open("w", encoding="utf-8") as text:
        text.write("账单号,日期,客户编号,金额\n")
        text.writelines(f"X{n},2026-10-{n % 28 + 1:02},C{n % 5000},{n % 900}.50\n" for n in range(150_000))
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_AT, str(tmp_path / "w.duckdb"), str(big), step],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert shell("stores", "--json")[1] == before
    assert len(json.loads(shell("batches", "--json")[1])) == 1
    status, out, _ = shell("import", big, "--store", "s", "--json")
    assert (status, json.loads(out)["bills"]) == (0, 150_000)
    assert not list((tmp_path / "tmp" / "w").glob("*/*")), "what the killed import left behind was cleared"


# --- what is typed --------------------------------------------------------------------------------------------------------


def test_bills_of_days_to_come_are_told_and_asked_about(shell, bills, monkeypatch):
    monkeypatch.setenv("CUSTOMER_GRADING_TODAY", "2026-08-31")
    status, out, err = shell("import", bills, "--store", "松鹤楼", "--lang", "en")
    assert (status, out) == (2, "")
    assert err.startswith("1 bill (¥30.00) is dated in the future, 2026-09-02 to 2026-09-02; by the clock of the computer today is 2026-08-31.")
    assert json.loads(shell("stores", "--json")[1]) == []
    report = json.loads(shell("import", bills, "--store", "松鹤楼", "--future-bills", "reject", "--json")[1])
    assert (report["accepted"], report["rejected"], report["amount"]) == (1, 2, "100.50")
    report = json.loads(shell("import", bills, "--store", "翠湖轩", "--future-bills", "keep", "--json")[1])
    assert (report["accepted"], [each["code"] for each in report["warnings"]]) == (2, ["future_bills"])


NIGHT = "账单号,结账时间,手机,金额\nN1,2026-06-05 23:40,13800000001,100\nN2,2026-06-06 01:30,13800000002,50\nN3,2026-06-07 00:20,13800000003,7\n"
OTHER_KEY = "账单号,日期,客户编号,手机,金额\nM1,2026-07-01,K1,13800000001,1\nM2,2026-07-02,K2,13800000002,2\n"


@pytest.mark.parametrize(
    ("text", "answer", "came"),
    [
        (NIGHT, "--day-begins 4", ("2026-06-05", "2026-06-06")), (NIGHT, "--day-begins 0", ("2026-06-05", "2026-06-07")),
        (OTHER_KEY, "--customer-key phone", ("2026-07-01", "2026-07-02")),
        ("账单号,日期,手机,金额\nD1,03/04/2026,13800000001,5\n", "--date-order mdy", ("2026-03-04", "2026-03-04")),
        ("账单号,日期,手机,金额\nF1,2027-03-04,13800000001,5\nF2,2026-03-04,13800000001,5\n", "--future-bills=reject", ("2026-03-04", "2026-03-04")),
        ("账单号,日期,金额\nW1,2026-03-04,5\n", "--walk-ins-only", ("2026-03-04", "2026-03-04")),
    ],
    ids=lambda value: value if isinstance(value, str) and value.startswith("--") else "",
)  # fmt: skip
def test_what_must_be_asked_is_refused_and_names_the_option_that_answers_it(shell, tmp_path, text, answer, came):
    first, path = tmp_path / "first.csv", tmp_path / "bills.csv"
    first.write_text("账单号,日期,手机,金额\nA1,2026-05-01,13800000001,1\nA2,2026-05-31,13800000002,2\n", encoding="utf-8")
    assert shell("import", first, "--store", "s")[0] == 0
    path.write_text(text, encoding="utf-8")
    status, out, err = shell("import", path, "--store", "s", "--json")
    assert (status, out, answer in err) == (2, "", True), err
    report = json.loads(shell("import", path, "--store", "s", *answer.split(), "--json")[1])
    assert (report["first_date"], report["last_date"]) == came


def test_a_store_is_the_same_whatever_marks_are_in_its_name(shell, bills):
    other = bills.with_name("other.csv")
    other.write_text(BILLS.replace("B1", "B9"), encoding="utf-8")
    assert shell("import", bills, "--store", "云栖")[0] == 0
    assert shell("import", other, "--store", " 云\u2060栖\u200b", "--missing-bills", "keep")[0] == 0  # B1 is not in it
    assert [(row["store"], row["bills"]) for row in json.loads(shell("stores", "--json")[1])] == [("云栖", 3)]
    assert shell("batches", "--store", "\u202a云栖\u202c", "--json")[0] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("stores", "--lang", "x" * 100_000), ("tiers", "--store", "x" * 1_000_000), ("tiers", "--store", "\udcff"),
        ("tiers", "--store", "店", "--as-of", "0001-01-01"), ("tiers", "--store", "店", "--set", "active_days=1_0"),
        ("undo", "1_0"), ("undo", "٣"), ("undo", "9" * 5000), ("rejects", "²", "--out", "x.csv"),
    ],
    ids=str,
)
def test_hostile_texts_are_refused_in_one_plain_line(shell, bills, arguments):
    shell("import", bills, "--store", "店")
    status, out, err = shell(*arguments)
    assert (status, out, len(err.splitlines())) == (2, "", 1)
    assert len(err) < 2100
    assert "error in this program" not in err


@pytest.mark.parametrize("store", ["", " ", "\u200b\u3000\ufeff", "x" * 61, "x" * 1_000_000], ids=len)
def test_a_store_that_shows_nothing_or_never_ends_is_refused(shell, bills, store):
    status, _, err = shell("import", bills, "--store", store)
    assert (status, len(err.splitlines()), len(err) < 300) == (2, 1, True)
    assert json.loads(shell("stores", "--json")[1]) == []


def test_the_help_of_every_command_is_in_the_language_of_the_shell(shell):
    for command in ("", *build("zh").commands):
        chinese = shell("--lang", "zh", *command.split(), "--help")[1]
        assert "显示这份说明" in chinese, command
        assert not re.search(r"Usage|Options|Commands|Show this|\[required|\[default|OPTIONS|ARGS", chinese), command
    assert "Usage: python -m segmentation deck [OPTIONS]" in shell("deck", "--help", "--lang", "en")[1]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("import", "缺少参数 'FILES...'。"),
        ("import a.csv --kind x --store s", "'--kind' 写得不对：'x' 不在可选的 'bills', 'contacts', 'payments', 'customers', 'ratings', 'stock', 'targets', 'totals' 之中。"),
        ("tiers", "缺少选项 '--store'。"),
        ("tiers --store", "选项 '--store' 后面要写 1 个值。"),
        ("undoo", "没有 'undoo' 这个命令。 您要的是不是 'undo'？"),
        ("stores --jason", "没有 '--jason' 这个选项。 您要的是不是 '--json'？"),
        ("stores 1", "多出了参数（1）。"),
    ],
)
def test_what_click_refuses_is_said_in_chinese(shell, command, said):
    assert shell(*command.split(), "--lang", "zh") == (2, "", f"{said}\n")


def test_bills_that_a_file_leaves_out_of_its_days_are_refused_until_somebody_says(shell, tmp_path):
    head, rows = "账单号,日期,客户,金额\n", [f"B{n},2026-09-0{n % 2 + 1},K{n % 3},{n}0\n" for n in range(1, 11)]
    (tmp_path / "first.csv").write_text(head + "".join(rows), encoding="utf-8")
    (tmp_path / "again.csv").write_text(head + "".join(rows[:6] + rows[7:]), encoding="utf-8")  # without B7 of ¥70
    assert shell("import", tmp_path / "first.csv", "--store", "s")[0] == 0
    status, out, err = shell("import", tmp_path / "again.csv", "--store", "s")
    assert (status, out) == (2, "")
    assert "1" in err
    assert "¥70.00" in err
    assert "--missing-bills remove" in err
    assert json.loads(shell("stores", "--json")[1])[0]["bills"] == 10
    status, out, _ = shell("import", tmp_path / "again.csv", "--store", "s", "--missing-bills", "remove", "--json")
    report = json.loads(out)
    assert (status, report["removed"], report["removed_amount"], report["replaced"]) == (0, 1, "70.00", 9)
    titled = "松鹤楼（湖滨店）9月营业明细,,,\n" + head + "C1,2026-09-09,K1,10\n"
    (tmp_path / "titled.csv").write_text(titled, encoding="utf-8")
    status, _, err = shell("import", tmp_path / "titled.csv", "--store", "s")
    assert status == 2
    assert "--right-store" in err
    assert shell("import", tmp_path / "titled.csv", "--store", "s", "--right-store")[0] == 0


def test_sheets_that_may_hold_bills_are_each_imported_where_one_says_so(shell, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "大堂"
    for row in (("流水号", "日期", "客人", "实收金额"), ("A1", "2026-05-01", "林小满", 100)):
        book.active.append(row)
    other = book.create_sheet("外卖")
    for row in (("单号", "营业日期", "顾客姓名", "实付"), ("B1", "2026-05-01", "林小满", 20), ("B2", "2026-05-02", "何一鸣", 7)):
        other.append(row)
    book.save(tmp_path / "two.xlsx")
    status, out, told = shell("import", tmp_path / "two.xlsx", "--store", "s")
    assert (status, out, "--other-sheets=too" in told) == (2, "", True)
    assert shell("stores", "--json")[1] == "[]\n"  # nothing was written
    for answer, sheets in (("only", ["外卖"]), ("too", ["外卖", "大堂"])):
        status, out, _ = shell("import", tmp_path / "two.xlsx", "--store", answer, "--other-sheets", answer, "--json")
        assert (status, [json.loads(line)["sheet"] for line in out.splitlines()]) == (0, sheets)


def test_sheets_come_in_together_or_not_at_all_and_walk_ins_are_those_without_a_customer(shell, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "会员卡"
    for row in (("单号", "消费日期", "卡号", "姓名", "消费金额"), ("H1", "2026-05-01", "A088", "林小满", 460), ("H2", "2026-05-02", "A089", "何一鸣", 880)):
        book.active.append(row)
    other = book.create_sheet("散客")
    for row in (("单号", "消费日期", "桌号", "消费金额"), ("S1", "2026-05-01", "3", 120), ("S2", "2026-05-03", "5", 96.5), ("S3", "2026-05-03", "6", 40)):
        other.append(row)
    book.save(tmp_path / "two.xlsx")
    status, out, told = shell("import", tmp_path / "two.xlsx", "--store", "s", "--other-sheets", "too")
    assert (status, out, "two.xlsx · 散客: " in told, "--walk-ins-only" in told) == (2, "", True, True)
    assert shell("stores", "--json")[1] == "[]\n"  # the first sheet would have been fine, and did not come in alone
    status, out, _ = shell("import", tmp_path / "two.xlsx", "--store", "s", "--other-sheets", "too", "--walk-ins-only", "--json")
    reports = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [(one["sheet"], one["amount"], one["customers"]) for one in reports] == [("会员卡", "1340.00", 2), ("散客", "256.50", 0)]


def test_orders_and_their_lines_are_joined_where_one_says_so(shell, tmp_path):
    (tmp_path / "orders.csv").write_text("订单号,下单时间,买家账号,实付金额\nD1,2026-05-01,qing,90\nD2,2026-05-02,zhu,50\n", encoding="utf-8")
    (tmp_path / "lines.csv").write_text("订单号,商品名称,数量,单价\nD1,杯,1,40\nD1,盘,1,60\nD2,杯,1,50\n", encoding="utf-8")
    files = (tmp_path / "lines.csv", tmp_path / "orders.csv")
    status, out, told = shell("import", *files, "--store", "松鹤楼")
    assert (status, out) == (2, "")
    assert "--join=yes or --join=no" in told
    status, out, _ = shell("import", *files, "--store", "松鹤楼", "--join", "yes", "--json")
    report = json.loads(out)
    assert (status, report["file"], report["bills"], report["amount"]) == (0, "orders.csv + lines.csv", 2, "140.00")
    assert [(each["code"], each["count"]) for each in report["warnings"]] == [("joined", 3)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Date,Customer,Total\n03/09/2026,Ann Poe,10\n", "mdy (03/09/2026 = 2026-03-09), dmy (03/09/2026 = 2026-09-03)"),
        ("Date,Customer,Total,Currency\n2026-09-03,Ann Poe,10,USD\n", "amounts of the file are in USD 10.00, and this store counts in ¥"),
        ("Date,Customer,Total (USD)\n2026-09-03,Ann Poe,10\n", "amounts of the file are in USD, and this store counts in ¥"),
    ],
)
def test_a_question_says_what_its_answers_come_to(shell, tmp_path, text, said):
    (tmp_path / "bills.csv").write_text(text, encoding="utf-8")
    status, out, told = shell("import", tmp_path / "bills.csv", "--store", "s")
    assert (status, out, said in told) == (2, "", True)


def test_a_flow_that_one_leaves_out_is_no_failure(shell, tmp_path):
    (tmp_path / "flow.csv").write_text("终端号,交易日期,交易金额,参考号\nT1,2026-05-01,120.00,7701\n", encoding="utf-8")
    assert shell("import", tmp_path / "flow.csv", "--store", "s")[0] == 2
    status, out, told = shell("import", tmp_path / "flow.csv", "--store", "s", "--payments", "out")
    assert (status, out, "left out (1 row)" in told) == (0, "", True)


def test_hidden_rows_of_a_workbook_are_told_with_their_money(shell, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "十月 & 更多"
    for row in (("单号", "日期", "客户", "金额"), ("Y0", "2026-05-01", "林小满", 200), ("Y1", "2026-05-02", "何一鸣", 330.5), ("Y2", "2026-05-03", "何一鸣", 5000)):
        book.active.append(row)
    for row in (3, 4):
        book.active.row_dimensions[row].hidden = True
    book.save(tmp_path / "hidden.xlsx")
    report = json.loads(shell("import", tmp_path / "hidden.xlsx", "--store", "s", "--json")[1])
    told = {each["code"]: each["message"] for each in report["warnings"]}
    assert (report["amount"], "2 rows" in told["hidden_rows"], "¥5,330.50" in told["hidden_rows"]) == ("5530.50", True, True)


def test_a_top_up_paid_back_is_said_as_on_the_page(shell, tmp_path):
    """1,000 put on, 300 spent, 200 paid back: 500 are left."""
    path = tmp_path / "cards.csv"
    path.write_text(
        "交易时间,交易类型,会员卡号,姓名,实收金额,储值余额变动\n2026-10-01,储值,K1,张三,-,1000\n2026-10-02,消费,K1,张三,300,-300\n2026-10-03,转出卡,K1,张三,-,-200\n",
        encoding="utf-8",
    )
    status, _, complaint = shell("import", path, "--store", "松鹤楼")
    assert status != 0
    assert "top_up_back" in complaint
    assert all(word in shell("import", "--help")[1].replace("\n", " ") for word in MEANINGS)
    status, out, _ = shell("import", path, "--store", "松鹤楼", "--mean", "交易类型:转出卡=top_up_back", "--json")
    assert (status, json.loads(out)["amount"], json.loads(out)["rejected"]) == (0, "300.00", 0)
    assert "500.00" in shell("stored-value", "--store", "松鹤楼")[1]

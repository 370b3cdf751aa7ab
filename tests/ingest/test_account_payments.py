"""Payments of what is owed: read, told, rejected and asked about; what of bills went on account; what an undo leaves."""

from datetime import date
from decimal import Decimal

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import examine
from segmentation.ingest.kinds.registry import propose_kind
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.merges import merge_records
from segmentation.ingest.templates import template, template_name
from segmentation.language.errors import NeedsChoice
from segmentation.warehouse import Warehouse
from segmentation.warehouse.opening import migrations

BILLS = "日期,单号,客户编号,客户,手机,金额,支付方式\n2026-09-01,1,K1,财政局,13800000001,1000,挂账\n2026-09-30,2,K2,远山,,500,微信\n"
HEAD = "回款日期,客户编号,客户名称,回款金额,付款方式,到期日\n"


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def land(warehouse, tmp_path):
    def _land(content, name="payments.csv", **choices):
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return import_file(warehouse, "s", tmp_path / name, Choices(**choices))

    _land(BILLS, "bills.csv")
    return _land


def payments(warehouse):
    columns = "customer_key, paid_on, amount, method, due_on"
    return warehouse.cursor().execute(f"select {columns} from payments order by batch_id, line_no").fetchall()


def owed(warehouse):
    return warehouse.cursor().execute("select bill_no, owed from bills where replaced_by is null order by bill_no").fetchall()


def test_payments_land_in_their_own_words_and_an_undo_takes_them_out(warehouse, land):
    report = land(
        HEAD + '2026-09-20,K1,财政局,"¥600.50",转账,2026-09-30\n2026/9/25,,财政局,200,,\n2026-09-26,K1,,-100,退回,\n2026-09-27,K9,,50,,\n'
        "2026-09-27,K9,,50,,\n2026-09-28,K1,,,,2026-10-31\n2026-09-29,散客,散客,10,,\n2026-09-29,K1,,多少,,\n坏日期,K1,,5,,\n"
        "2026-09-29,K1,,5,,月底\n2026-09-29,,,7,,\n合计,,,800.50,,\n"
    )
    assert (report["kind"], report["rows"], report["accepted"], report["rejected"]) == ("payments", 12, 5, 4)
    assert report["skipped"] == {"not_paid": 1, "walk_in": 1, "total": 1}
    assert (report["payments"], report["customers"], report["amount"]) == (5, 2, "800.50")
    assert (report["first_date"], report["last_date"]) == ("2026-09-20", "2026-09-27")
    assert [(each["code"], each["count"]) for each in report["warnings"]] == [("same_payments", 1), ("payments_of_strangers", 2)]
    assert payments(warehouse) == [
        ("K1", date(2026, 9, 20), Decimal("600.50"), "转账", date(2026, 9, 30)), ("K1", date(2026, 9, 25), 200, None, None),
        ("K1", date(2026, 9, 26), -100, "退回", None), ("K9", date(2026, 9, 27), 50, None, None), ("K9", date(2026, 9, 27), 50, None, None),
    ]
    rejects = warehouse.cursor().execute("select line_no, column_name, value, reason from rejects order by line_no").fetchall()
    assert [(line, value, reason) for line, _column, value, reason in rejects] == [
        (9, "多少", "payment"), (10, "坏日期", "date"), (11, "月底", "due"), (12, None, "customer_missing"),
    ]
    assert warehouse.cursor().execute("select sum(amount) from days").fetchall() == [(1500,)]  # no revenue
    undo(warehouse, report["batch"])
    assert payments(warehouse) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_template_is_its_own_kind(warehouse, tmp_path, lang):
    path = tmp_path / template_name("payments", lang)
    path.write_bytes(template("payments", lang))
    found = examine(warehouse, "s", path)
    assert (found.kind, found.accepted, found.rejected, found.amount) == ("payments", 1, 0, Decimal("5000.00"))
    assert {"date", "customer_code", "name", "amount", "method", "due"} <= found.mapping.keys()
    found.close()


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("回款日期,客户,回款金额", "payments"), ("还款日期,会员卡号,姓名,还款金额,备注", "payments"),
        ("Received on,Customer,Amount,Due date", "payments"), ("日期,客户,金额,付款方式", "bills"), ("收款日期,客户,收款金额,付款方式", "bills"),
        ("消费日期,客户,消费金额,回款日期,回款金额", "bills"), ("回款日期,回款金额", "bills"), ("回款日期,客户,菜品,回款金额", "bills"),
    ],
)
def test_a_list_of_payments_is_known_by_its_own_words(header, kind):
    assert propose_kind(header.split(","), []) == kind


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("a.csv", "收款日期,客户编号,客户,收款金额,付款方式"), ("9月回款.csv", "日期,客户编号,客户,金额,付款方式"),
    ],
)
def test_what_may_be_either_is_asked_and_lands_as_what_was_said(warehouse, land, tmp_path, name, header):
    content = header + "\n2026-09-20,K1,财政局,600,转账\n2026-09-21,K1,财政局,100,转账\n"
    with pytest.raises(NeedsChoice) as asked:
        land(content, name)
    assert asked.value.code == "payments_or_bills"
    assert payments(warehouse) == []
    found = examine(warehouse, "s", tmp_path / name)
    [question] = [each for each in found.questions if each.code == "payments_or_bills"]
    assert (question.answer, question.proposal, question.money, question.options) == (None, None, 700, ("payments", "bills"))
    assert question.option("payments", "zh") == "回款：冲减客户的欠款"
    found.close()
    report = land(content, name, kind="payments")
    assert (report["kind"], report["payments"], report["amount"]) == ("payments", 2, "700.00")
    undo(warehouse, report["batch"])
    assert land(content, name, kind="bills")["bills"] == 2


def test_what_is_plainly_a_bill_is_not_asked_about(land):
    assert land("收款日期,单号,客户编号,收款金额\n2026-09-20,77,K1,600\n", "till.csv")["kind"] == "bills"
    assert land("收款日期,收款金额\n2026-09-21,600\n", "walk_ins.csv", walk_ins_only=True)["kind"] == "bills"
    assert land("日期,客户编号,金额\n2026-09-22,K1,600\n", "september.csv")["kind"] == "bills"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("日期,单号,客户编号,金额,支付方式\n2026-09-02,3,K1,80,协议单位挂账\n2026-09-02,4,K1,70,未挂账\n2026-09-02,5,K1,60,挂账+微信\n2026-09-02,6,K1,-5,挂账\n",
         [("3", 80), ("4", None), ("5", None), ("6", -5)]),
        ("日期,单号,客户编号,金额,状态\n2026-09-02,3,K1,80,挂账\n2026-09-02,4,K1,70,已结账\n", [("3", 80), ("4", None)]),
        # a bill of two lines, each a payment
        ("日期,单号,客户编号,金额,支付方式\n2026-09-02,3,K1,80.25,挂账\n2026-09-02,3,K1,20,现金\n2026-09-03,4,K1,9,现金\n", [("3", Decimal("80.25")), ("4", None)]),
    ],
)
def test_what_of_a_bill_went_on_account_is_kept(warehouse, land, content, said):
    land(content, "more.csv")
    assert owed(warehouse) == [("1", 1000), ("2", None), *said]


def test_what_a_person_says_is_owed_went_on_account(warehouse, land):
    content = "日期,单号,客户编号,应收金额,实收金额\n2026-09-02,3,K1,80,0\n2026-09-02,4,K1,70,70\n"
    report = land(content, "due.csv", on_account="due")
    assert (report["bills"], report["amount"]) == (2, "150.00")
    assert owed(warehouse) == [("1", 1000), ("2", None), ("3", 80), ("4", None)]


def test_payments_follow_a_merge(warehouse, land):
    land(HEAD + "2026-09-20,K2,,30,,\n")
    merge_records(warehouse, 1, [("K1", "K2")])
    assert warehouse.cursor().execute("select customer_key, own_key from payments").fetchall() == [("K1", "K2")]
    land(HEAD + "2026-09-21,K2,,40,,\n", "later.csv")
    assert [key for key, *_rest in payments(warehouse)] == ["K1", "K1"]


def test_bills_of_an_older_warehouse_say_what_went_on_account(warehouse, land):
    """The migration finds it by the way of paying, and by the state of bills, of one line and of several."""
    land("日期,单号,客户编号,金额,状态\n2026-09-02,3,K1,80,挂账\n2026-09-02,4,K1,70,已结账\n", "states.csv")
    land("日期,单号,客户编号,商品名称,金额,状态\n2026-09-03,5,K1,茶,8,挂账\n2026-09-03,5,K1,鸭,9,挂账\n2026-09-03,6,K1,鸭,9,已结账\n", "dishes.csv")
    before = owed(warehouse)
    assert before == [("1", 1000), ("2", None), ("3", 80), ("4", None), ("5", 17), ("6", None)]
    script = next(path for path in migrations() if path.name.startswith("0021"))
    with warehouse.writing() as cursor:
        cursor.execute("update bills set owed = null")
        cursor.execute(script.read_text(encoding="utf-8"))
    assert owed(warehouse) == before

"""Statements of wallets, invoices and vouchers: what goes out, settles, is earned later or is taken back. Values by hand."""

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.language.errors import NeedsChoice
from segmentation.warehouse import Warehouse


@pytest.fixture
def land(tmp_path):
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")

    def _land(content, **choices):
        (tmp_path / "bills.csv").write_text(content, encoding="utf-8")
        report = import_file(warehouse, "s", tmp_path / "bills.csv", Choices(**choices))
        rows = warehouse.cursor().execute("select bill_date, bill_time, amount from bills order by all").fetchall()
        return report, [(day.isoformat(), str(amount)) for day, _time, amount in rows]

    yield _land
    warehouse.close()


def test_what_goes_out_of_a_wallet_is_no_sale_and_a_part_that_went_back_is_off_its_receipt(land):
    report, bills = land(
        "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态\n"
        "2026-09-01 10:00:00,二维码收款,云朵,收款,收入,¥100.00,/,已收钱\n2026-09-02 10:00:00,二维码收款,Cici,收款,收入,¥80.00,/,已退款(￥20.00)\n"
        "2026-09-03 10:00:00,商户消费,布料市场,面料,支出,¥660.00,零钱,支付成功\n2026-09-04 10:00:00,二维码收款,云朵,收款,收入,¥90.00,/,已存入零钱\n"
        "2026-09-05 10:00:00,二维码收款,阿强,收款,收入,¥224.00,/,已全额退款\n"
    )
    assert bills == [("2026-09-01", "100.00"), ("2026-09-02", "60.00"), ("2026-09-04", "90.00")]
    assert (report["skipped"], report["customers"]) == ({"expense": 1, "void": 1}, 2)


def test_on_a_members_card_what_goes_out_is_the_sale(land):
    report, bills = land(
        "时间,会员,类型,收支,金额\n2026-09-01,甲,充值,收入,500\n2026-09-02,甲,消费,支出,80\n2026-09-03,甲,消费,支出,60\n"
    )
    assert (bills, report["top_ups"]) == ([("2026-09-02", "80.00"), ("2026-09-03", "60.00")], 1)


def test_a_debt_of_before_that_is_paid_is_asked_about(land):
    book = "日期,客人,金额,备注\n2026-10-01,王村长,300,\n2026-10-02,陆老板,500,\n2026-10-03,陆老板,900,还上月欠\n2026-10-04,李老师,120,\n"
    with pytest.raises(NeedsChoice) as asked:
        land(book)
    assert "备注:还上月欠 (1, ¥900.00)" in str(asked.value)
    assert sum(float(amount) for _day, amount in land(book, meanings={"备注": {"还上月欠": "void"}})[1]) == 920


def test_a_deferred_sale_is_stored_and_no_revenue_yet(land):
    report, bills = land(
        "Business Date,Order Id,Customer,Customer Phone,Deferred,Amount\n20260901,1,Dana,5125550143,false,30.00\n"
        "20260902,2,Dana,5125550143,true,50.00\n20260903,3,Max,5125550144,false,20.00\n"
    )
    assert (bills, report["top_ups"]) == ([("2026-09-01", "30.00"), ("2026-09-03", "20.00")], 1)


def test_a_payment_settles_an_invoice_and_a_credit_memo_is_a_refund(land):
    assert land(
        "Customer,Type,Date,Num,Amount\nAstra,Invoice,2026-09-01,101,100.00\nAstra,Payment,2026-09-05,102,-100.00\n"
        "Kline,Invoice,2026-09-02,103,80.00\nKline,Credit Memo,2026-09-03,104,-10.00\n"
    )[1] == [("2026-09-01", "100.00"), ("2026-09-02", "80.00"), ("2026-09-03", "-10.00")]


def test_a_voucher_whose_use_is_taken_back_is_off(land):
    bills = land(
        "操作时间,券码,操作类型,售价(元)\n2026-09-01 18:00,98001,核销,68.00\n2026-09-02 18:00,98002,核销,98.00\n"
        "2026-09-03 10:00,98002,撤销核销,98.00\n2026-09-04 18:00,98003,核销,158.00\n", walk_ins_only=True,
    )[1]
    assert sum(float(amount) for _day, amount in bills) == 226


def test_the_hour_of_settling_does_not_move_the_day_of_opening(land):
    rooms = "".join(f"{n},2026-09-0{n} 22:1{n},02:1{n},客{n},{n}00\n" for n in range(1, 7))
    bills = land("单号,开房时间,结账时间,客户,实收\n" + rooms, day_begins=4)[1]
    assert bills == [(f"2026-09-0{n}", f"{n}00.00") for n in range(1, 7)]

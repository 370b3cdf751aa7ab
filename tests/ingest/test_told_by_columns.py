"""What neighbouring columns and rows say of an amount: tips in it, several discounts, carried sums, moves of a card, reversals."""

from contextlib import closing
from datetime import date
from itertools import count

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.language.errors import NeedsChoice
from segmentation.measures.revenue.stored_value import read_stored_value
from segmentation.warehouse import Warehouse

CARRIED = (
    "日期,凭证号,客户,摘要,金额\n2026-09-01,记-1,周,餐费,660\n2026-09-02,记-2,林,餐费,677\n2026-09-03,记-3,何,餐费,694\n,,,承前页,2031\n"
    "2026-09-04,记-4,周,餐费,711\n2026-09-05,记-5,林,餐费,728\n,,,{word},3470\n2026-09-06,记-6,林,餐费,728\n"
)
CARDS = (
    "Date,Txn ID,Card No.,Member,{header},Amount,Balance After\n2026-09-01,G001,70011001,Ava,Load,1000.00,1000.00\n"
    "2026-09-01,G002,70011001,Ava,Bonus,100.00,1100.00\n2026-09-06,G003,70011001,Ava,Redeem,120.00,980.00\n"
    "2026-09-07,G004,70011002,Tom,Load,500.00,500.00\n2026-09-08,G005,70011002,Tom,Redeem,80.00,420.00\n"
    "2026-09-09,G006,70011002,Tom,Redeem Reversal,80.00,500.00\n2026-09-10,G007,70011002,Tom,Void Load,500.00,0.00\n"
)
TIPS = "单号,日期,客人,酒水,房费,小费,实收合计\nK1,2026-09-01,周,500,300,100,900\nK2,2026-09-02,林,530,300,200,1030\nK3,2026-09-03,周,560,300,100,960\n"
TIPS_EN = (
    "Check #,Opened,Guest,Subtotal,Service Charge,Tax,Tip,Total\n1001,2026-09-01 19:00,Ava,60.00,6.00,3.60,8.00,77.60\n"
    "1002,2026-09-02 19:00,Tom,65.00,6.50,3.90,10.00,85.40\n1003,2026-09-03 19:00,Ava,70.00,7.00,4.20,0.00,81.20\n"
)
TIPS_BESIDE = "Check,Date,Guest,Sales,Tip,Collected\n1,2026-09-01,Ava,60,8,68\n2,2026-09-02,Tom,65,10,75\n"
TIPS_ALONE = "单号,日期,客人,实收,小费\n1,2026-09-01,周,108,8\n2,2026-09-02,林,75,10\n"
OFF = (
    "单号,消费日期,姓名,消费金额,会员折扣,代金券,满减,抹零\nQ1,2026-09-01,周,300.40,36.05,50,20,0.40\nQ2,2026-09-02,林,321.40,38.57,0,0,0.40\n"
    "Q3,2026-09-03,周,342.40,41.09,0,20,0.40\n"
)
OFF_UNNAMED = "单号,消费日期,姓名,消费金额,满减,立减\nQ1,2026-09-01,周,300,20,5\nQ2,2026-09-02,林,321,0,5\nQ3,2026-09-03,周,342,20,5\n"
OFF_PARTS = "单号,日期,姓名,消费金额,优惠金额,会员折扣,满减\n1,2026-09-01,周,300,30,10,20\n2,2026-09-02,林,200,5,5,0\n"  # 优惠金额 is both together
REFUNDS = (
    "订单编号,支付时间,顾客ID,用户实付,退款状态,退款金额,订单状态\n1,2026-09-01 19:00:11,w1,45,无退款,,已完成\n2,2026-09-02 19:00:11,w2,49,部分退款,12,已完成\n"
    "3,2026-09-03 19:00:11,w1,53,退款处理中,20,已完成\n4,2026-09-04 19:00:11,w2,57,退款失败,15,已完成\n5,2026-09-05 19:00:11,w2,57,退款已撤销,15,已完成\n"
    "6,2026-09-06 19:00:11,w2,57,用户取消退款,15,已完成\n7,,w2,61,,,待支付\n"
)
VOUCHERS = (
    "券码,套餐名称,购买时间,核销时间,券状态,商家应得,用户昵称\n770001,四人餐,2026-09-01 10:00,2026-09-02 18:30,已核销,188.10,溪边\n"
    "770002,四人餐,2026-09-02 10:00,2026-09-03 18:30,已核销,188.10,老王\n770003,四人餐,2026-09-05 10:00,,已退款,0,老王\n"
)
REOPENED = (
    "账单号,营业日期,会员姓名,实收金额,账单状态\nD1,2026-09-01,周,200,已结账\nD2,2026-09-02,林,500,已反结账\nD2,2026-09-02,林,-500,反结账\n"
    "D2-1,2026-09-02,林,420,已结账\n"
)
WALK_INS = "小票,日期,客人,金额\nW1,2026-09-01,周,70\nW2,2026-09-02,过路客,73\nW3,2026-09-03,现金客,76\nW4,2026-09-04,零散客人,79\nW5,2026-09-05,路人,82\nW6,2026-09-06,林,85\nW7,2026-09-07,员工餐,88\n"
FEN = "交易时间,单号,付款人,金额(分)\n2026-09-01,1,周,9050\n2026-09-02,2,林,18100\n"
CONVERTED = "账单号,日期,客人,币种,原币金额,折合人民币\n1,2026-09-01,周,CNY,100,100\n2,2026-09-02,Lee,HKD,100,92\n3,2026-09-03,Ann,USD,10,71.20\n"
NOTEBOOK = "日子,谁,几桌,钱,备注\n9月1号,王总,1,1.2万,\n,李姐,2,3800,\n9月4号,陈老板,3,800,\n,赵局,1,1500元整,欠着\n"
MIXED_YEARS = "日期,客户,金额\n2026-09-01,周,10\n2026/9/3,林,20\n9月5日,周,40\n20260906,林,80\n2026年9月8日,周,160\n"

TWICE = (  # the refund beside the sale, and as a row that names it
    "单据号,销售时间,单据类型,会员手机,实收金额,已退金额,原单号\nX1,2026-09-01,销售,13100200300,300,0,\nX2,2026-09-02,销售,13107854621,379,379,\n"
    "X3,2026-09-02,销售,13107854622,500,100,\nT2,2026-09-04,退货,13107854621,-379,0,X2\nT3,2026-09-04,退货,13107854622,-100,0,X3\n"
)
CREDIT = (
    "Sale Date,Client ID,Client,Item,Category,Item Total\n2026-09-01,1,Amy,Account credit,Prepayment,2000\n2026-09-13,1,Amy,Drop-in class,Service,220\n"
    "2026-09-14,2,Bo,Gift card,Gift Card,500\n2026-09-15,2,Bo,Private session,Service,750\n"
)
MEALS = (
    "送餐单号,送餐日期,单位,联系人,份数,单价,餐费,配送费,打包费\nT1,2026-09-01,区税务局,赵立群,20,18,360,30,20\nT2,2026-09-02,晨光小学,钱晓岚,10,15,150,0,10\n"
    "T3,2026-09-03,区税务局,孙国栋,20,18,360,30,20\n"
)
STAYS = (
    "结账单号,客人姓名,离店时间,房费,早餐,赔偿,减免\n1,赵,2026-09-02,328,38,0,20\n2,钱,2026-09-03,656,0,80,0\n3,孙,2026-09-04,328,76,0,50\n"
)
POINTS = "流水号,交易时间,会员手机,消费金额,优惠券,积分抵扣\n1,2026-09-05 10:00,13100200300,30,5,2\n2,2026-09-05 10:10,13107854621,40,0,3\n3,2026-09-05 11:00,13107854621,25,3,0\n"
SUMMED_NOTEBOOK = "日期,客人,消费\n9月3日,赵,3200元\n,钱,1280\n,孙,2千4\n小计,,6880\n9月4日,赵,900\n,钱,800\n小计,,1700\n"
RED = (  # a receipt, its red one on another day, and a new one
    "票据号,收费时间,姓名,总金额,票据状态,原票据号\n1,2026-09-01,赵,86.50,正常,\n2,2026-09-02,钱,120,已冲红,\n3,2026-09-04,钱,-120,冲红,2\n4,2026-09-04,钱,112.90,正常,\n"
)


@pytest.fixture
def bring(tmp_path):
    """Import a literal text into a store of its own; return bills, revenue and customers, the report, and the warehouse."""
    opened, stores = Warehouse(tmp_path / "warehouse.duckdb"), count(1)

    def _bring(text, **choices):
        path = tmp_path / "bills.csv"
        path.write_text(text, encoding="utf-8")
        store = next(stores)
        report = import_file(opened, f"s{store}", path, Choices(**choices))
        told = (
            "select count(*), sum(amount)::varchar, count(distinct customer_key) filter (where not is_walk_in) from bills "
            "left join customers using (store_id, customer_key) where store_id = $store"
        )
        return opened.cursor().execute(told, {"store": store}).fetchall()[0], report, opened

    with closing(opened):
        yield _bring


@pytest.mark.parametrize(
    ("text", "choices", "came"),
    [
        pytest.param(CARRIED.format(word="过次页"), {}, (6, "4198.00", 3), id="sums carried from page to page"),
        pytest.param(CARRIED.format(word="上年结转"), {}, (6, "4198.00", 3), id="and from the year before"),
        pytest.param(CARDS.format(header="Transaction"), {}, (3, "120.00", 2), id="a column Transaction that holds words"),
        pytest.param(CARDS.format(header="Transaction Type"), {}, (3, "120.00", 2), id="Transaction Type"),
        pytest.param(TIPS, {}, (3, "2490.00", 2), id="tips in the total"),
        pytest.param(TIPS_EN, {}, (3, "226.20", 2), id="tips in the total, with tax and service"),
        pytest.param(TIPS_BESIDE, {}, (2, "125.00", 2), id="tips beside sales"),
        pytest.param(TIPS_ALONE, {"tips": "in"}, (2, "165.00", 2), id="tips said to be in"),
        pytest.param(TIPS_ALONE, {"tips": "out"}, (2, "183.00", 2), id="tips said to be beside"),
        pytest.param(OFF, {"discounts": "gross"}, (3, "757.29", 2), id="four columns of discounts"),
        pytest.param(OFF_UNNAMED, {"discounts": "gross"}, (3, "908.00", 2), id="discounts without a usual name"),
        pytest.param(OFF_PARTS, {"discounts": "gross"}, (2, "465.00", 2), id="a discount and its parts"),
        pytest.param(REFUNDS, {}, (6, "306.00", 2), id="refunds asked for, under way, taken back"),
        pytest.param(VOUCHERS, {}, (2, "376.20", 2), id="a voucher that was refunded is no visit"),
        pytest.param(REOPENED, {"meanings": {"账单状态": {"已反结账": "void"}}}, (3 - 1, "620.00", 2), id="opened again"),
        pytest.param(WALK_INS, {}, (7, "553.00", 2), id="words for nobody"),
        pytest.param(FEN, {}, (2, "271.50", 2), id="a header that says fen"),
        pytest.param(CONVERTED, {}, (3, "263.20", 3), id="changed into yuan"),
        pytest.param(NOTEBOOK, {"year": 2026}, (4, "18100.00", 4), id="a notebook's own words"),
        pytest.param(TWICE, {}, (5, "700.00", 3), id="a refund beside its sale and on a row that names it"),
        pytest.param(CREDIT, {}, (2, "970.00", 2), id="account credit is no revenue"),
        pytest.param(MEALS, {"added": "add"}, (3, "980.00", 2), id="meals, delivery and boxes, by firm"),
        pytest.param(STAYS, {"added": "add", "discounts": "gross"}, (3, "1436.00", 3), id="charges of a stay less what was let off"),
        pytest.param(POINTS, {"discounts": "gross"}, (3, "82.00", 2), id="points that paid a part"),
        pytest.param(SUMMED_NOTEBOOK, {"year": 2026}, (5, "8580.00", 3), id="a notebook with sums of days"),
        pytest.param(RED, {"meanings": {"票据状态": {"已冲红": "void"}}}, (2, "199.40", 2), id="a red receipt names the void one"),
        pytest.param(MIXED_YEARS, {}, (5, "310.00", 2), id="the year of all other dates"),
    ],
)
def test_what_a_file_comes_to(bring, text, choices, came):
    assert bring(text, **choices)[0] == came


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        pytest.param(TIPS_ALONE, "tips_inside", "¥18.00", id="tips that nothing explains"),
        pytest.param(OFF_UNNAMED, "discounts_net", "满减 + 立减", id="discounts"),
        pytest.param(STAYS, "columns_summed", "赔偿 ¥80.00", id="charges"),
        pytest.param("日期,卡号,客户,业务,金额\n2026-09-01,1,甲,年卡,800\n2026-09-25,2,乙,退卡,100\n", "meaning_open", "年卡", id="a bare 业务"),
        pytest.param(NOTEBOOK, "no_year", "9月1号", id="a notebook"),
        pytest.param("日期,单号,客户,业务类型,金额\n2026-09-01,1,甲,消费,800\n2026-09-25,2,乙,收挂账,845\n", "meaning_open", "收挂账", id="old debts"),
    ],
)
def test_what_is_asked(bring, text, code, said):
    with pytest.raises(NeedsChoice) as caught:
        bring(text)
    assert (caught.value.code, said in caught.value.text("en")) == (code, True)


@pytest.mark.parametrize(
    ("name", "title"), [("营业流水2024年9月.csv", ""), ("bills_202409.csv", ""), ("流水.csv", "2024-09-01 至 2024-09-30\n")]
)
def test_the_year_is_the_one_that_the_file_names(tmp_path, name, title):
    path = tmp_path / name
    path.write_text(title + NOTEBOOK, encoding="utf-8")
    report = import_file(Warehouse(tmp_path / "warehouse.duckdb"), "s", path, today=date(2026, 9, 30))
    assert (report["first_date"][:4], report["last_date"][:4]) == ("2024", "2024")


@pytest.mark.parametrize("name", ["流水12024.csv", "2023-2024流水.csv"])  # a number, no year; two of them
def test_the_year_is_asked_where_the_file_names_none(tmp_path, name):
    path = tmp_path / name
    path.write_text(NOTEBOOK, encoding="utf-8")
    with pytest.raises(NeedsChoice) as caught:
        import_file(Warehouse(tmp_path / "warehouse.duckdb"), "s", path, today=date(2026, 9, 30))
    assert "--year 2026" in caught.value.text("en")


GIFTS = (
    "流水号,日期,会员卡号,顾客,业务,金额,赠送金额,卡余额\nL1,2026-09-01,V1,周,充值,2000,200,2200\nL2,2026-09-02,V2,林,充值,1000,100,1100\n"
    "L3,2026-09-05,V1,周,消费,500,,1700\nL4,2026-09-06,V2,林,消费,1050,,50\nL5,2026-09-08,V2,林,退卡,50,,0\n"
)
CASH = (
    "流水号,日期,会员卡号,顾客,业务,金额,卡余额\nL1,2026-09-01,V1,周,充值,2000,2000\nL2,2026-09-02,V2,林,充值,1000,1000\n"
    "L3,2026-09-05,V1,周,消费,500,1500\nL4,2026-09-06,V2,林,消费,600,400\nL5,2026-09-07,V1,周,现金消费,168,1500\n"
)


@pytest.mark.parametrize(("text", "left"), [(GIFTS, {"V1": "1700.00", "V2": "0.00"}), (CASH, {"V1": "1500.00", "V2": "400.00"})])
def test_a_card_has_what_its_file_says_is_left(bring, text, left):
    _came, report, opened = bring(text)
    rows = read_stored_value(opened, 1, date(2026, 9, 30), 60).customers.to_pylist()
    assert {row["customer"]: f"{row['balance']:.2f}" for row in rows} == left
    assert "balances_differ" not in {notice["code"] for notice in report["warnings"]}


def test_moves_that_do_not_come_to_what_is_left_are_told_with_the_first_customer(bring):
    report = bring(CASH.replace("L4,2026-09-06,V2,林,消费,600,400", "L4,2026-09-06,V2,林,消费,600,300"))[1]
    told = next(notice for notice in report["warnings"] if notice["code"] == "balances_differ")
    assert (told["count"], told["values"]["example"], told["values"]["left"], told["values"]["sum"]) == (1, "V2", "¥300.00", "¥400.00")


CHANGES = (
    "会员手机号,会员姓名,交易时间,交易类型,消费金额,储值余额变动,积分余额变动,交易前储值余额,交易后储值余额\n"
    "13911112222,张三,2026-10-01 12:00,储值,0.00,+500.00,0,0.00,500.00\n13911112222,张三,2026-10-02 12:00,消费,149.00,-149.00,+149,500.00,351.00\n"
    "13911112222,张三,2026-10-03 12:00,消费,89.00,0.00,+89,351.00,351.00\n13811112222,李四,2026-10-03 13:00,储值,0.00,+200.00,0,0.00,200.00\n"
    "13811112222,李四,2026-10-04 13:00,消费,60.00,-60.00,+60,200.00,140.00\n"
)


def test_by_how_much_a_balance_changed_is_not_what_is_left(bring):
    report = bring(CHANGES)[1]  # 89 of 张三 was paid in cash
    assert "balances_differ" not in {notice["code"] for notice in report["warnings"]}
    report = bring(CHANGES.replace("200.00,140.00", "200.00,150.00"))[1]
    told = next(notice for notice in report["warnings"] if notice["code"] == "balances_differ")
    assert (told["values"]["header"], told["values"]["left"], told["values"]["sum"]) == ("交易后储值余额", "¥150.00", "¥140.00")


def test_what_is_taken_off_is_told_and_the_money_adds_up_to_the_column(bring):
    for text, column in ((TIPS, 2890), (REOPENED, 620)):
        report = bring(text, meanings={"账单状态": {"已反结账": "void"}} if text is REOPENED else {})[1]
        assert sum(map(float, report["money"].values())) == column


def test_deposits_of_guests_who_did_not_come_are_told_less_what_went_back(bring):
    text = (
        "预订号,到店日期,预订人,预付定金,消费总额,退定金,预订状态\nY1,2026-10-01,周,500,1880,0,已完成\nY2,2026-10-02,林,500,0,500,已取消\n"
        "Y3,2026-10-03,何,500,0,0,未到店\nY4,2026-10-04,周,500,2060,0,已完成\nY5,2026-10-05,何,300,0,100,未到店\n"
    )
    came, report, _ = bring(text)
    told = {notice["code"]: (notice["count"], notice["values"].get("money")) for notice in report["warnings"]}
    assert (came, told["deposits_kept"]) == ((2, "3940.00", 1), (2, "¥700.00"))  # 500 and 300 − 100

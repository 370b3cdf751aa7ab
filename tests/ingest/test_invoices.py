"""Lists of invoices: bills with their tax, void ones, and blue ones that a red one takes back. Expected values by hand."""

from itertools import count

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.language.errors import NeedsChoice
from segmentation.warehouse import Warehouse

HEAD = "发票号码,开票日期,购方名称,购方税号,金额,税额,价税合计,发票类型,发票状态,备注\n"
SEPTEMBER = HEAD + (
    "263320000000000005,2026-09-02,远航物流有限公司,913300000000000008,500.00,30.00,530,蓝字,正常,\n"
    "263320000000000042,2026-09-04,青禾农业合作社,913300000000000015,700.00,42.00,742,蓝字,作废,\n"
    "263320000000000079,2026-09-06,远航物流有限公司,913300000000000008,800.00,48.00,848,蓝字,已红冲-全额,\n"
    "263320000000000116,2026-09-08,青禾农业合作社,913300000000000015,283.02,16.98,300,蓝字,已红冲-部分,\n"
)
OCTOBER = HEAD + (
    "263320000000000449,2026-10-02,青禾农业合作社,913300000000000015,1000.00,60.00,1060,蓝字,正常,\n"
    "263320000000009006,2026-10-25,远航物流有限公司,913300000000000008,-800.00,-48.00,-848,红字,正常,冲销79\n"
    "263320000000009009,2026-10-25,青禾农业合作社,913300000000000015,-100.00,-6.00,-106,红字,正常,冲销116\n"
)
BOTH = SEPTEMBER + OCTOBER.removeprefix(HEAD)
SMALL = (
    "发票号码,开票日期,购方名称,价税合计,发票状态\n1001,2026-09-02,远航物流,530,正常\n1002,2026-09-04,青禾农业,742,作废\n"
    "1003,2026-09-06,远航物流,848,已红冲-全额\n1004,2026-09-08,青禾农业,300,正常\n"
)
# as the tax office's own site writes it: the old number is blank, the new one filled, the seller is the house itself
OF_TAX_OFFICE = (
    "序号,发票代码,发票号码,数电发票号码,销方识别号,销方名称,购方识别号,购买方名称,开票日期,金额,税额,价税合计,发票来源,发票票种,发票状态,"
    "是否正数发票,开票人\n"
    "1,,,26332000000000000005,91330100X,本店,91330008X,远航物流,2026-09-02 14:20:11,100,6,106,电子发票服务平台,数电票,正常,是,甲\n"
    "2,,,26332000000000000042,91330100X,本店,91330015X,青禾农业,2026-09-03 10:00:00,200,12,212,电子发票服务平台,数电票,已作废,是,甲\n"
    "3,,,26332000000000000079,91330100X,本店,91330008X,远航物流,2026-09-04 10:00:00,300,18,318,电子发票服务平台,数电票,已红冲-全额,是,甲\n"
    "4,,,26332000000000000116,91330100X,本店,91330008X,远航物流,2026-09-05 10:00:00,-300,-18,-318,电子发票服务平台,数电票,正常,否,甲\n"
)
# of the sheet of items, a row an item: the blue invoice of 530 has two, its red one has one; another blue one has a discount line
OF_ITEMS = (
    "序号,发票号码,数电票号码,购买方名称,开票日期,货物或应税劳务名称,数量,单价,金额,税额,价税合计,发票状态,是否正数发票\n"
    "1,,26332000000000000005,远航物流,2026-09-02 14:20:11,*餐饮服务*餐费,1,300,300,18,318,已红冲-全额,是\n"
    "2,,26332000000000000005,远航物流,2026-09-02 14:20:11,*餐饮服务*酒水,1,200,200,12,212,已红冲-全额,是\n"
    "3,,26332000000000000042,远航物流,2026-09-03 10:00:00,*餐饮服务*餐费,-1,500,-500,-30,-530,正常,否\n"
    "4,,26332000000000000079,青禾农业,2026-09-04 10:00:00,*餐饮服务*餐费,1,1000,1000,60,1060,正常,是\n"
    "5,,26332000000000000079,青禾农业,2026-09-04 10:00:00,*餐饮服务*餐费,,,-100,-6,-106,正常,是\n"
    "6,,26332000000000000116,青禾农业,2026-09-05 10:00:00,*餐饮服务*餐费,1,100,100,6,106,已作废,是\n"
)
STATE = "发票状态"


@pytest.fixture
def bring(tmp_path):
    """Import literal texts into a store of their own, one after the other; return bills, revenue, customers and the reports."""
    opened, stores = Warehouse(tmp_path / "warehouse.duckdb"), count(1)

    def _bring(*texts, **choices):
        store, reports = next(stores), []
        for place, text in enumerate(texts):
            path = tmp_path / f"{place}.csv"
            path.write_text(text, encoding="utf-8")
            said = choices if f"{STATE}" not in str(choices) or "已红冲" in text else {}
            reports.append(import_file(opened, f"s{store}", path, Choices(**said)))
        told = (
            "select count(*), sum(amount)::varchar, count(distinct customer_key) from bills "
            "left join customers using (store_id, customer_key) where store_id = $store"
        )
        return opened.cursor().execute(told, {"store": store}).fetchall()[0], reports

    yield _bring
    opened.close()


def _mean(**meanings):
    return {"meanings": {STATE: {value.replace("_", "-"): meaning for value, meaning in meanings.items()}}}


@pytest.mark.parametrize(
    ("texts", "choices", "came"),
    [
        pytest.param([OCTOBER], {}, (3, "106.00", 2), id="1060 less 848 and 106"),
        # 530 + 848 + 300 and 1060 − 848 − 106
        pytest.param([BOTH], {}, (6, "1784.00", 2), id="reds beside the blue ones: nothing is asked"),
        pytest.param([SEPTEMBER, OCTOBER], _mean(已红冲_全额="sale", 已红冲_部分="sale"), (6, "1784.00", 2), id="reds come later"),
        pytest.param([OCTOBER, SEPTEMBER], _mean(已红冲_全额="sale", 已红冲_部分="sale"), (6, "1784.00", 2), id="reds came before"),
        # void, and their reds with them: 530 + 300 + 1060 − 106
        pytest.param([BOTH], _mean(已红冲_全额="void"), (4, "1784.00", 2), id="a void one takes its red one along"),
        pytest.param([SMALL], _mean(已红冲_全额="void"), (2, "830.00", 2), id="reds never come"),
        pytest.param([SMALL], _mean(已红冲_全额="sale"), (3, "1678.00", 2), id="they count until the reds come"),
        pytest.param([OF_TAX_OFFICE], {}, (3, "106.00", 1), id="of the tax office: 106 + 318 − 318"),
        pytest.param([OF_ITEMS], {}, (3, "954.00", 2), id="a row an item: 530 − 530 + 1060 − 106"),
        pytest.param([OF_ITEMS], _mean(已红冲_全额="void"), (1, "954.00", 1), id="a row an item: its red one goes with it"),
    ],
)
def test_invoices_are_bills_with_their_tax(bring, texts, choices, came):
    told, _ = bring(*texts, **choices)
    assert told == came


@pytest.mark.parametrize(("text", "values"), [
    (SEPTEMBER, "发票状态:已红冲-全额 (1, ¥848.00), 发票状态:已红冲-部分 (1, ¥300.00)"),
    (SMALL, "发票状态:已红冲-全额 (1, ¥848.00)"),
])
def test_blue_invoices_without_their_red_ones_are_asked_about_in_any_order_of_files(bring, text, values):
    for texts in ([text], [OCTOBER, text]):
        with pytest.raises(NeedsChoice) as asked:
            bring(*texts)
        assert asked.value.code == "meaning_open"
        assert values in asked.value.text("en")
        assert "red ones" in asked.value.text("en")


def test_the_tax_in_the_amounts_is_told(bring):
    _, [report] = bring(OCTOBER)
    assert [notice["values"] for notice in report["warnings"] if notice["code"] == "tax_inside"] == [
        {"header": "价税合计", "tax": "税额", "money": "¥6.00"}  # 60 less 48 and 6
    ]


def test_of_a_till_that_knows_whether_an_invoice_was_written_the_bills_count(bring):
    till = (
        "账单号,日期,客户名称,实收,发票号码,发票状态\nA1,2026-09-01,甲,100,26330001,已开票\nA2,2026-09-02,乙,200,,未开票\n"
        "A3,2026-09-03,甲,50,,未开票\n"
    )
    assert bring(till)[0] == (3, "350.00", 2)


def test_what_is_issued_and_not_paid_yet_is_asked_about_apart_from_drafts(bring):
    text = "ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,LineAmount,Status\n" + "".join(
        f"{name},INV-{number},2026-10-0{number},2026-11-0{number},{total},{line},{state}\n" for name, number, total, line, state in (
            ("Oak School", 1, 300, 100, "Paid"), ("Oak School", 1, 300, 200, "Paid"), ("Fir Hotel", 2, 90, 50, "Paid"),
            ("Fir Hotel", 2, 90, 40, "Paid"), ("Fir Hotel", 3, 500, 500, "Draft"), ("Elm Cafe", 4, 70, 70, "Awaiting Payment"),
        )
    )
    for meaning, came in (("sale", (3, "460.00", 3)), ("unpaid", (2, "390.00", 2))):
        assert bring(text, meanings={"Status": {"Awaiting Payment": meaning}})[0] == came
    with pytest.raises(NeedsChoice) as asked:  # not whether a total is repeated: the lines add up to it
        bring(text)
    assert "Awaiting Payment (1, ¥70.00)" in asked.value.text("en")
    assert (len(asked.value.others), "Draft" in asked.value.text("en")) == (0, False)

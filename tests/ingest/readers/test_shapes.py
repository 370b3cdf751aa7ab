"""What tills, shops and payment firms put around their cells, above their headers and below their tables."""

import pytest

from tests.ingest.readers.workbooks import make_xlsx, read, rows_of

WECHAT = (
    "交易时间,用户标识,商户订单号,应结订单金额,商品名称\r\n"
    "`2026-09-01 12:01:05,`oUserA,`00D1,`188.00,`堂食`大份\r\n`2026-09-02 12:01:05,`,`00D2,`66.00,`\r\n"
    "总交易单数,应结订单总金额,退款总金额,手续费总金额\r\n`2,`254.00,`0.00,`1.52000\r\n"
)
ALIPAY = (
    "#支付宝业务明细查询\n#账号：[2088***0156]\n#起始日期：[2026年09月01日 00:00:00]   终止日期：[2026年10月01日 00:00:00]\n"
    "#-----------------业务明细列表----------------\n支付宝交易号,商户订单号,业务类型,完成时间,对方账户,商家实收（元）\n"
    "2026090122001\t,D1\t,交易,2026-09-01 12:00:00,*某(138****0001),188.00\n2026090222001\t,D1\t,退款,2026-09-02 12:00:00,*某(138****0001),-88.00\n"
    "#-----------------业务明细列表结束-----------------\n#交易合计：1笔，商家实收共188.00元\n#退款合计：1笔,商家实收退款共88.00元\n#导出时间：[2026年10月01日 09:00:00]\n"
)
TAOBAO = '订单编号,买家会员名,买家实际支付金额,卖家服务费\n="400000000000000001",青山,160.00,0元\n"=""400000000000000002""",竹里,90.00,0元\n'
DOUDIAN = '主订单编号,收件人,订单应付金额\n"\t6900000000000000001",##密文,10\n\t6900000000000000002,##密文,20\t\n'
EBAY = (
    "\n\nSales Record Number,Buyer Username,Sale Date,Total Price\n101,ann,Sep-01-26,$12.00\n102,bob,Sep-02-26,$8.00\n"
    "\n2 record(s) downloaded\nSeller ID : example_store\n"
)
PRINTED = (
    "滨江店营业明细\n账单号,日期,客户,金额\nB1,2026-09-01,张三,10\nB2,2026-09-02,李四,20\n合计,,,30\n共 2 笔,,,\n"
    "制表人：,王五,,\n打印时间：2026-10-01 09:00\n第 1 页 共 1 页\n"
)


@pytest.mark.parametrize(
    ("text", "codec", "titles", "footer", "rows"),
    [
        (WECHAT, "utf-8-sig", 0, 2, [["2", "", "2026-09-01 12:01:05", "oUserA", "00D1", "188.00", "堂食`大份"],
                                     ["3", "", "2026-09-02 12:01:05", "", "00D2", "66.00", ""]]),
        (ALIPAY, "gb18030", 4, 4, [["6", "", "2026090122001", "D1", "交易", "2026-09-01 12:00:00", "*某(138****0001)", "188.00"],
                                   ["7", "", "2026090222001", "D1", "退款", "2026-09-02 12:00:00", "*某(138****0001)", "-88.00"]]),
        (TAOBAO, "gb18030", 0, 0, [["2", "", "400000000000000001", "青山", "160.00", "0元"],
                                   ["3", "", "400000000000000002", "竹里", "90.00", "0元"]]),
        (DOUDIAN, "utf-8-sig", 0, 0, [["2", "", "6900000000000000001", "##密文", "10"], ["3", "", "6900000000000000002", "##密文", "20"]]),
    ],
)  # fmt: skip
def test_cells_are_undressed_and_what_stands_above_and_below_is_no_row(tmp_path, text, codec, titles, footer, rows):
    readable = read(tmp_path, text.encode(codec))
    assert (readable.numbered, readable.title_rows, readable.footer_rows, readable.lines) == (True, titles, footer, len(rows))
    assert rows_of(readable) == rows
    assert [list(row) for row in readable.sample] == [row[2:] for row in rows]


@pytest.mark.parametrize(
    ("text", "titles", "footer", "last"), [(EBAY, 0, 2, "102,bob,Sep-02-26,$8.00\n\n"), (PRINTED, 1, 3, "共 2 笔,,,\n")]
)
def test_a_plain_text_loses_its_footer_and_is_read_where_it_is(tmp_path, text, titles, footer, last):
    readable = read(tmp_path, text.encode())
    assert (readable.numbered, readable.title_rows, readable.footer_rows) == (False, titles, footer)
    left = readable.path.read_text(encoding="utf-8")
    assert left.endswith(last)
    assert left.rstrip("\n").count("\n") - readable.skip_lines + 1 == readable.lines


def test_a_sheet_loses_its_footer_too(tmp_path):
    rows = [["账单号", "日期", "客户", "金额"], ["B1", "2026-09-01", "张三", 10], ["合计", None, None, 10], ["机构", "--", "--", 10]]
    book = {"账单": [*rows[:3], ["制表人：", "王五"], [None], ["打印时间", "2026-10-01 09:00"]], "另一张": [*rows[:2], ["--", "--", "--", 10]]}
    readable = read(tmp_path, make_xlsx(book), sheet="账单")
    assert (readable.footer_rows, [row[2] for row in rows_of(readable)]) == (2, ["B1", "合计"])
    readable = read(tmp_path, make_xlsx(book), sheet="另一张")
    assert (readable.footer_rows, [row[2] for row in rows_of(readable)]) == (1, ["B1"])


def test_an_empty_day_with_both_headers_holds_no_rows(tmp_path):
    text = WECHAT.splitlines(keepends=True)
    with pytest.raises(Exception, match="no rows below"):
        read(tmp_path, "".join([text[0], text[3], "`0,`0.00,`0.00,`0.00000\r\n"]).encode())


@pytest.mark.parametrize(
    "last",
    [
        "#1002,2026-09-02,李四,20", "统计局,2026-09-02,李四,20", "备注：不要辣,2026-09-02,李四,20", "B2,2026-09-02,打印时间,20",
        "总计公司,2026-09-02,李四,20", "查询,2026-09-02,李四,20",
    ],
)  # fmt: skip
def test_a_row_that_only_begins_like_a_footer_stays(tmp_path, last):
    readable = read(tmp_path, f"账单号,日期,客户,金额\n#1001,2026-09-01,张三,10\n{last}\n".encode())
    assert (readable.lines, readable.footer_rows) == (2, 0)


def test_totals_of_a_table_of_sums_are_no_footer(tmp_path):
    readable = read(tmp_path, "月份,总营收,总笔数\n2026-08,900,9\n2026-09,800,8\n".encode())
    assert (readable.lines, readable.footer_rows) == (2, 0)

"""The header is found below titles, and its absence is noticed."""

import pytest

from segmentation.ingest.readers.read import open_readable
from segmentation.language.errors import InputError


def read(tmp_path, text: str, **choices):
    path = tmp_path / "upload"
    path.write_bytes(text.encode())
    return open_readable(path, tmp_path / "work", **choices)


BILLS = "2026-09-01,王,12.5\n2026-09-02,李,8\n2026-09-03,张,9\n"


@pytest.mark.parametrize(
    ("text", "header_row", "title_rows", "first"),
    [
        ("日期,客户,金额\n" + BILLS, 1, 0, 2),
        ("\n\n日期,客户,金额\n" + BILLS, 3, 0, 4),
        ("酒店月报\n日期,客户,金额\n" + BILLS, 2, 1, 3),
        ("酒店月报,,\n期间：2026-09,,\n\n日期,客户,金额\n" + BILLS, 4, 2, 5),
        (
            "门店,城东店,制表人,王经理,日期,2026-09-30\n单位：元,,,,,\n日期,客户,金额,台数,人数,备注\n2026-09-01,王,12.5,1,2,\n",
            3,
            2,
            4,
        ),
        ("客户,王经理,金额,元\n日期,客户,金额,台数\n2026-09-01,王,12.5,1\n", 2, 1, 3),
        ("客户信息,,消费,\n姓名,手机,金额,台数\n王,13800000001,5,1\n", 2, 1, 3),
        (" 日期 ,客户名称：,金额（元）\n" + BILLS, 1, 0, 2),
        ("foo,bar,baz\n" + BILLS, 1, 0, 2),
        ("Report\n\nfoo,bar,baz\n" + BILLS, 3, 1, 4),
        (BILLS, 0, 0, 1),
        ("Report of the house\n" + BILLS, 0, 1, 2),
        ("2026-09-01,合计,12.5\n" + BILLS, 0, 0, 1),
        ("日期,客户,金额\n2026-09-01,王,1\n日期,客户,金额\n2026-09-02,李,2\n", 1, 0, 2),
        ("foo,bar\nann,red\nbo,blue\n", 1, 0, 2),
        ("Sales\nfoo,bar,baz\n" + BILLS, 2, 1, 3),
    ],
)
def test_the_header_is_the_row_that_names_the_columns(tmp_path, text, header_row, title_rows, first):
    readable = read(tmp_path, text)
    assert (readable.header_row, readable.title_rows, readable.skip_lines + 1) == (header_row, title_rows, first)


def test_headers_stand_as_in_the_file_without_blanks_around(tmp_path):
    assert read(tmp_path, " 日期　,,金额（元） ,日期\n2026-09-01,x,1,2026-09-02\n").headers == ("日期", "", "金额（元）", "日期")


def test_without_a_header_all_names_are_empty(tmp_path):
    readable = read(tmp_path, BILLS)
    assert (readable.headers, readable.columns, len(readable.sample)) == (("", "", ""), 3, 3)


def test_a_chosen_header_is_obeyed(tmp_path):
    readable = read(tmp_path, "日期,客户,金额\na,b,c\n" + BILLS, header_row=2)
    assert (readable.headers, readable.skip_lines, readable.title_rows) == (("a", "b", "c"), 2, 1)


def test_no_header_can_be_chosen(tmp_path):
    readable = read(tmp_path, "日期,客户,金额\n" + BILLS, header_row=0)
    assert (readable.headers, readable.skip_lines, readable.lines) == (("", "", ""), 0, 4)


@pytest.mark.parametrize("line", [2, 99])
def test_a_blank_line_cannot_be_chosen_as_header(tmp_path, line):
    with pytest.raises(InputError) as caught:
        read(tmp_path, "日期,客户,金额\n\n" + BILLS, header_row=line)
    assert caught.value.code == "no_such_header"


@pytest.mark.parametrize(
    ("text", "columns", "headers"),
    [
        ("日期,金额\n" + "2026-09-01,1,vip\n" * 5, 3, 2),
        ("日期,金额\n" + "2026-09-01,1,\n" * 5, 2, 2),
        ("日期,金额,\n" + "2026-09-01,1,\n" * 5, 3, 3),
        ("日期,金额\n2026-09-01,1,234.50\n" + "2026-09-01,1\n" * 5, 2, 2),
        ("日期,金额,,,\n" + "2026-09-01,1\n" * 5, 2, 2),
        ("日期,金额\n" + "2026-09-01,1,\n" * 5 + "2026-09-01,1,vip\n", 3, 2),
    ],
)
def test_columns_counts_what_holds_values(tmp_path, text, columns, headers):
    readable = read(tmp_path, text)
    assert (readable.columns, len(readable.headers)) == (columns, headers)
    assert all(len(row) == columns for row in readable.sample)


def test_the_sample_is_at_most_200_rows(tmp_path):
    assert len(read(tmp_path, "日期,客户,金额\n" + BILLS * 100).sample) == 200


@pytest.mark.parametrize(
    ("rows", "header_row", "headers", "titles"),
    [
        (  # stored value: a group over two columns each
            [["储值余额变动汇总表"], ["日期", "储值合计", "", "消费合计", ""], ["", "储值余额", "赠送余额", "储值余额", "赠送余额"],
             ["2026-09-01", "100", "10", "20", "2"], ["2026-09-02", "200", "20", "30", "3"]],
            3, ("日期", "储值合计 储值余额", "储值合计 赠送余额", "消费合计 储值余额", "消费合计 赠送余额"), 2,
        ),
        (  # takeaway: groups above a header that needs none of them
            [["基础信息", "", "", "金额", ""], ["门店名称", "订单号", "下单时间", "商家应收款", "佣金"], ["滨江店", "1001", "2026-09-01 12:00", "50", "-5"]],
            2, ("门店名称", "订单号", "下单时间", "商家应收款", "佣金"), 1,
        ),
        (  # takings by way of payment, merged cells said once more
            [["营业日期", "业务大类", "现金", "扫码支付", ""], ["营业日期", "业务大类", "人民币", "微信", "支付宝"],
             ["2026/09/01", "餐饮", "100", "200", "300"], ["2026/09/02", "餐饮", "1", "2", "3"]],
            2, ("营业日期", "业务大类", "人民币", "微信", "支付宝"), 1,
        ),
        (  # a first row of words is a row where it names no column
            [["日期", "客户", "金额"], ["待定", "王五", "未结"], ["2026-09-01", "张三", "10"], ["2026-09-02", "李四", "20"]],
            1, ("日期", "客户", "金额"), 0,
        ),
    ],
)  # fmt: skip
def test_a_header_of_several_rows_is_one_name_a_column(tmp_path, rows, header_row, headers, titles):
    readable = read(tmp_path, "".join(",".join(row) + "\n" for row in rows))
    assert (readable.header_row, readable.headers, readable.title_rows) == (header_row, headers, titles)
    assert readable.lines == len(rows) - header_row

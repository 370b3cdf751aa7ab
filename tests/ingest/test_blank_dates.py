"""Notebooks that say the day once, on its first row: the rows below have it too, and that is told, or asked."""

from contextlib import closing

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import examine
from segmentation.ingest.land import import_file
from segmentation.ingest.rejects import rejects_csv
from segmentation.language.errors import NeedsChoice
from segmentation.warehouse import Warehouse

NOTEBOOK = (
    "日期,客人,几位,消费,备注\n10月1日,张总,8,1280,\n,李姐,4,460元,\n,散客,2,120,开发票\n10月2日,张总,10,\"2,050.5\",\n,王老师,3,350,\n"
    "10月3日,李姐,5,600,欠200\n,王老师,2,-50,退菜\n,合计,,4810.5,\n"
)
DITTO = "Date,Guest,Amount\n2026-10-01,Ann,10\n〃,Bob,20\n2026-10-02,Ann,40\n2026-10-02,Cyd,80\n同上,Bob,160\n"
SPARSE = "日期,客人,消费\n2026-10-01,甲,10\n2026-10-02,乙,20\n,丙,40\n2026-10-04,甲,80\n2026-10-05,乙,160\n2026-10-06,甲,320\n2026-10-07,甲,1\n,乙,2\n"
REPEATED = "日期,客人,消费\n2026-10-01,甲,10\n2026-10-01,乙,20\n,丙,40\n,丁,40\n2026-10-02,甲,80\n"
UNPAID = "订单号,付款时间,买家,金额\n1,2026-10-01,甲,10\n2,,乙,20\n3,,丙,40\n4,2026-10-02,甲,80\n"


@pytest.fixture
def look(tmp_path):
    """Examine a literal text for the store s; return bills, money, rejected rows, what is asked and the days with their money."""
    opened = Warehouse(tmp_path / "warehouse.duckdb")

    def _look(text, **choices):
        path = tmp_path / "bills.csv"
        path.write_text(text, encoding="utf-8")
        found = examine(opened, "s", path, Choices(**choices))
        told = "select cast(bill_date as varchar), sum(amount) from staged_bills group by 1 order by 1"
        days = {day[-2:]: f"{amount:.2f}" for day, amount in found.stage.cursor.execute(told).fetchall()}
        asked = None
        try:
            found.check_open()
        except NeedsChoice as error:
            asked = error.code
        notices = {notice.code: notice.count for notice in found.notices}
        found.close()
        return found.counts["bills"], found.rejected, asked, days, notices.get("dates_filled_down")

    yield _look
    opened.close()


def test_rows_below_a_day_have_it_too_and_a_walk_in_is_no_further_line_of_the_guest_above(look):
    assert look(NOTEBOOK, year=2026) == (7, 0, None, {"01": "1860.00", "02": "2400.50", "03": "550.00"}, 4)


def test_a_ditto_mark_is_the_day_above_even_where_days_repeat(look):
    assert look(DITTO) == (5, 0, None, {"01": "30.00", "02": "280.00"}, 2)


def test_a_few_blanks_among_days_that_stand_once_is_asked_about(look):
    assert look(SPARSE)[:3] == (6, 2, "blank_dates")
    assert look(SPARSE, blank_dates="fill") == (
        8, 0, None, {"01": "10.00", "02": "60.00", "04": "80.00", "05": "160.00", "06": "320.00", "07": "3.00"}, 2,
    )
    assert look(SPARSE, blank_dates="reject")[:3] == (6, 2, None)


def test_a_till_that_numbers_its_bills_has_no_reason_to_leave_a_date_blank_so_it_is_asked(look):
    rows = "账单号,日期,客户,金额\n1,2026-10-01,甲,10\n2,,乙,20\n3,,丙,40\n4,2026-10-02,甲,80\n5,2026-10-03,甲,1\n"
    assert look(rows)[:3] == (3, 2, "blank_dates")


@pytest.mark.parametrize("text", [REPEATED, UNPAID])
def test_where_every_row_says_its_day_or_a_blank_means_unpaid_nothing_is_filled(look, text):
    bills, rejected, asked, _days, filled = look(text)
    assert (bills, rejected, asked, filled) == ((3, 2, None, None) if text is REPEATED else (2, 2, None, None))


def test_a_row_to_be_mended_has_the_day_of_the_row_above_and_so_have_further_lines_of_a_bill(tmp_path):
    """Two notebook rows say no amount that can be read, and a second dish of bill 1 says neither its day nor its guest."""
    texts = {
        "notebook": "日期,客人,金额\n2026-09-01,甲,10\n,乙,20\n,丙,百来块\n2026-09-02,甲,30\n,丁,2百?\n,乙,40\n",
        "dishes": "单号,日期,客人,菜品,金额\n1,2026-09-01,甲,鱼,10\n1,,,茶,?\n2,2026-09-02,乙,鸭,20\n2,,,饭,5\n",
    }
    expected = {"notebook": ["2026-09-01,丙,百来块", "2026-09-02,丁,2百?"], "dishes": ["1,2026-09-01,甲,茶,?"]}
    with closing(Warehouse(tmp_path / "warehouse.duckdb")) as opened:
        for name, text in texts.items():
            path = tmp_path / f"{name}.csv"
            path.write_text(text, encoding="utf-8")
            batch = import_file(opened, name, path)["batch"]
            rows = rejects_csv(opened, batch, "en").decode("utf-8-sig").splitlines()[1:]
            assert [row.split(f",{batch},")[0] for row in rows] == expected[name]


def test_tickets_of_several_items_whose_day_stands_once_are_asked_about_and_filled(look):
    # ticket 001 of 20 + 52 and 002 of 30; on the next day 001 of 21 and 002 of 41
    tickets = (
        "日期,小票号,会员,商品,金额\n2026-10-01,001,薛建章,酱油,20\n,,,大米,52\n,002,邵海燕,酱油,30\n2026-10-02,001,阮广生,酱油,21\n"
        ",002,薛建章,大米,41\n"
    )
    assert look(tickets)[:3] == (2, 2, "blank_dates")
    assert look(tickets, blank_dates="fill") == (4, 0, None, {"01": "102.00", "02": "62.00"}, 2)

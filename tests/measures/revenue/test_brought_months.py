"""The months that files bring, beside the two before: summed by hand, compared like with like."""

from datetime import date
from decimal import Decimal

import pytest

from segmentation.charts.revenue.brought_months import describe_brought_months
from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import examine
from segmentation.ingest.land import import_file
from segmentation.measures.revenue.brought_months import finding_brought_months, read_brought_months
from segmentation.warehouse import Warehouse

TODAY = date(2026, 11, 2)
AUTUMN = (
    "账单号,日期,客户,金额\n"
    "A1,2026-08-03,远山,200\nA2,2026-08-30,云海,100\n"
    "S1,2026-09-05,远山,250\nS2,2026-09-20,云海,50\n"
    "B1,2026-10-02,远山,80\nB2,2026-10-03,远山,30\n"
)  # ¥300 in August, ¥300 in September, ¥110 in October


@pytest.fixture
def house(tmp_path):
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")

    def months(text, waiting="", choices=None):
        found = [_examined(each, choices) for each in (text, waiting) if each]
        days = [each.spec.days(each) for each in found]
        told = read_brought_months(warehouse, found[0].store_id, days[:1], days[1:], TODAY)
        for each in found:
            each.close()
        return told

    def _examined(text, choices):
        path = tmp_path / "new.csv"
        path.write_text(text, encoding="utf-8")
        return examine(warehouse, "s", path, choices)

    path = tmp_path / "old.csv"
    path.write_text(AUTUMN, encoding="utf-8")
    import_file(warehouse, "s", path)
    yield months
    warehouse.close()


def parts(told):
    return [(f"{each.start:%m}", each.stays, each.brought, each.open) for each in told.months]


def test_what_stays_and_what_comes_in_make_the_month_and_it_is_compared_with_the_two_before(house):
    # B1 comes in anew with ¥90, B2 stays with ¥30, B3 is new: 30 + 90 + 360 = 480, against 300 and 300
    told = house("账单号,日期,客户,金额\nB1,2026-10-02,远山,90\nB3,2026-10-31,云海,360\n", choices=Choices(missing_bills="keep"))
    assert parts(told) == [("08", 300, 0, 0), ("09", 300, 0, 0), ("10", 30, 450, 0)]
    assert (told.change, told.before, told.last_day) == (Decimal("0.6"), 2, None)
    assert finding_brought_months(told, "en") == "Oct comes to ¥480, 60% more than the 2 months before"
    assert finding_brought_months(told, "zh") == "10月共¥480，比前2个月平均多60%"


def test_bills_that_a_corrected_list_takes_out_are_not_in_the_month(house):
    text = "账单号,日期,客户,金额\nB1,2026-10-02,远山,90\nB3,2026-10-03,云海,200\n"  # the list lacks B2 of 3 October
    assert parts(house(text, choices=Choices(missing_bills="remove")))[-1] == ("10", 0, 290, 0)
    assert parts(house(text, choices=Choices(missing_bills="keep")))[-1] == ("10", 30, 290, 0)


def test_days_without_numbers_replace_those_of_the_store_only_where_that_is_chosen(house):
    text = "日期,客户,金额\n2026-10-02,远山,500\n"  # B1 of that day, ¥80, goes with the day
    assert parts(house(text, choices=Choices(on_overlap="replace")))[-1] == ("10", 30, 500, 0)
    assert parts(house(text, choices=Choices(on_overlap="add")))[-1] == ("10", 110, 500, 0)


def test_a_month_that_has_just_begun_is_compared_with_the_same_days(house):
    told = house("账单号,日期,客户,金额\nN1,2026-11-03,远山,171\n")
    assert (told.last_day, told.before) == (3, 2)  # 1 to 3 November ¥171, 1 to 3 October ¥110, 1 to 3 September nothing: 55 on average
    assert told.change == Decimal(171) / 55 - 1
    assert finding_brought_months(told, "en") == "Nov up to day 3 comes to ¥171, 211% more than the 2 months before"


def test_what_nobody_has_answered_is_open_and_says_so(house):
    hall = "账单号,日期,客户,金额\nH1,2026-10-31,云海,70\n"
    told = house("账单号,日期,客户,金额,状态\nB3,2026-10-30,云海,100,已结账\nB4,2026-10-30,云海,25,七\n", waiting=hall)
    assert parts(told)[-1] == ("10", 110, 100, 95)  # the hall's 70, and 25 of which nobody knows what they are
    chart = describe_brought_months(told, "en")
    assert chart.title == "With what is open, Oct comes to ¥305, much like the 2 months before"
    assert chart.subtitle == "Bills by month; what is hatched hangs on your answers"
    assert [(each.name, each.hatched) for each in chart.series] == [("In the store", False), ("Comes in", False), ("Still open", True)]


def test_a_first_file_of_a_new_store_stands_by_itself_and_one_month_alone_says_nothing(tmp_path):
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")
    path = tmp_path / "bills.csv"
    told = []
    for text in (AUTUMN, "账单号,日期,客户,金额\nA1,2026-08-03,远山,200\n"):
        path.write_text(text, encoding="utf-8")
        found = examine(warehouse, "s", path)
        told.append(read_brought_months(warehouse, None, [found.spec.days(found)], [], TODAY))
        found.close()
    warehouse.close()
    assert parts(told[0]) == [("08", 0, 300, 0), ("09", 0, 300, 0), ("10", 0, 110, 0)]
    assert told[1] is None

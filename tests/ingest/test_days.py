"""Years are never invented: what is too old is a reject, what is to come is asked about, and a century goes to two digits only."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from segmentation.ingest.day_limits import earliest_day, save_earliest_day
from segmentation.ingest.edit import edit_profiles
from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import examine
from segmentation.ingest.land import import_file
from segmentation.ingest.looks import is_day
from segmentation.ingest.rejects import list_rejects, rejects_csv
from segmentation.language.errors import InputError, NeedsChoice
from segmentation.language.values import ORDERS, read_birthday, read_days, read_moment, read_month, read_time, spell
from segmentation.warehouse import Warehouse, run

TODAY = date(2026, 9, 30)
HEADER = "账单号,日期,手机,金额\n"
AHEAD = HEADER + "B1,2026-09-30,13900000001,100\nB2,2026-10-01,13900000001,10\nB3,2026-10-02,13900000002,200.50\nB4,2062/9/3,13900000003,300\n"


@pytest.fixture
def warehouse(tmp_path):
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")
    yield warehouse
    warehouse.close()


@pytest.fixture
def write(tmp_path):
    def _write(text: str, name: str = "bills.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return _write


def days(warehouse: Warehouse) -> list[tuple]:
    told = "select bill_no, bill_date, amount from bills where replaced_by is null order by all"
    return warehouse.cursor().execute(told).fetchall()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("0001-01-01", date(1, 1, 1)), ("0001/1/1 0:00:00", date(1, 1, 1)), ("0026-09-02", date(26, 9, 2)), ("0026年9月2日", date(26, 9, 2)),
        ("2 Sep 0026", date(26, 9, 2)), ("Sep 2, 0026", date(26, 9, 2)), ("26年9月2日", date(2026, 9, 2)), ("2 Sep 26", date(2026, 9, 2)),
        ("260902", date(2026, 9, 2)), ("970902", date(1997, 9, 2)), ("00260902", None), ("00010101", None), ("026-09-02", None),
        ("6年9月2日", None), ("2 Sep 6", None), ("0000-00-00", None), ("9999-12-31", None), ("2101-01-01", None), ("10000-01-01", None),
        ("1604102400", date(2020, 10, 31)), ("1604102400000", date(2020, 10, 31)), ("160410240000", None), ("19999", None), ("62001", None), ("²026-09-02", None),
        ("2026-0①-02", None), ("２０２６-09-02", date(2026, 9, 2)), ("\u202a2026\u200b-09-02\u202c", date(2026, 9, 2)), ("2026-09-02 " * 40, None),
    ],
)
def test_a_year_is_what_is_written(text, day):
    assert spell(text).day == day


@pytest.mark.parametrize(
    ("text", "ymd", "mdy", "dmy"),
    [
        ("3/4/26", None, date(2026, 3, 4), date(2026, 4, 3)), ("03/04/26", date(2003, 4, 26), date(2026, 3, 4), date(2026, 4, 3)),
        ("3/4/0026", None, date(26, 3, 4), date(26, 4, 3)), ("3/4/6", None, None, None), ("3/4/026", None, None, None),
        ("03042026", None, date(2026, 3, 4), date(2026, 4, 3)), ("03040026", None, None, None),
    ],
)
def test_only_two_digits_get_a_century_whatever_the_order(text, ymd, mdy, dmy):
    assert tuple(spell(text).read(order) for order in ORDERS) == (ymd, mdy, dmy)


def test_months_and_birthdays_have_years_of_their_own():
    assert (read_month("0026-09"), read_month("0026年9月"), read_month("Sep 0026"), read_month("26年9月")) == (None, None, None, date(2026, 9, 1))
    born = ["1920-05-01", "0020-05-01", "1899-12-31", "2026-10-01", "2026-09-30", "26/9/30", "--13-01", "--05-01", "--5", "12-31"]
    assert [read_birthday(text, TODAY) for text in born] == [
        "1920-05-01", None, None, None, "2026-09-30", None, None, "--05-01", None, "--12-31",
    ]
    assert (read_birthday("27年1月1日", TODAY), read_birthday("260930", TODAY)) == ("1927-01-01", "2026-09-30")


def test_a_bill_before_the_earliest_day_is_a_reject_with_its_own_reason(warehouse, write):
    text = HEADER + "B1,2026-09-01,1,100\nB2,0001-01-01,2,200\nB3,0001/1/1 0:00:00,3,300\nB4,0026-09-02,4,400\nB5,1989-12-31,5,500\nB6,1990-01-01,6,600\n"
    report = import_file(warehouse, "s", write(text), today=TODAY)
    assert (report["accepted"], report["rejected"], report["amount"]) == (2, 4, "700.00")
    found = [(row["line"], row["column"], row["value"], row["reason"].partition(" (")[0]) for row in list_rejects(warehouse, 1)]
    reason = "The day is before the earliest day of the store"
    assert found == [
        (3, "日期", "0001-01-01", reason), (4, "日期", "0001/1/1", reason), (5, "日期", "0026-09-02", reason), (6, "日期", "1989-12-31", reason),
    ]


def test_the_earliest_day_is_a_setting_of_the_store_and_its_rejects_come_in_when_it_has_changed(warehouse, write):
    assert earliest_day(warehouse, 1) == date(1990, 1, 1)
    import_file(warehouse, "s", write(HEADER + "B1,2026-09-01,1,100\nB2,1985-06-01,2,200\n"))
    with pytest.raises(InputError, match="1900"):
        save_earliest_day(warehouse, 1, "1899-12-31")
    assert save_earliest_day(warehouse, 1, "1985-01-01") == date(1985, 1, 1)
    mended = import_file(warehouse, "s", write(rejects_csv(warehouse, 1, "zh").decode("utf-8-sig"), "mended.csv"))
    assert (mended["accepted"], earliest_day(warehouse, 2)) == (1, date(1990, 1, 1))
    assert days(warehouse) == [("B1", date(2026, 9, 1), Decimal("100.00")), ("B2", date(1985, 6, 1), Decimal("200.00"))]


def test_bills_of_days_to_come_are_told_and_asked_about_before_anything_is_written(warehouse, write):
    path = write(AHEAD)
    found = examine(warehouse, "s", path, today=TODAY)
    ahead = found.future
    assert (ahead.bills, ahead.amount, ahead.first_day, ahead.last_day) == (2, Decimal("500.50"), date(2026, 10, 2), date(2062, 9, 3))
    found.close()
    with pytest.raises(NeedsChoice, match=r"2 bills \(¥500.50\) are dated in the future, 2026-10-02 to 2062-09-03"):
        import_file(warehouse, "s", path, today=TODAY)
    assert warehouse.cursor().execute("select count(*) from stores").fetchall() == [(0,)]


def test_bills_of_days_to_come_are_taken_or_left_out_as_a_person_says(warehouse, write):
    path = write(AHEAD)
    report = import_file(warehouse, "out", path, Choices(future_bills="reject"), today=TODAY)
    assert (report["accepted"], report["rejected"], report["amount"]) == (2, 2, "110.00")
    assert [(row["line"], row["value"], row["reason"]) for row in list_rejects(warehouse, 1)] == [
        (4, "2026-10-02", "The day is in the future"), (5, "2062-09-03", "The day is in the future"),
    ]
    report = import_file(warehouse, "kept", path, Choices(future_bills="keep"), today=TODAY)
    assert (report["accepted"], report["rejected"], report["amount"]) == (4, 0, "610.50")
    assert [(each["code"], each["count"]) for each in report["warnings"] if each["code"] == "future_bills"] == [("future_bills", 2)]
    assert import_file(warehouse, "old", path, today=date(2062, 9, 2))["accepted"] == 4  # a day ahead is the same day elsewhere


def test_ratings_and_totals_have_the_limit_too_and_are_told_when_they_are_to_come(warehouse, write):
    import_file(warehouse, "s", write(HEADER + "B1,2026-09-01,1,100\n"))
    text = "客户编号,评分项,得分,评分日期\n1,忠诚度,4,2026-09-01\n1,配合度,4,1989-01-01\n1,满意度,4,2062-01-01\n"
    report = import_file(warehouse, "s", write(text, "r.csv"), today=TODAY)
    assert (report["kind"], report["accepted"], report["rejected"]) == ("ratings", 2, 1)
    assert ("future_ratings", 1) in [(each["code"], each["count"]) for each in report["warnings"]]
    text = "月份,总营收\n2026-08,900\n1989-12,900\n0026-08,900\n2027-01,900\n"
    report = import_file(warehouse, "s", write(text, "t.csv"), today=TODAY)
    assert (report["kind"], report["accepted"], report["rejected"]) == ("totals", 2, 2)
    assert ("future_months", 1) in [(each["code"], each["count"]) for each in report["warnings"]]
    assert [row["value"] for row in list_rejects(warehouse, 3)] == ["1989-12", "0026-08"]


def test_a_birthday_is_never_in_the_future_in_a_file_or_an_edit(warehouse, write):
    text = "手机,姓名,生日,备注\n1,甲,1920-02-29,\n2,乙,2026-10-01,\n3,丙,0080-01-01,\n"
    report = import_file(warehouse, "s", write(text), Choices(kind="customers"), today=TODAY)
    assert (report["accepted"], [(each["code"], each["count"]) for each in report["warnings"]]) == (3, [("odd_birthdays", 2)])
    for text in ("2026-10-01", "1899-01-01", "--5", "--02-30"):
        with pytest.raises(InputError) as refused:
            edit_profiles(warehouse, 1, {"甲": {"birthday": text}}, today=TODAY)
        assert refused.value.code == "bad_birthday"


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [
        ("2026-03-01T23:30:00.000Z", date(2026, 3, 2), time(7, 30)), ("2026-03-01T16:00:00Z", date(2026, 3, 2), time(0, 0)),
        ("2012-01-01 11:13:25 -0500", date(2012, 1, 2), time(0, 13, 25)), ("2026-03-31T23:30:00+08:00", date(2026, 3, 31), time(23, 30)),
        ("2026-03-31 23:30:00 UTC", date(2026, 4, 1), time(7, 30)), ("2026-09-01 10:00-11:00", date(2026, 9, 1), time(10, 0)),
        ("1788220805", date(2026, 9, 1), time(8, 0, 5)), ("1788276000000", date(2026, 9, 1), time(23, 20)),
        ("2014-11-1016：33：45", date(2014, 11, 10), time(16, 33, 45)), ("20260901 18:30", date(2026, 9, 1), time(18, 30)),
        ("20260901183005", date(2026, 9, 1), time(18, 30, 5)), ("46266.770833", date(2026, 9, 1), time(18, 30)),
        ("46266.9999999", date(2026, 9, 2), time(0, 0)), ("46266", date(2026, 9, 1), None), ("2026/9/1 下午 6:05", date(2026, 9, 1), time(18, 5)),
        ("2026年9月1日 6点30分", date(2026, 9, 1), time(6, 30)), ("2026-09-01 中午 1:15", date(2026, 9, 1), time(13, 15)),
        ("2026-09-01 上午 12:15", date(2026, 9, 1), time(0, 15)), ("2026-09-01 晚上 12:15", date(2026, 9, 1), None),
        ("2026-09-01 25:10", date(2026, 9, 1), None), ("2026-09-01 星期二 18:30:59", date(2026, 9, 1), time(18, 30, 59)),
        ("8/17/26 12:16 PM", date(2026, 8, 17), time(12, 16)), ("31/12/2025 14:05", None, None), ("18:30", None, None), ("待定", None, None),
    ],
)  # fmt: skip
def test_a_moment_is_a_day_and_a_clock_of_the_house(text, day, clock):
    assert read_moment(text, order="mdy") == (None if day is None else (day, clock))


def test_day_and_clock_are_read_in_one_look_only_where_nothing_stands_behind_the_clock(warehouse):
    cursor = warehouse.cursor()
    run(cursor, "stage/text_macros")
    stamps = {
        "2026/9/1 9:05": datetime(2026, 9, 1, 9, 5), "2026-09-01T18:30:59": datetime(2026, 9, 1, 18, 30, 59),
        "2026-9-1 1:05-08": datetime(2026, 9, 1, 1, 5), "2026-9-1 2:30 PM": None, "2026-9-1 2:30下午": None,
        "2026-09-01 24:00": None, "2026-09-01 25:10": None, "2026-09-01": None, "待定": None,
    }  # fmt: skip
    found = {text: cursor.execute("select stamp_of($text)", {"text": text}).fetchall()[0][0] for text in stamps}
    assert found == stamps


def test_a_moment_with_a_zone_is_brought_to_the_zone_of_the_house():
    assert read_moment("2026-03-01T23:30:00Z", "America/New_York") == (date(2026, 3, 1), time(18, 30))
    assert read_moment("01/03/2026 23:30:00 +0000", order="dmy") == (date(2026, 3, 2), time(7, 30))
    assert read_days({"2026-03-31T17:00:00Z": 1}).days == {"2026-03-31T17:00:00Z": date(2026, 4, 1)}
    assert [read_time(text) for text in ("2:30:00 PM", "18：05", "0.5", "晚市", "24:10")] == [time(14, 30), time(18, 5), time(12), None, None]
    assert not is_day("1788220805")  # which may as well be the number of a bill


def test_dates_without_a_year_ask_for_it_and_turn_it_where_they_do():
    texts = {"11月18日": 3, "10-26": 1, "12/30": 1, "2026-09-01": 1, "x": 1}
    asked = read_days(texts)
    assert (asked.order, asked.no_year, asked.no_year_examples) == ("ymd", 5, ("11月18日", "10-26", "12/30"))
    assert asked.days == {"2026-09-01": date(2026, 9, 1)}
    told = read_days(texts, year=2025)
    assert (told.no_year, told.days["11月18日"]) == (0, date(2025, 11, 18))
    assert told.days["10-26"] == date(2025, 10, 26)
    assert read_days({"3/5": 1}).open == ("mdy", "dmy")  # which of them is a second question
    assert read_days({"3/5": 1}, "dmy", year=2026).days == {"3/5": date(2026, 5, 3)}
    assert read_days({"5 Mar": 1, "Mar 6 18:30": 1}, year=2026).days == {"5 Mar": date(2026, 3, 5), "Mar 6 18:30": date(2026, 3, 6)}
    winter = read_days({"12月31日": 1, "1月1日": 1, "2月29日": 1}, year=2026)
    assert winter.days == {"12月31日": date(2025, 12, 31), "1月1日": date(2026, 1, 1)}  # 2026 has no 29 February

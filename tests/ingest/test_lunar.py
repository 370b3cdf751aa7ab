"""Lunar birthdays: days of published calendars, how they are written, and where a file or a person says that one is lunar."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.ingest.edit import edit_profiles
from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.language.errors import InputError
from segmentation.language.lunar import birthday_text, lunar_birthdays, solar_day
from segmentation.language.values import read_birthday
from segmentation.warehouse import Warehouse

TODAY = date(2026, 11, 29)


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    yield opened
    opened.close()


def brought(warehouse, tmp_path, text):
    """Import a file of customers and return the birthdays by name, and the warnings by code."""
    path = tmp_path / "members.csv"
    path.write_text(text, encoding="utf-8")
    report = import_file(warehouse, "s", path, Choices(kind="customers"), today=TODAY)
    rows = warehouse.cursor().execute("select name, birthday from customers").fetchall()
    return dict(rows), {each["code"]: each["count"] for each in report["warnings"]}


@pytest.mark.parametrize(("year", "month", "day", "leap", "solar"), [
    (2026, 1, 1, False, date(2026, 2, 17)), (2026, 8, 15, False, date(2026, 9, 25)), (2025, 1, 1, False, date(2025, 1, 29)),
    (2025, 6, 1, False, date(2025, 6, 25)), (2025, 6, 1, True, date(2025, 7, 25)), (2025, 12, 29, False, date(2026, 2, 16)),
    (2023, 12, 30, False, date(2024, 2, 9)), (2033, 11, 1, True, date(2033, 12, 22)), (1980, 8, 15, False, date(1980, 9, 23)),
    (2099, 1, 1, False, date(2099, 1, 21)), (2025, 12, 30, False, None), (2026, 6, 1, True, None),
])
def test_lunar_days_are_those_of_published_calendars(year, month, day, leap, solar):
    assert solar_day(year, month, day, leap) == solar


@given(st.dates(date(1900, 1, 31), date(2099, 12, 31)))
def test_every_solar_day_is_one_lunar_day_and_back(day):
    mark, month_day = next(lunar_birthdays(day)).split()
    month, number = map(int, month_day.split("-"))
    assert [solar_day(year, month, number, mark == "leap") for year in (day.year - 1, day.year)].count(day) == 1


@settings(max_examples=10, deadline=None)
@given(st.integers(1901, 2098))
def test_every_lunar_birthday_is_celebrated_once_between_two_new_years(year):
    first, after = solar_day(year, 1, 1), solar_day(year + 1, 1, 1)
    days = [first + timedelta(days=each) for each in range((after - first).days)]
    every = [f"{mark} {month:02}-{day:02}" for mark in ("lunar", "leap") for month in range(1, 13) for day in range(1, 31)]
    assert sorted(each for day in days for each in lunar_birthdays(day)) == sorted(every)


def test_a_leap_month_falls_in_the_ordinary_one_where_there_is_none_and_the_30th_on_the_29th_of_a_short_month():
    assert list(lunar_birthdays(date(2026, 7, 14))) == ["lunar 06-01", "leap 06-01"]
    assert (list(lunar_birthdays(date(2025, 6, 25))), list(lunar_birthdays(date(2025, 7, 25)))) == (["lunar 06-01"], ["leap 06-01"])
    assert list(lunar_birthdays(date(2026, 2, 16))) == ["lunar 12-29", "leap 12-29", "lunar 12-30", "leap 12-30"]
    assert list(lunar_birthdays(date(2024, 2, 9))) == ["lunar 12-30", "leap 12-30"]
    assert (list(lunar_birthdays(date(1900, 1, 30))), list(lunar_birthdays(date(2150, 1, 1)))) == ([], [])


@pytest.mark.parametrize(("written", "kept"), [
    ("农历八月十五", "lunar --08-15"), ("八月十五(农历)", "lunar --08-15"), ("八月十五（阴历）", "lunar --08-15"), ("阴历8-15", "lunar --08-15"),
    ("农历：8月15日", "lunar --08-15"), ("农历1980年八月十五", "lunar 1980-08-15"), ("1980-08-15（农历）", "lunar 1980-08-15"),
    ("农历1980/8/15 0:00", "lunar 1980-08-15"), ("农历19800815", "lunar 1980-08-15"), ("lunar 8-15", "lunar --08-15"),
    ("Lunar 1980-8-15", "lunar 1980-08-15"), ("腊月廿三", "lunar --12-23"), ("正月初一", "lunar --01-01"), ("冬月二十一", "lunar --11-21"),
    ("农历2025年闰六月初一", "leap 2025-06-01"), ("lunar leap 6-1", "leap --06-01"), ("农历2月30日", "lunar --02-30"),
    ("8月15日", "--08-15"), ("1980-08-15", "1980-08-15"), ("公历8月15日", None), ("农历8-31", None), ("农历", None), ("农历十三月初一", None),
    ("农历2026年闰六月初一", None), ("农历2026-10-21", None), ("农历2026-10-20", "lunar 2026-10-20"),
])
def test_a_birthday_says_that_it_is_lunar_in_many_ways(written, kept):
    assert read_birthday(written, date(2026, 11, 28)) == kept
    if kept:  # what an export writes is read back as it was
        assert [read_birthday(birthday_text(kept, lang), TODAY) for lang in ("zh", "en")] == [kept, kept]


def test_a_column_a_type_or_the_cell_itself_says_that_a_birthday_is_lunar(warehouse, tmp_path):
    text = "手机,姓名,农历生日\n13800000001,甲,1980-08-15\n13800000002,乙,闰六月初一\n13800000003,丙,八月三十一\n"
    assert brought(warehouse, tmp_path, text) == (
        {"甲": "lunar 1980-08-15", "乙": "leap --06-01", "丙": None}, {"odd_birthdays": 1},
    )
    text = (
        "手机,姓名,生日,生日类型\n13800000001,甲,8月15日,公历\n13800000004,丁,8月15日,农历\n13800000005,戊,8月15日,阴历\n"
        "13800000006,己,8月15日,\n13800000007,庚,腊月廿三,阳历\n13800000008,辛,8-15,Lunar\n"
    )
    born, warned = brought(warehouse, tmp_path, text)
    assert born == {
        "甲": "--08-15", "乙": "leap --06-01", "丙": None, "丁": "lunar --08-15", "戊": "lunar --08-15", "己": "--08-15",
        "庚": "lunar --12-23", "辛": "lunar --08-15",
    }
    assert warned == {}


def test_of_a_solar_and_a_lunar_birthday_the_solar_one_is_taken_and_told_unless_the_file_says_which(warehouse, tmp_path):
    text = "手机,姓名,公历生日,农历生日\n13800000001,甲,1980-09-23,1980-08-15\n13800000002,乙,,8-15\n"
    assert brought(warehouse, tmp_path, text) == ({"甲": "1980-09-23", "乙": "lunar --08-15"}, {"two_birthdays": 1})
    text = "手机,姓名,生日,农历生日,生日类型\n13800000001,甲,1980-09-23,1980-08-15,农历\n"
    assert brought(warehouse, tmp_path, text)[0]["甲"] == "lunar 1980-08-15"
    text = "手机,姓名,生日,生日是否农历\n13800000001,甲,8-16,是\n13800000002,乙,8-17,否\n13800000003,丙,8-18,1\n13800000004,丁,8-19,0\n"
    assert brought(warehouse, tmp_path, text)[0] == {
        "甲": "lunar --08-16", "乙": "--08-17", "丙": "lunar --08-18", "丁": "--08-19",
    }


def test_a_person_marks_a_birthday_as_lunar_and_takes_the_mark_back(warehouse, tmp_path):
    brought(warehouse, tmp_path, "手机,姓名,生日\n13800000001,甲,8月15日\n")

    def edited(text):
        edit_profiles(warehouse, 1, {"13800000001": {"birthday": text}}, today=TODAY)
        return warehouse.cursor().execute("select birthday from customers").fetchall()[0][0]

    assert (edited("农历八月十五"), edited("8-15"), edited("lunar leap 6-1")) == ("lunar --08-15", "--08-15", "leap --06-01")
    with pytest.raises(InputError) as refused:
        edited("农历8-31")
    assert refused.value.code == "bad_birthday"


def test_a_birthday_is_written_in_both_languages():
    assert [birthday_text("leap 2025-06-01", lang) for lang in ("zh", "en")] == ["农历2025年闰六月初一", "lunar leap 2025-6-1"]
    assert [birthday_text(kept, "zh") for kept in ("1980-05-01", "--05-01", None)] == ["1980-05-01", "05-01", ""]

"""Lunar dates against a second library on every day of 2000 to 2049, and the festivals against published calendars."""

from datetime import date, timedelta

import lunardate
import pytest
from borax.calendars.lunardate import LunarDate

from segmentation.language.festivals import FESTIVALS, festival_day, lunar_text, lunar_year_before

FIRST, LAST = date(2000, 1, 1), date(2049, 12, 31)


def test_every_day_of_fifty_years_is_the_same_lunar_day_for_another_library():
    day = FIRST
    while day <= LAST:
        one, other = LunarDate.from_solar(day), lunardate.LunarDate.from_solar_date(day.year, day.month, day.day)
        assert (one.year, one.month, one.day, one.leap) == (other.year, other.month, other.day, int(other.is_leap_month)), day
        day += timedelta(days=1)


def test_festivals_of_fifty_years_are_those_of_the_other_library():
    for year in range(FIRST.year, LAST.year + 1):
        spring = lunardate.LunarDate(year, 1, 1).to_solar_date()
        others = {"spring": (1, 1), "lantern": (1, 15), "dragon_boat": (5, 5), "qixi": (7, 7), "mid_autumn": (8, 15), "double_ninth": (9, 9)}
        expected = {key: lunardate.LunarDate(year, *found).to_solar_date() for key, found in others.items()}
        # the formula of the almanacs for Qingming in this century: [0.2422 y + 4.81] − [y ÷ 4]
        y = year % 100
        expected |= {"eve": spring - timedelta(days=1), "qingming": date(year, 4, (2422 * y + 48_100) // 10_000 - y // 4),
                     "labour": date(year, 5, 1), "national": date(year, 10, 1)}
        assert {key: festival_day(key, year) for key in FESTIVALS} == expected


@pytest.mark.parametrize(("key", "year", "day"), [  # as the State Council's lists of holidays have them
    ("spring", 2024, date(2024, 2, 10)), ("eve", 2025, date(2025, 1, 28)), ("qingming", 2024, date(2024, 4, 4)), ("dragon_boat", 2025, date(2025, 5, 31)),
    ("mid_autumn", 2025, date(2025, 10, 6)), ("mid_autumn", 2026, date(2026, 9, 25)), ("double_ninth", 2026, date(2026, 10, 18)), ("qixi", 2025, date(2025, 8, 29)),
])
def test_festivals_fall_on_the_days_of_published_calendars(key, year, day):
    assert festival_day(key, year) == day


def test_weeks_are_held_against_weeks_of_the_lunar_year_before():
    """The day before Spring Festival 2026, a Monday, is held against the Monday next to the day before that of 2025, a Tuesday."""
    assert lunar_year_before(date(2026, 2, 16)) == date(2025, 1, 27)
    assert lunar_year_before(date(2025, 8, 10)) == date(2024, 7, 21)  # the 17th of the second sixth month; in 2024 a Monday, 22 July
    days = [FIRST + timedelta(days=97 * number) for number in range(188)]
    for day in days:
        then = lunar_year_before(day)
        assert then.weekday() == day.weekday()
        assert (day - then).days in (350, 357, 378, 385)
    assert lunar_text(date(2025, 8, 10), "en") == "lunar leap 6-17"

"""The festivals (节庆) of a Chinese house: on which day of a year each falls, and days of the lunar year beside the last.

Most follow the moon, Qingming a solar term, Labour Day and National Day the calendar of the sun. All of a year are those of the
solar year in which their day lies: Chinese New Year's Eve (除夕) of 2026 is 16 February 2026, though it ends the lunar year
before.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from borax.calendars.lunardate import MAX_SOLAR_DATE, MIN_SOLAR_DATE, LunarDate, TermUtils

from segmentation.language.i18n import N_
from segmentation.language.lunar import LEAP, LUNAR, birthday_text, solar_day

FESTIVALS: Mapping[str, str] = MappingProxyType({  # in the order of a year
    "eve": N_("Chinese New Year's Eve"), "spring": N_("Spring Festival"), "lantern": N_("Lantern Festival"),
    "qingming": N_("Qingming"), "labour": N_("Labour Day"), "dragon_boat": N_("Dragon Boat Festival"), "qixi": N_("Qixi"),
    "mid_autumn": N_("Mid-Autumn"), "national": N_("National Day"), "double_ninth": N_("Double Ninth"),
})
LUNAR_DAYS = {
    "spring": (1, 1), "lantern": (1, 15), "dragon_boat": (5, 5), "qixi": (7, 7), "mid_autumn": (8, 15), "double_ninth": (9, 9),
}
SOLAR_DAYS = {"labour": (5, 1), "national": (10, 1)}
FIRST_YEAR, LAST_YEAR = 1901, 2100
WEEK = 7


def festival_day(key: str, year: int) -> date | None:
    """Return the day of a festival in a year of the sun; None before 1901 and after 2100.

    >>> str(festival_day("spring", 2026)), str(festival_day("eve", 2026)), str(festival_day("qingming", 2026))
    ('2026-02-17', '2026-02-16', '2026-04-05')
    >>> str(festival_day("mid_autumn", 2025)), str(festival_day("national", 2025)), festival_day("spring", 2101)
    ('2025-10-06', '2025-10-01', None)
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if key == "eve":
        first = solar_day(year, 1, 1)
        return first and first - timedelta(days=1)
    if key == "qingming":
        return TermUtils.nth_term_day(year, term_name="清明")
    if key in SOLAR_DAYS:
        return date(year, *SOLAR_DAYS[key])
    return solar_day(year, *LUNAR_DAYS[key])


def lunar_text(day: date, lang: str) -> str:
    """Return a day of the sun as the lunar calendar has it, without its year; "" outside 1900 to 2100.

    >>> lunar_text(date(2026, 9, 25), "zh"), lunar_text(date(2026, 2, 16), "zh"), lunar_text(date(2025, 7, 25), "en")
    ('农历八月十五', '农历腊月廿九', 'lunar leap 6-1')
    """
    if not MIN_SOLAR_DATE <= day <= MAX_SOLAR_DATE:
        return ""
    found = LunarDate.from_solar(day)
    return birthday_text(f"{LEAP if found.leap else LUNAR}--{found.month:02}-{found.day:02}", lang, with_year=False)


def lunar_year_before(day: date) -> date | None:
    """Return the day on the same weekday nearest to the same day of the lunar year before: so weeks are held against weeks.

    A leap month answers to the month of its number, a 30th to a 29th where the month has no more days. None outside 1901 to 2100.

    >>> lunar_year_before(date(2026, 2, 17)), lunar_year_before(date(2026, 9, 25)), lunar_year_before(date(2024, 2, 10))
    (datetime.date(2025, 1, 28), datetime.date(2025, 10, 3), datetime.date(2023, 1, 21))
    """
    if not MIN_SOLAR_DATE <= day <= MAX_SOLAR_DATE:
        return None
    found = LunarDate.from_solar(day)
    then = solar_day(found.year - 1, found.month, found.day) or solar_day(found.year - 1, found.month, found.day - 1)
    return then and day - timedelta(days=WEEK * round((day - then).days / WEEK))

"""Birthdays of the lunar calendar (农历): how they are written and kept, and on which day of the sun a day of the moon falls.

A birthday is kept as one text, so that its mark can never part from its day: 1980-05-01 or --05-01 of the solar calendar,
``lunar 1980-08-15`` or ``lunar --08-15`` of the lunar one, and ``leap 2025-06-01`` of a lunar month that stood twice in its year
(闰六月). Year, month and day are then the lunar ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from borax.calendars.lunardate import MAX_SOLAR_DATE, MIN_SOLAR_DATE, InvalidLunarDateError, LCalendars, LunarDate

from segmentation.language.i18n import translator
from segmentation.language.text import fold_signs

LUNAR, LEAP = "lunar ", "leap "  # before the day, as it is kept
MONTHS = "正二三四五六七八九十冬腊"
DIGITS = "一二三四五六七八九"
DAYS = (
    *(f"初{each}" for each in f"{DIGITS}十"), *(f"十{each}" for each in DIGITS), "二十",
    *(f"廿{each}" for each in DIGITS), "三十",
)

_MARK = re.compile(r"\(?\s*(?:农历|農曆|农曆|阴历|陰曆|阴曆|旧历|舊曆|lunar(?:\s+calendar)?)\s*\)?[\s:]*", re.IGNORECASE)
_ONLY_LUNAR = re.compile(r"正月|[冬腊臘]月|闰|閏|月初|月廿|^leap\s", re.IGNORECASE)  # no day of the sun is written so
_YEAR = r"(?:([0-9]{4})\s*[-/.年]\s*|--)?"
_IN_DIGITS = re.compile(
    rf"(leap\s+)?{_YEAR}(闰|閏)?([0-9]{{1,2}})\s*[-/.月]\s*([0-9]{{1,2}})[日号號]?(?:\s+[0:.]+)?", re.IGNORECASE
)
_IN_WORDS = re.compile(
    rf"{_YEAR}(闰|閏)?([正一二三四五六七八九十冬腊臘]{{1,2}}|[0-9]{{1,2}})月(?:份)?([初一二三四五六七八九十廿卅]{{1,3}})[日号號]?"
)
_MONTH_NUMBERS = {
    **{name: number for number, name in enumerate(MONTHS, 1)}, "一": 1, "十一": 11, "十二": 12, "臘": 12,
}
_DAY_NUMBERS = {
    **{name: number for number, name in enumerate(DAYS, 1)}, **{name: number for number, name in enumerate(DIGITS, 1)},
    "十": 10, **{f"二十{name}": number for number, name in enumerate(DIGITS, 21)}, "廿": 20, "卅": 30,
}


def unmarked(text: str) -> str | None:
    """Return a birthday without the word that makes it a lunar one; None where it is none.

    >>> unmarked("农历八月十五"), unmarked("八月十五（阴历）"), unmarked("lunar 8-15"), unmarked("腊月廿三"), unmarked("8月15日")
    ('八月十五', '八月十五', '8-15', '腊月廿三', None)
    """
    plain = fold_signs(text).strip()
    if _MARK.search(plain):
        return _MARK.sub("", plain).strip()
    return plain if _ONLY_LUNAR.search(plain) else None


def read_lunar(bare: str, latest: date | None = None) -> str | None:
    """Return a lunar day, written without its mark, as it is kept; None where it is none, or one that comes after ``latest``.

    >>> read_lunar("八月十五"), read_lunar("2025年腊月三十"), read_lunar("闰六月初一"), read_lunar("8-31")
    ('lunar --08-15', None, 'leap --06-01', None)
    >>> read_lunar("leap 2025-6-1"), read_lunar("2026年闰6月1日"), read_lunar("1984-10-30", date(1984, 11, 21))
    ('leap 2025-06-01', None, None)
    """
    if found := _IN_DIGITS.fullmatch(bare):
        year, is_leap, month, day = found[2], found[1] or found[3], int(found[4]), int(found[5])
    elif found := _IN_WORDS.fullmatch(bare):
        year, is_leap, name = found[1], found[2], found[3]
        month = int(name) if name.isascii() else _MONTH_NUMBERS.get(name, 0)
        day = _DAY_NUMBERS.get(found[4], 0)
    else:
        return None
    if not (1 <= month <= 12 and 1 <= day <= 30):
        return None
    if year:
        born = solar_day(int(year), month, day, bool(is_leap))
        if born is None or (latest is not None and born > latest):
            return None
    return f"{LEAP if is_leap else LUNAR}{year or '-'}-{month:02}-{day:02}"


def solar_day(year: int, month: int, day: int, leap: bool = False) -> date | None:
    """Return the solar day of a lunar one; None where there is no such day, or it is not of the lunar years 1900 to 2100.

    >>> str(solar_day(2026, 8, 15)), str(solar_day(2026, 1, 1)), str(solar_day(2025, 6, 1, True)), solar_day(2026, 6, 1, True)
    ('2026-09-25', '2026-02-17', '2025-07-25', None)
    """
    try:
        return LunarDate(year, month, day, int(leap)).to_solar_date()
    except InvalidLunarDateError:
        return None


def lunar_birthdays(day: date) -> Iterator[str]:
    """Yield the lunar birthdays, as they are kept but without a year, that are celebrated on a solar day; none before 1900-01-31.

    One of a month that stands twice is celebrated in the second where the year has it, else in the only one; the 30th on the 29th
    where the month has no more days.

    >>> list(lunar_birthdays(date(2026, 9, 25))), list(lunar_birthdays(date(2025, 7, 25)))
    (['lunar 08-15', 'leap 08-15'], ['leap 06-01'])
    """
    if not MIN_SOLAR_DATE <= day <= MAX_SOLAR_DATE:
        return
    found = LunarDate.from_solar(day)
    is_last = found.day == 29 == LCalendars.ndays(found.year, found.month, found.leap)
    marks = [LEAP] if found.leap else [LUNAR] if LCalendars.leap_month(found.year) == found.month else [LUNAR, LEAP]
    for number in (found.day, 30) if is_last else (found.day,):
        yield from (f"{mark}{found.month:02}-{number:02}" for mark in marks)


def birthday_text(kept: str | None, lang: str, with_year: bool = True) -> str:
    """Return a kept birthday as people write it: a lunar one says so; "" for None.

    >>> birthday_text("lunar 1980-08-15", "zh"), birthday_text("lunar 1980-08-15", "en", with_year=False)
    ('农历1980年八月十五', 'lunar 8-15')
    """
    kept = kept or ""
    year, month_day = kept[-10:-6] if re.search("[0-9]{4}-", kept) else "", kept[-5:]
    if not is_lunar(kept):
        return f"{year}-{month_day}" if year and with_year else month_day
    _, leap = translator(lang), kept.startswith(LEAP)
    month, day = map(int, month_day.split("-"))
    name = MONTHS[month - 1] if lang == "zh" else str(month)
    text = _("lunar leap {year}{month}-{day}") if leap else _("lunar {year}{month}-{day}")
    said = _("{year}-").format(year=year) if year and with_year else ""
    return text.format(year=said, month=name, day=DAYS[day - 1] if lang == "zh" else day)


def is_lunar(kept: str | None) -> bool:
    """Whether a kept birthday is one of the lunar calendar."""
    return bool(kept) and kept.startswith((LUNAR, LEAP))

"""What one cell means: days and numbers as people write them. Pure functions over texts.

The engine reads the plain spellings itself; only the distinct spellings that it cannot read come
here, so these functions see thousands of texts, not millions of rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache, lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from segmentation.language import currencies
from segmentation.language.lunar import read_lunar, unmarked
from segmentation.language.text import fold_signs

ORDERS = ("ymd", "mdy", "dmy")
CENT = Decimal("0.01")
LARGEST = Decimal(10) ** 15
MOST_POINTS = Decimal(100)
MOST_CONTACTS = Decimal(10_000)
LONGEST = 100  # characters: no day and no number is longer, and no pattern is tried on what is
SANE_YEARS = range(1900, 2101)
_BUDDHIST, _BEFORE_CHRIST = range(2501, 2601), 543  # years as Thai tills write them: 2569 is 2026
ZONE = "Asia/Shanghai"  # where a time with a zone of its own is brought to

_WEEKDAY = re.compile(
    r"(星期|礼拜|周|週)[一二三四五六日天]|\([一二三四五六日天]\)"
    r"|\b(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\b\.?,?",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"[t\s]*(上午|下午|凌晨|早上|中午|晚上|am|pm)?\s*[0-9]{1,2}\s*[:时時点]\s*[0-9]{1,2}.*$|\s*(上午|下午|凌晨|早上|中午|晚上|\b[ap]m)\s*$",
    re.IGNORECASE,
)
MEALS = (  # behind a day, which they do not change
    "早市|午市|晚市|夜市|中市|茶市|早餐|午餐|中餐|晚餐|早饭|午饭|中饭|晚饭|早茶|午茶|下午茶|晚茶|夜宵|宵夜|全天|午间|晚间|"
    "breakfast|brunch|lunch|afternoon tea|tea|dinner|supper|late night|all day"
)
_MEAL = re.compile(rf"(?<=[0-9日号號)\s])[\s,/|·_-]*\(?\s*({MEALS}|[早午中晚夜])\s*\)?\s*$", re.IGNORECASE)
# A zone stands behind seconds, or says that it is one: 10:00-11:00 is a while.
_EXACT_CLOCK = re.compile(
    r"(?P<part>上午|下午|凌晨|早上|中午|晚上|[ap]\.?m\.?)?\s*(?<!:)(?P<hour>[0-9]{1,2})\s*"
    r"(?:[:时時点]\s*(?P<minute>[0-9]{1,2})(?:\s*[:分]\s*(?P<second>[0-9]{1,2})(?:[.,][0-9]+)?)?\s*[分秒]?|[时時点]整?)"
    r"\s*(?P<after>[ap]\.?m\.?)?\s*(?P<zone>z|utc|gmt|(?:utc|gmt)?\s*[-+][0-9]{2}:?(?:[0-9]{2})?)?(?:\s*\(.*\))?",
    re.IGNORECASE,
)
_LATE, _EARLY = ("下午", "晚上", "pm"), ("上午", "凌晨", "早上", "am")
_EPOCH = re.compile(r"(1[0-9]{9})([0-9]{3}|[0-9]{6})?(?:\.[0-9]+)?")
_DOTTED_CLOCK = re.compile(r"(?<=[0-9])\s+([01]?[0-9]|2[0-3])\.([0-5][0-9])(\.[0-5][0-9])?")  # 01/09/2026 17.14
# years that begin with a reign or a republic; what is added to them
_ERAS = {"民国": 1911, "民國": 1911, "令和": 2018, "平成": 1988, "昭和": 1925}
_OF_ERA = re.compile(rf"(?:中[华華])?({'|'.join(_ERAS)})\s*([0-9]{{1,3}}|元)\s*(?=[年/.-])")
_REPUBLIC = re.compile(r"(1[0-4][0-9])(?=[/.-](0?[1-9]|1[0-2])[/.-](0?[1-9]|[12][0-9]|3[01])(\s|$))")  # 115/09/01
_NUMERALS = {"零": 0, "○": 0, **{letter: digit for digit, letter in enumerate("〇一二三四五六七八九")}}
_DIGIT = "".join(_NUMERALS)
_NUMERAL_DAY = re.compile(rf"(?:([{_DIGIT}]{{4}})年)?([{_DIGIT}十]{{1,3}})月([{_DIGIT}十廿卅]{{1,4}})[日号號]?")
_RANGE = re.compile(r"(.*[0-9日号號])\s*(?:~|至|到|[\u2013\u2014]|--|(?<=\s)(?:-|to)(?=\s))\s*([0-9].*)")
_LONGEST_STAY = 40  # days between the two of a range; what lasts longer is a term, no stay
_NO_YEAR = re.compile(r"([0-9]{1,2})\s*[-/.]\s*([0-9]{1,2})")
_NO_YEAR_CHINESE = re.compile(r"([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号號]?")
_NO_YEAR_NAMED = re.compile(r"(?:([0-9]{1,2})[a-z]{0,2}[-\s.]+)?([a-z]{3,9})(?:[-\s.]+([0-9]{1,2})[a-z]{0,2})?", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*[日号號]?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})\s*[-/.]\s*([0-9]{1,2})\s*[-/.]\s*([0-9]{4})")
_SHORT = re.compile(r"([0-9]{1,2})\s*[-/.]\s*([0-9]{1,2})\s*[-/.]\s*([0-9]{2})")
_SHORT_CHINESE = re.compile(r"([0-9]{2})\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号號]?")
_DAY_NAME_YEAR = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[-\s,.]*([a-z]{3,9})[-\s,.]+([0-9]{4}|[0-9]{2})", re.IGNORECASE)
_NAME_DAY_YEAR = re.compile(r"([a-z]{3,9})[-\s.]*([0-9]{1,2})(?:st|nd|rd|th)?[-\s,]+([0-9]{4}|[0-9]{2})", re.IGNORECASE)
_YEAR_NAME_DAY = re.compile(r"([0-9]{4})[-\s]([a-z]{3,9})[-\s]([0-9]{1,2})", re.IGNORECASE)
_SERIAL = re.compile(r"([0-9]{5})(\.[0-9]+)?")
_MONTHS = {
    name: number
    for number, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1)
}


def _bare(text: str) -> str:
    """Return a text as ``marks.plain`` has it, without the quotes, or the ="…", that only keep it a text in a spreadsheet.

    What is longer than a day or a number can be is as good as empty.
    """
    text = fold_signs(text) if len(text) <= LONGEST * 10 else ""
    text = text[2:-1] if text.startswith('="') and text.endswith('"') else text.strip("'\"")
    return text if len(text) <= LONGEST else ""


def _day(year: int, month: int, day: int) -> date | None:
    year -= _BEFORE_CHRIST if year in _BUDDHIST else 0
    try:
        return date(year, month, day) if year < SANE_YEARS.stop else None
    except ValueError:
        return None


def _sane(day: date | None) -> date | None:
    """Return a day that digits alone may mean: any number makes some day of some year."""
    return day if day and day.year in SANE_YEARS else None


def _year(digits: str) -> int:
    """Return the year that two or four digits mean; only two digits want for a century.

    >>> _year("26"), _year("97"), _year("0026"), _year("2026")
    (2026, 1997, 26, 2026)
    """
    return int(digits) + (0 if len(digits) != 2 else 2000 if int(digits) < 70 else 1900)


def named_month(name: str) -> int:
    """Return the month that an English name or its first letters mean, 0 for none.

    >>> named_month("October"), named_month("sept"), named_month("sales")
    (10, 9, 0)
    """
    return _MONTHS.get(name[:3].lower(), 0)


@dataclass(frozen=True)
class Spelling:
    """What a text says about a day: the day itself, or what it would be under each order that is possible.

    ``no_year`` has month and day under each order of a text that says no year; such a text is no day yet.
    """

    day: date | None = None
    days: Mapping[str, date | None] | None = None
    no_year: Mapping[str, tuple[int, int]] | None = None

    def read(self, order: str) -> date | None:
        """Return the day under ``order`` ("ymd", "mdy" or "dmy"); None where there is no such day."""
        return self.day if self.days is None else self.days.get(order)


def _orders(first: str, second: str, third: str) -> Spelling:
    """Return what three numbers may mean; a year has two or four digits, and four only behind the day.

    >>> _orders("3", "4", "26").days["dmy"], _orders("3", "4", "0026").days["mdy"], "ymd" in _orders("3", "4", "26").days
    (datetime.date(2026, 4, 3), datetime.date(26, 3, 4), False)
    """
    year = _year(third)
    days = {"mdy": _day(year, int(first), int(second)), "dmy": _day(year, int(second), int(first))}
    if len(first) == len(third) == 2:
        days["ymd"] = _day(_year(first), int(second), int(third))
    return Spelling(days=days)


def spell(text: str, date_1904: bool = False, zone: str = ZONE) -> Spelling:
    """Return what ``text`` says about a day; an empty Spelling where it says nothing.

    Weekdays and meals are ignored, and times of day but for those with a zone, which are brought to ``zone``, as seconds and
    milliseconds since 1970 are. Five digits are a spreadsheet's day number. A year is what is written: 0026 is
    the year 26, and whether a bill can be so old is for others to say; after 2100 there are no days.

    >>> spell("2018-01-01 星期五").day, spell("2016年8月1日 11:05").day, spell("20161201").day
    (datetime.date(2018, 1, 1), datetime.date(2016, 8, 1), datetime.date(2016, 12, 1))
    >>> spell("2026-03-03 (周二) 午市").day, spell("2026年3月3日晚").day, spell("3 Mar 2026 (Tue), Lunch").day
    (datetime.date(2026, 3, 3), datetime.date(2026, 3, 3), datetime.date(2026, 3, 3))
    >>> spell("43831").day, spell("42369", date_1904=True).day, spell("Aug 1, 2016").day
    (datetime.date(2020, 1, 1), datetime.date(2020, 1, 1), datetime.date(2016, 8, 1))
    >>> sorted(spell("3/4/26").days), spell("2019-02-29").day, spell("0001-01-01").day
    (['dmy', 'mdy'], None, datetime.date(1, 1, 1))
    >>> spell("1 Oct 2569").day, spell("01/10/2569").days["dmy"]
    (datetime.date(2026, 10, 1), datetime.date(2026, 10, 1))
    >>> spell("2026-03-01T23:30:00.000Z").day, spell("11月18日").no_year["ymd"]
    (datetime.date(2026, 3, 2), (11, 18))
    """
    return _spell_moment(text, date_1904, zone)[0]


def _spell_moment(text: str, date_1904: bool, zone: str) -> tuple[Spelling, time | None]:
    """Return what a text says about a day, and the time of day where it says one exactly."""
    bare = _in_digits(_bare(text).strip())
    if found := _EPOCH.fullmatch(bare):
        moment = datetime.fromtimestamp(int(found[1]), UTC).astimezone(_zone(zone))
        return Spelling(moment.date()), moment.time()
    if found := _SERIAL.fullmatch(bare):
        return _spell_serial(found, date_1904)
    bare = _MEAL.sub("", re.sub(r"\(\s*\)", " ", _WEEKDAY.sub(" ", bare)).strip()).strip()
    clock, offset = _read_clock(bare)
    digits = bare if bare.isdigit() and bare.isascii() and len(bare) in (12, 14) else ""
    if digits and int(digits[8:10]) < 24 and int(digits[10:12]) < 60 and int(digits[12:] or 0) < 60:
        clock = time(int(digits[8:10]), int(digits[10:12]), int(digits[12:] or 0))
    spelling = _spell_day(_MEAL.sub("", _CLOCK.sub("", bare).strip()).strip(" \t,()Tt"))
    if clock is None or offset is None:
        return spelling, clock
    moments = {
        order: _in_zone(datetime.combine(day, clock, timezone(offset)), zone)
        for order in ("", *(spelling.days or ()))
        if (day := spelling.read(order) if order else spelling.day)
    }
    if not moments:
        return spelling, clock
    days = None if spelling.days is None else {order: moment.date() for order, moment in moments.items()}
    return Spelling(moments[""].date() if "" in moments else None, days), next(iter(moments.values())).time()


def _in_zone(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(_zone(zone)) if 1 < moment.year < SANE_YEARS.stop else moment


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _spell_serial(found: re.Match[str], date_1904: bool) -> tuple[Spelling, time | None]:
    number = int(found[1]) + (1462 if date_1904 else 0)
    if not 20000 <= number <= 62000:
        return Spelling(), None
    seconds = int(to_whole(Decimal(found[2]) * 86400)) if found[2] else 0
    moment = datetime(1899, 12, 30) + timedelta(days=number, seconds=seconds)  # 23:59:59.9 is the midnight that follows
    return Spelling(moment.date()), moment.time() if seconds else None


def _read_clock(text: str) -> tuple[time | None, timedelta | None]:
    """Return the time of day at the end of a text and how far its zone is ahead of UTC; None where it says none."""
    found = None
    for found in _EXACT_CLOCK.finditer(text):
        if found.end() == len(text):
            break
    if found is None or found.end() != len(text):
        return None, None
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    part = (found["part"] or found["after"] or "").lower().replace(".", "")
    if part == "晚上" and hour == 12:
        return None, None  # the night before or the one after
    if hour < (3 if part == "中午" else 12 if part in _LATE else 0):
        hour += 12
    elif part in _EARLY and hour == 12:
        hour = 0
    if hour > 23 or minute > 59 or second > 59:
        return None, None
    return time(hour, minute, second), _offset(found["zone"], seconds=found["second"] is not None)


def _offset(zone: str | None, *, seconds: bool) -> timedelta | None:
    if not zone:
        return None
    zone = re.sub(r"\s", "", zone.lower())
    found = re.fullmatch(r"(?:utc|gmt)?([-+])([0-9]{2}):?([0-9]{2})?", zone)
    if not found:
        return timedelta(0)
    hours, minutes = int(found[2]), int(found[3] or 0)
    named = zone[0] in "ug" or found[1] == "+"
    if hours > 14 or minutes > 59 or not (seconds or named):
        return None
    return timedelta(hours=hours, minutes=minutes) * (-1 if found[1] == "-" else 1)


def read_moment(
    text: str, zone: str = ZONE, order: str | None = None, date_1904: bool = False, year: int | None = None
) -> tuple[date, time | None] | None:
    """Return the day and the exact time of day that a text means; None for the time where it says none, in all for no day.

    ``order`` is needed where day and month may change places, ``year`` where there is none in the text. A time with a zone
    of its own, and seconds or milliseconds since 1970, are brought to ``zone``; others are the clock of the house.

    >>> read_moment("2026-03-01T23:30:00.000Z"), read_moment("2012-01-01 11:13:25 -0500")
    ((datetime.date(2026, 3, 2), datetime.time(7, 30)), (datetime.date(2012, 1, 2), datetime.time(0, 13, 25)))
    >>> read_moment("8/17/26 12:16 PM", order="mdy"), read_moment("2026年9月1日 下午6点30分")
    ((datetime.date(2026, 8, 17), datetime.time(12, 16)), (datetime.date(2026, 9, 1), datetime.time(18, 30)))
    >>> read_moment("2026-09-01"), read_moment("3/4/26"), read_moment("1月5日 18:30", year=2026)
    ((datetime.date(2026, 9, 1), None), None, (datetime.date(2026, 1, 5), datetime.time(18, 30)))
    """
    spelling, clock = _spell_moment(text, date_1904, zone)
    day = spelling.read(order or "ymd")
    if day is None and year is not None and spelling.no_year:
        month_day = spelling.no_year.get(order or "ymd")
        day = _day(year, *month_day) if month_day else None
    return (day, clock) if day else None


def read_time(text: str) -> time | None:
    """Return the time of day in a cell of its own, also as a spreadsheet's part of a day; None where it is none.

    >>> read_time("2:30:00 PM"), read_time("18：05"), read_time("0.75"), read_time("晚市")
    (datetime.time(14, 30), datetime.time(18, 5), datetime.time(18, 0), None)
    """
    bare = _bare(text).strip()
    if re.fullmatch(r"0?\.[0-9]+", bare):
        seconds = int(to_whole(Decimal(bare) * 86400))
        return (datetime.min + timedelta(seconds=seconds)).time() if seconds < 86400 else None
    return _read_clock(bare)[0]


def names_meal(text: str) -> bool:
    """Whether a day is said with the meal that was had on it.

    >>> names_meal("2026-03-03 (周二) 午市"), names_meal("2026-03-03（晚）"), names_meal("2026-03-03 18:30")
    (True, True, False)
    """
    return bool(_MEAL.search(re.sub(r"\(\s*\)", " ", _WEEKDAY.sub(" ", _bare(text)))))


def _in_digits(text: str) -> str:
    """Return a day that is written in numerals or counted by an era as digits of our years say it, any other text as it is.

    >>> _in_digits("二〇二六年三月二十一日"), _in_digits("民国115年3月1日"), _in_digits("令和8年3月1日")
    ('2026年3月21日', '2026年3月1日', '2026年3月1日')
    """
    if found := _REPUBLIC.match(text):
        return f"{int(found[1]) + 1911}{text[3:]}"
    if text.isascii():
        return _DOTTED_CLOCK.sub(lambda found: found[0].replace(".", ":"), text) if "." in text else text
    if found := _OF_ERA.match(text):
        return f"{_ERAS[found[1]] + int('1' if found[2] == '元' else found[2])}{text[found.end():]}"
    if found := _NUMERAL_DAY.match(text):
        year = "".join(str(_NUMERALS[letter]) for letter in found[1]) + "年" if found[1] else ""
        return f"{year}{_counted(found[2])}月{_counted(found[3])}日{text[found.end():]}"
    return text


def _counted(numerals: str) -> int:
    """Return the number below a hundred that Chinese numerals write.

    >>> _counted("十"), _counted("十二"), _counted("二十一"), _counted("廿三"), _counted("三一")
    (10, 12, 21, 23, 31)
    """
    numerals = numerals.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = numerals.partition("十")
    if ten:
        return (_counted(tens) if tens else 1) * 10 + (_counted(ones) if ones else 0)
    return int("".join(str(_NUMERALS[letter]) for letter in numerals))


def is_range(text: str) -> bool:
    """Whether a text says two days of which the first is taken: the day of arrival of a stay.

    >>> is_range("2026-03-01~2026-03-02"), is_range("2026/3/1 - 2026/3/4"), is_range("2026-03-01~2026-12-01")
    (True, True, False)
    """
    found = _RANGE.fullmatch(_bare(text).strip())
    return found is not None and _first_of_range(found) is not None


def _first_of_range(found: re.Match[str]) -> Spelling | None:
    """Return the first of two days that do not lie far apart, None where they are none."""
    first, last = (_spell_day(_CLOCK.sub("", part).strip(" \t,()Tt")) for part in found.groups())
    for order in ORDERS:
        start, end = first.read(order), last.read(order)
        if start and end and 0 <= (end - start).days <= _LONGEST_STAY:
            return first
    return None


def _spell_day(text: str) -> Spelling:
    if (found := _RANGE.fullmatch(text)) and (first := _first_of_range(found)):
        return first
    if found := _YEAR_FIRST.fullmatch(text):
        return Spelling(_day(*map(int, found.groups())))
    if text.isdigit() and text.isascii() and len(text) in (6, 8, 12, 14):
        return _solid(text)
    if found := _YEAR_LAST.fullmatch(text) or _SHORT.fullmatch(text):
        return _orders(*found.groups())
    if found := _SHORT_CHINESE.fullmatch(text):
        return Spelling(_day(_year(found[1]), int(found[2]), int(found[3])))
    if found := _DAY_NAME_YEAR.fullmatch(text):
        return Spelling(_day(_year(found[3]), named_month(found[2]), int(found[1])))
    if found := _NAME_DAY_YEAR.fullmatch(text):
        return Spelling(_day(_year(found[3]), named_month(found[1]), int(found[2])))
    if found := _YEAR_NAME_DAY.fullmatch(text):
        return Spelling(_day(int(found[1]), named_month(found[2]), int(found[3])))
    return Spelling(no_year=_without_year(text))


def _without_year(text: str) -> dict[str, tuple[int, int]] | None:
    """Return month and day under each order of a text that says no year, None where it says no day."""
    if found := _NO_YEAR_CHINESE.fullmatch(text):
        pairs = dict.fromkeys(ORDERS, (int(found[1]), int(found[2])))
    elif found := _NO_YEAR.fullmatch(text):
        first, second = int(found[1]), int(found[2])
        pairs = {"ymd": (first, second), "mdy": (first, second), "dmy": (second, first)}
    elif (found := _NO_YEAR_NAMED.fullmatch(text)) and (found[1] is None) != (found[3] is None):
        pairs = dict.fromkeys(ORDERS, (named_month(found[2]), int(found[1] or found[3])))
    else:
        return None
    return {order: pair for order, pair in pairs.items() if _day(2000, *pair)} or None


def _solid(digits: str) -> Spelling:
    if len(digits) == 6:
        return Spelling(_day(_year(digits[:2]), int(digits[2:4]), int(digits[4:])))
    year_first = _sane(_day(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))) if int(digits[:4]) in SANE_YEARS else None
    if year_first or len(digits) != 8 or int(digits[4:]) not in SANE_YEARS:
        return Spelling(year_first)
    return _orders(digits[:2], digits[2:4], digits[4:])


@dataclass(frozen=True)
class DayReading:
    """The days of a file under one order: ``order`` is None while the file leaves it ``open``.

    ``no_year`` counts the rows whose dates say no year while nobody has said which; ``no_year_examples`` are some of them.
    """

    order: str | None
    open: tuple[str, ...]
    examples: tuple[str, ...]
    days: Mapping[str, date]
    no_year: int = 0
    no_year_examples: tuple[str, ...] = ()


def read_days(
    spellings: Mapping[str, int],
    order: str | None = None,
    date_1904: bool = False,
    *,
    year: int | None = None,
    zone: str = ZONE,
    this_year: int | None = None,
) -> DayReading:
    """Read every spelling (text → number of rows) under one order for the whole file.

    Without ``order`` the one that makes sense of most rows is taken; where two make sense of equally
    many and disagree about a day, ``open`` names them and the order stays None. Dates that say no year are of ``year``,
    the year of the last of them: where they turn the year (December and January are there, and six months or more
    between them are not), those before the turn are of the year before.

    Where years of two digits may be days as well (26/09/05), the one order is taken under which all are of ``this_year`` or
    the two before it, if every other makes some of them far older, or of years to come.

    >>> read_days({"3/14/11": 1, "3/4/11": 1}).order
    'mdy'
    >>> read_days({"26/09/05": 1, "26/09/06": 1}, this_year=2026).order, read_days({"26/09/05": 1}).open
    ('ymd', ('ymd', 'dmy'))
    >>> read_days({"3/4/2011": 1, "5/6/2011": 2}).open, read_days({"3.4.2011": 1, "5.6.2011": 2}).order
    (('mdy', 'dmy'), 'dmy')
    >>> read_days({"11月18日": 2, "2026-09-01": 1}).no_year, str(read_days({"11月18日": 2}, year=2025).days["11月18日"])
    (2, '2025-11-18')
    """
    known = {text: spell(text, date_1904, zone) for text in spellings}
    bare = {text: spelling.no_year for text, spelling in known.items() if spelling.no_year}
    undecided: dict[str, Mapping[str, object]] = {
        text: _without_months_first(text, found.days) for text, found in known.items() if found.days is not None
    }
    undecided |= {text: pairs for text, pairs in bare.items() if len(pairs) < len(ORDERS) or len(set(pairs.values())) > 1}
    if order is None and undecided:
        understood = {each: sum(spellings[text] for text, found in undecided.items() if found.get(each)) for each in ORDERS}
        most = max(understood.values())
        best = [each for each in ORDERS if understood[each] == most]
        readings = {tuple(found.get(each) for found in undecided.values()) for each in best}
        if len(readings) > 1 and not bare and (recent := _recent_order(undecided.values(), best, this_year)):
            best, readings = [recent], set()
        if len(readings) > 1:
            # Without a year, ymd says no more than mdy does.
            best = [each for each in best if each != "ymd"] if len(undecided) == len(bare.keys() & undecided.keys()) else best
            return DayReading(None, tuple(best), tuple(list(undecided)[:3]), {}, *_count_yearless(spellings, bare, year))
        order = best[0]
    order = order or "ymd"
    days = {text: day for text, spelling in known.items() if (day := spelling.read(order))}
    if year is not None:
        pairs = {text: found[order] for text, found in bare.items() if order in found}
        first = _first_of_year_before({month for month, _ in pairs.values()})
        days |= {
            text: day for text, (month, day_of) in pairs.items() if (day := _day(year - (month >= first), month, day_of))
        }
    return DayReading(order, (), (), days, *_count_yearless(spellings, bare, year))


def _without_months_first(text: str, days: Mapping[str, date | None]) -> Mapping[str, date | None]:
    """Return what a date with dots may be: nobody who writes dots writes the month first, if the day may stand there.

    >>> [sorted(_without_months_first(text, spell(text).days)) for text in ("01.10.2026", "01/10/2026", "01.13.2026")]
    [['dmy'], ['dmy', 'mdy'], ['dmy', 'mdy']]
    """
    if not _DOTTED.match(text.strip()) or not days.get("dmy"):
        return days
    return {order: day for order, day in days.items() if order != "mdy"}


_DOTTED = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}(?!\d)")


def check_remembered(reading: DayReading, spellings: Mapping[str, int], date_1904: bool = False) -> DayReading:
    """Return the days read under the order of earlier files, left open where this file has days that it cannot read.

    Where the order that reads more of them says another day of others, a person tells which; else that order is taken.

    >>> last = read_days({"5/13/2026": 1, "5/2/2026": 1}, "dmy")
    >>> check_remembered(last, {"5/13/2026": 1, "5/2/2026": 1}).open, check_remembered(last, {"13/5/2026": 1}).order
    (('mdy', 'dmy'), 'dmy')
    """
    unread = [text for text in spellings if text not in reading.days]
    own = read_days(spellings, date_1904=date_1904) if unread else reading
    if own.order in (None, reading.order) or not any(text in own.days for text in unread):
        return reading
    differing = [text for text, day in reading.days.items() if own.days.get(text, day) != day]
    if not differing:
        return own
    said = [text for text in unread if text in own.days]
    return DayReading(None, (own.order, reading.order), (differing[0], *said[:2]), {}, reading.no_year, reading.no_year_examples)


def _recent_order(found: Iterable[Mapping[str, object]], orders: Iterable[str], this_year: int | None) -> str | None:
    """Return the one order under which all days are recent, None where there is no such or another may be meant as well."""
    if this_year is None:
        return None
    spelled = list(found)
    years = {order: {day.year for days in spelled if isinstance(day := days.get(order), date)} for order in orders}
    recent = [order for order in years if years[order] <= {*range(this_year - 2, this_year + 1)}]
    others = [order for order in years if order not in recent and years[order] <= {*range(this_year - 5, this_year + 2)}]
    return recent[0] if len(recent) == 1 and not others else None


def _count_yearless(spellings: Mapping[str, int], bare: Mapping[str, object], year: int | None) -> tuple[int, tuple[str, ...]]:
    return (sum(spellings[text] for text in bare), tuple(list(bare)[:3])) if year is None else (0, ())


def _first_of_year_before(months: set[int]) -> int:
    """Return the first month that is of the year before, 13 where the months do not turn the year (see ``read_days``).

    >>> _first_of_year_before({11, 12, 1, 2}), _first_of_year_before({1, 12}), _first_of_year_before({1, 4, 8, 12})
    (11, 12, 13)
    """
    if not {1, 12} <= months:
        return 13
    in_order = sorted(months)
    gap, after = max((later - earlier - 1, later) for earlier, later in pairwise(in_order))
    return after if gap >= 6 else 13


def read_birthday(text: str, today: date | None = None) -> str | None:
    """Return a birthday as ISO text; without a year as --MM-DD; None where it is no day from 1900 to ``today``.

    Two digits of a year mean the last such year that is over. A lunar one, which says so, is kept as ``lunar`` has it.

    >>> read_birthday("1980/5/1"), read_birthday("5月1日"), read_birthday("12-31"), read_birthday("x")
    ('1980-05-01', '--05-01', '--12-31', None)
    >>> read_birthday("55年3月4日", date(2026, 9, 30)), read_birthday("2062-01-01", date(2026, 9, 30))
    ('1955-03-04', None)
    >>> read_birthday("农历八月十五"), read_birthday("lunar 1980-08-15"), read_birthday("阴历8-15"), read_birthday("农历19800815")
    ('lunar --08-15', 'lunar 1980-08-15', 'lunar --08-15', 'lunar 1980-08-15')
    """
    lunar = unmarked(text) if len(text) <= LONGEST else None
    if lunar is not None:
        # the latter where it is written as only days of the sun are: 19800815
        return read_lunar(lunar, today) or read_lunar(_read_solar(lunar) or "", today)
    return _read_solar(text, today)


def _read_solar(text: str, today: date | None = None) -> str | None:
    spelling, latest = spell(text), today or date(SANE_YEARS[-1], 12, 31)
    day = _sane(spelling.day or (read_days({text: 1}).days.get(text) if spelling.days else None))
    if day:
        if day > latest and str(day.year) not in fold_signs(text):
            day = _sane(_day(day.year - 100, day.month, day.day)) or day
        return day.isoformat() if day <= latest else None
    found = re.fullmatch(r"(?:--)?([0-9]{1,2})[-/.月]([0-9]{1,2})日?", _bare(text))
    leap_year_day = _day(2000, int(found[1]), int(found[2])) if found else None
    return leap_year_day.strftime("--%m-%d") if leap_year_day else None


_YEAR_MONTH = re.compile(r"([0-9]{4}|[0-9]{2}(?=\s*年))\s*[-/.年]\s*([0-9]{1,2})\s*(月份?)?")
_SOLID_MONTH = re.compile(r"([0-9]{4})([0-9]{2})(\.0+)?")
_MONTH_YEAR = re.compile(r"([0-9]{1,2})\s*[-/.]\s*([0-9]{4})")
_NAME_YEAR = re.compile(r"([a-z]{3,9})[-\s,.']*([0-9]{4}|[0-9]{2})", re.IGNORECASE)
_YEAR_NAME = re.compile(r"([0-9]{4})[-\s,.]*([a-z]{3,9})", re.IGNORECASE)


def read_month(text: str, date_1904: bool = False) -> date | None:
    """Return the first day of the month that a text means; any day of it means the month. None where it is no month.

    Where a day leaves the order of day and month open, the first of a month is meant.

    >>> [str(read_month(text)) for text in ("2026-09", "2026年9月", "202609", "2026/9/1", "46266", "Sep 2026")]
    ['2026-09-01', '2026-09-01', '2026-09-01', '2026-09-01', '2026-09-01', '2026-09-01']
    >>> str(read_month("01/09/2026")), str(read_month("09/01/2026")), read_month("2026-13"), read_month("9月")
    ('2026-09-01', '2026-09-01', None, None)
    """
    bare = _bare(text).strip()
    if found := _YEAR_MONTH.fullmatch(bare) or _SOLID_MONTH.fullmatch(bare):
        month = _sane(_day(_year(found[1]), int(found[2]), 1))
        if month is not None or len(bare) != 6:
            return month
    if found := _MONTH_YEAR.fullmatch(bare):
        return _sane(_day(int(found[2]), int(found[1]), 1))
    if found := _NAME_YEAR.fullmatch(bare):
        return _sane(_day(_year(found[2]), named_month(found[1]), 1))
    if found := _YEAR_NAME.fullmatch(bare):
        return _sane(_day(int(found[1]), named_month(found[2]), 1))
    spelling = spell(bare, date_1904)
    days = [day for order in ORDERS if (day := _sane(spelling.read(order)))]
    day = next((day for day in days if day.day == 1), None)
    if day is None and len({day.replace(day=1) for day in days}) == 1:
        day = days[0]
    return day and day.replace(day=1)


_GROUPED = re.compile(
    r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?|[0-9]{1,2}(,[0-9]{2})+,[0-9]{3}(\.[0-9]*)?|[0-9]{1,4}(,[0-9]{4})+(\.[0-9]*)?"
)
_GROUPED_COMMA = re.compile(r"[0-9]{1,3}([. ][0-9]{3})+(,[0-9]*)?|[0-9]+,[0-9]*")
_DOTS = re.compile(r"[0-9]\.[0-9]{3}\.[0-9]{3}(?![0-9])")  # 1.250.000
_DOT = re.compile(r"[0-9]\.[0-9]{3}(?![0-9])")
_YUAN, _SIGN = re.compile(r"^[¥￥]|(?<=[0-9])元$"), re.compile(r"[^0-9.,+()\s'-]")
_NO_PARTS = re.compile(r"(?<=[0-9])([,.])\s*[-–—]{1,2}$")  # 120,-
_APOSTROPHES = re.compile(r"(?<=[0-9])['’](?=[0-9]{3}(?:['’.]|$))")
_UNITS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "千": 10**3, "百": 10**2}
_SPOKEN = re.compile(r"([0-9]+)([万萬千百])([0-9])")  # 2千4


@lru_cache(8192)  # the same cells are read for each kind of file that may claim them
def read_number(text: str, decimal_comma: bool = False) -> Decimal | None:
    """Return the number a text means; None where it means none (commas must group properly).

    >>> read_number("¥1,234.50"), read_number("１２３４元"), read_number("(380.00)"), read_number("120-")
    (Decimal('1234.50'), Decimal('1234'), Decimal('-380.00'), Decimal('-120'))
    >>> read_number("1'234'567.50"), read_number("负12"), read_number("1'23"), read_number("▲1,200")
    (Decimal('1234567.50'), Decimal('-12'), None, Decimal('-1200'))
    >>> read_number("Rp 350.000", decimal_comma=True), read_number("NT$1,200"), read_number("120.-"), read_number("120-")
    (Decimal('350000'), Decimal('1200'), Decimal('120.00'), Decimal('-120'))
    >>> read_number("1.2万"), read_number("12,5"), read_number("12,5", decimal_comma=True), read_number("待核")
    (Decimal('12000.0'), None, Decimal('12.5'), None)
    >>> read_number("2千4"), read_number("1万2元"), read_number("3百")
    (Decimal('2400'), Decimal('12000'), Decimal('300'))
    """
    text = _bare(text)
    text = _without_currency(re.sub(r"[\u2212\u2010-\u2015]|^\s*[负負▲△]\s*(?=[0-9¥￥.])", "-", text)).strip()
    text = _NO_PARTS.sub(r"\g<1>00", text)
    if "'" in text or "’" in text:  # as the Swiss part off thousands
        text = _APOSTROPHES.sub("", text)
    negative = False
    if found := re.fullmatch(r"([-+]?)\s*\((.*)\)", text):
        negative, text = True, found[2].strip()
    elif text.startswith(("-", "+")):
        negative, text = text.startswith("-"), text[1:].strip()
    elif text.endswith("-"):
        negative, text = True, text[:-1].strip()
    if spoken := _SPOKEN.fullmatch(text):
        text = str(int(spoken[1]) * _UNITS[spoken[2]] + int(spoken[3]) * _UNITS[spoken[2]] // 10)
    unit = 1
    if text and text[-1] in _UNITS:
        unit, text = _UNITS[text[-1]], text[:-1].strip()
    if text.startswith("-") and not negative:
        negative, text = True, text[1:].strip()
    if decimal_comma and _GROUPED_COMMA.fullmatch(text):
        text = text.replace(".", "").replace(" ", "").replace(",", ".")
    elif "," in text or " " in text:
        joined = text.replace(" ", ",")
        if not _GROUPED.fullmatch(joined):
            return None
        text = joined.replace(",", "")
    if not re.fullmatch(r"([0-9]+\.?[0-9]*|\.[0-9]+)(e[-+]?[0-9]{1,2})?", text, re.IGNORECASE):
        return None
    try:
        value = Decimal(text) * unit
    except InvalidOperation:
        return None
    return None if value >= LARGEST else -value if negative else value


def _without_currency(text: str) -> str:
    bare = _YUAN.sub("", text)  # what most files have; to look for all others takes five times as long
    return currencies.ANY.sub("", bare) if _SIGN.search(bare) else bare


def uses_decimal_comma(texts: Iterable[str]) -> bool:
    """Return whether the commas of these texts part off decimals, and their points thousands, as in 1.234,50 or Rp 350.000.

    True only where at least one text cannot be read otherwise and none contradicts it.

    >>> uses_decimal_comma(["12,50", "1.234,5"]), uses_decimal_comma(["1,234", "12,5"]), uses_decimal_comma(["1,234"])
    (True, False, False)
    >>> uses_decimal_comma(["1.250.000"]), uses_decimal_comma(["Rp 350.000"]), uses_decimal_comma(["$350.000"])
    (True, True, False)
    """
    commas = [text for text in texts if "," in fold_signs(text) or _DOTS.search(text) or _has_pointed_thousands(text)]
    only = [read_number(text) is None or _has_pointed_thousands(text) for text in commas]
    read = [read_number(text, decimal_comma=True) is not None for text in commas]
    return any(one and two for one, two in zip(only, read, strict=True)) and all(only) and all(read)


def _has_pointed_thousands(text: str) -> bool:
    """Whether a text is in a currency without parts, whose points are always between thousands."""
    return bool(_DOT.search(text)) and bool(currencies.POINTED.search(fold_signs(text)))


def to_whole(value: Decimal) -> Decimal:
    """Return a number rounded half up to a whole one."""
    return value.quantize(Decimal(1), ROUND_HALF_UP)


def to_cents(value: Decimal) -> Decimal:
    """Return an amount rounded half up to the cent.

    >>> to_cents(Decimal("2.675")), to_cents(Decimal("-0.005"))
    (Decimal('2.68'), Decimal('-0.01'))
    """
    return value.quantize(CENT, ROUND_HALF_UP)


_LETTER = re.compile(r"([ABC])\s*[级級类類等档]?")
_POINTS = re.compile(r"([0-9]{1,9}(?:\.[0-9]*)?|\.[0-9]+)\s*分?")
_TIMES = re.compile(r"([0-9]{1,9}(?:\.[0-9]*)?|\.[0-9]+)\s*(?:次|回|times?)?\s*(?:[/每]\s*月|(?:a|per)\s+month)?", re.IGNORECASE)


def read_potential(text: str) -> str | None:
    """Return a potential as it is kept: A, B or C, or a number from 1 to 100 with at most two decimals; None where it is none.

    >>> read_potential("ａ"), read_potential("B类"), read_potential("80分"), read_potential("85.0"), read_potential("72.5")
    ('A', 'B', '80', '85', '72.5')
    >>> read_potential("D"), read_potential("0"), read_potential("101"), read_potential("高")
    (None, None, None, None)
    """
    bare = _bare(text).strip().upper()
    if found := _LETTER.fullmatch(bare):
        return found[1]
    points = _points(bare)
    return None if points is None or not 1 <= points <= MOST_POINTS else plain_number(to_cents(points))


def read_score(text: str) -> Decimal | None:
    """Return a score from 0 to 100, half up to four decimals; None where the text is none. The scale is the scheme's affair.

    >>> read_score("４．５分"), read_score("90"), read_score("-1"), read_score("100.01"), read_score("好")
    (Decimal('4.5000'), Decimal('90.0000'), None, None, None)
    """
    points = _points(_bare(text).strip())
    return None if points is None or points > MOST_POINTS else points.quantize(Decimal("0.0001"), ROUND_HALF_UP)


def read_contacts(text: str) -> str | None:
    """Return contacts a month as they are kept: a number from 0 to 10,000, half up to two decimals; None where it is none.

    >>> read_contacts("4次"), read_contacts("２.50"), read_contacts("0 次/月"), read_contacts("每周"), read_contacts("-1")
    ('4', '2.5', '0', None, None)
    """
    found = _TIMES.fullmatch(_bare(text).strip())
    number = None if found is None else Decimal(found[1])
    return None if number is None or number > MOST_CONTACTS else plain_number(to_cents(number))


def plain_number(number: Decimal) -> str:
    """Return a number as people write it, without zeros that say nothing.

    >>> plain_number(Decimal("80.00")), plain_number(Decimal("4.50")), plain_number(Decimal("0.0000"))
    ('80', '4.5', '0')
    """
    return f"{number.normalize():f}"


def _points(bare: str) -> Decimal | None:
    found = _POINTS.fullmatch(bare)
    return None if found is None else Decimal(found[1])


def yuan(amount: Decimal) -> str:
    """Return an amount as it stands in a notice, such as −¥1,200.00."""
    return f"{'−' if amount < 0 else ''}¥{abs(amount):,.2f}"

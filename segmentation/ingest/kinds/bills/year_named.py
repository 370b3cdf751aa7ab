"""The year of dates that say none, where what stands above the rows does: 老灶台 2026年10月 营业明细, 账单202610.csv."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from segmentation.ingest.examination import Examination
from segmentation.ingest.readers.read import Readable
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.values import DayReading, named_month, read_days

_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_PERIOD = re.compile(
    r"(?<!\d)(?P<year>20[0-4]\d)(?:\s*年度?\s*(?:(?P<a>1[0-2]|0?[1-9])\s*月)?|[-_./](?P<b>1[0-2]|0?[1-9])(?!\d)|"
    r"(?P<c>0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d)|(?![\d.]))|(?<!\d)(?P<short>[2-4]\d)\s*年\s*(?P<d>1[0-2]|0?[1-9])\s*月|"
    rf"(?<![a-z])(?P<month>{_MONTH})\.?[\s,_-]+(?P<after>20[0-4]\d)(?!\d)",
    re.IGNORECASE,
)
_END = "\x1f"
# when the file was made says nothing of its rows
_MADE = re.compile(
    rf"(打印|导出|制表|生成|下载|print|export|generat|creat|download)[^{_END}]*({_END}[\s\d:./年月日-]+)?", re.IGNORECASE
)
_NEAR = timedelta(31)


def months_named(readable: Readable) -> set[tuple[int, int | None]]:
    """Return the years that the name of a file, of its sheet or a title names, each with the month where one stands beside it.

    The day on which the file was printed or exported is none of them.
    """
    cells = (Path(readable.file_name).stem, readable.sheet or "", *readable.titles)
    above = _MADE.sub(" ", _END.join(cells))
    named = set()
    for found in _PERIOD.finditer(above):
        year = int(found["year"] or found["after"] or f"20{found['short']}")
        month = found["a"] or found["b"] or found["c"] or found["d"]
        named.add((year, int(month) if month else named_month(found["month"] or "") or None))
    return named


def take_named_year(
    found: Examination, days: DayReading, texts: Mapping[str, int], order: str | None, how: Mapping[str, Any]
) -> DayReading:
    """Return the days with the year that stands above the rows, and tell; as they are where none, or several, or another fits.

    Each day must then lie within a month of those named, or where only a year is named, within it and not ahead of today;
    the months named tell the order of day and month too.
    """
    named = months_named(found.readable)
    years = {year for year, _ in named}
    if len(years) != 1:
        return days
    [year] = years
    months = [month for _, month in named if month]
    spans = [(date(year, month, 1), _last_of(year, month)) for month in months] or [(date(year, 1, 1), date(year, 12, 31))]
    near = _NEAR if months else timedelta(0)
    fitting = []
    for each in days.open or (order,):
        own = read_days(texts, each, found.readable.date_1904, year=year, **how)
        bare = [day for text, day in own.days.items() if text not in days.days or days.open]
        ahead = found.today is not None and any(day > found.today + timedelta(1) for day in bare)
        if bare and not ahead and all(any(first - near <= day <= last + near for first, last in spans) for day in bare):
            fitting.append((sum(first <= day <= last for day in bare for first, last in spans), own))
    best = max((inside for inside, _ in fitting), default=0)
    told = [own for inside, own in fitting if inside == best]
    if len(told) != 1:
        return days
    text = N_("{count} dates say no year; they are of {year}, as the title or the name of the file says.")
    found.notices.append(Notice("year_named", text, sum(texts[each] for each in told[0].days if each in texts), {"year": year}))
    return replace(told[0], no_year=0, no_year_examples=())


def _last_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(1)

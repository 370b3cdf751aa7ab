"""Birthdays of the days to come: which kept day and month falls on which day."""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta

import pyarrow as pa

from segmentation.language.lunar import lunar_birthdays

BIRTHDAYS = 7  # days, the day of the page among them


def birthdays_asked(on: date, days: int = BIRTHDAYS) -> pa.Table:
    """Return the days from ``on``, and the birthdays that are kept on each: solar ones, and lunar ones with their mark.

    >>> birthdays_asked(date(2026, 2, 27))["month_day"].to_pylist()[:4]
    ['02-27', 'lunar 01-11', 'leap 01-11', '02-28']
    """
    rows = []
    for day in (on + timedelta(days=number) for number in range(days)):
        rows.append((day, f"{day:%m-%d}"))
        if (day.month, day.day) == (2, 28) and not isleap(day.year):
            rows.append((day, "02-29"))
        rows += ((day, lunar) for lunar in lunar_birthdays(day))
    kept, texts = zip(*rows, strict=True)
    return pa.table({"day": pa.array(kept, pa.date32()), "month_day": pa.array(texts, pa.string())})

"""What stands below the columns of months."""

from __future__ import annotations

from datetime import date

from segmentation.language.i18n import format_month, translator

MONTHS_LABELLED = 15


def month_tick(month: date, number: int, count: int, lang: str, until: date | None = None) -> str:
    """Return the month with the year under the first and every January; under all where there are so many that some are left out.

    ``until`` is the last day of a month that is not over.
    """
    if until is not None:
        _ = translator(lang)
        return _("{month}\nto day {day}").format(month=_month_only(month, lang), day=until.day)
    year = f"\n{month.year}" if number == 0 or month.month == 1 or count > MONTHS_LABELLED else ""
    return _month_only(month, lang) + year


def _month_only(month: date, lang: str) -> str:
    """Return 9月 or Sep.

    >>> _month_only(date(2026, 9, 1), "zh"), _month_only(date(2026, 9, 1), "en")
    ('9月', 'Sep')
    """
    return f"{month.month}月" if lang == "zh" else format_month(month, lang).split(" ")[0]

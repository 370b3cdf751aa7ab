"""When a job is due: times as cron writes them, by the wall clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, format_weekday, translator

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAILY = "*"


def next_moment(when: str, after: datetime) -> datetime:
    """Return the first moment after ``after`` at which a job with these times is due.

    Days of the week are best written by name, mon to sun.

    >>> next_moment("0 8 * * mon", datetime(2026, 11, 30, 7, 59)), next_moment("0 8 * * mon", datetime(2026, 11, 30, 8))
    (datetime.datetime(2026, 11, 30, 8, 0), datetime.datetime(2026, 12, 7, 8, 0))
    """
    found = _trigger(when).get_next_fire_time(None, (after + timedelta(microseconds=1)).replace(tzinfo=UTC))
    if found is None:
        raise _bad(when)
    return found.replace(tzinfo=None)


def check_when(when: str) -> None:
    """Raise InputError for what is no times of a job."""
    next_moment(when, datetime(2026, 1, 1))


def is_due(when: str, last: datetime, now: datetime) -> bool:
    """Return whether a job that ran last at ``last`` is to run at ``now``: once, however many of its times have gone by.

    >>> is_due("30 3 * * *", datetime(2026, 11, 27, 3, 30), datetime(2026, 11, 30, 9))
    True
    """
    return next_moment(when, last) <= now


def when_text(when: str, lang: str) -> str:
    """Return times in words where they are those of every day or of a day of the week; else as cron writes them.

    >>> when_text("30 3 * * *", "en"), when_text("0 8 * * mon", "en"), when_text("0 8 1 * *", "en")
    ('every day at 03:30', 'Mon at 08:00', '0 8 1 * *')
    """
    _ = translator(lang)
    if when == "* * * * *":
        return _("all the time")
    found = read_when(when)
    if found is None:
        return when
    weekday, time = found
    if weekday == DAILY:
        return _("every day at {time}").format(time=f"{time:%H:%M}")
    return _("{weekday} at {time}").format(weekday=name_weekday(weekday, lang), time=f"{time:%H:%M}")


def read_when(when: str) -> tuple[str, time] | None:
    """Return the day of the week (one of WEEKDAYS, or DAILY) and the time of day; None for times of another form.

    >>> read_when("30 3 * * *"), read_when("0 8 1 * *")
    (('*', datetime.time(3, 30)), None)
    """
    minute, hour, *days, weekday = when.split()
    if not (minute.isdecimal() and hour.isdecimal()) or days != ["*", "*"] or weekday not in (DAILY, *WEEKDAYS):
        return None
    return weekday, time(int(hour), int(minute))


def write_when(weekday: str, at: time) -> str:
    """Return what ``read_when`` reads.

    >>> write_when("mon", time(8, 5))
    '5 8 * * mon'
    """
    return f"{at.minute} {at.hour} * * {weekday}"


def name_weekday(weekday: str, lang: str) -> str:
    """Return one of WEEKDAYS as it is called."""
    return format_weekday(date(2026, 11, 30) + timedelta(days=WEEKDAYS.index(weekday)), lang)  # from a Monday on


def _trigger(when: str):
    from apscheduler.triggers.cron import CronTrigger  # only here: no page needs it

    try:
        return CronTrigger.from_crontab(when, timezone=UTC)
    except ValueError as error:
        raise _bad(when) from error


def _bad(when: str) -> InputError:
    text = N_("“{when}” is no time: write minute, hour, day, month and day of the week, as in 0 8 * * mon.")
    return InputError("bad_times", text, when=when)

"""When a job is due: times as cron writes them, by the wall clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_


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


def _trigger(when: str):
    from apscheduler.triggers.cron import CronTrigger  # only here: no page needs it

    try:
        return CronTrigger.from_crontab(when, timezone=UTC)
    except ValueError as error:
        raise _bad(when) from error


def _bad(when: str) -> InputError:
    text = N_("“{when}” is no time: write minute, hour, day, month and day of the week, as in 0 8 * * mon.")
    return InputError("bad_times", text, when=when)

"""Which festival is next, and with which of the year before it is compared: a festival of one year is an edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from segmentation.language.festivals import FESTIVALS, festival_day
from segmentation.settings.festival_windows import Around

SOON = 30  # days before its window opens, from which on a coming festival is what a page begins with


@dataclass(frozen=True)
class Edition:
    """A festival of one year: its day, and the first and last day that belong to it."""

    key: str
    year: int
    day: date
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days belong to it."""
        return (self.last - self.first).days + 1


def find_edition(key: str, year: int, windows: Mapping[str, Around]) -> Edition | None:
    """Return the festival of a year with its window; None for a year without a lunar calendar.

    >>> find_edition("mid_autumn", 2026, {"mid_autumn": Around(7, 1)}).last
    datetime.date(2026, 9, 26)
    """
    day, around = festival_day(key, year), windows[key]
    if day is None:
        return None
    return Edition(key, year, day, day - timedelta(days=around.before), day + timedelta(days=around.after))


def editions_of(key: str, first: date, last: date, windows: Mapping[str, Around]) -> list[Edition]:
    """Return the editions of a festival whose window has a day from ``first`` to ``last``, in order."""
    found = (find_edition(key, year, windows) for year in range(first.year - 1, last.year + 2))
    return [each for each in found if each and each.last >= first and each.first <= last]


def next_editions(on: date, windows: Mapping[str, Around]) -> list[Edition]:
    """Return of each festival the edition that is not over on a day, by the day of the festival."""
    found = []
    for key in FESTIVALS:
        ahead = editions_of(key, on, on + timedelta(days=430), windows)  # a lunar year has up to 385 days
        found += ahead[:1]
    return sorted(found, key=lambda each: (each.day, each.key))


def last_begun(key: str, day: date, windows: Mapping[str, Around]) -> Edition | None:
    """Return the latest edition of a festival whose window has opened by a day."""
    found = [each for each in editions_of(key, day - timedelta(days=430), day, windows) if each.first <= day]
    return found[-1] if found else None


def year_before(edition: Edition, windows: Mapping[str, Around]) -> Edition | None:
    """Return the edition of the year before, with the window as it is now; None where there is none."""
    return find_edition(edition.key, edition.year - 1, windows)


def now_of(key: str, as_of: date, on: date, windows: Mapping[str, Around]) -> Edition | None:
    """Return which edition of a festival one looks at: the coming one from ``SOON`` days before it opens, else the last begun."""
    coming = next((each for each in next_editions(on, windows) if each.key == key), None)
    if coming and coming.first <= on + timedelta(days=SOON):
        return coming
    return last_begun(key, as_of, windows) or coming


def first_to_look_at(as_of: date, on: date, windows: Mapping[str, Around]) -> Edition | None:
    """Return with which festival a page begins: the next that is soon or running, else the one that was last by ``as_of``."""
    soon = [each for each in next_editions(on, windows) if each.first <= on + timedelta(days=SOON)]
    if soon:
        return soon[0]
    begun = [each for key in FESTIVALS if (each := last_begun(key, as_of, windows))]
    return max(begun, key=lambda each: (each.day, each.key), default=None)

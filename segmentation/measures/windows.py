"""Over which days a figure is measured, and how many of them the store's bills cover: said wherever a window is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from segmentation.language.i18n import format_count, format_day, translator
from segmentation.warehouse import Warehouse

ALL = "all"
CLOSED_DAYS = 28  # without any bill for so long, bills are missing or the house was closed


@dataclass(frozen=True)
class Window:
    """The days up to ``as_of`` over which something is measured: ``choice`` is how many ("60" … "365"), or "all".

    ``covered`` is how many of them the store's bills cover: those from its first bill to its last, without any
    ``CLOSED_DAYS`` or more in a row that have none.
    """

    choice: str
    as_of: date
    covered: int

    @property
    def days(self) -> int | None:
        """How many days it has; None for all history."""
        return None if self.choice == ALL else int(self.choice)

    @property
    def is_covered(self) -> bool:
        """Whether the bills cover all of it; all history is what there is."""
        return self.days is None or self.covered >= self.days


def first_bill(warehouse: Warehouse, store_id: int) -> date | None:
    """Return the day of the store's first bill, walk-ins included; None for a store without bills."""
    return warehouse.cursor().execute("select min(day) from days where store_id = $store", {"store": store_id}).fetchall()[0][0]


def read_window(warehouse: Warehouse, store_id: int, as_of: date, choice: str) -> Window:
    """Return the window of a store up to a day with the days that its bills cover; a store without bills covers none."""
    ask = {"store": store_id, "as_of": as_of}
    first, last = warehouse.cursor().execute(
        "select min(day), max(day) from days where store_id = $store and day <= $as_of", ask
    ).fetchall()[0]
    if first is None:
        return Window(choice, as_of, 0)
    start = first if choice == ALL else max(first, as_of - timedelta(days=int(choice) - 1))
    covered = max(0, (last - start).days + 1)
    for row in warehouse.rows("measures/movement/silent_stretches", **ask, least=CLOSED_DAYS):
        covered -= max(0, (row["last_day"] - max(start, row["first_day"])).days + 1)
    return Window(choice, as_of, covered)


def silent_stretches(warehouse: Warehouse, store_id: int, as_of: date) -> list[dict[str, date]]:
    """Return the first and last day of each stretch of ``CLOSED_DAYS`` or more without a bill up to a day, and of the days since
    the last bill where these are as many: the bills do not reach over them."""
    ask = {"store": store_id, "as_of": as_of}
    found = warehouse.rows("measures/movement/silent_stretches", **ask, least=CLOSED_DAYS)
    last = warehouse.cursor().execute("select max(day) from days where store_id = $store and day <= $as_of", ask).fetchall()[0][0]
    if last is not None and (as_of - last).days >= CLOSED_DAYS:
        found.append({"first_day": last + timedelta(days=1), "last_day": as_of})
    return found


def covered_days(first: date, until: date, begins: date | None, silent: Iterable[Mapping[str, date]]) -> int:
    """Return how many of the days the bills reach over: none before the first bill, none of a stretch that has none."""
    if begins is None:
        return 0
    days = max(0, (until - max(first, begins)).days + 1)
    for row in silent:
        days -= max(0, (min(until, row["last_day"]) - max(first, row["first_day"])).days + 1)
    return max(0, days)


def window_text(window: Window, lang: str) -> str:
    """Return the window in words, with the days that are covered where that is not all of them.

    >>> window_text(Window("365", date(2026, 10, 31), 365), "en"), window_text(Window("all", date(2026, 10, 31), 9), "en")
    ('365 days up to 31 Oct 2026', 'all history up to 31 Oct 2026')
    >>> window_text(Window("365", date(2026, 10, 31), 212), "en")
    '365 days up to 31 Oct 2026 (bills cover 212 of 365 days)'
    """
    _ = translator(lang)
    day = format_day(window.as_of, lang)
    if window.days is None:
        return _("all history up to {day}").format(day=day)
    text = (
        _("{days} days up to {day}") if window.is_covered
        else _("{days} days up to {day} (bills cover {covered} of {days} days)")
    )
    return text.format(days=window.days, day=day, covered=format_count(window.covered, lang))


def measured_text(window: Window, lang: str) -> str:
    """Return the window in words as it stands beside another one: of all history too with the days that the bills cover.

    >>> measured_text(Window("all", date(2026, 10, 31), 426), "en"), measured_text(Window("365", date(2026, 10, 31), 365), "en")
    ('all history up to 31 Oct 2026 (bills over 426 days)', '365 days up to 31 Oct 2026')
    """
    text = window_text(window, lang)
    if window.days is not None:
        return text
    return translator(lang)("{window} (bills over {covered})").format(window=text, covered=covered_text(window, lang))


def covered_text(window: Window, lang: str) -> str:
    """Return how many days of a window the bills cover, as it stands in a sentence.

    >>> covered_text(Window("365", date(2026, 10, 31), 212), "en"), covered_text(Window("all", date(2026, 10, 31), 9), "en")
    ('212 of 365 days', '9 days')
    """
    _ = translator(lang)
    text = _("{covered} days") if window.days is None else _("{covered} of {days} days")
    return text.format(covered=format_count(window.covered, lang), days=window.days)


def unlike_text(windows: Sequence[Window], names: Sequence[str], lang: str) -> str:
    """Return that two windows cannot be set against each other, for the bills of each cover other days of it."""
    _ = translator(lang)
    text = _(
        "The two sides are not measured alike: the bills of {one} cover {covered}, those of {other} {other_covered}. "
        "A longer time brings more by itself."
    )
    one, other = (covered_text(window, lang) for window in windows)
    return text.format(one=names[0], other=names[1], covered=one, other_covered=other)


def longest_common(windows: Sequence[Window], choices: Iterable[str]) -> str | None:
    """Return the longest of ``choices`` that every window covers wholly; None where none of them is short enough.

    >>> pair = [Window("365", date(2026, 10, 31), 365), Window("365", date(2026, 10, 31), 212)]
    >>> longest_common(pair, ("60", "90", "180", "365", "all"))
    '180'
    """
    least = min(window.covered for window in windows)
    fitting = [int(choice) for choice in choices if choice != ALL and int(choice) <= least]
    return str(max(fitting)) if fitting else None


def can_be_compared(windows: Sequence[Window]) -> bool:
    """Return whether windows have bills for as many days as each other, all history too.

    >>> can_be_compared([Window("365", date(2026, 10, 31), 365), Window("365", date(2026, 10, 31), 212)])
    False
    """
    return len({window.covered for window in windows}) == 1

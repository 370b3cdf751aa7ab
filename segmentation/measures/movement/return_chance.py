"""After so many weeks of silence, does he still come back: Kaplan–Meier over the gaps between visits (回来的机会).

A gap runs from one day visited to the next. The last gap of every customer has not ended by the as-of day: he may still
come, so it is censored, not counted as lost.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import exp, log, sqrt

import pyarrow as pa

from segmentation.language.i18n import format_count, format_ratio, format_whole_ratio, listed, translator
from segmentation.measures.normal import Z_95
from segmentation.warehouse import Warehouse

AHEAD = 12  # weeks in which "still came back" is asked
MARKS = (12, 24)  # weeks of silence that are marked
RULE_OF_THUMB = {12: 0.10, 24: 0.05}  # of those silent for so many weeks the share that ever comes back, as supermarkets count on
MOST = 0.9  # of those who return: by when these have is proposed as active days
ENOUGH = 20  # gaps still running; with fewer the curve's end is chance, and nothing is proposed from it
DAYS_A_WEEK = 7


@dataclass(frozen=True)
class ReturnCurve:
    """How many customers stay silent for how long: one of ``group``, "" for all of the store.

    ``weeks``, one row per whole week from 0 to the last that was observed: week, still_silent (0–1: the share whose gap is
    longer than 7 × week days), low and high (its 95 % confidence band), at_risk (gaps of at least 7 × week days), back_within
    (the share that came back within the next 12 weeks, of those still silent: 1 − S(week + 12) ÷ S(week); null where that was
    not observed yet, or nobody is silent any more), back_ever (the share that came back at all, as far as the bills reach: 1 −
    S(last day) ÷ S(week); null where back_within is: with less than 12 weeks to come it would say next to nothing).

    ``returns`` gaps ended with a visit, ``censored`` had not by the as-of day. ``most_days`` is the day by which 90 % of those
    who return have returned, to be offered as the store's active days, never imposed; None where no curve can tell: it is read
    up to the last day on which at least 20 gaps were still running.
    """

    group: str
    returns: int
    censored: int
    weeks: pa.Table
    most_days: int | None

    def back_within(self, week: int) -> float | None:
        """Return the share (0–1) that still came back within 12 weeks after ``week`` weeks of silence; None where unknown."""
        return self.weeks["back_within"][week].as_py() if 0 <= week < self.weeks.num_rows else None

    def back_ever(self, week: int) -> float | None:
        """Return the share (0–1) that came back after ``week`` weeks of silence, as far as bills reach; None where unknown."""
        return self.weeks["back_ever"][week].as_py() if 0 <= week < self.weeks.num_rows else None

    def still_silent(self, week: int) -> float | None:
        """Return the share (0–1) still silent after ``week`` weeks; None where it was not observed so long."""
        return self.weeks["still_silent"][week].as_py() if 0 <= week < self.weeks.num_rows else None


@dataclass(frozen=True)
class CurvePoint:
    """The curve after a day: the share still silent, and the sum that Greenwood's variance is made of."""

    day: int
    silent: float
    greenwood: float


def read_return_curve(warehouse: Warehouse, store_id: int, as_of: date) -> ReturnCurve:
    """Return the curve of a store's known customers as of a day; nothing after it is seen.

    Two bills on one day are one visit. Every gap counts alike, so customers who come often weigh more. A store without a known
    customer gives a curve without weeks.
    """
    return next(iter(_read(warehouse, store_id, as_of, None)), _curve("", ()))


def read_return_curves(
    warehouse: Warehouse, store_id: int, as_of: date, customers: pa.Table, by: str
) -> dict[str, ReturnCurve]:
    """Return a curve for every value of the column ``by`` (tier, module …) of a graded list, by that value.

    ``customers`` has ``customer`` and ``by``, each customer once; those without a value are in no curve. A tier that is given by
    silence itself (D) tells nothing but that: it is the gaps of those who are asleep now.
    """
    groups = pa.table({
        "customer_key": customers["customer"].cast(pa.string()), "group_key": customers[by].cast(pa.string()),
    })
    return {curve.group: curve for curve in _read(warehouse, store_id, as_of, groups)}


def _read(warehouse: Warehouse, store_id: int, as_of: date, groups: pa.Table | None) -> list[ReturnCurve]:
    nobody = pa.table({"customer_key": pa.nulls(0, pa.string()), "group_key": pa.nulls(0, pa.string())})
    frames = {"groups": nobody if groups is None else groups}
    rows = warehouse.over("measures/movement/gaps", frames, store=store_id, as_of=as_of, grouped=groups is not None).to_pylist()
    return [
        _curve(group, [GapLength(row["gap_days"], row["returned"], row["censored"], row["at_risk"]) for row in found])
        for group, found in groupby(rows, key=lambda row: row["group_key"])
    ]


@dataclass(frozen=True)
class GapLength:
    """A row of the life table: gaps of so many days, how many ended with a visit and how many were censored; at_risk before."""

    days: int
    returned: int
    censored: int
    at_risk: int


def survive(table: Sequence[GapLength]) -> list[CurvePoint]:
    """Return the Kaplan–Meier curve of a life table, rising by days: a point at 0 and one a row.

    S = product of (1 − returned ÷ at_risk); Greenwood's sum = sum of returned ÷ (at_risk × (at_risk − returned)), infinite where
    nobody is left (Kaplan and Meier 1958; Greenwood 1926).

    >>> [round(point.silent, 3) for point in survive([GapLength(1, 1, 0, 4), GapLength(2, 1, 1, 3), GapLength(5, 0, 1, 1)])]
    [1.0, 0.75, 0.5, 0.5]
    """
    points = [CurvePoint(0, 1.0, 0.0)]
    for row in table:
        last, staying = points[-1], row.at_risk - row.returned
        # divided first, so that a day on which nobody returned multiplies by exactly 1 and the curve never rises
        more = row.returned / (row.at_risk * staying) if staying else float("inf") if row.returned else 0.0
        points.append(CurvePoint(row.days, last.silent * (staying / row.at_risk), last.greenwood + more))
    return points


def band(point: CurvePoint) -> tuple[float, float]:
    """Return the 95 % confidence band of a point, by Greenwood's variance of log(−log S): it stays within 0 and 1.

    >>> [round(end, 3) for end in band(CurvePoint(2, 0.5, 0.25))]
    [0.058, 0.845]
    """
    if not 0 < point.silent < 1:
        return point.silent, point.silent
    half = Z_95 * sqrt(point.greenwood) / log(point.silent)
    low, high = sorted(point.silent ** exp(sign * half) for sign in (-1, 1))
    return low, high


def _curve(group: str, table: Sequence[GapLength]) -> ReturnCurve:
    returns, censored = (sum(getattr(row, name) for row in table) for name in ("returned", "censored"))
    points = survive(table)
    count = table[-1].days // DAYS_A_WEEK + 1 if table else 0
    weekly = [points[bisect_right(points, DAYS_A_WEEK * week, key=_day) - 1] for week in range(count)]
    bands = [band(point) for point in weekly]
    silent = [point.silent for point in weekly]
    back = [_back(silent, week) for week in range(count)]
    ever = [None if soon is None else 1 - points[-1].silent / share for soon, share in zip(back, silent, strict=True)]
    at_risk = [table[bisect_left(table, DAYS_A_WEEK * week, key=lambda row: row.days)].at_risk for week in range(count)]
    share = pa.float64()
    weeks = pa.table({
        "week": pa.array(range(count), pa.int64()), "still_silent": pa.array(silent, share),
        "low": pa.array([low for low, _high in bands], share), "high": pa.array([high for _low, high in bands], share),
        "at_risk": pa.array(at_risk, pa.int64()), "back_within": pa.array(back, share),
        "back_ever": pa.array(ever, share),
    })
    return ReturnCurve(group, returns, censored, weeks, most_return_by(table))


def _day(point: CurvePoint) -> int:
    return point.day


def _back(silent: Sequence[float], week: int) -> float | None:
    if week + AHEAD >= len(silent) or not silent[week]:
        return None
    return 1 - silent[week + AHEAD] / silent[week]


def most_return_by(table: Sequence[GapLength], most: float = MOST, enough: int = ENOUGH) -> int | None:
    """Return the day by which the share ``most`` of those who return have returned; None where that cannot be told.

    Who returns is read from the curve up to the last day on which ``enough`` gaps were still running: 1 − S of that day.

    >>> most_return_by([GapLength(7, 90, 0, 130), GapLength(20, 10, 0, 40), GapLength(90, 0, 30, 30)])
    7
    """
    points = survive([row for row in table if row.at_risk >= enough])
    returned = 1 - points[-1].silent
    if returned <= 0:
        return None
    return next(point.day for point in points if 1 - point.silent >= most * returned - 1e-12)


def finding_groups(curves: Mapping[str, ReturnCurve], groups: Sequence[tuple[str, str, str]], lang: str) -> str:
    """Return for each group (key, label, colour) what shares come back after the marked weeks, as far as they are known."""
    _ = translator(lang)
    parts = []
    for key, label, _colour in groups:
        if key in curves:
            curve = curves[key]
            known = [f"{_share(curve.back_within(week), lang)} ({_share(curve.back_ever(week), lang)})" for week in MARKS]
            parts.append(f"{label} {' / '.join(known)}")
    text = _("Come back within 12 weeks (in brackets: ever, as far as the bills reach) after {weeks} weeks of silence: {groups}.")
    return text.format(weeks=" / ".join(map(str, MARKS)), groups=" · ".join(parts))


def finding_most_days(days: int, now: int, lang: str) -> str:
    """Return by which day most of those who return have returned, beside the active days of ``now``."""
    _ = translator(lang)
    text = _("{share} of those who return have returned by day {days}. Active days of this store: {now}.")
    return text.format(share=format_ratio(MOST, lang, 0), days=format_count(days, lang), now=format_count(now, lang))


def finding_return(curve: ReturnCurve, lang: str) -> str:
    """Return in words what share still comes back after 12 and 24 weeks of silence, soon and ever, as far as it is known."""
    _ = translator(lang)
    known = [week for week in MARKS if curve.back_ever(week) is not None]
    if not known:
        return _("The bills do not reach back far enough yet to tell the chance of return after 12 weeks")
    first = _("After {weeks} weeks of silence {within} come back within 12 weeks and {ever} ever, as far as the bills reach")
    first = first.format(
        weeks=known[0], within=_share(curve.back_within(known[0]), lang), ever=_share(curve.back_ever(known[0]), lang)
    )
    if len(known) == 1:
        return first
    second = _("after {weeks} weeks {within} and {ever}").format(
        weeks=known[1], within=_share(curve.back_within(known[1]), lang), ever=_share(curve.back_ever(known[1]), lang)
    )
    return f"{first}{'; ' if lang == 'en' else '；'}{second}"


def finding_silence(curve: ReturnCurve, lang: str) -> str:
    """Return in words what share of the gaps lasts longer than the marked weeks, as far as the curve goes."""
    _ = translator(lang)
    known = [week for week in MARKS if week < curve.weeks.num_rows]
    if not known:
        return finding_return(curve, lang)
    text = _("{share} of the gaps between visits last longer than {weeks} weeks")
    parts = [text.format(share=format_whole_ratio(curve.still_silent(known[0]), lang), weeks=known[0])]
    if known[1:]:
        text = _("{share} longer than {weeks}")
        parts.append(text.format(share=format_whole_ratio(curve.still_silent(known[1]), lang), weeks=known[1]))
    return (", " if lang == "en" else "，").join(parts)


def finding_ever(curve: ReturnCurve, lang: str) -> str:
    """Return in words what share of those silent for the marked weeks comes back ever, as far as it is known."""
    _ = translator(lang)
    known = [week for week in MARKS if curve.back_ever(week) is not None]
    if not known:
        return finding_return(curve, lang)
    parts = listed((
        _("{share} after {weeks} weeks").format(share=_share(curve.back_ever(week), lang), weeks=week) for week in known
    ), lang)
    return _("Of the silent come back in the end: {shares}").format(shares=parts)


def finding_most_loyal(curves: Mapping[str, ReturnCurve], groups: Sequence[tuple[str, str, str]], lang: str) -> str:
    """Return which group comes back most and least within 12 weeks of the first marked week; of all where no two are known."""
    _, week = translator(lang), MARKS[0]
    known = [(label, curves[key].back_within(week)) for key, label, _colour in groups if key in curves]
    known = sorted((each for each in known if each[1] is not None), key=lambda each: -each[1])
    if len(known) < 2:
        return _("Too few groups are known long enough to compare their chance of return")
    text = _("After {weeks} weeks of silence {best} come back most, {most} within 12 weeks, {last} least, {least}")
    return text.format(
        weeks=week, best=known[0][0], most=_share(known[0][1], lang), last=known[-1][0], least=_share(known[-1][1], lang)
    )


def _share(share: float | None, lang: str) -> str:
    return format_ratio(share, lang, 0)

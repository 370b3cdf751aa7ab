"""Coming, going and coming back as described charts: the bridge, rates and money over time, cohorts, the chance of return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from segmentation.charts.palette import IDENTIFIED, MANAGED, MANAGED_ACTIVE, REFERENCE
from segmentation.language.i18n import count_customers, format_count, format_day, format_month, format_ratio, translator
from segmentation.measures.movement.cohorts import Cohorts
from segmentation.measures.movement.retention import Retention
from segmentation.measures.movement.return_chance import MARKS, ReturnCurve
from segmentation.slides import Category, Chart, Grid, GridCell, Series

ACTIVE, LOST, BACK, NEW = IDENTIFIED, REFERENCE, MANAGED_ACTIVE, MANAGED
PERIODS_SHOWN = 24
COHORTS_SHOWN = 13  # rows and columns of the triangle: a year and the month it began with
WEEKS_SHOWN = 52
AVERAGE_SHOWN = 12  # months since
FIRST_BOX = "#DADFE4"  # of month 0, which is always everybody: it shall not set the scale of the others

Row = Mapping[str, Any]


def period_label(row: Row, period: str, lang: str, *, marked: bool = True) -> str:
    """Return a period of ``Retention.periods`` as people write it; ``marked``: one that is not complete says so.

    >>> row = {"start": date(2026, 4, 1), "end": date(2026, 6, 30), "complete": True}
    >>> [period_label(row, each, "en") for each in ("month", "quarter", "year")]
    ['Apr 2026', 'Q2 2026', '2026']
    """
    _ = translator(lang)
    start: date = row["start"]
    text = {
        "month": format_month(start, lang),
        "quarter": _("Q{quarter} {year}").format(quarter=(start.month + 2) // 3, year=start.year),
        "year": _("{year}").format(year=start.year),
    }[period]
    return text if row["complete"] or not marked else _("{period} (not complete)").format(period=text)


def tell_bridge(row: Row, period: str, lang: str, subtitle: str, begins: date | None = None) -> Chart:
    """Return one period of ``Retention.periods`` as a waterfall from those active at its start to those active at its end.

    ``begins`` is the day of the first bill, as for ``bridge_finding``.
    """
    _ = translator(lang)
    bars = (
        (_("Active at the start"), row["active_start"], ACTIVE, False), (_("Fell asleep"), -row["churned"], LOST, True),
        (_("Came back"), row["reactivated"], BACK, False), (_("Newly won"), row["new"], NEW, False),
        (_("Active at the end"), row["active_end"], ACTIVE, False),
    )
    return Chart(
        "waterfall", bridge_finding(row, period, lang, begins), subtitle,
        tuple(Category(label, colour, hatched) for label, _value, colour, hatched in bars),
        (Series(_("Customers"), "count", tuple(value for _label, value, _colour, _hatched in bars)),),
        notes=(_(
            "Active at the end = active at the start − fell asleep + came back + newly won. Who came for the first time, or "
            "again, and is asleep at the end is in neither."
        ),),
    )


def bridge_finding(row: Row, period: str, lang: str, begins: date | None = None) -> str:
    """Return in words whether the base grew or leaked in the period, and by whom.

    Where the bills begin in the period (``begins``, the day of the first) everybody is new by force: then that is said.
    """
    _ = translator(lang)
    when = period_label(row, period, lang)
    if begins is not None and begins >= row["start"]:
        text = _("{when}: the bills begin here, so it cannot be told yet who is new and who was lost; {count} active at the end")
        return text.format(when=when, count=format_count(row["active_end"], lang))
    came, went = row["reactivated"] + row["new"], row["churned"]
    if not came and not went:
        text = _("{when}: nobody came and nobody fell asleep; {count} active")
        return text.format(when=when, count=format_count(row["active_end"], lang))
    if came > went:
        text = _("{when}: the base grew by {more} to {end}; {came} came, {went} fell asleep")
    elif came < went:
        text = _("{when}: the base shrank by {more} to {end}; {came} came, {went} fell asleep")
    else:
        text = _("{when}: the base stayed at {end}; {came} came, {went} fell asleep")
    more, end, came, went = (format_count(each, lang) for each in (abs(came - went), row["active_end"], came, went))
    return text.format(when=when, more=more, end=end, came=came, went=went)


def tell_rates(found: Retention, lang: str, subtitle: str) -> Chart | None:
    """Return churn, retention and return rate over time as lines, periods not settled being marked.

    None where less than two periods have a rate: a single point is no line.
    """
    _ = translator(lang)
    rows = _shown(found)
    if sum(row["churn_rate"] is not None or row["return_rate"] is not None for row in rows) < 2:
        return None
    lines = (
        (_("Churn rate"), "churn_rate", LOST), (_("Retention rate"), "retention", ACTIVE),
        (_("Return rate"), "return_rate", BACK),
    )
    return Chart(
        "line", rates_finding(found, lang), subtitle, _categories(rows, found.period, lang, "settled"),
        tuple(Series(name, "ratio", tuple(row[rate] for row in rows), colour) for name, rate, colour in lines),
        notes=(_(
            "Churn rate: active at the start and not at the end ÷ active at the start. Retention rate: 1 − churn rate. Return "
            "rate: customers with at least 2 visits in the window ÷ with at least 1. Averages leave incomplete periods out, "
            "and those in which nobody could be lost yet."
        ),),
    )


def rates_finding(found: Retention, lang: str) -> str:
    """Return the average churn in words; what is missing where there is none yet."""
    _ = translator(lang)
    average = found.average("churn_rate")
    if average is None:
        return _("Too few complete periods for an average churn rate yet")
    text = {
        "month": _("On average {share} of the active customers fall asleep in a month"),
        "quarter": _("On average {share} of the active customers fall asleep in a quarter"),
        "year": _("On average {share} of the active customers fall asleep in a year"),
    }[found.period]
    return text.format(share=format_ratio(average, lang))


def tell_money(found: Retention, lang: str, title: str, subtitle: str) -> Chart | None:
    """Return the money that left (below zero) and came, period by period, as standing stacks (CNY); None without any move.

    The period in which the bills begin is left out: everybody is new in it by force, and it would dwarf the others.
    """
    _ = translator(lang)
    rows = [row for row in _shown(found) if found.begins is None or found.begins < row["start"]]
    if not any(row[name] for row in rows for name in ("churned", "reactivated", "new")):
        return None
    return Chart("stacked_column", title, subtitle, _categories(rows, found.period, lang), (
        Series(
            _("Had been brought by the lost"), "money", tuple(-row["churned_contribution"] for row in rows), LOST,
            hatched=True,
        ),
        Series(_("Brought by those who came back"), "money", tuple(row["reactivated_contribution"] for row in rows), BACK),
        Series(_("Brought by the new"), "money", tuple(row["new_contribution"] for row in rows), NEW),
    ))


def tell_cohorts(found: Cohorts, measure: str, lang: str, subtitle: str, *, later: bool = False) -> Grid | None:
    """Return the triangle of the last ``COHORTS_SHOWN`` cohorts by months since; None without a cohort.

    ``measure`` is customers, share or revenue (CNY). A box after the last month that counts is left blank. Row n is the n-th of
    ``shown_cohorts``, column m is m months since: so a chosen box tells its cell.
    """
    _ = translator(lang)
    months = shown_cohorts(found)
    if not months:
        return None
    unit = {"customers": "count", "share": "ratio", "revenue": "money"}[measure]
    columns = range(min(len(found.values(months[0])), COHORTS_SHOWN))
    cells = []
    for month in months:
        values = found.values(month, measure, later=later)
        cells.append(tuple(
            GridCell("", values[at], unit, colour="" if at else FIRST_BOX) if at < len(values) else GridCell() for at in columns
        ))
    names = tuple(
        f"{format_month(month, lang)} · {count_customers(found.size(month), lang)}" for month in months
    )
    return Grid(
        cohorts_finding(found, lang, later=later), subtitle, names, tuple(str(at) for at in columns), tuple(cells),
        _("First visit"), _("Months since"),
        notes=(_("Customers first seen in the first month of the data may have come before it: no data can tell."),),
    )


def shown_cohorts(found: Cohorts) -> list[date]:
    """Return the cohorts that the triangle shows, the earliest first: the last of those that have a customer."""
    return [month for month in found.months if found.size(month)][-COHORTS_SHOWN:]


def cohorts_finding(found: Cohorts, lang: str, *, later: bool = False) -> str:
    """Return in words what share of the new customers comes again, by the average curve without the old (``Cohorts.old``)."""
    _ = translator(lang)
    shares = {row["months_since"]: row["value"] for row in found.average(later=later, without=found.old).to_pylist()}
    if not shares:
        return _("No complete month with a new customer yet")
    if 1 not in shares:
        return _("The first cohort has no complete month after it yet")
    far = next((month for month in (6, 3) if month in shares), None)
    first = format_ratio(shares[1], lang, 0)
    if later:
        text = _("{share} of new customers come again at least once after their first month")
        return text.format(share=first)
    if far is None:
        return _("{share} of new customers come in the month after their first").format(share=first)
    text = _("{share} of new customers come in the month after their first, {far} in month {month}")
    return text.format(share=first, far=format_ratio(shares[far], lang, 0), month=far)


def tell_average(found: Cohorts, measure: str, lang: str, title: str, subtitle: str, *, later: bool = False) -> Chart | None:
    """Return the average over months since as columns, from month 1 on, a year at most. None with less than two months.

    The first month of the data is left out where it can be (``Cohorts.old``): its customers are mostly no new ones.
    """
    _ = translator(lang)
    average = found.average(measure, later=later, without=found.old).to_pylist()
    rows = [row for row in average if 0 < row["months_since"] <= AVERAGE_SHOWN]
    if len(rows) < 2:
        return None
    unit, name = ("money", _("Contribution per new customer")) if measure == "revenue" else ("ratio", _("Share of new customers"))
    series = Series(name, unit, tuple(row["value"] for row in rows), ACTIVE)
    months = tuple(Category(_("Month {month}").format(month=row["months_since"])) for row in rows)
    return Chart("column", title, subtitle, months, (series,))


def tell_return_curve(curve: ReturnCurve, lang: str, subtitle: str) -> Chart | None:
    """Return the share still silent by weeks with its confidence band, weeks 12 and 24 marked; None without two weeks."""
    _ = translator(lang)
    rows = curve.weeks.slice(0, WEEKS_SHOWN + 1).to_pylist()
    if len(rows) < 2:
        return None
    columns = {name: tuple(row[name] for row in rows) for name in ("still_silent", "low", "high")}
    return Chart(
        "line", return_finding(curve, lang), subtitle, tuple(Category(_mark(row, lang)) for row in rows),
        (
            Series(_("Still silent"), "ratio", columns["still_silent"], ACTIVE),
            Series(_("95% confidence, lower edge"), "ratio", columns["low"], ACTIVE, band=True),
            Series(_("95% confidence, upper edge"), "ratio", columns["high"], ACTIVE, band=True),
        ),
        notes=(_(
            "Kaplan–Meier over the gaps between visits: gaps that have not ended by the as-of day are censored, not lost. The "
            "band is the 95% confidence by Greenwood."
        ),),
        across=Series(_("Weeks of silence"), "count", tuple(row["week"] for row in rows)),
    )


def return_finding(curve: ReturnCurve, lang: str) -> str:
    """Return in words what share still comes back after 12 and 24 weeks of silence, as far as it is known."""
    _ = translator(lang)
    known = [(week, share) for week in MARKS if (share := curve.back_within(week)) is not None]
    if not known:
        return _("The bills do not reach back far enough yet to tell the chance of return after 12 weeks")
    first = _("After {weeks} weeks of silence {share} still come back within 12 weeks").format(
        weeks=known[0][0], share=format_ratio(known[0][1], lang, 0)
    )
    if len(known) == 1:
        return first
    second = _("after {weeks} weeks {share}").format(weeks=known[1][0], share=format_ratio(known[1][1], lang, 0))
    return f"{first}{', ' if lang == 'en' else '，'}{second}"


def tell_return_curves(
    curves: Mapping[str, ReturnCurve], labels: Sequence[tuple[str, str, str]], lang: str, title: str, subtitle: str
) -> Chart | None:
    """Return the curves of several groups as lines in one chart, as far as the longest goes, at most a year.

    ``labels`` has the groups in their order: key, label, colour (#rrggbb). Groups without a curve are left out; None without any.
    """
    _ = translator(lang)
    shown = [(curves[key], label, colour) for key, label, colour in labels if key in curves]
    count = min(WEEKS_SHOWN + 1, max((curve.weeks.num_rows for curve, _label, _colour in shown), default=0))
    if count < 2:
        return None
    series = tuple(
        Series(label, "ratio", tuple(curve.still_silent(week) for week in range(count)), colour) for curve, label, colour in shown
    )
    across = Series(_("Weeks of silence"), "count", tuple(range(count)))
    return Chart("line", title, subtitle, (Category(""),) * count, series, across=across)


def period_notes(found: Retention, lang: str) -> str:
    """Return which periods of a retention are incomplete and why, and where bills are missing; "" where all is well."""
    _ = translator(lang)
    rows = found.periods.to_pylist()
    parts = []
    if rows and found.begins is not None and found.begins > rows[0]["start"]:
        parts.append(_("{period} is incomplete: the bills begin on {day}.").format(
            period=period_label(rows[0], found.period, lang, marked=False), day=format_day(found.begins, lang)
        ))
    if len(rows) > 1 and not rows[-1]["complete"]:
        parts.append(_("{period} is incomplete: it is told up to {day}.").format(
            period=period_label(rows[-1], found.period, lang, marked=False), day=format_day(rows[-1]["end"], lang)
        ))
    for first, last in found.without_bills:
        parts.append(_("There is no bill from {first} to {last}: who seems lost there may only be missing in the data.").format(
            first=format_day(first, lang), last=format_day(last, lang)
        ))
    return (" " if lang == "en" else "").join(parts)


def _shown(found: Retention) -> list[dict[str, Any]]:
    periods: pa.Table = found.periods
    return periods.slice(max(0, periods.num_rows - PERIODS_SHOWN)).to_pylist()


def _categories(rows: Sequence[Row], period: str, lang: str, whole: str = "complete") -> tuple[Category, ...]:
    return tuple(Category(period_label(row, period, lang), hatched=not row[whole]) for row in rows)


def _mark(row: Row, lang: str) -> str:
    """Return what stands at a marked week: how many are still silent, and how many of these come back within 12 weeks."""
    if row["week"] not in MARKS:
        return ""
    _ = translator(lang)
    if row["back_within"] is None:
        return _("{weeks} weeks").format(weeks=row["week"])
    return _("{weeks} weeks: {share} still come back").format(weeks=row["week"], share=format_ratio(row["back_within"], lang, 0))

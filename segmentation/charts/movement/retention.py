"""Coming, going and coming back as described charts: the bridge, rates and money over time, cohorts, the chance of return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from segmentation.charts.palette import GAINED, IDENTIFIED, MANAGED, MANAGED_ACTIVE, REFERENCE
from segmentation.charts.revenue.months import month_tick
from segmentation.language.i18n import (
    count_customers,
    format_money_short,
    format_month,
    format_ratio,
    format_whole_ratio,
    listed,
    translator,
)
from segmentation.measures.movement.cohorts import Cohorts, finding_average, finding_cohorts
from segmentation.measures.movement.retention import Retention, finding_bridge, finding_money, finding_rates, period_label
from segmentation.measures.movement.return_chance import MARKS, RULE_OF_THUMB, ReturnCurve, finding_ever, finding_silence
from segmentation.slides import Behind, Category, Chart, Grid, GridCell, Series

ACTIVE, LOST, BACK, NEW = IDENTIFIED, REFERENCE, MANAGED_ACTIVE, MANAGED
PERIODS_SHOWN = 24
COHORTS_SHOWN = 13  # rows and columns of the triangle: a year and the month it began with
WEEKS_SHOWN = 52
AVERAGE_SHOWN = 12  # months since
FIRST_BOX = "#DADFE4"  # of month 0, which is always everybody: it shall not set the scale of the others

Row = Mapping[str, Any]


def tell_bridge(row: Row, period: str, lang: str, subtitle: str, begins: date | None = None) -> Chart:
    """Return one period of ``Retention.periods`` as a waterfall from those active at its start to those active at its end.

    ``begins`` is the day of the first bill, as for ``finding_bridge``.
    """
    _ = translator(lang)
    bars = (
        (_("Active at the start"), row["active_start"], ACTIVE, "before"), (_("Fell asleep"), -row["churned"], LOST, "asleep"),
        (_("Came back"), row["reactivated"], GAINED, "back"), (_("Newly won"), row["new"], GAINED, "joined"),
        (_("Active at the end"), row["active_end"], ACTIVE, "active"),
    )
    return Chart(
        "waterfall", finding_bridge(row, period, lang, begins), subtitle,
        tuple(
            Category(
                label, colour, hatched=movement == "asleep",
                behind=(*period_behind(row), ("movement", movement)),
            )
            for label, _value, colour, movement in bars
        ),
        (Series(_("Customers"), "count", tuple(value for _label, value, _colour, _movement in bars)),),
        notes=(_(
            "Active at the end = active at the start − fell asleep + came back + newly won. Who came for the first time, or "
            "again, and is asleep at the end is in neither."
        ),),
    )


def period_behind(row: Row) -> Behind:
    """Return what a period stands for: its first and its last day."""
    return ("first", row["start"].isoformat()), ("last", row["end"].isoformat())


def tell_rates(found: Retention, lang: str, subtitle: str) -> Chart | None:
    """Return churn, retention and return rate over time as lines, periods not settled being marked.

    None where less than two periods have a rate: a single point is no line.
    """
    _ = translator(lang)
    rows = _shown(found)
    if sum(row["churn_rate"] is not None or row["return_rate"] is not None for row in rows) < 2:
        return None
    lines = (
        (_("Churn rate"), "churn_rate", LOST, "asleep"), (_("Retention rate"), "retention", ACTIVE, "stayed"),
        (_("Return rate"), "return_rate", BACK, "again"),
    )
    average = found.average("churn_rate")
    mean = () if average is None else (Series(
        _("Average churn rate {share}").format(share=format_ratio(average, lang)), "ratio",
        tuple(average if row["settled"] else None for row in rows), reference=True,
    ),)
    return Chart(
        "line", finding_rates(found, lang), subtitle, _categories(rows, found.period, lang, "settled"),
        (
            *(
                Series(name, "ratio", tuple(row[rate] for row in rows), colour, behind=(("movement", movement),))
                for name, rate, colour, movement in lines
            ), *mean,
        ),
        notes=(_(
            "Churn rate: active at the start and not at the end ÷ active at the start. Retention rate: 1 − churn rate. Return "
            "rate: customers with at least 2 visits in the window ÷ with at least 1. Averages leave incomplete periods out, "
            "and those in which nobody could be lost yet."
        ),),
    )


def tell_money(found: Retention, row: Row, lang: str, subtitle: str) -> Chart | None:
    """Return the money that left (below zero) and came, period by period, as standing stacks (CNY); None without any move.

    The period in which the bills begin is left out: everybody is new in it by force, and it would dwarf the others. The title
    tells the money of ``row``, and so does each name: a part of a stack has no room for its own.
    """
    _ = translator(lang)
    rows = [row for row in _shown(found) if found.begins is None or found.begins < row["start"]]
    if not any(row[name] for row in rows for name in ("churned", "reactivated", "new")):
        return None
    when = period_label(row, found.period, lang)

    def named(name: str, column: str) -> str:
        return _("{name} ({period} {money})").format(name=name, period=when, money=format_money_short(row[column], lang))

    title = finding_money(row, found.period, lang)
    return Chart("stacked_column", title, subtitle, _categories(rows, found.period, lang), (
        Series(
            named(_("What lost customers had brought"), "churned_contribution"), "money",
            tuple(-row["churned_contribution"] for row in rows), LOST,
            hatched=True, behind=(("movement", "asleep"),),
        ),
        Series(
            named(_("From returning customers"), "reactivated_contribution"), "money",
            tuple(row["reactivated_contribution"] for row in rows), BACK,
            behind=(("movement", "back"), ("money", "period")),
        ),
        Series(
            named(_("From new customers"), "new_contribution"), "money",
            tuple(row["new_contribution"] for row in rows), NEW,
            behind=(("movement", "joined"), ("money", "period")),
        ),
    ))


def tell_cohorts(found: Cohorts, measure: str, lang: str, subtitle: str, *, later: bool = False) -> Grid | None:
    """Return the triangle of the last ``COHORTS_SHOWN`` cohorts by months since; None without a cohort.

    ``measure`` is customers, share or revenue (CNY). A box after the last month that counts is left blank. Row n is the n-th of
    ``shown_cohorts``, column m is m months since: so a chosen box tells its cell. The last row is the average share that the
    title quotes, over all cohorts; it says which one is left out.
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
            GridCell("", values[at], unit, colour="" if at else FIRST_BOX, behind=cohort_behind(month, at))
            if at < len(values) else GridCell() for at in columns
        ))
    names = [f"{format_month(month, lang)} · {count_customers(found.size(month), lang)}" for month in months]
    shares = {row["months_since"]: row["value"] for row in found.average(later=later, without=found.old).to_pylist()}
    if len(shares) > 1:
        left_out = _("Average without {month}").format(month=format_month(found.old, lang)) if found.old else ""
        names.append(left_out or _("Average"))
        cells.append(tuple(_average_box(shares.get(at), at, unit, lang) for at in columns))
    return Grid(
        finding_cohorts(found, lang, later=later), subtitle, tuple(names), tuple(str(at) for at in columns), tuple(cells),
        _("First visit"), _("Months since"),
        notes=(_("Customers first seen in the first month of the data may have come before it: no data can tell."),),
    )


def _average_box(share: float | None, at: int, unit: str, lang: str) -> GridCell:
    """Return a box of the row of averages: a share is a value where all values are shares, else a line of text."""
    if share is None:
        return GridCell()
    colour, behind = FIRST_BOX if at == 0 else "", cohort_behind(None, at)
    if unit == "ratio":
        return GridCell("", share, unit, colour=colour, behind=behind)
    return GridCell(lines=(format_ratio(share, lang, 0),), colour=colour, behind=behind)


def cohort_behind(month: date | None, since: int) -> Behind:
    """Return what a box of the triangle stands for: a month of first visit, None for their average, and months since."""
    return ("cohort", f"{month:%Y-%m}" if month else "average"), ("since", str(since))


def shown_cohorts(found: Cohorts) -> list[date]:
    """Return the cohorts that the triangle shows, the earliest first: the last of those that have a customer."""
    return [month for month in found.months if found.size(month)][-COHORTS_SHOWN:]


def tell_average(found: Cohorts, measure: str, lang: str, subtitle: str, *, later: bool = False) -> Chart | None:
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
    since = [row["months_since"] for row in rows]
    months = tuple(Category(_("Month {month}").format(month=each), behind=cohort_behind(None, each)) for each in since)
    return Chart("column", finding_average(rows, measure, lang, later=later), subtitle, months, (series,))


def tell_return_curve(curve: ReturnCurve, lang: str, subtitle: str) -> Chart | None:
    """Return the share still silent by weeks with its confidence band, weeks 12 and 24 marked; None without two weeks."""
    _ = translator(lang)
    rows = curve.weeks.slice(0, WEEKS_SHOWN + 1).to_pylist()
    if len(rows) < 2:
        return None
    columns = {name: tuple(row[name] for row in rows) for name in ("still_silent", "low", "high")}
    return Chart(
        "line", finding_silence(curve, lang), subtitle,
        tuple(Category(_mark(row, lang), behind=silent_behind(row["week"])) for row in rows),
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


def tell_comeback(curve: ReturnCurve, lang: str, subtitle: str) -> Chart | None:
    """Return by weeks of silence what share comes back ever and within 12 weeks, beside the rule of thumb.

    None where less than two weeks have a share.
    """
    _ = translator(lang)
    rows = [row for row in curve.weeks.slice(0, WEEKS_SHOWN + 1).to_pylist() if row["back_ever"] is not None]
    if len(rows) < 2:
        return None
    thumb = _("Rule of thumb of supermarkets, ever: {shares}").format(shares=listed((
        _("{share} after {weeks} weeks").format(share=format_ratio(share, lang, 0), weeks=week)
        for week, share in RULE_OF_THUMB.items()
    ), lang))
    reference = tuple(RULE_OF_THUMB.get(row["week"]) for row in rows)
    return Chart(
        "line", finding_ever(curve, lang), subtitle,
        tuple(Category(_back(row, lang), behind=silent_behind(row["week"])) for row in rows),
        (
            Series(_("Ever, as far as the bills reach"), "ratio", tuple(row["back_ever"] for row in rows), BACK),
            Series(_("Within 12 weeks"), "ratio", tuple(row["back_within"] for row in rows), ACTIVE),
            *([Series(thumb, "ratio", reference, reference=True)] if any(reference) else []),
        ),
        notes=(_(
            "Ever: 1 − the share still silent at the end of the curve ÷ the share still silent now. The end is as far as the "
            "bills reach; who has not come by then may still come. {thumb}."
        ).format(thumb=thumb),),
        across=Series(_("Weeks of silence"), "count", tuple(row["week"] for row in rows)),
    )


def tell_return_curves(
    curves: Mapping[str, ReturnCurve], labels: Sequence[tuple[str, str, str]], lang: str, title: str, subtitle: str,
    by: str = "tier",
) -> Chart | None:
    """Return the curves of several groups as lines in one chart, as far as the longest goes, at most a year.

    ``labels`` has the groups in their order: key, label, colour (#rrggbb); ``by`` says what they are: "tier" or "module". Groups
    without a curve are left out; None without any. A line's name has its share of return.
    """
    _ = translator(lang)
    shown = [(key, curves[key], label, colour) for key, label, colour in labels if key in curves]
    count = min(WEEKS_SHOWN + 1, max((curve.weeks.num_rows for _key, curve, _label, _colour in shown), default=0))
    if count < 2:
        return None
    series = tuple(
        Series(
            _with_share(label, curve, lang), "ratio", tuple(curve.still_silent(week) for week in range(count)), colour,
            behind=((by, key),),
        )
        for key, curve, label, colour in shown
    )
    across = Series(_("Weeks of silence"), "count", tuple(range(count)))
    weeks = tuple(Category("", behind=silent_behind(week)) for week in range(count))
    return Chart("line", title, subtitle, weeks, series, across=across)


def _with_share(label: str, curve: ReturnCurve, lang: str) -> str:
    """Return what a line is called: its group, and the share of it that comes back within 12 weeks of the first marked week."""
    _, share = translator(lang), curve.back_within(MARKS[0])
    return label if share is None else _("{group}: {share} back").format(group=label, share=format_ratio(share, lang, 0))


def silent_behind(week: int) -> Behind:
    """Return what a week of silence stands for: who has been silent so long, or longer, on the as-of day."""
    return (("silent", str(week)),)


def _shown(found: Retention) -> list[dict[str, Any]]:
    periods: pa.Table = found.periods
    return periods.slice(max(0, periods.num_rows - PERIODS_SHOWN)).to_pylist()


def _categories(rows: Sequence[Row], period: str, lang: str, whole: str = "complete") -> tuple[Category, ...]:
    return tuple(
        Category(
            period_label(row, period, lang), hatched=not row[whole], behind=period_behind(row),
            tick=month_tick(row["start"], number, len(rows), lang) if period == "month" and row["complete"] else "",
        )
        for number, row in enumerate(rows)
    )


def _mark(row: Row, lang: str) -> str:
    """Return what stands at a marked week: how many are still silent, and how many of these come back."""
    if row["week"] not in MARKS:
        return ""
    _ = translator(lang)
    silent = _("{weeks} weeks: {share} still silent").format(
        weeks=row["week"], share=format_whole_ratio(row["still_silent"], lang)
    )
    if row["back_ever"] is None:
        return silent
    return _("{silent}; of these {within} back within 12 weeks, {ever} ever").format(
        silent=silent, within=format_ratio(row["back_within"], lang, 0), ever=format_ratio(row["back_ever"], lang, 0)
    )


def _back(row: Row, lang: str) -> str:
    """Return what stands at a marked week of the chance to come back: both of its shares."""
    if row["week"] not in MARKS:
        return ""
    return translator(lang)("{weeks} weeks: {ever} ever, {within} within 12 weeks").format(
        weeks=row["week"], within=format_ratio(row["back_within"], lang, 0), ever=format_ratio(row["back_ever"], lang, 0)
    )

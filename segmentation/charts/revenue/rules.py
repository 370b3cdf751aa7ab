"""Occupancy by month as columns, and the months behind a rule of thumb as points or columns, described."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from segmentation.charts.palette import GAINED, IDENTIFIED, REFERENCE
from segmentation.charts.revenue.months import month_tick
from segmentation.language.i18n import format_month, format_ratio, translator
from segmentation.measures.revenue.controllable import LINE as SHARE
from segmentation.measures.revenue.occupancy import LINE, PICTURED, Occupied
from segmentation.measures.revenue.rules_tested import KNOWN_LINE, SWING_LINE, Tested
from segmentation.slides import Behind, Category, Chart, Limit, Series


def tell_occupancy(found: Sequence[Occupied], lang: str, title: str, subtitle: str) -> Chart | None:
    """Return how full the tables were by month, the rule's 80 % as a line; None where it cannot be told."""
    _, shown = translator(lang), [each for each in found if each.occupancy is not None][-PICTURED:]
    if not shown:
        return None
    rule = _("{line} rule of thumb").format(line=format_ratio(float(LINE), lang, 0))
    categories = tuple(
        Category(
            format_month(each.month, lang), hatched=not each.is_over, behind=month_behind(each.month),
            tick=month_tick(each.month, number, len(shown), lang),
        )
        for number, each in enumerate(shown)
    )
    return Chart("column", title, subtitle, categories, (
        Series(_("Table occupancy"), "ratio", tuple(each.occupancy for each in shown), GAINED),
        Series(rule, "ratio", (float(LINE),) * len(shown), REFERENCE, reference=True),
    ))


def tell_rule(tested: Tested, lang: str, title: str, subtitle: str) -> Chart | None:
    """Return the months that a rule was tested on: points over two numbers, or a column a month with the rule's line.

    None without any.
    """
    _ = translator(lang)
    if len(tested.points) < 2:
        return None
    if tested.points[0][2] is None:
        shown = tested.points[-PICTURED:]
        categories = tuple(
            Category(format_month(month, lang), behind=month_behind(month), tick=month_tick(month, number, len(shown), lang))
            for number, (month, *_rest) in enumerate(shown)
        )
        unit, line = ("number", float(KNOWN_LINE)) if tested.rule == "known_and_walk_in" else ("ratio", SWING_LINE)
        return Chart("column", title, subtitle, categories, (
            Series(_("This house"), unit, tuple(value for _month, value, _none in shown), GAINED),
            Series(_("The rule"), unit, (line,) * len(shown), REFERENCE, reference=True),
        ))
    points = sorted(tested.points, key=lambda each: (each[1], each[0]))
    is_share = tested.rule == "occupancy"
    name = _("Active customers' share of revenue") if is_share else _("Points since the month before")
    across = Series(name, "ratio" if is_share else "points", tuple(x for _month, x, _y in points))
    values = Series(_("Months"), "ratio", tuple(y for _month, _x, y in points), IDENTIFIED)
    axis = _("Table occupancy") if is_share else _("Change of revenue a day")
    ends = {points[0][0], points[-1][0]}
    categories = tuple(
        Category(format_month(month, lang) if month in ends else "", behind=month_behind(month)) for month, _x, _y in points
    )
    limits = ()
    if is_share:
        named = [_("{line} rule of thumb").format(line=format_ratio(float(line), lang, 0)) for line in (SHARE, LINE)]
        limits = (Limit(named[0], float(SHARE), upright=True), Limit(named[1], float(LINE)))
    return Chart("scatter", title, subtitle, categories, (values,), across=across, axis=axis, limits=limits)


def month_behind(month: date) -> Behind:
    """Return what a month stands for: whoever came in it."""
    return (("month", f"{month:%Y-%m}"),)

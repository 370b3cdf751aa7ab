"""The points of the managers: bars of a month, and a grid of the months before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from segmentation.charts.palette import IDENTIFIED
from segmentation.language.i18n import format_month, translator
from segmentation.measures.managers.plan_words import number_text
from segmentation.measures.managers.points import FULL, Points
from segmentation.measures.managers.points_words import finding_lost, points_text, share_of
from segmentation.measures.movement.month_ends import month_end
from segmentation.settings.point_weights import PointWeights
from segmentation.slides import Behind, Category, Chart, Grid, GridCell, Series

MOST = 20  # managers


def tell_points_of_month(
    points: Sequence[Points], month: date, weights: PointWeights, lang: str, subtitle: str
) -> Chart:
    """Return the points of each manager as lying bars, who reached most of what he could reach first."""
    _ = translator(lang)
    shown = sorted((each for each in points if each.of), key=lambda each: (-share_of(each), each.manager))[:MOST]
    categories = tuple(
        Category(
            each.manager if each.of == FULL else f"{each.manager} · {points_text(each, lang)}", IDENTIFIED,
            behind=points_behind(each.manager, month),
        )
        for each in shown
    )
    values = tuple(int(number_text(each.points, 0).replace(",", "")) for each in shown)
    return Chart(
        "bar", finding_lost(points, weights, lang), subtitle, categories, (Series(_("Points"), "count", values),),
        secret="manager",
    )


def tell_points_of_months(found: Mapping[date, Sequence[Points]], lang: str, title: str, subtitle: str) -> Grid | None:
    """Return a row a manager and a box a month, the earliest first; None without anybody. A month without points is blank."""
    _ = translator(lang)
    by_month = {month: {each.manager: each for each in points if each.of} for month, points in found.items()}
    managers = sorted({name for own in by_month.values() for name in own})
    if not managers:
        return None
    months = sorted(by_month)
    cells = tuple(
        tuple(_box(by_month[month].get(name), month, lang) for month in months) for name in managers[:MOST]
    )
    return Grid(
        title, subtitle, tuple(managers[:MOST]), tuple(format_month(month, lang) for month in months), cells, _("Manager"),
        _("Month"),
    )


def _box(points: Points | None, month: date, lang: str) -> GridCell:
    if points is None:
        return GridCell()
    lines = () if points.of == FULL else (points_text(points, lang),)
    value = int(number_text(points.points, 0))
    return GridCell("", value, "count", lines, behind=points_behind(points.manager, month))


def points_behind(manager: str, month: date) -> Behind:
    """Return which customers stand behind a manager's points: his active ones of the month."""
    return (
        ("done_by", manager), ("done_as", "own"), ("done_what", "customers"), ("done_from", month.isoformat()),
        ("done_to", month_end(month).isoformat()),
    )

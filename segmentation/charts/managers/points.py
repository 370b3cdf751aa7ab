"""The points of the managers: bars of a month, and a grid of the months before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from segmentation.charts.palette import IDENTIFIED, MANAGED, REFERENCE
from segmentation.language.i18n import format_month, translator
from segmentation.measures.managers.plan_words import number_text
from segmentation.measures.managers.points import FULL, Points
from segmentation.measures.managers.points_words import finding_lost, points_text, share_of
from segmentation.measures.movement.month_ends import month_end
from segmentation.settings.point_weights import PointWeights
from segmentation.slides import Behind, Category, Chart, Grid, GridCell, Series

MOST = 20  # managers
PARTS = {"kept": IDENTIFIED, "controllability": MANAGED, "contribution": "#B58D12"}


def tell_points_of_month(
    points: Sequence[Points], month: date, weights: PointWeights, lang: str, subtitle: str
) -> Chart:
    """Return the points of each manager as lying bars of their three parts, who reached most of what he could reach first.

    A part that is missing is drawn by nothing; the whole numbers of the parts make the whole number of the sum.
    """
    _ = translator(lang)
    shown = sorted((each for each in points if each.of), key=lambda each: (-share_of(each), each.manager))[:MOST]
    categories = tuple(
        Category(f"{each.manager} · {points_text(each, lang)}", behind=points_behind(each.manager, month)) for each in shown
    )
    names = {"kept": _("kept and won"), "controllability": _("controllability"), "contribution": _("the target")}
    drawn = [_whole_parts(each, weights) for each in shown]
    text = _("{part}, of {most}")
    series = [
        Series(
            text.format(part=name, most=getattr(weights, part)), "count", tuple(parts[part] for parts in drawn), PARTS[part],
        )
        for part, name in names.items() if getattr(weights, part)
    ]
    full = Series(_("Full points"), "count", (FULL,) * len(shown), REFERENCE, reference=True)
    return Chart("stacked_bar", finding_lost(points, weights, lang), subtitle, categories, (*series, full), secret="manager")


def _whole_parts(points: Points, weights: PointWeights) -> dict[str, int | None]:
    """Return what each part brings in whole points: what the sum up to it, rounded, is more than the sum before it."""
    found, so_far, before = {}, Fraction(0), 0
    for part in PARTS:
        score = getattr(points, part)
        if score is None:
            found[part] = None
            continue
        so_far += getattr(weights, part) * score / FULL
        up_to = int(number_text(so_far, 0))
        found[part], before = up_to - before, up_to
    return found


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

"""What stands behind the marks of a figure of plotly, trace by trace and point by point, as it is drawn."""

from __future__ import annotations

from segmentation.charts.echarts.look import MAIN, Marks, stands_for
from segmentation.charts.scatters import drawn_points
from segmentation.slides import PYRAMIDS, Behind, Chart, Series


def plotted_marks(chart: Chart) -> Marks:
    """Return which customers each point of each trace of a pyramid, a scatter or a curve stands for.

    A layer is a trace with one point, a group of a scatter one with its own points. A radar takes no clicks in the browser.

    >>> from segmentation.slides import Category
    >>> tiers = (Category("A", behind=(("tier", "A"),)), Category("B"))
    >>> plotted_marks(Chart("pyramid", "", "", tiers, (Series("", "count", (1, 2)),)))
    {(0, 'main'): ((('tier', 'A'),),), (1, 'main'): ((),)}
    """
    every = [tuple(stands_for(category, series) for category in chart.categories) for series in chart.series]
    if chart.kind == "radar":
        return {}
    if chart.kind in PYRAMIDS:
        return {(number, MAIN): (each,) for number, each in enumerate(every[0])}
    return {(number, MAIN): _points(chart, series, every[number]) for number, series in enumerate(chart.series)}


def _points(chart: Chart, series: Series, behind: tuple[Behind, ...]) -> tuple[Behind, ...]:
    if series.reference or series.band:
        return ()
    if chart.kind == "scatter":
        return tuple(behind[number] for number in drawn_points(series))
    return behind

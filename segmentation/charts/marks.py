"""What stands behind the marks of a figure of plotly, trace by trace and point by point, as it is drawn."""

from __future__ import annotations

from segmentation.charts.echarts.look import MAIN, Marks, stands_for
from segmentation.charts.scatters import drawn_points
from segmentation.slides import Behind, Chart, Series


def plotted_marks(chart: Chart) -> Marks:
    """Return which customers each point of each trace of a scatter or a curve stands for.

    A group of a scatter is a trace with its own points. A radar takes no clicks in the browser.

    >>> from segmentation.slides import Category
    >>> best = (Category("1%", behind=(("best", "4"),)), Category("20%"))
    >>> plotted_marks(Chart("line", "", "", best, (Series("", "ratio", (0.1, 0.6)),), across=Series("", "ratio", (0.01, 0.2))))
    {(0, 'main'): ((('best', '4'),), ())}
    """
    every = [tuple(stands_for(category, series) for category in chart.categories) for series in chart.series]
    if chart.kind == "radar":
        return {}
    return {(number, MAIN): _points(chart, series, every[number]) for number, series in enumerate(chart.series)}


def _points(chart: Chart, series: Series, behind: tuple[Behind, ...]) -> tuple[Behind, ...]:
    if series.reference or series.band:
        return ()
    if chart.kind == "scatter":
        return tuple(behind[number] for number in drawn_points(series))
    return behind

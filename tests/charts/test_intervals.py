"""Intervals: what is certain is filled, what holds nothing is hollow, and each row is written out and opens who stands behind it."""

import pytest

from segmentation.charts.described import draw_described
from segmentation.charts.echarts.intervals import interval_text
from segmentation.charts.echarts.look import LOOKS
from segmentation.slides import Category, Chart, Limit, Series

ROWS = (
    Category("Warned", behind=(("drawn", "list:warned"),)), Category("Lost"), Category("Due"), Category("All", "#BB4717"),
)
DIFFERENCE, LOW, HIGH = (
    Series("Difference", "points", (33.9, -2.1, None, 17.8)), Series("least", "points", (18.8, -18.1, None, 6.8), band=True),
    Series("most", "points", (46.5, 11.8, None, None), band=True),
)
CHART = Chart("interval", "", "", ROWS, (DIFFERENCE, LOW, HIGH), limits=(Limit("All +17.8", 17.8, upright=True),))


def test_a_row_is_written_out_and_hollow_where_nothing_is_told():
    drawn = draw_described(CHART, "en", height=200, chosen=(("drawn", "list:warned"),))
    dots, lines, zero, limit = drawn.options["series"]
    look = LOOKS["light"]
    assert [each["value"] for each in dots["data"]] == [[33.9, 0], [-2.1, 1], ["-", 2], [17.8, 3]]
    assert [each["itemStyle"]["color"] == look.ground for each in dots["data"]] == [False, True, True, False]
    assert [each["symbol"] for each in dots["data"]] == ["circle", "circle", "circle", "diamond"]
    assert dots["data"][0]["itemStyle"]["borderColor"] == look.ink  # the one that is chosen
    most = drawn.options["xAxis"]["max"]
    ends = [[end["coord"] for end in each] for each in lines["markLine"]["data"]]
    assert ends == [[[18.8, 0], [46.5, 0]], [[-18.1, 1], [11.8, 1]], [[6.8, 3], [most, 3]]]
    assert (zero["markLine"]["data"], limit["markLine"]["data"]) == ([{"xAxis": 0}], [{"xAxis": 17.8}])
    assert [interval_text(CHART, place, "en") for place in range(4)] == [
        "+33.9 (+18.8 to +46.5)", "−2.1 (−18.1 to +11.8)", "–", "+17.8 (+6.8 to unknown)",
    ]
    assert drawn.behind([(0, "main", 0)]) == (("drawn", "list:warned"),)
    assert drawn.behind([(0, "main", 1)]) == ()


@pytest.mark.parametrize("wrong", [
    {"series": (DIFFERENCE,)}, {"series": (DIFFERENCE, LOW, DIFFERENCE)}, {"limits": (Limit("flat", 3),)}, {"kind": "bar", "series": (DIFFERENCE,)},
])
def test_an_interval_has_a_difference_and_two_ends(wrong):
    with pytest.raises(ValueError, match=r"interval|limit"):
        Chart(**{"kind": "interval", "title": "", "subtitle": "", "categories": ROWS, "series": CHART.series, "limits": CHART.limits} | wrong)

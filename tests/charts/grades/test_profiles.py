
from segmentation.charts.described import draw_described
from segmentation.charts.grades.gradings import tell_criteria
from segmentation.charts.grades.profiles import Rated, tell_points, tell_radar
from segmentation.measures.grades.scorecard import CriterionMean, finding_most_to_gain, finding_weakest
from tests.charts.drawn import values, written

NEW = (Rated("Brand", 4, 5, 0.22), Rated("Agent", 3, 5, 0.23), Rated("Operations", 2, 5, 0.35), Rated("Cooperation", None, 5, 0.2))


def test_points_are_the_weight_times_the_share_of_the_most_and_the_mark_is_the_weight():
    chart = tell_points(NEW, "T", "", "en")
    score, most = chart.series
    assert score.values == (17.6, 13.8, 14.0, None)
    assert most.values == (22.0, 23.0, 35.0, 20.0)
    assert most.reference


def test_on_the_screen_each_bar_has_its_mark_and_its_points_of_the_most_behind_it():
    drawn = draw_described(tell_points(NEW, "T", "", "en"), "en")
    marks = drawn.options["series"][1]
    assert (values(drawn), written(drawn)) == ([17.6, 13.8, 14.0, None], [None] * 4)
    assert values(drawn, 1) == [[22, 0], [23, 1], [35, 2], [20, 3]]
    assert written(drawn, 1) == ["17.60 / 22.00", "13.80 / 23.00", "14.00 / 35.00", "– / 20.00"]
    assert (marks["symbol"], marks["symbolSize"][0]) == ("rect", 3)
    assert drawn.options["xAxis"]["max"] == 35


def test_a_radar_is_closed_goes_round_from_twelve_and_ends_at_the_most():
    drawn = draw_described(tell_radar(NEW, "T", "", "en", {"Average": (3, 3, 3, 3)}), "en")
    score, average, most = drawn.data
    assert list(score.r) == [4, 3, 2, None, 4]
    assert list(score.theta) == ["0", "1", "2", "3", "0"]
    assert (list(most.r), list(average.r)) == ([5] * 5, [3] * 5)
    polar = drawn.layout.polar
    assert (polar.angularaxis.rotation, polar.angularaxis.direction, tuple(polar.radialaxis.range)) == (90, "clockwise", (0, 5))
    assert list(polar.angularaxis.ticktext) == ["Brand<br><b>4.00</b>", "Agent<br><b>3.00</b>", "Operations<br><b>2.00</b>", "Cooperation<br><b>–</b>"]


def test_profiles_are_told_apart_by_more_than_their_colour():
    drawn = draw_described(tell_radar(NEW, "T", "", "en", {"Average": (3, 3, 3, 3), "Before": (1, 1, 1, 1)}), "en")
    assert len({(trace.line.dash, trace.marker.symbol) for trace in drawn.data}) == 4
    assert [trace.fill for trace in drawn.data] == ["toself", "none", "none", "none"]


def test_scores_of_different_maxima_are_shares_of_them():
    chart = tell_radar((Rated("a", 4, 5, 0.5), Rated("b", 40, 100, 0.3), Rated("c", 1, 2, 0.2)), "", "", "en", {"All": (5, 50, None)})
    assert [series.values for series in chart.series] == [(0.8, 0.4, 0.5), (1.0, 0.5, None), (1.0, 1.0, 1.0)]
    assert chart.unit == "ratio"


def test_two_criteria_are_bars_for_they_have_no_area():
    drawn = draw_described(tell_radar(NEW[:2], "T", "", "en"), "en")
    assert drawn.options["series"][0]["type"] == "bar"


def test_names_are_harmless():
    nasty = tuple(Rated(f"<img src={n}> $x$", 1, 5, 0.3) for n in range(3))
    drawn = draw_described(tell_radar(nasty, "", "", "en", {"<b>y</b>": (1, 1, 1)}), "en").to_json()
    assert not [text for text in ("<img", "$x$", "<b>y") if text in drawn]


def test_the_title_of_the_bars_names_the_one_that_ends_farthest_from_its_mark():
    # x brings 30 of 60 points, y 8 of 40 with the lower mean: y's bar is shorter and lacks 32 points, x lacks 30
    criteria = [CriterionMean("x", {"en": "X", "zh": "甲"}, 0.6, 3, 2.5), CriterionMean("y", {"en": "Y", "zh": "乙"}, 0.4, 3, 1.0),
                CriterionMean("z", {"en": "Z", "zh": "丙"}, 0.0, 0, None)]
    assert finding_most_to_gain(criteria, 5, "en") == "Most points to gain: Y, 8.00 of 40.00"
    assert finding_weakest(criteria, "zh") == "平均分最低的是乙（1.00分）"
    bars = tell_criteria(criteria, 5, "zh", "")
    assert (bars.title, bars.series[0].values[1], bars.series[1].values[1]) == ("提升空间最大的是乙：得8.00分，满分40.00分", 8.0, 40.0)

"""Bullets: who is behind is red and says so, what cannot be told is not drawn, and a mark stands for its customers."""

from decimal import Decimal

from segmentation.charts.echarts.bullets import Bullet, Words, draw_bullets
from segmentation.charts.echarts.look import LOOKS

WORDS, LOOK = Words("done", "target", "expected", "end"), LOOKS["light"]


def test_a_bullet_has_its_bar_its_ground_its_stroke_and_where_it_ends():
    behind = (("done_by", "Li"),)
    drawn = draw_bullets([
        Bullet("Li", Decimal(50), Decimal(100), Decimal(70), Decimal(80), Decimal(75), Decimal(90), "50 / 100", "−20", is_behind=True, behind=behind),
        Bullet("New {x}", Decimal(5), text="5"),
    ], WORDS, LOOK)
    bar, ground, stroke, ring, texts = drawn.options["series"]
    assert [each["value"] for each in bar["data"]] == [50, 5]
    assert [each["itemStyle"]["color"] == LOOK.bad for each in bar["data"]] == [True, False]
    assert (ground["data"], stroke["data"], ring["data"]) == ([100, None], [[70, 0]], [[80, 0]])
    assert ring["markLine"]["data"] == [[{"coord": [75, 0]}, {"coord": [90, 0]}]]
    assert [each["label"]["formatter"] for each in texts["data"]] == ["{n|50 / 100} {b|−20}", "{n|5}"]
    assert drawn.options["yAxis"][0]["data"] == ["Li", "New {x}"]
    assert drawn.marks == {(0, "main"): (behind, ())}
    assert drawn.options["legend"]["data"][-1]["name"] == "end"


def test_without_a_plan_there_is_no_legend_and_the_axis_begins_below_refunds():
    options = draw_bullets([Bullet("Li", Decimal(-5))], WORDS, LOOK).options
    assert (options["legend"]["show"], options["xAxis"]["min"], options["xAxis"]["max"]) == (False, -5, 1)

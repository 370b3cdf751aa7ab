from segmentation.charts.described import draw_described
from segmentation.slides import Category, Chart, Series

LINES = Chart("line", "", "", (Category("Aug 2026", tick="Aug\n2026"), Category("Sep 2026", tick="Sep"), Category("Oct 2026", hatched=True)), (
    Series("Managed", "ratio", (0.5, None, 0.4), "#109462"), Series("45% rule of thumb", "ratio", (0.45,) * 3, reference=True),
))


def test_each_line_is_named_at_its_end_with_its_last_figure_and_a_reference_by_its_name():
    line, rule = draw_described(LINES, "en").options["series"]
    assert [point["value"] for point in line["data"]] == [50, None, 40]
    assert (line["endLabel"]["formatter"], rule["endLabel"]["formatter"]) == ("Managed 40%", "45% rule of thumb")
    assert (rule["lineStyle"]["type"], rule["showSymbol"], line["connectNulls"]) == ("dashed", False, False)
    assert rule["endLabel"]["offset"][1] < 0 < line["endLabel"]["offset"][1]  # 40 % and 45 % would be written over one another


def test_shares_go_from_nothing_to_the_whole_and_a_month_that_is_not_over_is_hollow():
    drawn = draw_described(LINES, "en")
    assert (drawn.options["yAxis"]["min"], drawn.options["yAxis"]["max"]) == (0, 100)
    assert drawn.options["xAxis"]["data"] == ["Aug\n2026", "Sep", "Oct 2026"]
    fills = [point["itemStyle"]["color"] for point in drawn.options["series"][0]["data"]]
    assert fills == ["#109462", "#109462", "#FFFFFF"]

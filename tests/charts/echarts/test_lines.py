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


def test_a_line_that_ends_before_the_others_says_when_that_was():
    months = tuple(Category(f"{name} 2026", behind=(("month", name),)) for name in ("Aug", "Sep", "Oct"))
    series = (Series("Churn", "ratio", (0.5, 1.0, None)), Series("Return", "ratio", (0.1, 0.2, 0.3)))
    drawn = draw_described(Chart("line", "", "", months, series), "en")
    ends = [each["endLabel"]["formatter"] for each in drawn.options["series"]]
    assert ends == ["Churn 100% · Sep 2026", "Return 30%"]
    assert drawn.marks[0, "main"] == ((("month", "Aug"),), (("month", "Sep"),), ())


def test_a_chart_of_references_alone_takes_no_clicks():
    months = (Category("Aug", behind=(("month", "2026-08"),)), Category("Sep", behind=(("month", "2026-09"),)))
    series = (Series("Managed", "ratio", (None, None)), Series("45% line", "ratio", (0.45, 0.45), reference=True))
    drawn = draw_described(Chart("line", "", "", months, series), "en")
    assert not any(any(each) for each in drawn.marks.values())

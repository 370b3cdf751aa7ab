from datetime import date, timedelta

import pyarrow as pa
import pytest

from segmentation.charts.described import draw_described
from segmentation.charts.echarts.grids import draw_grid
from segmentation.charts.echarts.look import LOOKS
from segmentation.charts.movement import retention as charts
from segmentation.exports.pptx import deck
from segmentation.measures.movement.cohorts import finding_best_cohort, finding_cohorts, read_cohorts
from segmentation.measures.movement.retention import finding_bridge, period_notes, read_retention
from segmentation.measures.movement.return_chance import ReturnCurve, read_return_curve, read_return_curves
from segmentation.slides import GridCell, Slide
from segmentation.warehouse import Warehouse
from tests.grades import settings
from tests.houses import Bill, build

START = date(2025, 1, 1)
AS_OF = date(2026, 9, 10)
MANY = [Bill(f"c{who}", START + timedelta(days=(who * 37 + visit * (who % 50 + 3)) % 600), 100) for who in range(60) for visit in range(8)]
EDGES = {
    "nothing": [], "only walk-ins": [Bill(None, AS_OF)], "one customer": [Bill("a", AS_OF)], "one month": [Bill("a", AS_OF), Bill("b", AS_OF)],
    "a gap": [Bill("a", date(2026, 1, 5)), Bill("b", date(2026, 1, 9)), Bill("a", date(2026, 6, 5))],
}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("charts") / "warehouse.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def house(warehouse):
    build(warehouse, MANY)
    return warehouse


def told(warehouse, lang):
    """Everything that is told of the house, None where there is nothing to tell."""
    found = {period: read_retention(warehouse, 1, AS_OF, settings(), period) for period in ("month", "quarter", "year")}
    cohorts, curve = read_cohorts(warehouse, 1, AS_OF), read_return_curve(warehouse, 1, AS_OF)
    for each in found.values():
        for row in each.periods.to_pylist():
            yield charts.tell_bridge(row, each.period, lang, "s")
        yield charts.tell_rates(each, lang, "s")
        for row in each.periods.to_pylist()[-1:]:
            yield charts.tell_money(each, row, lang, "s")
        period_notes(each, lang)
    for measure in ("customers", "share", "revenue"):
        for later in (False, True):
            yield charts.tell_cohorts(cohorts, measure, lang, "s", later=later)
            yield charts.tell_average(cohorts, measure, lang, "s", later=later)
    yield charts.tell_return_curve(curve, lang, "s")
    yield charts.tell_comeback(curve, lang, "s")


def draw(each, lang):
    if hasattr(each, "cells"):
        return draw_grid(each, lang, LOOKS["light"]), Slide("", grid=each)
    return draw_described(each, lang), Slide("", (each,))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("edge", EDGES)
def test_something_true_comes_of_every_house(warehouse, edge, lang):
    build(warehouse, EDGES[edge])
    for each in told(warehouse, lang):
        if each is not None:
            assert each.title
            assert not [hole for hole in ("None", "nan", "{") if hole in each.title]
            draw(each, lang)


def test_all_of_it_is_drawn_and_goes_into_a_deck(house):
    everything = list(told(house, "zh"))
    assert None not in everything
    slides = []
    for each in everything:
        drawn, slide = draw(each, "zh")
        assert drawn is not None or max(each.series[0].values) == 0
        slides.append(slide)
    assert deck(slides[:3] + slides[-14:], "zh")[:2] == b"PK"


def test_a_bridge_goes_from_start_to_end_and_says_what_happened():
    row = {"start": date(2026, 8, 1), "end": date(2026, 8, 31), "complete": True, "active_start": 820, "churned": 52, "reactivated": 31,
           "new": 62, "active_end": 861}
    chart = charts.tell_bridge(row, "month", "en", "")
    assert chart.series[0].values == (820, -52, 31, 62, 861)
    assert chart.title == "Aug 2026: the base grew from 820 to 861; 31 came back, 62 newly won, 52 fell asleep"
    assert finding_bridge({**row, "complete": False, "churned": 100, "active_end": 813}, "year", "en") == (
        "2026 (not complete): the base shrank from 820 to 813; 31 came back, 62 newly won, 100 fell asleep"
    )


def test_where_the_bills_begin_nobody_is_told_to_have_come_or_gone():
    row = {"start": date(2026, 8, 1), "end": date(2026, 8, 31), "complete": True, "active_start": 0, "churned": 0, "reactivated": 0,
           "new": 30, "active_end": 30}
    said = "Aug 2026: the bills begin here, so it cannot be told yet who is new and who was lost; 30 active at the end"
    assert finding_bridge(row, "month", "en", date(2026, 8, 1)) == said
    assert charts.tell_bridge(row, "month", "en", "", date(2026, 8, 2)).title == said
    assert finding_bridge(row, "month", "en", date(2026, 7, 31)).startswith("Aug 2026: the base grew from 0 to 30")


def test_money_is_told_from_the_second_period_on(house):
    found = read_retention(house, 1, AS_OF, settings())
    last = {**found.periods.to_pylist()[-1], "churned_contribution": 547_000, "reactivated_contribution": 46_200, "new_contribution": 28_100}
    chart = charts.tell_money(found, last, "zh", "s")
    assert len(chart.categories) == found.periods.num_rows - 1
    # the stack of a month has no room for its parts: their names tell them
    assert [each.name.rpartition(" ")[2] for each in chart.series] == ["¥54.7万）", "¥4.62万）", "¥2.81万）"]


def test_one_period_alone_is_no_line_and_moves_no_money(house):
    build(house, [Bill("a", AS_OF), Bill("b", AS_OF)])
    found = read_retention(house, 1, AS_OF, settings())
    assert (charts.tell_rates(found, "en", "s"), charts.tell_money(found, found.periods.to_pylist()[-1], "en", "s")) == (None, None)


def test_days_without_bills_are_noted(house):
    build(house, [Bill("a", date(2026, 1, 1)), Bill("a", date(2026, 4, 1)), Bill("a", date(2026, 4, 30))])
    assert period_notes(read_retention(house, 1, date(2026, 4, 30), settings()), "en").startswith(
        "There is no bill from 2 Jan 2026 to 31 Mar 2026: who seems lost there may only be missing in the data."
    )


def test_incomplete_periods_are_marked(house):
    chart = charts.tell_rates(read_retention(house, 1, AS_OF, settings()), "en", "")
    assert [category.hatched for category in chart.categories] == [True] * 3 + [False] * 17 + [True]  # no one could be lost at first
    assert chart.categories[-1].label == "Sep 2026 (not complete)"


def test_a_triangle_leaves_what_is_still_to_come_blank(house):
    build(house, [Bill("a", date(2026, 6, 1)), Bill("a", date(2026, 8, 1)), Bill("b", date(2026, 8, 5))])
    grid = charts.tell_cohorts(read_cohorts(house, 1, AS_OF), "share", "en", "")
    assert (grid.rows, grid.columns) == (("Jun 2026 · 1 customer", "Aug 2026 · 1 customer", "Average"), ("0", "1", "2"))
    assert [[cell.value for cell in row] for row in grid.cells] == [[1.0, 0.0, 1.0], [1.0, None, None], [1.0, 0.0, 1.0]]
    assert grid.cells[1][1:] == (GridCell(),) * 2
    assert grid.cells[0][2].behind == (("cohort", "2026-06"), ("since", "2"))


def test_the_customers_that_the_data_begin_with_are_not_counted_as_new(house):
    old = [Bill(f"old{who}", date(2026, month, 3)) for who in range(9) for month in (1, 2, 3)]
    new = [Bill(f"new{who}", date(2026, 2, 4)) for who in range(10)]
    build(house, [*old, *new, *(Bill(f"new{who}", date(2026, 3, 5)) for who in range(5))])
    cohorts = read_cohorts(house, 1, date(2026, 3, 31))
    assert finding_cohorts(cohorts, "en") == "50% of new customers come in the month after their first"
    alone = read_cohorts(house, 1, date(2026, 2, 28))
    assert finding_cohorts(alone, "en") == "100% of new customers come in the month after their first"


def test_a_triangle_shows_the_last_cohorts_that_have_a_customer(house):
    cohorts = read_cohorts(house, 1, AS_OF)
    grid = charts.tell_cohorts(cohorts, "share", "en", "")
    assert (len(grid.rows), len(grid.columns)) == (14, 13)  # the average is the last row
    assert all(cohorts.size(month) for month in charts.shown_cohorts(cohorts))


def test_the_curve_is_marked_at_twelve_and_twenty_four_weeks_with_its_band(house):
    curve = read_return_curve(house, 1, AS_OF)
    chart = charts.tell_return_curve(curve, "en", "")
    assert {at for at, category in enumerate(chart.categories) if category.label} == {12, 24}
    assert [series.band for series in chart.series] == [False, True, True]
    drawn = draw_described(chart, "en")
    assert [trace.fill for trace in drawn.data[:3]] == [None, None, "tonexty"]
    assert drawn.layout.showlegend is False


def test_the_chance_within_twelve_weeks_and_ever_stand_side_by_side_with_the_rule_of_thumb(house):
    chart = charts.tell_comeback(read_return_curve(house, 1, AS_OF), "en", "")
    ever, within, thumb = chart.series
    assert (ever.name, within.name) == ("Ever, as far as the bills reach", "Within 12 weeks")
    assert {int(week): share for week, share in zip(chart.across.values, thumb.values, strict=True) if share} == {12: 0.10, 24: 0.05}
    assert all(soon is None or 0 <= soon <= late <= 1 for late, soon in zip(ever.values, within.values, strict=True))
    assert draw_described(chart, "en").data[2].connectgaps


def test_titles_of_the_average_and_of_the_triangle_are_findings(house):
    build(house, [
        *(Bill(key, date(2026, 6, 2), 40) for key in "cdefghij"), *(Bill(key, date(2026, 7, 2), 40) for key in "cdefg"),
        Bill("c", date(2026, 8, 2), 40),
    ])
    cohorts = read_cohorts(house, 1, AS_OF)  # of the eight of June five came in July and one in August
    assert charts.tell_average(cohorts, "share", "zh", "").title == "新客户第1个月还来的占63%，第2个月占13%"
    assert charts.tell_average(cohorts, "revenue", "en", "").title == "A new customer brings ¥25 in month 1, ¥5 in month 2"
    months = charts.shown_cohorts(cohorts)
    assert finding_best_cohort(cohorts, months, "share", "en") == "First here in Jun 2026: 63% came in month 1, the highest share of these"
    assert finding_best_cohort(cohorts, months, "revenue", "zh", later=True) == "2026年6月首次到店的客户，次月起共带来¥240，各批中最多"


def test_the_curve_and_the_chance_to_come_back_have_titles_of_their_own_that_are_drawn():
    weeks = pa.table({
        "week": list(range(26)), "still_silent": [0.07 if week == 12 else 0.04 if week == 24 else 0.5 for week in range(26)],
        "low": [0.0] * 26, "high": [1.0] * 26, "at_risk": [9] * 26,
        "back_within": [0.69 if week == 12 else 0.5 for week in range(26)], "back_ever": [0.83 if week == 12 else 0.6 for week in range(26)],
    })
    curve = ReturnCurve("", 1, 1, weeks, None)
    silent, back = charts.tell_return_curve(curve, "en", ""), charts.tell_comeback(curve, "en", "")
    assert silent.title == "7% of the gaps between visits last longer than 12 weeks, 4% longer than 24"
    assert silent.categories[12].label == "12 weeks: 7% still silent; of these 69% back within 12 weeks, 83% ever"
    assert back.title == "Of the silent come back in the end: 83% after 12 weeks, 60% after 24 weeks"
    assert back.categories[12].label == "12 weeks: 83% ever, 69% within 12 weeks"


def test_a_curve_a_group(house):
    customers = pa.table({"customer": [f"c{who}" for who in range(60)], "tier": ["AB"[who % 2] for who in range(60)]})
    curves = read_return_curves(house, 1, AS_OF, customers, "tier")
    chart = charts.tell_return_curves(curves, [("A", "Grade A", "#0072B2"), ("B", "Grade B", "#009E73"), ("C", "Grade C", "")], "en", "t", "s")
    assert [series.name for series in chart.series] == ["Grade A: 0% back", "Grade B: 0% back"]
    assert charts.tell_return_curves({}, [("A", "A", "")], "en", "t", "s") is None

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from segmentation.charts.palette import IDENTIFIED, MANAGED, MANAGED_ACTIVE
from segmentation.charts.revenue.ratios import tell_managers, tell_ratios
from segmentation.measures.revenue.controllable import finding_ratios

AS_OF = date(2026, 10, 18)
MONEY = pa.decimal128(18, 2)


def months(*rows):
    """Rows of month, total, identified, managed, managed_active, complete; a total of 0 has no ratios."""
    names = ("month", "total", "identified", "managed", "managed_active", "complete")
    frame = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    for name in ("identified", "managed", "managed_active"):
        frame[f"ratio_{name}"] = [
            part / total if total else None for part, total in zip(frame[name], frame["total"], strict=True)
        ]
    money = {name: pa.array([Decimal(value) for value in frame[name]], MONEY) for name in names[1:5]}
    return pa.table({**frame, **money})


HOUSE = months(
    (date(2026, 8, 1), 1000, 700, 500, 400, True), (date(2026, 9, 1), 1000, 800, 600, 450, True),
    (date(2026, 10, 1), 500, 300, 200, 200, False),
)
WITH_GAP = months(
    (date(2026, 8, 1), 1000, 700, 500, 400, True), (date(2026, 9, 1), 0, 0, 0, 0, True),
    (date(2026, 10, 1), 500, 300, 200, 100, True),
)
ALL_ACTIVE = months((date(2026, 9, 1), 1000, 800, 600, 600, True))


def tell(frame, lang="en"):
    return tell_ratios(frame, 0.45, lang, "T", "S", AS_OF)


def test_each_ratio_is_a_line_of_its_own_colour():
    *lines, rule = tell(HOUSE).series
    assert [line.values for line in lines] == [(0.7, 0.8, 0.6), (0.5, 0.6, 0.4), (0.4, 0.45, 0.4)]
    assert [line.colour for line in lines] == [IDENTIFIED, MANAGED, MANAGED_ACTIVE]
    assert (rule.name, rule.reference) == ("45% rule of thumb", True)


def test_an_unfinished_month_is_marked_and_says_its_day():
    categories = tell(HOUSE, "zh").categories
    assert [category.hatched for category in categories] == [False, False, True]
    assert [category.tick for category in categories] == ["8月\n2026", "9月", "10月\n至18日"]


def test_where_all_managed_are_active_there_is_one_line_for_both():
    assert [line.name for line in tell(ALL_ACTIVE).series[:-1]] == ["Identified", "Managed (all active)"]


def test_a_month_without_revenue_is_a_gap():
    assert tell(WITH_GAP).series[0].values == (0.7, None, 0.6)


@pytest.mark.parametrize(
    ("frame", "lang", "said"),
    [
        (HOUSE, "en", "Managed customers bring 60% of the whole revenue in Sep 2026; in Aug 2026 it was 50%"),
        (ALL_ACTIVE, "zh", "2026年9月，在管客户占总营收的60%"),
        (HOUSE.slice(2), "en", "No complete month yet"),
    ],
)
def test_the_title_tells_complete_months_only(frame, lang, said):
    assert finding_ratios(frame, lang) == said


def test_the_described_chart_has_the_same_figures_and_the_rule_as_a_reference():
    told = tell_ratios(HOUSE, 0.45, "en", "Title", "Subtitle")
    assert told.kind == "line"
    assert [series.values for series in told.series[:2]] == [(0.7, 0.8, 0.6), (0.5, 0.6, 0.4)]
    assert [series.reference for series in told.series] == [False, False, False, True]
    assert [category.label for category in told.categories] == ["Aug 2026", "Sep 2026", "Oct 2026"]


def test_managers_are_bars_and_the_part_of_those_not_active_any_more_is_hatched():
    frame = pa.table({
        "month": [date(2026, 9, 1)] * 2, "manager": ["<b>王</b>", "李"],
        "managed": pa.array([Decimal("600.00"), Decimal("200.00")], MONEY),
        "managed_active": pa.array([Decimal("600.00"), Decimal("50.00")], MONEY),
    })
    told = tell_managers(frame, "en", "T", "S")
    assert told.kind == "stacked_bar"
    assert [series.values for series in told.series] == [(600, 50), (0, 150)]
    assert [series.hatched for series in told.series] == [False, True]
    assert told.categories[0].behind == (("month", "2026-09"), ("manager", "<b>王</b>"))
    alike = tell_managers(frame.slice(0, 1), "en", "T", "S")
    assert (alike.kind, alike.series[0].values) == ("bar", (600,))

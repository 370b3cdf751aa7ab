from datetime import date
from decimal import Decimal
from itertools import pairwise

import pyarrow as pa
import pytest

from segmentation.charts.palette import IDENTIFIED, MANAGED, MANAGED_ACTIVE
from segmentation.charts.revenue.ratios import draw_managers, draw_ratios, tell_ratios
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


def test_each_ratio_is_a_line_with_a_mark_of_its_own_and_a_label_at_its_end():
    drawn = draw_ratios(HOUSE, 0.45, "en", AS_OF)
    assert [list(line.y) for line in drawn.data] == [[0.7, 0.8, 0.6], [0.5, 0.6, 0.4], [0.4, 0.45, 0.4]]
    assert [line.line.color for line in drawn.data] == [IDENTIFIED, MANAGED, MANAGED_ACTIVE]
    assert [line.marker.symbol[0] for line in drawn.data] == ["circle", "square", "diamond"]
    assert [note.text.partition("</span> ")[2] for note in drawn.layout.annotations] == [
        "Identified <b>60%</b>", "45% rule of thumb", "Managed <b>40%</b>", "Managed and active <b>40%</b>"
    ]


def test_labels_that_would_meet_are_moved_apart():
    places = [note.y for note in draw_ratios(HOUSE, 0.45, "en", AS_OF).layout.annotations]
    assert all(one - next_one > 0.07 for one, next_one in pairwise(places))


def test_an_unfinished_month_has_hollow_marks_and_says_its_day():
    drawn = draw_ratios(HOUSE, 0.45, "zh", AS_OF)
    assert list(drawn.data[0].marker.symbol) == ["circle", "circle", "circle-open"]
    assert drawn.layout.xaxis.ticktext[-1] == "10月<br>至18日"
    assert "2026年10月18日" in drawn.data[0].customdata[-1]


def test_where_all_managed_are_active_there_is_one_line_for_both():
    drawn = draw_ratios(ALL_ACTIVE, 0.45, "en", AS_OF)
    assert [line.name for line in drawn.data] == ["Identified", "Managed (all active)"]


def test_a_month_without_revenue_is_a_gap():
    drawn = draw_ratios(WITH_GAP, 0.45, "en", AS_OF)
    assert list(drawn.data[0].y) == [0.7, None, 0.6]
    assert drawn.data[0].connectgaps is False


def test_without_a_month_nothing_is_drawn():
    assert draw_ratios(HOUSE.slice(0, 0), 0.45, "en", AS_OF) is None
    assert draw_managers(pa.table({"manager": pa.array([], pa.string())}), "en") is None


@pytest.mark.parametrize(
    ("frame", "lang", "said"),
    [
        (HOUSE, "en", "Managed customers bring 60% of the whole revenue in Sep 2026; in Aug 2026 it was 50%"),
        (ALL_ACTIVE, "zh", "2026年9月，在管客户占总营收的60%"),
        (HOUSE.slice(2), "en", "No complete month with revenue yet"),
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


def test_managers_are_bars_whose_names_are_plain_text():
    frame = pa.table({
        "manager": ["<b>王</b>", "李"],
        "managed": pa.array([Decimal("600.00"), Decimal("200.00")], MONEY),
        "managed_active": pa.array([Decimal("600.00"), Decimal("50.00")], MONEY),
        "share": [0.6, 0.2],
    })
    drawn = draw_managers(frame, "en")
    assert [name.strip() for name in drawn.layout.yaxis.ticktext] == ["&lt;b&gt;王&lt;/b&gt;", "李"]
    assert list(drawn.data[0].x) == [600, 200]
    assert list(drawn.data[1].x) == [600, 50]
    assert drawn.data[0].text[0] == "<b>¥600</b>  60.0%"

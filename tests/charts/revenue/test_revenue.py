from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from segmentation.charts.palette import IDENTIFIED, REFERENCE
from segmentation.charts.revenue.revenue import draw_months, draw_shares, money_ticks
from segmentation.measures.revenue.overview import finding_months, finding_revenue_shares

MONEY = pa.decimal128(18, 2)
AS_OF = date(2026, 10, 17)


def revenue(*rows):
    """One row per month: (month, identified, walk_in, is_complete)."""
    months, identified, walk_in, complete = zip(*rows, strict=True) if rows else ((), (), (), ())
    return pa.table({
        "month": pa.array(months, pa.date32()),
        "total": pa.array([Decimal(one) + Decimal(other) for one, other in zip(identified, walk_in, strict=True)], MONEY),
        "identified": pa.array([Decimal(one) for one in identified], MONEY),
        "walk_in": pa.array([Decimal(other) for other in walk_in], MONEY),
        "is_complete": pa.array(complete, pa.bool_()),
    })


THREE = revenue(
    (date(2026, 8, 1), "60000", "40000", True),
    (date(2026, 9, 1), "90000", "30000", True),
    (date(2026, 10, 1), "30000", "20000", False),
)


def test_the_bars_of_a_month_are_its_identified_and_its_walk_in_revenue():
    identified, walk_in, _totals = draw_months(THREE, "en", AS_OF).data
    assert list(identified.y) == [60000, 90000, 30000]
    assert list(walk_in.y) == [40000, 30000, 20000]
    assert identified.marker.color == IDENTIFIED
    assert walk_in.marker.pattern.shape == "/"
    assert list(identified.text) == ["60%", "75%", "60%"]


def test_only_the_best_and_the_last_month_carry_their_total():
    totals = draw_months(THREE, "zh", AS_OF).data[2]
    assert list(totals.text) == ["<b>¥12万</b>", "<b>¥5万</b>"]


@pytest.mark.parametrize(
    ("lang", "ticks"), [("en", ("Aug<br>2026", "Sep", "Oct<br>to day 17")), ("zh", ("8月<br>2026", "9月", "10月<br>至17日"))]
)
def test_an_unfinished_month_says_how_far_it_goes(lang, ticks):
    drawn = draw_months(THREE, lang, AS_OF)
    assert drawn.layout.xaxis.ticktext == ticks
    assert ("17 Oct 2026" if lang == "en" else "2026年10月17日") in drawn.data[0].customdata[2]


def test_a_hover_has_exact_amounts():
    assert draw_months(THREE, "en", AS_OF).data[0].customdata[0].split("<br>") == [
        "<b>Aug 2026</b>", "Revenue: ¥100,000.00", "Identified customers: ¥60,000.00", "Walk-ins: ¥40,000.00",
    ]


def test_of_many_months_the_last_two_years_are_drawn():
    months = revenue(*((date(2024 + n // 12, n % 12 + 1, 1), "10", "5", True) for n in range(30)))
    drawn = draw_months(months, "en", date(2026, 6, 30))
    assert len(drawn.data[0].y) == 24
    assert drawn.layout.xaxis.ticktext[0] == "Jul<br>2024"
    assert drawn.layout.xaxis.ticktext[1] == ""


def test_no_month_is_no_figure():
    assert draw_months(revenue(), "en", AS_OF) is None
    assert finding_months(revenue(), "en", AS_OF) == "No revenue yet"


def test_the_title_names_the_month_and_the_best_one():
    assert finding_months(THREE, "en", AS_OF) == "Oct 2026 brought ¥50K; the best month was Sep 2026 with ¥120K"
    assert finding_months(THREE.slice(0, 2), "zh", AS_OF) == "2026年9月是目前最好的月份：¥12万"
    assert finding_months(THREE.slice(0, 1), "en", AS_OF) == "Aug 2026: ¥100K"


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 100, [0, 20, 40, 60, 80, 100]),
        (0, 0, [0]),
        (-120, 300, [-200, -100, 0, 100, 200, 300]),
        (0, 1, [0, "0.2", "0.4", "0.6", "0.8", 1]),
    ],
)
def test_ticks_are_round(low, high, ticks):
    assert money_ticks(Decimal(low), Decimal(high)) == [Decimal(tick) for tick in ticks]


def test_shares_are_drawn_with_the_line_that_is_called_a_rule_of_thumb():
    drawn = draw_shares(0.69, 0.627, 0.45, "en")
    track, bars = drawn.data
    assert list(bars.y) == ["Active customers", "Identified customers"]
    assert list(bars.x) == [0.627, 0.69]
    assert list(track.x) == [1, 1]
    assert list(bars.text) == ["<b>62.7%</b>", "<b>69.0%</b>"]
    assert (drawn.layout.shapes[0].x0, drawn.layout.shapes[0].line.color) == (0.45, REFERENCE)
    assert drawn.layout.annotations[0].text == "45% rule of thumb"
    assert draw_shares(0.69, 0.627, 0.45, "zh").layout.annotations[0].text == "45%经验线"


def test_shares_without_revenue_are_no_figure():
    assert draw_shares(None, None, 0.45, "en") is None
    assert finding_revenue_shares(None, 0.45, "en") == "No revenue in this window"


@pytest.mark.parametrize(
    ("active", "title"),
    [(0.45, "Active customers bring 45.0% of the whole revenue, above the 45% line"),
     (0.4, "Active customers bring 40.0% of the whole revenue, below the 45% line")],
)
def test_the_title_says_on_which_side_of_the_line_the_house_is(active, title):
    assert finding_revenue_shares(active, 0.45, "en") == title

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from segmentation.charts.described import draw_described
from segmentation.charts.palette import IDENTIFIED
from segmentation.charts.revenue.stories import tell_months, tell_shares
from segmentation.measures.revenue.overview import finding_months, finding_recent_months, finding_revenue_shares
from tests.charts.drawn import written

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


def tell(months, lang="en", as_of=AS_OF):
    return tell_months(months, "T", "S", lang, as_of)


def test_the_bars_of_a_month_are_its_identified_and_its_walk_in_revenue():
    identified, walk_in = tell(THREE).series
    assert [float(value) for value in identified.values] == [60000, 90000, 30000]
    assert [float(value) for value in walk_in.values] == [40000, 30000, 20000]
    assert (identified.colour, walk_in.hatched) == (IDENTIFIED, True)


def test_every_month_carries_its_total():
    assert written(draw_described(tell(THREE, "zh"), "zh"), 2) == ["¥10万", "¥12万", "¥5万"]


@pytest.mark.parametrize(
    ("lang", "ticks"), [("en", ["Aug\n2026", "Sep", "Oct\nto day 17"]), ("zh", ["8月\n2026", "9月", "10月\n至17日"])]
)
def test_an_unfinished_month_says_how_far_it_goes(lang, ticks):
    chart = tell(THREE, lang)
    assert [category.tick for category in chart.categories] == ticks
    assert ("17 Oct 2026" if lang == "en" else "2026年10月17日") in chart.categories[2].label


def test_a_month_stands_for_its_customers_and_its_walk_ins_for_nobody_to_list():
    chart = tell(THREE)
    assert [category.behind for category in chart.categories] == [(("month", f"2026-{month}"),) for month in ("08", "09", "10")]
    assert [series.behind for series in chart.series] == [(), (("walk_in", "all"),)]


def test_of_many_months_the_last_two_years_are_told():
    months = revenue(*((date(2024 + n // 12, n % 12 + 1, 1), "10", "5", True) for n in range(30)))
    chart = tell(months, as_of=date(2026, 6, 30))
    assert len(chart.categories) == 24
    assert chart.categories[0].tick == "Jul\n2024"
    shown = draw_described(chart, "en", size=13, width=560).options["xAxis"]["data"]
    assert shown[:8] == ["Jul\n2024", "", "Sep", "", "Nov", "", "Jan\n2025", ""]
    assert [name for name in shown if "\n" in name] == ["Jul\n2024", "Jan\n2025", "Jan\n2026"]


def test_no_month_is_no_figure():
    assert tell(revenue()) is None
    assert finding_months(revenue(), "en", AS_OF) == "No revenue yet"


def test_the_title_names_the_month_and_the_best_one():
    assert finding_months(THREE, "en", AS_OF) == (
        "Oct 2026 up to day 17 brought ¥50K; the best month was Sep 2026 with ¥120K"
    )
    assert finding_recent_months(THREE, "zh", AS_OF) == "2026年10月（至17日）营收¥5万，这几个月里最高的是2026年9月的¥12万"
    assert finding_months(THREE.slice(0, 2), "zh", AS_OF) == "2026年9月是目前最好的月份：¥12万"
    assert finding_months(THREE.slice(0, 1), "en", AS_OF) == "Aug 2026: ¥100K"


def test_shares_without_revenue_are_no_figure():
    assert tell_shares(None, None, 0.45, "", "", "en") is None
    assert finding_revenue_shares(None, 0.45, "en") == "No revenue is left in this window, refunds deducted"


@pytest.mark.parametrize(
    ("active", "title"),
    [(0.45, "Active customers bring 45% of the whole revenue, above the 45% line"),
     (0.627, "Active customers bring 63% of the whole revenue, above the 45% line"),
     (0.4, "Active customers bring 40% of the whole revenue, below the 45% line"),
     (0.447, "Active customers bring 44.7% of the whole revenue, below the 45% line")],
)
def test_the_title_says_on_which_side_of_the_line_the_house_is(active, title):
    assert finding_revenue_shares(active, 0.45, "en") == title

"""The as-of month held against the year before, by the sun and by the moon, with few days of bills."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from segmentation.measures.revenue.overview import finding_overview, read_overview
from segmentation.measures.revenue.year_before import LUNAR, YEAR, against_year, days_before, read_compared, uncovered_text
from segmentation.warehouse import Warehouse
from tests.grades import ABCD, settings
from tests.houses import Bill, build

AS_OF = date(2026, 2, 17)  # Spring Festival; in 2025 it was 29 January, a Wednesday, and 28 January is its Tuesday


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("year") / "w.duckdb")
    build(opened, [
        Bill("a", date(2025, 1, 1), 1), Bill("a", date(2025, 1, 12), 60), Bill(None, date(2025, 1, 28), 40), Bill("a", date(2025, 1, 29), 7),
        Bill("a", date(2025, 2, 10), 400), Bill(None, date(2025, 2, 20), 3), Bill("a", date(2026, 2, 1), 90), Bill("a", AS_OF, 30),
    ])
    yield opened
    opened.close()


def held(warehouse, key):
    found = read_overview(warehouse, 1, ABCD, AS_OF, settings())
    return against_year(found, read_compared(warehouse, 1, found.month.start, AS_OF, key))


def test_by_the_moon_whole_weeks_are_held_against_whole_weeks(warehouse):
    found = held(warehouse, LUNAR)
    assert (found.compared.first, found.compared.last) == (date(2025, 1, 12), date(2025, 1, 28))
    assert (found.month.revenue, found.month.previous_same_days, found.month.change) == (120, 100, pytest.approx(0.2))
    assert found.identified_share_before == pytest.approx(0.6)
    assert finding_overview(found, "en").startswith(
        "Feb, to day 17, brought ¥120, 20.0% more than the same weeks of the lunar year before."
    )


def test_by_the_sun_the_same_days_are(warehouse):
    found = held(warehouse, YEAR)
    assert (found.compared.first, found.compared.last, found.month.previous_same_days) == (date(2025, 2, 1), date(2025, 2, 17), 400)
    assert "70.0% less than the same days last year." in finding_overview(found, "en")


def test_days_of_then_that_the_bills_cover_in_part_are_compared_with_nothing(warehouse):
    # from 21 February 2025 on there is no bill for months: of 1 to 28 February the bills cover 20 days
    part = read_compared(warehouse, 1, date(2026, 2, 1), date(2026, 2, 28), YEAR)
    assert (part.covered, part.days, part.is_covered, part.revenue) == (20, 28, False, 403)
    assert uncovered_text(part, "en") == "The bills cover 20 of the 28 days (1 Feb – 28 Feb 2025), so there is nothing to compare with."


def test_without_bills_of_then_it_is_held_against_nothing(warehouse):
    early = read_compared(warehouse, 1, date(2025, 2, 1), date(2025, 2, 10), LUNAR)
    assert (early.is_covered, early.identified_share) == (False, None)
    found = against_year(read_overview(warehouse, 1, ABCD, date(2025, 2, 10), settings()), early)
    assert (found.month.change, found.month.previous_same_days) == (None, Decimal(0))
    assert early.span("zh") == "2024年2月10日 – 2月19日"
    assert replace(early, first=date(2023, 12, 30)).span("en") == "30 Dec 2023 – 19 Feb 2024"
    assert uncovered_text(early, "en").startswith("The bills do not reach back to 10 Feb – 19 Feb 2024")
    assert days_before(date(2102, 1, 1), date(2102, 1, 9), LUNAR) is None

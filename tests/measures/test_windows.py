"""How many days of a window the bills cover, counted by hand."""

from datetime import date, timedelta

import pytest

from segmentation.measures.windows import Window, can_be_compared, read_window, window_text
from segmentation.warehouse import Warehouse
from tests.houses import Bill, build

AS_OF = date(2026, 10, 31)


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    yield opened
    opened.close()


def covered(warehouse, ago, choice="60", as_of=AS_OF):
    build(warehouse, [Bill(None, AS_OF - timedelta(days=each)) for each in ago])
    return read_window(warehouse, 1, as_of, choice).covered


@pytest.mark.parametrize(("ago", "choice", "days"), [
    ((0, 20, 40, 59), "60", 60),  # the first day of the window has a bill
    ((0, 20, 40, 60, 80), "60", 60),  # bills begin before it
    ((0, 20, 39), "60", 40),
    ((5, 20, 39), "60", 35),  # the last five days have none
    ((0, 29, 59), "60", 60 - 28 - 29),  # without the 28 and the 29 days between the three bills
    ((0, 27, 54, 81, 108), "all", 109),
    ((), "60", 0),
    ((400,), "60", 0),
])
def test_days_from_the_first_bill_to_the_last_are_covered(warehouse, ago, choice, days):
    assert covered(warehouse, ago, choice) == days


def test_a_day_before_the_first_bill_is_not_covered(warehouse):
    assert covered(warehouse, (0, 3), as_of=AS_OF - timedelta(days=10)) == 0


def test_what_is_not_covered_is_said_in_both_languages():
    window = Window("365", AS_OF, 212)
    assert window_text(window, "en") == "365 days up to 31 Oct 2026 (bills cover 212 of 365 days)"
    assert window_text(window, "zh") == "截至2026年10月31日的365天（365天里有212天有账单数据）"
    assert window_text(Window("365", AS_OF, 365), "zh") == "截至2026年10月31日的365天"
    assert can_be_compared([window, window])

"""What tables promise to the eye: no row is cut in half, and no amount is cut."""

from decimal import Decimal

import pyarrow as pa
import pytest

from pages.shared.tables import _width, say_that_it_scrolls, table_height
from segmentation.fields import field


@pytest.mark.parametrize(("rows", "height"), [(1, 70), (12, 422), (13, 422), (500, 422)])
def test_a_table_shows_whole_rows_only(rows, height):
    assert table_height(rows, 12) == height


@pytest.mark.parametrize(("amounts", "width"), [
    (("999999.99", "1.00"), None), (("1084641.60", "5.00"), 124), (("5.00", "-1084641.60"), 132), ((), None),
])
def test_a_column_of_money_is_as_wide_as_its_longest_amount(amounts, width):
    money = pa.chunked_array([pa.array([Decimal(amount) for amount in amounts], pa.decimal128(18, 2))])
    assert _width(money, field("total"), "营收（元）", "zh") == width


def test_a_long_header_is_wider_than_its_amounts():
    money = pa.chunked_array([pa.array([Decimal("1084641.60")], pa.decimal128(18, 2))])
    assert _width(money, field("standard"), "Average per table (CNY)", "en") == 177


def test_one_long_name_of_a_manager_does_not_push_the_figures_out():
    assert _width(pa.chunked_array([pa.array(["王经理", "王" * 60])]), field("manager"), "客户经理", "zh") == 160
    assert _width(pa.chunked_array([pa.array(["王经理", None])]), field("manager"), "客户经理", "zh") is None


@pytest.mark.parametrize(("total", "said"), [(12, []), (13, ["13 rows in all; the table scrolls."])])
def test_a_table_that_shows_some_of_its_rows_says_how_many_there_are(total, said):
    place = Place()
    say_that_it_scrolls(place, total, 12)
    assert place.said == said


class Place:
    """A container that remembers its captions."""

    def __init__(self):
        self.said = []

    def caption(self, text):
        self.said.append(text)

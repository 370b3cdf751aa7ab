"""What tables promise to the eye: no row is cut in half, and no amount is cut."""

from decimal import Decimal

import pyarrow as pa
import pytest
from streamlit.dataframe_util import convert_pandas_df_to_arrow_bytes

from pages.shared import tables
from pages.shared.short_table import say_what_is_cut
from pages.shared.tables import _width, say_that_it_scrolls, styled, table_height
from segmentation.fields import field
from segmentation.schemes import load_scheme


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


@pytest.mark.parametrize(("shown", "before", "said"), [
    (250, 0, []), (100, 0, ["The first 100 of 250 rows; downloads have all of them."]),
    (100, 100, ["Rows 101 to 200 of 250; downloads have all of them."]), (50, 200, ["Rows 201 to 250 of 250; downloads have all of them."]),
])
def test_a_page_of_a_table_says_which_rows_it_has(shown, before, said):
    place = Place()
    say_what_is_cut(place, shown, 250, before)
    assert place.said == said


def test_of_a_list_too_long_for_a_table_the_first_two_hundred_rows_are_drawn(monkeypatch):
    drawn = []
    monkeypatch.setattr(tables, "styled", lambda frame, _names, brief: (drawn.append(frame.num_rows), {}))
    monkeypatch.setattr(tables.st, "container", lambda **_options: Place())
    for rows in (1000, 1001):
        tables.draw_table(pa.table({"visits": list(range(rows))}), ["visits"], "table")
    assert drawn == [1000, 200]


def test_a_table_brings_a_browser_nothing_that_lay_under_its_nulls(monkeypatch):
    monkeypatch.setattr(tables, "current_language", lambda: "en")
    monkeypatch.setattr(tables, "scheme", lambda: load_scheme("ladder"))
    remains = "龘01885".encode()  # eight bytes of another store, where the first number is not known
    visits = pa.Array.from_buffers(pa.int64(), 2, [pa.py_buffer(b"\x02"), pa.py_buffer(remains + (7).to_bytes(8, "little"))])
    style, _settings = styled(pa.table({"visits": visits}), ["visits"])
    sent = convert_pandas_df_to_arrow_bytes(style.data)
    assert remains not in sent
    assert style.data["visits"].isna().tolist() == [True, False]
    assert style.data["visits"][1] == 7


class Place:
    """A container that remembers its captions."""

    def __init__(self):
        self.said = []

    def caption(self, text):
        self.said.append(text)

    def dataframe(self, *_drawn, **_options):
        """Draw nothing."""

"""The page of what is to come, over the sample houses: a forecast, and a house too small for one."""

import shutil
from datetime import date
from decimal import Decimal

from pages.foresight.expected import checked
from pages.shared import behind
from segmentation.measures.foresight.check import Check
from segmentation.measures.foresight.model import Has
from tests import foretold_house
from tests.pages.conftest import said
from tests.pages.driver import shown_figures


def test_what_is_expected_and_who_will_fall_asleep(sample_houses, tmp_path, monkeypatch, open_page):
    monkeypatch.setenv("CUSTOMER_GRADING_DB", str(shutil.copy(sample_houses, tmp_path / "w.duckdb")))
    figures = {each.label: each for each in shown_figures(open_page("foresight", store="1"))}
    assert figures["Expected in 90 days"].value == "¥2.39M"
    assert (figures["At least (95%)"].value, figures["At least (95%)"].against) == ("¥1.88M", "at most ¥2.91M")
    assert figures["Probably still customers"].against == "of 346 who came again"
    app = open_page("foresight", store="1", tab="asleep")
    assert "Of 77 customers who can fall asleep by 30 Nov 2026, 44 probably will." in said(app)
    small = open_page("foresight", store="3")
    assert "it takes 300 customers who came again (there are 135)" in said(small)
    assert [each.against for each in shown_figures(small)] == ["needed: 300", "needed: 39"]
    assert "curve of silence" in said(open_page("foresight", store="3", tab="asleep"))


def test_a_list_longer_than_a_table_is_leafed_through_and_its_download_has_all(sample_houses, tmp_path, monkeypatch, open_page):
    monkeypatch.setenv("CUSTOMER_GRADING_DB", str(shutil.copy(sample_houses, tmp_path / "w.duckdb")))
    monkeypatch.setattr(behind, "MOST_ROWS", 60)
    made = []
    monkeypatch.setattr(behind, "draw_download", lambda make, *_args, **_options: made.append(make))
    app = open_page("foresight", store="1", tab="asleep")
    whole = app.dataframe[0].value["name"].tolist()
    assert len(whole) == 77  # a page has 100 rows
    app.selectbox(key="page_sizesleepers").set_value(50).run()
    assert app.dataframe[0].value["name"].tolist() == whole[:50]
    assert "The first 50 of 77 rows; downloads have all of them." in said(app)
    app.get("pagination")[0].set_value(2).run()
    assert app.dataframe[0].value["name"].tolist() == whole[50:]
    assert "Rows 51 to 77 of 77; downloads have all of them." in said(app)
    assert made[-2]().num_rows == 77  # the other list of the page is of the last forecast
    app.text_input(key="sleepers_search").set_value(whole[60]).run()
    assert whole[60] in app.dataframe[0].value["name"].tolist()  # another list begins at its first page


def test_pages_graded_by_potential_say_by_which_definition(made, monkeypatch, open_page):
    monkeypatch.setenv("CUSTOMER_GRADING_DB", str(made(foretold_house.bills())))
    forecast = "Potential that nobody rated is derived by the forecast"
    assert forecast in said(open_page("gradings", tab="matrix", scheme="potential"))
    moves = said(open_page("migration", scheme="potential", **{"from": "2026-08-31"}))
    assert forecast in moves
    # the 300th customer who came again came on 17 March 2026: by the end of February no forecast could be fitted
    assert "up to 28 Feb 2026, and by the forecast from 31 Mar 2026 on" in moves
    assert "Potential that nobody rated" not in said(open_page("migration", scheme="abcd"))


def test_the_check_of_money_stands_above_the_money_that_it_is_of():
    found = Check(
        date(2026, 5, 2), date(2026, 10, 31), Has(300, 300), object(), None, None, 108.0, 100, Decimal(1200), Decimal(1000),
    )
    figure = checked(found, "en")
    assert (figure.value, figure.against) == ("+20%", "¥1.2K foretold, ¥1K came in")
    assert "108 visits" in figure.help

"""The page of what is to come, over the sample houses: a forecast, and a house too small for one."""

import shutil

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


def test_pages_graded_by_potential_say_by_which_definition(made, monkeypatch, open_page):
    monkeypatch.setenv("CUSTOMER_GRADING_DB", str(made(foretold_house.bills())))
    forecast = "Potential that nobody rated is derived by the forecast"
    assert forecast in said(open_page("gradings", tab="matrix", scheme="potential"))
    moves = said(open_page("migration", scheme="potential", **{"from": "2026-08-31"}))
    assert forecast in moves
    # the 300th customer who came again came on 17 March 2026: by the end of February no forecast could be fitted
    assert "up to 28 Feb 2026, and by the forecast from 31 Mar 2026 on" in moves
    assert "Potential that nobody rated" not in said(open_page("migration", scheme="abcd"))

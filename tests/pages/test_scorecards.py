"""A rated customer on the page of scorecards: his stars, his profile beside the average, and how he was rated so far."""

from datetime import date
from decimal import Decimal

import pytest

from segmentation.ingest.edit import rate_customers
from segmentation.schemes import load_scheme
from tests.houses import Bill, build
from tests.pages.driver import Page, new_house

DAY = date(2026, 9, 30)
CRITERIA = [each.key for each in load_scheme("scorecard").spec.criteria]


@pytest.fixture
def warehouse(tmp_path, monkeypatch):
    with new_house(tmp_path, monkeypatch) as opened:
        build(opened, [Bill("c1", DAY, 900), Bill("c2", DAY, 100)])
        rate_customers(opened, 1, {"c1": dict.fromkeys(CRITERIA, Decimal(4)), "c2": {CRITERIA[0]: Decimal(2)}}, DAY)
        yield opened


@pytest.mark.parametrize(("lang", "stars"), [("en", "Four stars"), ("zh", "四星")])
def test_who_is_rated_on_every_criterion_has_stars_and_the_other_is_not_rated_yet(warehouse, lang, stars):
    page = Page("pages/gradings/page.py", lang, tab="scorecards")
    assert page.heads()[0].startswith(stars)
    shown = page.at.dataframe[-1].value
    assert [row[0].split(" · ")[0] for row in shown.iloc[:, 0]] == [stars, {"en": "Not rated yet", "zh": "尚未评分"}[lang]]


def test_a_chosen_customer_shows_his_own_ratings_and_their_history(warehouse):
    page = Page("pages/gradings/page.py", "en", tab="scorecards")
    page.at.query_params["customer"] = "c1"
    page.run()
    history = next(table.value for table in page.at.dataframe if list(table.value.columns) == ["criterion", "rated_on", "score"])
    assert sorted(history["criterion"]) == sorted(CRITERIA)
    page.at.segmented_control(key="criteria_kind").set_value("radar")
    page.run()


def test_a_criterion_of_a_radar_opens_the_customers_behind_it_and_closes_them_again(warehouse):
    page = Page("pages/gradings/page.py", "en", tab="scorecards")
    page.at.segmented_control(key="criteria_kind").set_value("radar")
    page.run()
    before = len(page.at.dataframe)
    page.at.button(key="spoke_0").click()
    page.run()
    opened = page.at.dataframe
    assert len(opened) == before + 1
    assert {name for table in opened for name in table.value.get("name", [])} >= {"c1", "c2"}
    page.at.button(key="spoke_0").click()
    page.run()
    assert len(page.at.dataframe) == before

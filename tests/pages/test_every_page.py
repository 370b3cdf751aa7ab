"""Every page, launched through app.py in both languages, over houses that have much, little or nothing to say."""

import re
from datetime import date, timedelta

import pytest

from segmentation.schemes import schemes
from tests.houses import Bill, Profile
from tests.pages.conftest import said
from tests.pages.every_page import FAMILIES, LOOKS

DAY = date(2026, 9, 30)
ENGLISH = re.compile(r"[A-Z]?[a-z]+(?: [a-z]+){2,}")  # three words that no Chinese sentence would leave
GRADED = ("overview", "customers")
ALSO = ("modules", "compare", "pyramids", "migration")  # by one scheme of each family


def many():
    """Twelve customers who came 1 to 12 times, the better the more often, and a walk-in."""
    bills = [
        Bill(f"c{n:02}", DAY - timedelta(days=7 * visit + n), 50 * n, manager="Wang" if n % 2 else None)
        for n in range(1, 13) for visit in range(n)
    ]
    return [*bills, Bill(None, DAY, 500)]


HOUSES = {
    "many": (many(), [Profile("c01", name="<b>x</b>"), Profile("p1", name="only a profile")]),
    "one": ([Bill("c1", DAY, 100)],),
    "walk_ins": ([Bill(None, DAY, 100)],),
    "refund": ([Bill("c1", DAY, -100), Bill("c2", DAY, 0)],),
    "nothing": ((), ()),
    "gap": ([Bill(f"c{n}", day, 100) for day in (date(2026, 4, 10), date(2026, 8, 20), DAY) for n in range(3)],),
}


@pytest.fixture
def house(made, monkeypatch):
    """Return ``house(name)``: let the app open that one of ``HOUSES``; opening a page writes nothing, so all look at one file."""
    return lambda name: monkeypatch.setenv("CUSTOMER_GRADING_DB", str(made(*HOUSES[name])))


@pytest.mark.parametrize(("page", "query"), LOOKS)
def test_a_page_opens_in_both_languages_and_switches_there_and_back(house, open_page, page, query):
    house("many")
    app = open_page(page, "zh", **query)
    first = said(app)
    assert first
    assert not ENGLISH.findall(first)
    for lang in ("en", "zh"):
        app.sidebar.button_group(key="lang_switch").set_value(lang).run()  # app.py stands around every page
        assert not app.exception, lang
        assert (said(app) == first) is (lang == "zh")


@pytest.mark.parametrize(("page", "query"), LOOKS)
def test_a_page_opens_over_a_house_with_little_to_say(house, open_page, page, query):
    for name in ("one", "walk_ins", "refund", "gap", "nothing"):
        house(name)
        assert said(open_page(page, "zh", **query)), name


@pytest.mark.parametrize("scheme", schemes().values(), ids=lambda scheme: scheme.key)
def test_every_scheme_can_be_shown_wherever_grades_are(house, open_page, scheme):
    house("many")
    is_first = scheme is next(each for each in schemes().values() if each.rule == scheme.rule)
    own = ["gradings"] if scheme.rule in FAMILIES.values() else []
    for page in (*GRADED, *own, *(ALSO if is_first else ())):
        app = open_page(page, **{"scheme": next(each.key for each in schemes().values() if each.rule == scheme.rule)} if own else {})
        app.selectbox(key="pick_scheme").set_value(scheme.key).run()
        assert not app.exception, page
        assert app.selectbox(key="pick_scheme").value == scheme.key
        assert app.query_params["scheme"] in (scheme.key, [scheme.key])  # the test runner gives it either way


def test_a_page_of_one_family_offers_the_schemes_of_that_family_only(house, open_page):
    house("many")
    for tab, rule in FAMILIES.items():
        known = [scheme.label["en"] for scheme in schemes().values() if scheme.rule == rule]
        assert open_page("gradings", tab=tab).selectbox(key="pick_scheme").options == known


def test_the_picked_scheme_decides_which_tab_of_the_gradings_is_open_first(house, open_page):
    house("many")
    app = open_page("overview", scheme="rfm_half_year")
    for page in ("gradings", "retention"):
        app.query_params.clear()
        app.switch_page(f"pages/{page}/page.py").run()
        assert app.button_group(key="pick_tab").value == {"gradings": "rfm", "retention": "periods"}[page]
    app.button_group(key="pick_tab").set_value("cohorts").run()
    app.switch_page("pages/gradings/page.py").run()
    app.button_group(key="pick_tab").set_value("cards").run()
    assert app.query_params["tab"] in ("cards", ["cards"])
    assert app.selectbox(key="pick_scheme").value in {scheme.key for scheme in schemes().values() if scheme.rule == "threshold"}

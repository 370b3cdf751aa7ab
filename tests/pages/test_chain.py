"""The tab of several stores as one: what is told, which stores are in it, and the guests of several."""

from datetime import date

from tests.houses import Bill, Profile
from tests.pages.conftest import said
from tests.pages.driver import answers, shown_figures

AS_OF = date(2026, 6, 30)
BILLS = [
    Bill("a", AS_OF, 600), Bill(None, AS_OF, 300), Bill("x", AS_OF, 100, store_id=2), Bill("b", AS_OF, 50, store_id=3),
    *(Bill("a", date(2026, month, 1), 10, store_id=store) for month in (5, 6) for store in (1, 2)),
]
PROFILES = [
    Profile("a", "<b>Ann</b>", "13800000001", manager="Li"), Profile("x", "Ann", "138-0000-0001", store_id=2),
    Profile("a", "Cy", store_id=2), Profile("b", "Ben", store_id=3),
]


def test_the_chain_adds_up_and_knows_a_guest_of_two_stores(house, open_page):
    house(BILLS, PROFILES, stores=("Pine", "Oak", "Elm"))
    app = open_page("compare", "en", tab="chain")
    assert answers(app) == ["3 stores bring ¥1.09K together, 84% of it Pine"]  # 920 of 1,090
    figures = {each.label: each.value for each in shown_figures(app)}
    assert (figures["Active customers"], figures["Guests of several stores"]) == ("4", "1")
    assert "1 guest comes to more than one store and brings ¥720, 91.1% of the known customers' revenue" in said(app)  # of 790
    app.multiselect[0].set_value([1, 3]).run()
    assert answers(app) == ["2 stores bring ¥970 together, 95% of it Pine"]
    assert "click a bar to open the store" in said(app)
    assert "No phone is known in more than one store" in said(app)
    assert not open_page("compare", "zh", tab="chain").exception


def test_a_mark_of_the_chain_opens_the_store_in_that_month_and_a_guest_his_file(house, open_page):
    house(BILLS, PROFILES, stores=("Pine", "Oak", "Elm"))
    for behind, store, day in ((("store", "2"),), 2, None), ((("store", "2"), ("month", "2026-05-01")), 2, date(2026, 5, 31)):
        app = open_page("compare", "en", tab="chain")
        app.session_state["chain_store_chosen"] = behind
        app.run()
        assert not app.exception
        assert (app.session_state["store"], app.session_state["as_of"]) == (store, day)
        assert app.title[0].value == "Overview"
    app = open_page("compare", "en", tab="chain")
    app.session_state["chain_guest_chosen"] = 0
    app.run()
    assert (app.session_state["store"], app.session_state["customer"]) == (1, "a")


def test_one_store_is_told_to_bring_another(house, open_page):
    house(BILLS[:2], PROFILES[:1], stores=("Pine",))
    assert answers(open_page("compare", "en", tab="chain")) == ["A chain needs two stores with bills. Import the bills of another one."]

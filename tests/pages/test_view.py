import doctest
from datetime import date

import pytest

import pages.shared.downloads
import pages.shared.language
import pages.shared.view
from pages.shared.language import plain
from segmentation.settings.trades import keep_trade
from segmentation.warehouse import Warehouse
from tests.houses import Bill
from tests.pages.conftest import said


@pytest.mark.parametrize("module", [pages.shared.language, pages.shared.view])
def test_the_examples_of_the_parts_hold(module):
    found = doctest.testmod(module)
    assert (found.failed, found.attempted > 0) == (0, True)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("云栖湖宾馆", "云栖湖宾馆"),
        ("<b>x</b>", r"\<b\>x\<\/b\>"),
        ("[a](javascript:b)", r"\[a\]\(javascript\:b\)"),
        ("http://a.b", r"http\:\/:color[]\/a\.b"),  # an empty span: addresses are looked for after escaping
        (":smile: a -- b", r"\::color[]smile\: a \-:color[]\- b"),
        ("\u202ea\x00", "a"),
        ("$\\LaTeX$", r"\$\\LaTeX\$"),
        ("# a\n- b", r"\# a \- b"),
    ],
)
def test_markdown_shows_a_name_as_it_is(name, written):
    assert plain(name) == written


def test_what_back_leads_to_is_no_pick_where_it_is_only_what_held_by_itself(house, open_page):
    house([Bill("a", date(2026, 6, 1), 100), Bill("a", date(2026, 9, 30), 100)])
    app = open_page("gradings", "en", store="1", tab="cards", scheme="cards", window="all", as_of="2026-09-30")  # as Back does
    assert app.session_state["window"] is None
    assert app.session_state["as_of"] is None
    app.switch_page("pages/customers/page.py").run()
    assert app.selectbox(key="pick_window").value == "365"
    app = open_page("customers", "en", store="1", window="90", as_of="2026-08-31")
    assert (app.session_state["window"], str(app.session_state["as_of"])) == ("90", "2026-08-31")


def test_lists_of_a_store_are_graded_as_houses_of_its_trade_are_until_another_scheme_is_picked(house, open_page, monkeypatch):
    warehouse = Warehouse(house([Bill("a", date(2026, 6, 1), 100), Bill("a", date(2026, 9, 30), 100)]))
    with warehouse.writing() as cursor:
        keep_trade(cursor, 1, "cafe")
    warehouse.close()
    app = open_page("customers")
    assert (app.session_state["scheme_now"], app.selectbox(key="pick_window").value) == ("rfm", "90")
    made = {}
    monkeypatch.setattr(pages.shared.downloads.st, "download_button", lambda _label, make, name, *_more, **_options: made.update({name: make}))
    app = open_page("customers", "zh", scheme="abcd")
    assert app.session_state["scheme_now"] == "abcd"
    assert "客单价＝贡献额÷单数" in said(app)  # the words of a café
    assert "桌均" not in said(app)
    listed = next(make for name, make in made.items() if name.endswith(".csv"))().decode("utf-8-sig").splitlines()[0]
    assert "客单价（元）" in listed.split(",")  # made outside of the run, in a thread without a session

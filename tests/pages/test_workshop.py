import io
import json
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from pptx import Presentation

import pages.shared.opening
from pages.shared.masking import Masking
from segmentation.ingest.stores import rename_store
from segmentation.settings.workshops import (
    list_workshops,
    make_workshop,
    pin,
    read_workshop,
    rename_workshop,
    reorder,
    set_masked,
)
from segmentation.slides import Category, Chart, Column, Grid, GridCell, Series, Slide, Table
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile
from tests.pages.conftest import said

AS_OF = date(2026, 9, 30)
BILLS = [Bill("a", AS_OF, 3000), Bill("b", date(2026, 8, 15), 1000), Bill(None, date(2026, 9, 5), 2500)]
NASTY = '<b>x</b> [a](javascript:alert(1)) $\\LaTeX$'
PROFILES = [Profile("a", name="王小明", phone="13800000001"), Profile("b", name=NASTY)]
NAMES = Table((Column("Name", secret="name"), Column("Phone", secret="phone")), (("王小明", "13800000001"), (NASTY, None)))


@pytest.fixture
def prepared(house):
    """Return ``prepared(*slides, masked)``: a house with a workshop "May" of these slides."""

    def fill(*slides, masked=False):
        warehouse = Warehouse(house(BILLS, PROFILES))
        make_workshop(warehouse, "May")
        for slide in slides:
            pin(warehouse, "May", slide)
        set_masked(warehouse, "May", masked)
        warehouse.close()

    return fill


def kept():
    """The workshops of the running app's own warehouse."""
    import os

    return pages.shared.opening.open_warehouse(os.environ["CUSTOMER_GRADING_DB"])


def table_slide(title):
    return Slide(title, table=NAMES, store="Pine Hotel", as_of=AS_OF)


def press(app, place, act):
    """Press what stands beside a slide of the list."""
    app.button_group(key=f"act_{place}").set_value(act).run()


def beside(app, place):
    """What can be done with a slide of the list."""
    return [each.content for each in app.button_group(key=f"act_{place}").proto.options]


@pytest.fixture(autouse=True)
def close_after():
    yield
    pages.shared.opening.forget_warehouses()


def html_of(app):
    return "\n".join(each.proto.body for each in app.get("html"))


def test_a_chart_is_pinned_and_found_in_the_workshop(house, open_page):
    house(BILLS, PROFILES)
    app = open_page()
    app.button(key="pin_pie_customers").click().run()
    app.button(key="pin_pie_contribution").click().run()
    app.button(key="pin_months").click().run()
    app.button(key="pin_months").click().run()
    assert not app.exception
    assert [toast.value for toast in app.toast] == ["Pinned as slide 3 of “My workshop”"]
    slides = read_workshop(kept(), "My workshop").slides
    assert [slide.charts[0].kind for slide in slides] == ["pie", "pie", "stacked_column"]
    assert (slides[0].store, slides[0].as_of) == ("Pine Hotel", AS_OF)


def test_after_a_reload_a_slide_is_pinned_into_the_workshop_that_was_shown(prepared, open_page):
    prepared()
    make_workshop(kept(), "Tour")
    app = open_page("workshop", workshop="Tour")
    app.query_params.clear()
    app.switch_page("pages/overview/page.py").run()
    address = {name: value if isinstance(value, str) else value[0] for name, value in app.query_params.items()}
    assert address["workshop"] == "Tour"
    app = open_page(**address)
    app.button(key="pin_pie_customers").click().run()
    assert [len(read_workshop(kept(), name).slides) for name in ("May", "Tour")] == [0, 1]


@pytest.mark.parametrize("key", ["pin_pie_customers", "pin_shares", "pin_download_tiers"])
def test_whatever_is_pinned_can_be_shown(house, open_page, key):
    house(BILLS, PROFILES)
    app = open_page()
    app.button(key=key).click().run()
    app.switch_page("pages/workshop/page.py").run()
    app.button(key="start_show").click().run()
    assert not app.exception
    assert "1 / 1" in said(app).replace("\\", "")


def test_pyramids_curves_and_grids_are_kept_and_shown(prepared, open_page):
    tiers = (Category("Vital", "#0072B2"), Category("Small", "#7A7F87"))
    counts = Chart("pyramid", "Counts", "", tiers, (Series("Customers", "count", (1, 9)),))
    shares = (0.0, 0.2, 1.0)
    curve = Chart(
        "line", "Curve", "", (Category(""), Category("20% bring 80%"), Category("")),
        (Series("Share", "ratio", (0.0, 0.8, 1.0)),), across=Series("Customers", "ratio", shares),
    )
    grid = Grid("Matrix", "", ("High",), ("Low", "High"), ((GridCell("Gold", 3, colour="#E69F00"), None),))
    prepared(Slide("", (counts, counts)), Slide("", (curve,)), Slide("", grid=grid), Slide("All", (counts,), grid=grid))
    app = open_page("workshop", workshop="May", slide="1")
    drawn = []
    for _number in range(4):
        assert not app.exception
        drawn.append((app.title[0].value, len(app.get("echarts_chart")), len(app.get("plotly_chart"))))
        if not app.button(key="slide_next").disabled:
            app.button(key="slide_next").click().run()
    assert drawn == [("Counts", 2, 0), ("Curve", 0, 1), ("Matrix", 1, 0), ("All", 2, 0)]


def test_slides_are_moved_and_taken_out(prepared, open_page):
    prepared(table_slide("One"), table_slide("Two"), table_slide("Three"))
    app = open_page("workshop")
    press(app, 2, "up")
    press(app, 0, "out")
    assert [slide.title for slide in read_workshop(kept(), "May").slides] == ["Three", "Two"]
    assert beside(app, 0) == ["Show", "↓", "Take out"]
    assert beside(app, 1) == ["Show", "↑", "Take out"]
    pin(kept(), "May", table_slide("Four"))  # by somebody else, which this screen does not show yet
    press(app, 1, "up")
    assert [slide.title for slide in read_workshop(kept(), "May").slides] == ["Two", "Three", "Four"]
    reorder(kept(), "May", [2, 0])
    press(app, 0, "out")
    assert [slide.title for slide in read_workshop(kept(), "May").slides] == ["Four", "Two"]
    assert "Meanwhile somebody else changed the slides of “May”" in said(app)


def test_a_deep_link_opens_a_slide_and_the_keys_have_buttons(prepared, open_page):
    prepared(table_slide("One"), table_slide("Two"))
    app = open_page("workshop", workshop="May", slide="2")
    assert app.title[0].value == "Two"
    assert app.button(key="slide_next").disabled
    app.button(key="slide_previous").click().run()
    assert app.title[0].value == "One"
    assert app.query_params["slide"] in ("1", ["1"])
    app.button(key="slide_leave").click().run()
    assert app.title[0].value == "Workshop"
    assert "slide" not in app.query_params


@pytest.mark.parametrize("slide", ["0", "99", "-1", "x", "", "٣", "9" * 40])
def test_nonsense_in_the_address_is_passed_over(prepared, open_page, slide):
    prepared(table_slide("One"))
    app = open_page("workshop", workshop="nobody", slide=slide)
    assert app.title[0].value in ("One", "Workshop")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_names_are_shown_as_they_are(prepared, open_page, lang):
    prepared(table_slide(NASTY))
    app = open_page("workshop", lang, slide="1")
    assert "&lt;b&gt;x&lt;/b&gt;" in html_of(app)
    assert "<b>x" not in html_of(app)
    assert "王小明" in html_of(app)
    assert "<b>" not in app.title[0].value


def test_one_switch_masks_names_and_phones(prepared, open_page):
    prepared(table_slide("One"), masked=True)
    app = open_page("workshop", slide="1")
    assert "王小明" not in html_of(app)
    assert "13800000001" not in html_of(app)
    assert "Customer 002" in html_of(app)  # first here on 30 Sep; the other one came on 15 Aug
    app.button(key="slide_leave").click().run()
    app.toggle(key="masked_house").set_value(True).run()
    press(app, 0, "show")
    assert "Store A" in said(app)
    assert "Pine Hotel" not in said(app)
    app.button(key="slide_leave").click().run()
    app.toggle(key="masked").set_value(False).run()
    assert not read_workshop(kept(), "May").masked
    press(app, 0, "show")
    assert "13800000001" in html_of(app)


def test_a_masked_deck_is_not_called_what_may_name_somebody(prepared, open_page, monkeypatch):
    files = {}
    offered = lambda label, make, name, *more, **options: files.update({name: make})  # noqa: E731
    monkeypatch.setattr("pages.workshop.rehearsal.offer", offered)
    prepared(table_slide("One"))
    rename_workshop(kept(), "May", "Pine Hotel 王小明")
    open_page("workshop")
    assert [*files] == ["Pine Hotel 王小明.pptx"]
    assert Presentation(io.BytesIO(files.popitem()[1]())).core_properties.title == "Pine Hotel 王小明"
    set_masked(kept(), "Pine Hotel 王小明", True, house=True)
    open_page("workshop")
    assert [*files] == ["Workshop.pptx"]
    about = Presentation(io.BytesIO(files.popitem()[1]())).core_properties
    assert (about.title, about.subject) == ("One", "Store A")


def test_a_list_that_is_taken_away_has_the_numbers_of_the_slides(prepared, open_page):
    prepared(table_slide("One"))
    app = open_page("customers")
    app.selectbox(key="download_csv_names").set_value("house").run()
    assert not app.exception
    app.switch_page("pages/overview/page.py").run()
    assert app.selectbox(key="download_summary_names").value == "house"  # one choice for all downloads
    masking = Masking("house", "en", kept())
    frame = pa.table({"store": ["Pine Hotel"], "customer": ["a"], "name": ["王小明"], "phone": ["13800000001"]})
    assert masking.frame(frame).to_pylist() == [
        {"store": "Store A", "customer": "Customer 002", "name": "Customer 002", "phone": "****"}
    ]
    [slide] = masking.slides((table_slide("王小明"),))
    assert (slide.title, slide.store) == ("Customer 002", masking.store("Pine Hotel")) == ("Customer 002", "Store A")


def test_workshops_are_made_renamed_and_deleted(prepared, open_page):
    prepared(table_slide("One"))
    app = open_page("workshop")
    app.text_input(key="new_workshop").set_value("June")
    next(button for button in app.button if button.label == "New").click().run()
    assert list_workshops(kept()) == ["June", "May"]
    assert "No slide is pinned yet" in said(app)
    app.text_input(key="rename_workshop").set_value("May")
    next(button for button in app.button if button.label == "Rename").click().run()
    assert "There is a workshop “May” already" in app.error[0].value
    app.button(key="delete_workshop").click().run()
    assert list_workshops(kept()) == ["May"]


@pytest.mark.parametrize(("lang", "words"), [("en", "No slide is pinned yet"), ("zh", "还没有页面")])
def test_without_slides_it_says_how_they_come_about(house, open_page, lang, words):
    house(BILLS)
    assert words in said(open_page("workshop", lang))
    house()
    assert words in said(open_page("workshop", lang))


def test_slides_of_a_deleted_store_are_told_and_taken_out(prepared, open_page):
    elm = Slide("Gone", table=NAMES, store="Elm Inn", as_of=AS_OF)
    prepared(table_slide("one"), elm, table_slide("three"))
    app = open_page("workshop")
    assert "slide 2 is gone" in app.warning[0].value
    app.button(key="take_out_gone").click().run()
    assert [each.title for each in read_workshop(kept(), "May").slides] == ["one", "three"]
    assert not app.warning


def test_a_slide_pinned_in_the_other_language_says_so(prepared, open_page):
    prepared(Slide("一", table=NAMES, store="Pine Hotel", lang="zh"), Slide("two", table=NAMES, store="Pine Hotel", lang="en"))
    shown = said(open_page("workshop"))
    assert shown.count("pinned in 中文") == 1
    assert "pinned in English" not in shown


def test_numbers_are_those_of_a_slides_own_language_also_after_a_switch(prepared, open_page):
    def money(lang, head):
        table = Table((Column(head, "money"),), ((Decimal(1_040_000),),))
        pie = Chart("pie", head, "", (Category("A", "#0072B2"),), (Series(head, "money", (Decimal(1_040_000),)),))
        return Slide(head, (pie,), table, as_of=AS_OF, lang=lang)

    prepared(money("en", "Revenue"), money("zh", "营收"))
    for lang in ("en", "zh"):
        app = open_page("workshop", lang, workshop="May", slide="1")
        for shown, theirs in (("¥1.04M", "¥104万"), ("¥104万", "¥1.04M")):
            charts = "".join(json.dumps(json.loads(each.proto.spec), ensure_ascii=False) for each in app.get("echarts_chart"))
            assert shown in charts
            assert theirs not in charts
            app.text_input(key="stage_order").set_value("2 1366x768 1").run()
        assert "截至2026年9月30日" in said(app)


def test_a_slide_follows_its_store_to_another_name(prepared, open_page):
    prepared(Slide("Pine Hotel brings more", table=NAMES, store="Pine Hotel", as_of=AS_OF))
    rename_store(kept(), 1, "Fir Inn")
    app = open_page("workshop")
    assert not app.warning
    press(app, 0, "show")
    assert app.title[0].value == "Fir Inn brings more"
    assert "Fir Inn" in said(app)
    assert "Pine" not in said(app)


@pytest.mark.parametrize("asked", ["", "2", "x 1x1 1", "2 0x0 1", "99999 99999x99999 1"])
def test_whatever_the_browser_asks_for_a_slide_is_shown(prepared, open_page, asked):
    prepared(table_slide("One"), table_slide("Two"))
    app = open_page("workshop", workshop="May", slide="1")
    app.text_input(key="stage_order").set_value(asked).run()
    assert not app.exception
    assert app.title[0].value in ("One", "Two")

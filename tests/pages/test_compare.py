import csv
import io
import re
from datetime import date, timedelta

import openpyxl
import pytest
from pptx import Presentation

import pages.shared.downloads
from pages.shared.picking import Picker, on_click
from tests.houses import Bill, Profile
from tests.pages.conftest import said
from tests.pages.driver import short_tables

AS_OF = date(2026, 9, 30)
NASTY = '<b>x</b> [a](javascript:alert(1)) $\\LaTeX$ 🏨'
# Pine: gov 6000 (managed), priv 2000, walk-ins 2000 → controls 60 %. Oak: priv 3000 (managed), gov 1000, walk-ins 6000 → 30 %
BILLS = [
    Bill("gov", AS_OF, 6000), Bill("priv", date(2026, 9, 1), 2000), Bill(None, AS_OF, 2000),
    Bill("gov", AS_OF, 1000, store_id=2), Bill("priv", AS_OF, 3000, store_id=2), Bill(None, AS_OF, 6000, store_id=2),
]
PROFILES = [
    Profile("gov", "Tax Bureau", module="政府", manager="Wang"), Profile("priv", "Ltd", module="私企"),
    Profile("gov", "Tax Bureau", module="政府", store_id=2), Profile("priv", "Ltd", module="私企", manager="Li", store_id=2),
]
STORES = ("Pine Hotel", "Oak Inn")


@pytest.fixture
def compared(house, open_page):
    def opened(lang="en", stores=STORES, **query):
        house(BILLS, PROFILES, stores=stores)
        return open_page("compare", lang, **query)

    return opened


def finding(app):
    return re.sub(r"\\|:gray\[|\]$", "", f"{app.subheader[0].value} {app.markdown[0].value}")


def test_the_finding_stands_first_in_both_languages(compared):
    app = compared()
    assert finding(app) == (
        "Pine Hotel controls 60% of its revenue, Oak Inn controls 30%. "
        "Widest apart in money: government, whose share of the whole revenue is 50.0 points higher at Pine Hotel."
    )
    assert app.title[0].value == "Compare"
    assert {"Pine Hotel · controls 60%", "Oak Inn · controls 30%"} <= {each.value.replace("\\", "") for each in app.subheader}
    chinese = compared("zh")
    assert "60%" in finding(chinese)
    assert "30%" in finding(chinese)
    assert "2026年9月30日" in said(chinese)


def test_both_sides_are_in_the_address(compared):
    app = compared()
    address = {name: values[0] if isinstance(values, list) else values for name, values in dict(app.query_params).items()}
    assert address["store"] == "1"
    assert address["store2"] == "2"
    assert address["as_of2"] == "2026-09-30"
    assert (address["by"], address["walk_ins"]) == ("module", "yes")


def test_the_slices_can_be_grades_and_both(compared):
    for by, label in (("tier", "A"), ("module_tier", "ZA Government A")):
        app = compared()
        app.segmented_control(key="pick_by").set_value(by).run()
        assert not app.exception
        assert label in [row["Group"] for row in short_tables(app)[0]]


def test_every_slice_of_both_sides_stands_in_the_table(compared):
    rows = [(row["Group"], row["Store"], row["Contribution (CNY)"]) for row in short_tables(compared())[0]]
    assert ("Government", "Pine Hotel", "¥6,000.00") in rows
    assert ("Government", "Oak Inn", "¥1,000.00") in rows
    assert ("Walk-ins", "Oak Inn", "¥6,000.00") in rows


def weekly(first, store_id):
    return [Bill("gov", AS_OF - timedelta(days=each), 100, store_id=store_id) for each in range(0, (AS_OF - first).days + 1, 7)]


def test_a_year_against_half_a_year_warns_and_offers_the_longest_window_of_both(house, open_page):
    house([*weekly(date(2025, 6, 1), 1), *weekly(AS_OF - timedelta(days=210), 2)], PROFILES, stores=STORES)
    app = open_page("compare")
    [warning] = [each.value.replace("\\", "") for each in app.warning]
    assert warning.startswith(
        "The two sides are not measured alike: the bills of Pine Hotel · 30 Sep 2026 cover 365 of 365 days, "
        "those of Oak Inn · 30 Sep 2026 211 of 365 days."
    )
    app.button(key="common_window").click().run()
    assert not app.exception
    assert (app.selectbox(key="pick_window").value, list(app.warning)) == ("180", [])


@pytest.fixture
def handed(monkeypatch):
    """What the buttons of the page hand out: by key the name of the file and what makes it."""
    found, button = {}, pages.shared.downloads.st.download_button

    def kept(label, data, name, *args, **options):
        found[options.get("key")] = (name, data)
        return button(label, data, name, *args, **options)

    monkeypatch.setattr(pages.shared.downloads.st, "download_button", kept)
    return found


@pytest.mark.parametrize(("window", "names", "periods"), [
    ("365", "Pine Hotel_Comparison_2026-09-30_Oak Inn_2026-09-29_210 of 365 days",
     {"Pine Hotel": "365 days up to 30 Sep 2026", "Oak Inn": "365 days up to 29 Sep 2026 (bills cover 210 of 365 days)"}),
    ("90", "Pine Hotel_Comparison_2026-09-30_Oak Inn_2026-09-29",
     {"Pine Hotel": "90 days up to 30 Sep 2026", "Oak Inn": "90 days up to 29 Sep 2026"}),
    ("all", "Pine Hotel_Comparison_2026-09-30_484 days_Oak Inn_2026-09-29_210 days",
     {"Pine Hotel": "all history up to 30 Sep 2026 (bills over 484 days)", "Oak Inn": "all history up to 29 Sep 2026 (bills over 210 days)"}),
])
def test_every_file_of_a_comparison_says_over_which_days_each_side_is(house, open_page, handed, window, names, periods):
    # Pine's bills begin on 4 June 2025, 484 days up to 30 Sep 2026; Oak's on 4 March 2026, 210 days up to 29 Sep
    last = [Bill("gov", AS_OF - timedelta(days=ago), 100, store_id=number) for number, ago in ((1, 0), (2, 1))]
    house([*weekly(date(2025, 6, 1), 1), *weekly(AS_OF - timedelta(days=210), 2), *last], PROFILES, stores=STORES)
    open_page("compare", store="1", store2="2", as_of="2026-09-30", as_of2="2026-09-29", window=window)
    files = {key: handed[key] for key in ("download_csv", "download_csv_xlsx", "download_deck")}
    assert [name for name, _make in files.values()] == [f"{names}.{kind}" for kind in ("csv", "xlsx", "pptx")]
    rows = list(csv.DictReader(io.StringIO(files["download_csv"][1]().decode("utf-8-sig"))))
    assert {row["Store"]: row["Period"] for row in rows} == periods
    first, *_more = Presentation(io.BytesIO(files["download_deck"][1]())).slides
    texts = " ".join(shape.text_frame.text for shape in first.shapes if shape.has_text_frame)
    assert [period for period in periods.values() if period not in texts] == []
    assert "As of 30 Sep 2026 / 29 Sep 2026" in texts


def test_a_masked_comparison_is_called_by_neither_store(house, open_page, handed):
    house([*weekly(date(2025, 6, 1), 1), *weekly(date(2025, 6, 1), 2)], PROFILES, stores=STORES)
    app = open_page("compare")
    app.selectbox(key="download_csv_names").set_value("house").run()
    assert handed["download_csv"][0] == "Store A_Comparison_2026-09-30_Store B_2026-09-30.csv"


def test_the_workbook_adds_no_two_sides_and_names_both_periods(house, open_page, handed):
    house([*weekly(date(2025, 6, 1), 1), *weekly(AS_OF - timedelta(days=210), 2)], PROFILES, stores=STORES)
    open_page("compare")
    book = openpyxl.load_workbook(io.BytesIO(handed["download_csv_xlsx"][1]()))
    cells = [str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert not [each for each in cells if "SUBTOTAL" in each or each == "Total"]
    assert "Pine Hotel: 365 days up to 30 Sep 2026" in cells
    assert "Oak Inn: 365 days up to 30 Sep 2026 (bills cover 211 of 365 days)" in cells


def test_one_house_is_compared_with_itself_half_a_year_before(house, open_page):
    house([*BILLS[:3], Bill("priv", date(2026, 1, 5), 500)], PROFILES[:2])
    app = open_page("compare")
    assert app.date_input(key="pick_as_of2").value == date(2026, 4, 1)
    assert "30 Sep 2026 controls" in finding(app)


@pytest.mark.parametrize("query", [{"store2": "99"}, {"as_of2": "never"}, {"by": "<b>"}, {"walk_ins": "?"}, {"store2": ""}])
def test_nonsense_in_the_address_is_passed_over(compared, query):
    app = compared(**query)
    assert finding(app).startswith("Pine Hotel controls 60%")


def test_a_day_before_the_first_bill_says_so_and_breaks_nothing(house, open_page):
    house(BILLS, PROFILES, stores=STORES)
    app = open_page("compare", as_of="2020-01-01")
    assert "has no revenue in this window" in finding(app)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_names_like_markup_are_shown_as_they_are(compared, lang):
    app = compared(lang, stores=(NASTY, "x" * 200))
    heads = [each.value for each in (*app.header, *app.subheader)]
    assert not [head for head in heads if "<b>" in head or "](j" in head or "$\\L" in head]
    assert not [each for each in app.get("html") if "<b>x" in str(each.proto)]


def test_without_a_store_the_samples_are_offered(house, open_page):
    house()
    app = open_page("compare")
    assert "load_samples" in [button.key for button in app.button]


def test_the_other_bar_of_a_group_lets_its_list_stand_and_the_same_one_closes_it(monkeypatch):
    marks = {(0, "main"): ((("module", "gov"),),), (1, "main"): ((("module", "gov"),),)}
    taken = []

    def click(chosen, selected):
        picker = Picker(chosen, taken.append)
        handler = on_click(marks, "gaps", picker)
        state["gaps"] = {"selection": {"selected": [
            {"series_index": series, "data_type": "main", "data_indices": [0]} for series in selected
        ]}}
        handler()
        return taken[-1]

    state = {}
    monkeypatch.setattr("pages.shared.picking.st.session_state", state)
    gov = (("module", "gov"),)
    assert click((), [0]) == gov
    assert click(gov, [1]) == gov  # the other bar of the same group
    assert click(gov, []) == ()

"""The page of moves: two days compared, who went up and down, the months, and those that are kept."""

import threading
from datetime import date

import pytest

import pages.shared.follow_up
import pages.shared.opening
from segmentation.ingest.pending import mark_pending
from segmentation.measures.movement.follow_up import follow_up
from segmentation.measures.movement.snapshots import follow_schemes, followed_schemes, list_snapshots
from segmentation.schemes import load_scheme
from segmentation.settings.kept import save_scheme_settings, scheme_settings
from segmentation.warehouse import Warehouse
from tests.houses import Bill, build
from tests.pages.conftest import said
from tests.pages.driver import Page, new_house, shown_figures

AS_OF = date(2026, 9, 30)
# up to the end of August a came most and brought most; in September b overtook him; d was last here in July; n is new
BILLS = [
    *(Bill("a", date(2026, 8, day), 300) for day in (1, 5, 9)), Bill("b", date(2026, 8, 3), 100),
    *(Bill("b", date(2026, 9, day), 900) for day in (1, 8, 15, 30)), Bill("d", date(2026, 7, 15), 250),
    Bill("n", date(2026, 9, 20), 80),
]


@pytest.fixture
def page(house, open_page):
    house(BILLS)
    return lambda lang="en", **query: open_page("migration", lang, **query)


def moved(app):
    return {tuple(row) for table in app.dataframe if "from_place" in table.value for row in
            table.value[["name", "from_place", "to_place"]].itertuples(index=False)}


def test_the_day_before_is_the_month_end_before(page):
    app = page()
    assert app.date_input(key="pick_from").value == date(2026, 8, 31)
    assert app.query_params["from"] in ("2026-08-31", ["2026-08-31"])
    assert app.subheader[0].value.replace("\\", "").startswith("From 31 Aug 2026 to 30 Sep 2026 1 customer went up and 2 went down.")


def test_who_went_up_and_down_is_listed_with_grades_in_words(page):
    assert moved(page()) == {("a", "A", "B"), ("b", "C", "A"), ("d", "B", "D")}


def test_a_block_opens_all_who_were_or_are_there(page):
    # a went from A to B and brings 900 up to both days; b came from C to A: 100, and 4 × 900 more
    assert "One customer moved A → any grade: ¥900 up to 31 Aug 2026, ¥900 up to 30 Sep 2026." in said(page(list="from=A"))
    app = page(list="to=A")
    assert "One customer moved any grade → A: ¥100 up to 31 Aug 2026, ¥3.7K up to 30 Sep 2026." in said(app)
    assert list(next(each.value for each in app.dataframe if "from_place" in each.value)["name"]) == ["b"]


def test_the_address_bar_names_the_day(page):
    app = page(**{"from": "2026-07-31"})
    assert app.date_input(key="pick_from").value == date(2026, 7, 31)
    app.date_input(key="pick_from").set_value(date(2026, 9, 1)).run()
    assert app.query_params["from"] in ("2026-09-01", ["2026-09-01"])


def test_a_house_of_one_month_says_that_all_of_them_came(house, open_page):
    house([Bill("a", date(2026, 9, 3)), Bill("b", AS_OF)])
    app = open_page("migration")
    assert "nobody had come by" in said(app)
    assert "Month by month is shown once two months are complete." in said(app)


def test_complete_months_that_were_missed_are_kept(page):
    app = page()
    app.button(key="keep_months").click().run()
    assert not app.exception
    assert [each.value.replace("\\", "") for each in app.success] == ["Month-end grades kept: 3 months."]
    assert "All of them are what they would be if graded now." in said(app)
    assert not [each for each in app.button if each.key == "keep_months"]


def test_months_that_a_kill_cut_off_follow_in_the_background_and_the_page_says_so(monkeypatch, house, open_page):
    path = house(BILLS)
    opened = Warehouse(path)
    with opened.writing() as cursor:
        mark_pending(cursor, 1)
    opened.close()
    begin, may_go_on = pages.shared.follow_up.finish_pending, threading.Event()

    def waiting(*arguments):
        may_go_on.wait(30)
        return begin(*arguments)

    monkeypatch.setattr(pages.shared.follow_up, "finish_pending", waiting)
    app = open_page("migration")
    assert "This is being done now, in the background." in said(app)
    assert app.button(key="keep_months")
    may_go_on.set()
    job = pages.shared.follow_up.begin_catching_up(pages.shared.opening.open_warehouse(str(path)))
    assert job.wait(30)
    app.run()
    assert "Month-end grades kept: 3 months." in said(app).replace("\\", "")
    assert "The month-end grades are up to date again." in said(app)
    assert not [each for each in app.button if each.key == "keep_months"]
    app.run()
    assert "up to date again" not in said(app)


def test_kept_months_are_found_anew_only_after_a_look(tmp_path, monkeypatch):
    with new_house(tmp_path, monkeypatch) as opened:
        build(opened, BILLS)
        page = Page("pages/migration/page.py")
        page.press("keep_months")
        save_scheme_settings(opened, 1, load_scheme("abcd"), {"active_days": "20"})
        page.run()
        assert "bills that have changed since: 3 months" in page.texts()
        assert "recompute_months" not in page.buttons()
        look = next(each for each in page.at.toggle if each.key.startswith("preview_"))
        page.set("toggle", look.key, True)
        # with 20 days a, b and d are asleep in August; in September a is asleep and n is B
        assert page.at.button(key="recompute_months").label == "Regrade them; grades that change: 5"
        page.press("recompute_months")
        assert "All of them are what they would be if graded now." in page.texts()


def test_months_that_were_kept_before_the_profiles_came_can_be_found_anew(tmp_path, monkeypatch):
    with new_house(tmp_path, monkeypatch) as opened:
        build(opened, BILLS)
        follow_schemes(opened, 1, ["ninebox"])
        follow_up(opened, 1)
        page = Page("pages/migration/page.py")
        page.set("selectbox", "pick_scheme", "ninebox")
        assert "Neither settings nor bills have changed since." in page.texts()
        with opened.writing() as cursor:
            cursor.execute("update customers set potential = 'C'")
        page.run()
        look = next(each for each in page.at.toggle if each.key.startswith("preview_"))
        page.set("toggle", look.key, True)
        # their potential was derived: new customers grow the most
        assert page.at.button(key="recompute_months").label.startswith("Regrade them; grades that change: ")
        assert not page.at.button(key="recompute_months").label.endswith(" 0")
        page.press("recompute_months")
        look = next(each for each in page.at.toggle if each.key.startswith("preview_"))
        page.set("toggle", look.key, True)
        assert page.at.button(key="recompute_months").label.endswith(" 0")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_schemes_are_chosen_and_their_months_kept_at_once(tmp_path, monkeypatch, lang):
    with new_house(tmp_path, monkeypatch) as opened:
        build(opened, BILLS)
        follow_up(opened, 1)
        page = Page("pages/migration/page.py", lang)
        page.set("selectbox", "pick_scheme", "rfm")
        assert page._("The months of this scheme are not kept. Add it to the list above and save, and they are.") in page.texts()
        assert page.at.button(key="save_followed").disabled
        labels = [load_scheme(key).label[lang] for key in ("abcd", "rfm")]
        assert set(labels) <= set(page.at.multiselect(key="followed_1").options)
        page.set("multiselect", "followed_1", ["abcd", "rfm"])
        page.press("save_followed")
        assert page._("Saved. Of these schemes every complete month is kept from now on.") in page.texts()
        said = {"zh": "已存档3个月的月末等级。", "en": "Month-end grades kept: 3 months."}[lang]
        assert said in page.texts()
        assert [each.key for each in followed_schemes(opened, 1)] == ["abcd", "rfm"]
        rfm = load_scheme("rfm")
        assert len(list_snapshots(opened, 1, rfm, scheme_settings(opened, 1, rfm))) == 3
        assert page._("The months of this scheme are not kept. Add it to the list above and save, and they are.") not in page.texts()


def test_at_least_one_scheme_stays(page):
    app = page()
    app.multiselect(key="followed_1").set_value([]).run()
    assert app.button(key="save_followed").disabled
    assert "Choose at least one scheme." in said(app)


def test_months_that_could_not_be_kept_are_told_and_offered_again(page, monkeypatch):
    def failing(*_arguments):
        raise MemoryError

    app = page()
    with monkeypatch.context() as broken:
        broken.setattr("segmentation.measures.movement.follow_up.keep_months", failing)
        app.button(key="keep_months").click().run()
    assert not app.exception
    assert "not all month-end grades could be kept" in said(app)
    app.button(key="keep_months").click().run()
    assert [each.value.replace("\\", "") for each in app.success] == ["Month-end grades kept: 3 months."]


def test_a_house_without_a_complete_month_says_so(house, open_page):
    house([Bill("a", date(2026, 9, 3)), Bill("b", date(2026, 9, 29))])
    assert "No month is complete yet." in said(open_page("migration"))


def test_another_window_grades_all_months_anew_and_says_so(page):
    app = page()
    app.button(key="keep_months").click().run()
    assert "All of them are kept months." in said(app)
    app.selectbox(key="pick_window").set_value("90").run()
    assert "All of them are kept months." not in said(app)
    assert "graded with the window picked above" in said(app)


def test_the_figures_tell_the_moves_and_their_money(page):
    # in August d, the only one in July, went from A to B, and a and b came
    shown = {metric.label: (metric.value, metric.delta) for metric in shown_figures(page())}
    assert shown == {
        "Went up · ¥3.7K (30 Sep)": ("1", "▲ 1"), "Went down · ¥1.15K (31 Aug)": ("2", ":red[▲ 1]"), "Came · ¥80 (30 Sep)": ("1", ":red[▼ 1]"),
        "Stayed · ¥0 (30 Sep)": ("0", "＝ unchanged"),
    }


def test_of_a_long_list_the_first_rows_are_drawn_and_it_is_said_how_many_there_are(page, monkeypatch):
    monkeypatch.setattr("pages.shared.tables.MOST_ROWS", 1)
    app = page()
    table = next(each.value for each in app.dataframe if "win_back_by" in each.value)
    assert list(table["name"]) == ["a"]  # who had brought the most of the two who went down
    assert "The first 1 of 2 rows; downloads have all of them." in said(app)


def test_a_row_of_those_who_went_down_or_up_opens_the_customer(page):
    lists = [each for each in page().dataframe if "from_place" in each.value]
    assert len(lists) == 2
    assert all(each.proto.selection_mode for each in lists)


def test_days_that_are_no_ends_of_a_month_are_compared_with_no_month(page):
    assert {metric.delta for metric in shown_figures(page(**{"from": "2026-08-30"}))} == {""}


def test_who_went_down_can_be_called(page):
    table = next(each.value for each in page().dataframe if "win_back_by" in each.value)
    assert list(table.columns) == ["name", "from_place", "to_place", "contribution_from", "win_back_by", "manager", "phone", "last_visit"]

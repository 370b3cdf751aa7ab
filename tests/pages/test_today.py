"""The page of today's list, without a browser: its states, and what a tap writes and takes back."""

from datetime import date, datetime, timedelta

import pytest

from pages.shared.opening import open_warehouse
from segmentation.settings.call_rules import save_call_rules
from segmentation.settings.groups import Condition, save_group
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile
from tests.managed import build_managed
from tests.pages.conftest import said

AS_OF, ON = date(2026, 9, 30), date(2026, 10, 1)


@pytest.fixture
def today(tmp_path, monkeypatch, open_page):
    """Return ``today(customers, on=…, rules=…)``: the page over a house whose customers of Wang are due on the first of October."""

    def opened(customers=2, ago=(9, 19, 29), on=ON, rules=None, nobodys=0, born=0, **query):
        path = tmp_path / "warehouse.duckdb"
        warehouse = Warehouse(path)
        bills = [Bill(None, AS_OF - timedelta(days=days)) for days in range(90)]
        bills += [Bill(f"c{n}", AS_OF - timedelta(days=days), 500 - n) for n in range(customers) for days in ago]
        bills += [Bill(f"b{n}", AS_OF - timedelta(days=3), 50) for n in range(born)]
        build_managed(warehouse, bills, [Profile(f"b{n}", f"Born {n}", birthday="--10-02", manager="Li") for n in range(born)] + [
            Profile(f"c{n}", f"Guest {n}", f"1380000000{n}", manager="Wang" if n >= nobodys else None) for n in range(customers)
        ])
        save_call_rules(warehouse, 1, rules or {})
        warehouse.close()
        monkeypatch.setenv("CUSTOMER_GRADING_DB", str(path))
        monkeypatch.setenv("CUSTOMER_GRADING_TODAY", on.isoformat())
        return open_page("today", "en", **query)

    return opened


def keys(app, start):
    return [button.key for button in app.button if (button.key or "").startswith(start)]


def test_a_tap_is_written_the_next_card_opens_and_undo_takes_it_back(today):
    app = today(manager="Wang")
    assert "2 left to call, Guest 0 first" in said(app)
    app.button(key="tap_coming_c0").click().run()
    assert "One left to call: Guest 1" in said(app)
    assert "**Guest 0** coming on 5 Oct" in said(app)
    app.button(key="undo_call").click().run()
    assert "2 left to call, Guest 0 first" in said(app)
    app.button(key="tap_not_reached_c0").click().run()
    app.button(key="bar_c1").click().run()
    assert "Never contact Guest 1 again?" in said(app)
    app.button(key="bar_no").click().run()
    app.button(key="tap_reached_c1").click().run()
    assert "All 2 calls of today are made, 0 coming" in said(app)
    assert len(keys(app, "change_")) == 2


def noted(folder):
    warehouse = open_warehouse(str(folder / "warehouse.duckdb"))
    return warehouse.cursor().execute("select customer_key, outcome, note from contacts order by 1, batch_id").fetchall()


def test_an_outcome_holds_until_another_is_given_and_undo_brings_it_back(today, tmp_path):
    app = today(manager="Wang")
    app.text_input(key="call_note_c0").set_value("four of them").run()
    app.button(key="tap_coming_c0").click().run()
    [change] = keys(app, "change_")
    app.button(key=change).click().run()
    assert "Noted: coming on 5 Oct. It stands until you tap something else." in said(app)
    assert "One left to call: Guest 1" in said(app)  # nothing is taken back yet
    app.button(key="keep_outcome").click().run()
    assert keys(app, "tap_reached_") == ["tap_reached_c1"]
    app.button(key=change).click().run()
    app.text_input(key="call_note_c0").set_value("").run()
    app.button(key="tap_not_now_c0").click().run()
    assert "**Guest 0** call again on 15 Oct" in said(app)
    assert noted(tmp_path) == [("c0", "not_now", None)]  # one contact, not two
    app.button(key="undo_call").click().run()
    assert noted(tmp_path) == [("c0", "coming", "four of them")]


def test_nobody_is_contacted_on_a_day_to_come(today, monkeypatch):
    app = today(manager="Wang")
    monkeypatch.setenv("CUSTOMER_GRADING_TODAY", "2026-09-30")
    app.button(key="tap_reached_c0").click().run()
    assert "is still to come: nobody was contacted on it yet." in said(app)
    assert keys(app, "change_") == []


def test_a_manager_of_the_address_who_is_not_there_is_told(today):
    app = today(manager="Nemo")
    assert "There is no manager “Nemo” here; the list of all is shown." in said(app)
    assert "2 to call today: 0 done" in said(app)


def test_more_can_be_called_than_a_day_asks_for(today):
    app = today(manager="Wang", rules={"per_day": "1"})
    app.button(key="tap_reached_c0").click().run()
    assert keys(app, "tap_") == []
    app.button(key="call_some_more").click().run()
    assert "One left to call: Guest 1" in said(app)


def test_where_nobody_is_to_call_the_week_to_come_can_be_called_ahead(today):
    app = today(customers=1, ago=(3, 13, 23))
    assert "Nobody to call today" in said(app)
    assert "Next: Guest 0, usually every 10 days, due on 7 Oct." in said(app)
    app.button(key="look_ahead").click().run()
    app.button(key="tap_reached_c0").click().run()
    assert keys(app, "tap_") == []


def test_old_bills_are_said_and_who_may_have_come_can_be_noted(today):
    app = today(customers=1, on=ON + timedelta(days=8))
    assert "The bills end on 30 Sep 2026, 9 days ago" in said(app)
    app.button(key="tap_came_c0").click().run()
    assert "**Guest 0** came already" in said(app)


def test_limits_are_tried_before_they_are_saved(today):
    app = today(customers=3)
    box = next(each for each in app.number_input if (each.key or "").startswith("call_limit_per_day"))
    box.set_value(1).run()
    assert "These limits put 1 on the list; those that are saved put 3." in said(app)
    box.set_value(0).run()
    assert "Calls a day for each manager: a whole number from 1 to 200, not 0." in said(app)
    assert app.button(key="save_call_limits").disabled
    box.set_value(1).run()
    app.button(key="save_call_limits").click().run()
    assert "1 to call today" in said(app) or "One to call today" in said(app)


def test_a_desk_filters_by_reason_and_the_card_stays(today):
    def names(app):
        return [list(each.value["name"]) for each in app.dataframe]

    app = today(born=1)
    assert names(app) == [["Guest 0", "Guest 1", "Born 0"]]
    box = app.multiselect(key="today_reasons")
    assert box.options == ["Due 2", "Birthday 1"]
    box.set_value(["birthday"]).run()
    assert names(app) == [["Born 0"]]
    assert keys(app, "tap_reached_") == ["tap_reached_c0"]  # the card is the first of the whole list
    app.button(key="tap_reached_c0").click().run()
    assert app.multiselect(key="today_reasons").options == ["Due 1", "Birthday 1"]
    assert names(app) == [["Born 0"]]


def test_a_desk_filters_by_a_saved_group_and_the_card_stays(today, tmp_path):
    app = today()
    save_group(open_warehouse(str(tmp_path / "warehouse.duckdb")), 1, "one", "abcd", Condition(customers=("c1",)), datetime(2026, 9, 30))
    app.run()
    assert app.selectbox(key="today_group").options == ["All customers", "one"]
    app.selectbox(key="today_group").set_value("1").run()
    assert [list(each.value["name"]) for each in app.dataframe] == [["Guest 1"]]
    assert keys(app, "tap_reached_") == ["tap_reached_c0"]


def test_nobodys_customers_and_missing_ranks_are_told(today):
    assert "No ranks are set yet: with them, A customers go to ranks 1 and 2 first." in said(today())


def test_a_card_of_nobodys_is_taken_over_and_given_back(today):
    app = today(nobodys=1, manager="-")
    assert keys(app, "tap_coming_") == ["tap_coming_c0"]
    box = app.selectbox(key="take_over_c0")
    assert box.options == ["Wang"]
    box.set_value("Wang").run()
    assert not app.exception
    assert "**Guest 0** Wang looks after him now" in said(app)
    assert keys(app, "tap_") == []
    app.button(key="undo_call").click().run()
    assert keys(app, "tap_coming_") == ["tap_coming_c0"]
    assert not [each for each in today(manager="Wang").selectbox if (each.key or "").startswith("take_over")]  # whose he is, is known

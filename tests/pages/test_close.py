"""The tab of the page Upload on which months are closed, certified and reopened."""

from datetime import date

import pages.shared.opening
from segmentation.ingest.books import list_closings
from segmentation.measures.movement.follow_up import follow_up
from tests.houses import Bill
from tests.pages.conftest import said


def test_a_month_is_closed_with_a_name_and_reopened_with_a_reason(house, open_page):
    house([Bill("a", date(2026, 8, 31), 100), Bill("b", date(2026, 9, 20), 50)])
    warehouse = pages.shared.opening.opened_warehouse()
    follow_up(warehouse, 1)
    app = open_page("upload", "en", tab="close")
    assert app.selectbox(key="close_month_1_0_0").value == date(2026, 8, 1)  # the last that is covered
    app.selectbox(key="close_month_1_0_0").select(date(2026, 9, 1)).run()
    assert app.button(key="close_button").disabled
    assert "The bills end on 20 Sep 2026" in said(app)
    app.selectbox(key="close_month_1_0_0").select(date(2026, 8, 1)).run()
    app.button(key="close_button").click().run()
    assert "the name stands on the certificate" in said(app)
    app.text_input(key="close_by").input("Li").run()
    app.button(key="close_button").click().run()
    assert "The warehouse says what the certificate says." in [each.value for each in app.success]
    assert [(each.closed_by, each.is_closed) for each in list_closings(warehouse)] == [("Li", True)]
    app.text_input(key="reopen_by").input("Wang")
    app.text_input(key="reopen_why").input("a bill too many").run()
    app.button(key="reopen_button").click().run()
    assert "reopened by Wang" in said(app)
    assert [each.reason for each in list_closings(warehouse)] == ["a bill too many"]

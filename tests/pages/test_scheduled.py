"""The tab of the settings on which scheduled work is switched on, run and set up."""

from dataclasses import replace
from datetime import date, time

import pages.shared.opening
from segmentation.scheduled.settings import read_secrets, read_settings, save_settings
from tests.houses import Bill
from tests.pages.conftest import said
from tests.pages.driver import as_seen


def test_a_job_is_switched_on_run_and_told_and_a_secret_is_never_shown(house, open_page):
    house([Bill("a", date(2026, 8, 31), 100)])
    database = pages.shared.opening.opened_warehouse().path
    app = open_page("settings", "en")
    app.toggle(key="job_backup").set_value(True).run()
    assert list(read_settings(database).on) == ["backup"]
    app.button(key="run_backup").click().run()
    assert "Backup nightly_" in as_seen("".join(each.value for each in app.success))
    assert "done" in said(app)
    app.text_input(key="secret_robot_url").input("https://robot.example/key")
    app.selectbox(key="robot").select("wecom")
    app.button(key="save_message").click().run()
    assert read_secrets(database)["robot_url"] == "https://robot.example/key"
    assert (read_settings(database).robot, read_settings(database).language) == ("wecom", "en")
    app = open_page("settings", "en")
    assert app.text_input(key="secret_robot_url").value == ""
    assert "robot.example" not in said(app)


def test_times_are_set_on_the_page_and_those_of_another_form_stay(house, open_page):
    house([Bill("a", date(2026, 8, 31), 100)])
    database = pages.shared.opening.opened_warehouse().path
    save_settings(database, replace(read_settings(database), when={**read_settings(database).when, "proof": "0 8 1 * *"}))
    app = open_page("settings", "en")
    assert "set in the shell: 0 8 1" in as_seen(said(app))
    app.time_input(key="time_of_backup").set_value(time(22, 45))
    app.selectbox(key="day_of_message").select("fri")
    app.button(key="save_times").click().run()
    assert dict(read_settings(database).when) == {
        "inbox": "* * * * *", "backup": "45 22 * * *", "proof": "0 8 1 * *", "message": "0 8 * * fri"
    }
    assert "Fri at 08:00" in said(app)

"""The tab of the settings on which scheduled work is switched on, run and set up."""

from datetime import date

import pages.shared.opening
from segmentation.scheduled.settings import read_secrets, read_settings
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

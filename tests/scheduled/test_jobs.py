"""What is due runs once, is kept as a line, and nothing runs that is not switched on; secrets stay in their file."""

import os
import stat
from datetime import datetime, timedelta
from time import monotonic, sleep

import pytest

from segmentation.language.errors import InputError
from segmentation.scheduled.jobs import due_jobs, run_job, tick
from segmentation.scheduled.runs import read_runs
from segmentation.scheduled.scheduler import scheduling
from segmentation.scheduled.settings import (
    change_settings,
    is_any_on,
    read_secrets,
    read_settings,
    save_secrets,
    scheduled_folder,
    switch,
)
from segmentation.warehouse import Warehouse

SUNDAY = datetime(2026, 11, 29, 12)


@pytest.fixture
def house(tmp_path):
    opened = Warehouse(tmp_path / "w.duckdb")
    change_settings(opened.path, {"language": "en"})
    yield opened
    opened.close()


def test_nothing_runs_that_is_not_switched_on(house):
    assert not is_any_on(house.path)
    assert tick(house, SUNDAY + timedelta(days=30)) == []


def test_a_missed_night_is_made_up_for_once(house):
    switch(house.path, "backup", True, SUNDAY)
    assert is_any_on(house.path)
    assert due_jobs(house, datetime(2026, 11, 30, 3, 29)) == []
    late = datetime(2026, 12, 3, 9)  # three nights later
    assert [(run.job, run.ok) for run in tick(house, late)] == [("backup", True)]
    assert tick(house, late + timedelta(minutes=1)) == []
    assert due_jobs(house, datetime(2026, 12, 4, 3, 30)) == ["backup"]
    switch(house.path, "backup", False, late)
    assert due_jobs(house, datetime(2026, 12, 4, 3, 30)) == []


def test_the_message_is_due_on_monday_at_eight_and_a_failure_is_kept_as_a_line(house):
    switch(house.path, "message", True, SUNDAY)
    assert due_jobs(house, datetime(2026, 11, 30, 7, 59)) == []
    [run] = tick(house, datetime(2026, 11, 30, 8))
    assert (run.ok, run.told) == (False, ("There is no store with bills to tell of.",))
    assert read_runs(house.path) == [run]
    assert due_jobs(house, datetime(2026, 12, 6, 23)) == []


def test_an_error_of_ours_is_told_by_its_kind_alone(house, monkeypatch):
    def fail(_context):
        raise RuntimeError("13800000001")

    monkeypatch.setitem(__import__("segmentation.scheduled.jobs").scheduled.jobs.WORK, "proof", fail)
    assert run_job(house, "proof", SUNDAY).told == ("It failed: RuntimeError. The log of the program says where.",)


def test_settings_that_do_not_fit_are_refused_and_keep_nothing(house):
    for wanted in ({"robot": "slack"}, {"smtp_port": "x"}, {"nothing": "1"}, {"full_names": "yes"}):
        with pytest.raises(InputError):
            change_settings(house.path, wanted)
    with pytest.raises(InputError, match="is no time"):
        switch(house.path, "backup", True, SUNDAY, when="at night")
    assert read_settings(house.path).on == {}
    assert change_settings(house.path, {"smtp_port": "465", "full_names": "true"}).smtp_port == 465
    assert read_settings(house.path).full_names


def test_secrets_stand_in_a_file_of_their_own_and_the_environment_overrules_it(house, monkeypatch):
    save_secrets(house.path, {"robot_url": "https://x/key"})
    save_secrets(house.path, {"smtp_password": "p"})
    path = scheduled_folder(house.path) / "secrets.toml"
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    monkeypatch.setenv("CUSTOMER_GRADING_SMTP_PASSWORD", "q")
    assert read_secrets(house.path) == {"robot_url": "https://x/key", "smtp_password": "q", "robot_secret": ""}
    backup = house.backup(house.path.parent / "b.duckdb").read_bytes()
    assert b"https://x/key" not in backup


def test_the_scheduler_looks_by_itself_and_ends_with_the_app(house):
    switch(house.path, "backup", True, SUNDAY)
    with scheduling(lambda: house.path, lambda: house, lambda: datetime(2026, 11, 30, 4), seconds=0.05):
        begun = monotonic()
        while not read_runs(house.path) and monotonic() - begun < 20:
            sleep(0.02)
    assert [run.job for run in read_runs(house.path)] == ["backup"]

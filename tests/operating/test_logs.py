"""The log: what the program did, and nobody's name."""

import logging
import stat

import duckdb
import pytest

from segmentation.ingest.jobs import Job, Task
from segmentation.language.errors import InputError
from segmentation.operating import logs
from segmentation.operating.logs import logging_to
from segmentation.shell.main import main

NAME, PHONE = "单雄信", "13912345678"


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.delenv("CUSTOMER_GRADING_DEBUG", raising=False)
    with logging_to(tmp_path / "logs", "app") as path:
        yield path


def fail_on_a_cell(_control):
    try:
        duckdb.sql(f"select cast('{NAME} {PHONE}' as integer)").fetchall()
    except duckdb.Error as error:
        raise ValueError(f"the row of {NAME}") from error


def test_a_failing_import_is_told_without_a_cell_of_its_file(kept, capsys):
    job = Job([Task(f"{NAME}.csv", fail_on_a_cell)])
    assert job.wait(10)
    assert job.outcomes[0].error.code == "program_error"
    text = kept.read_text(encoding="utf-8")
    assert "ERROR segmentation.ingest.jobs: an import failed" in text
    assert "ValueError" in text
    assert "because of ConversionException" in text
    assert "test_logs.py:" in text
    for said in (text, capsys.readouterr().err):
        assert NAME not in said
        assert PHONE not in said


def test_values_are_left_out_unless_they_are_numbers(kept):
    logging.getLogger("segmentation.x").warning("the column %s of %s rows, %d", NAME, 12, 3)
    logging.getLogger("others.a").warning("of %(who)s: %(many)d", {"who": NAME, "many": 7})
    logging.getLogger("others.b").warning(f"glued: {NAME}")
    lines = [line.partition(" WARNING ")[2] for line in kept.read_text(encoding="utf-8").splitlines()]
    assert lines[0] == "segmentation.x: the column … of 12 rows, 3"
    assert lines[1].startswith("others.a: of …: 7 (test_logs.py:")
    assert lines[2].startswith("others.b: – (test_logs.py:")


def test_an_error_that_a_person_can_mend_is_told_by_its_code(kept):
    try:
        raise InputError("unknown_store", "There is no store {store}.", store=NAME)
    except InputError:
        logging.getLogger("pages.x").exception("could not be done")
    text = kept.read_text(encoding="utf-8")
    assert "InputError [unknown_store]" in text
    assert NAME not in text


def test_files_rotate_and_are_their_owners(tmp_path, monkeypatch):
    monkeypatch.setattr(logs, "LARGEST", 2000)
    with logging_to(tmp_path / "logs", "app"):
        for number in range(200):
            logging.getLogger("segmentation.x").info("line %d of this test", number)
    files = sorted(path.name for path in (tmp_path / "logs").iterdir())
    assert files == ["app.log", "app.log.1", "app.log.2", "app.log.3", "app.log.4"]
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in (tmp_path / "logs").iterdir())
    assert all(path.stat().st_size <= 2000 for path in (tmp_path / "logs").iterdir())


def test_the_level_is_a_setting(tmp_path, monkeypatch):
    monkeypatch.setenv("CUSTOMER_GRADING_LOG_LEVEL", "error")
    with logging_to(tmp_path / "logs", "app") as path:
        logging.getLogger("segmentation.x").warning("not asked for")
        assert not path.exists()
        logging.getLogger("segmentation.x").error("asked for")
    assert path.read_text(encoding="utf-8").endswith("asked for\n")


def test_nothing_is_left_of_it_afterwards(tmp_path):
    factory, handlers = logging.getLogRecordFactory(), list(logging.getLogger().handlers)
    with logging_to(tmp_path / "logs", "app"):
        assert logging.getLogRecordFactory() is not factory
    assert logging.getLogRecordFactory() is factory
    assert logging.getLogger().handlers == handlers


def test_an_error_of_the_program_in_the_shell_is_kept(tmp_path, monkeypatch, capfdbinary):
    monkeypatch.delenv("CUSTOMER_GRADING_DEBUG", raising=False)
    monkeypatch.setenv("CUSTOMER_GRADING_DB", str(tmp_path / "w.duckdb"))
    monkeypatch.setattr("segmentation.shell.stores.list_stores", lambda _warehouse: fail_on_a_cell(None))
    assert main(["stores"]) == 1
    text = (tmp_path / "logs" / "shell.log").read_text(encoding="utf-8")
    assert "ERROR segmentation.shell.main: a command failed" in text
    assert NAME not in text

"""What every test shares: a reproducible hypothesis in CI, and never the owner's own warehouse or the machine's clock."""

import gc
import json
import logging
import os
import shutil
import sys
import time
from functools import wraps
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

IN_CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")

settings.register_profile("house", deadline=None, derandomize=IN_CI, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

LONGEST = (  # files that take longest; begun first, none of them is left alone at the end; a browser's waits beside a file that has none
    "browser/test_downloads.py", "pages/test_titles.py", "ingest/test_merges_properties.py", "browser/test_smoke.py", "ingest/test_erase.py",
    "pages/test_upload.py", "browser/test_plain.py", "pages/test_every_page.py", "ingest/test_import.py", "browser/test_workshop.py",
    "shell/test_rights.py", "ingest/test_tills.py", "shell/test_shell.py", "pages/test_rights.py", "browser/test_stage.py",
    "ingest/test_import_ugly.py", "ingest/test_meanings.py", "ingest/readers/test_bytes.py", "test_force.py",
    "ingest/test_erase_others.py", "browser/test_upload.py", "ingest/test_cases.py", "schemes/test_rules_properties.py", "test_rights.py",
    "pages/test_masked_files.py", "ingest/test_beside_each_other.py", "ingest/test_import_properties.py", "browser/test_deep_link.py",
    "ingest/test_payments.py", "ingest/test_told_by_columns.py", "ingest/test_shapes.py", "ingest/test_kept_columns.py",
    "ingest/test_merges.py", "test_benchmarks.py", "browser/test_customer_file.py", "pages/test_customer_file.py", "ingest/test_missing_bills.py",
    "pages/test_clicks.py", "measures/managers/test_today.py",
    "ingest/test_numbers.py", "browser/test_printed.py", "browser/test_widths.py", "ingest/test_erase_properties.py",
    "measures/groups/test_members.py", "ingest/readers/test_child.py", "ingest/test_reconciles.py",
    "pages/test_customers.py", "ingest/test_beside_totals.py", "pages/test_warnings.py", "ingest/test_rooms.py", "lake/test_portable.py",
    "measures/movement/test_month_ends.py", "measures/grades/test_grading_properties.py",
    "measures/revenue/test_composition_properties.py",
)
SAMPLES = Path(__file__).parents[1] / "data" / "samples"
PLACES = {Path(__file__).parent / name: place for place, name in enumerate(LONGEST)}


_MAIN = sys.modules["__main__"]


def pytest_runtest_setup():
    """Let no test run with the app in the place of ``__main__``, where Streamlit's runner puts it: a child process would run that."""
    sys.modules["__main__"] = _MAIN


def pytest_collection_modifyitems(items):
    """Put the longest files first; the order within a file stays."""
    items.sort(key=lambda item: PLACES.get(item.path, len(PLACES)))


def pytest_collection_finish():
    """Let the collector of garbage pass over what stays to the end: the tests and all modules, half a million objects.

    The app collects after every upload, and Python by itself; each time that took longer than many a test.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)  # a run of a page makes a hundred thousand objects; by itself Python collects after 700


def pytest_unconfigure():
    """Let all go at the end, as ever."""
    gc.unfreeze()


@pytest.fixture(autouse=True, scope="session")
def _no_real_warehouse(tmp_path_factory):
    """Point the app's and the shell's default warehouse and inbox at temporary ones for the whole run."""
    folder = tmp_path_factory.mktemp("default")
    (folder / "inbox").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CUSTOMER_GRADING_DB", str(folder / "warehouse.duckdb"))
        patch.setenv("CUSTOMER_GRADING_INBOX", str(folder / "inbox"))
        patch.setenv("CUSTOMER_GRADING_TODAY", "2026-12-31")  # bills of 2026 are of the past whatever the machine's clock says
        yield


@pytest.fixture(autouse=True, scope="session")
def _tables_made_once(tmp_path_factory):
    """Let a new warehouse of this process begin as a copy of an empty one: its tables took longer than most tests of small files.

    Processes that a test starts make their own, as does a test that asks for ``own_tables`` or takes other migrations.
    """
    from segmentation.warehouse import Warehouse, database

    empty, connect, shipped = tmp_path_factory.mktemp("empty") / "warehouse.duckdb", Warehouse._connect, database.migrations
    Warehouse(empty).close()

    @wraps(connect)
    def connect_to_copy(self):
        first = not hasattr(self, "_root")
        if first and database.migrations is shipped and not self.path.exists():
            shutil.copyfile(empty, self.path)
        return connect(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Warehouse, "_connect", connect_to_copy)
        yield


@pytest.fixture(autouse=True, scope="session")
def _one_thread_of_the_engine():
    """Let the engine of this process work in one thread: for a handful of rows, to share work out took a quarter of the time.

    Processes that a test starts, the served app above all, take as many threads as the machine has.
    """
    from segmentation.warehouse import database

    shipped = database.engine_config
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "engine_config", lambda *of: {**shipped(*of), "threads": 1})
        yield


@pytest.fixture
def own_tables(monkeypatch):
    """Let new warehouses be made by the migrations that ship, as those of an owner are."""
    from segmentation.warehouse import Warehouse

    monkeypatch.setattr(Warehouse, "_connect", Warehouse._connect.__wrapped__)


@pytest.fixture(scope="session")
def sample_houses(tmp_path_factory):
    """The file of a warehouse with the sample houses, imported once for all processes of a run: copy it, never open it."""
    from pages.shared.samples import set_up
    from segmentation.ingest.examination import Choices
    from segmentation.ingest.land import import_file
    from segmentation.warehouse import Warehouse

    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sample_houses"
    made, path = folder / "made", folder / "warehouse.duckdb"
    try:
        folder.mkdir()
    except FileExistsError:  # another process makes it
        end = time.monotonic() + 300
        while not made.exists():
            assert time.monotonic() < end, "the sample houses were not imported"
            time.sleep(0.2)
        return path
    warehouse = Warehouse(path)
    for house in json.loads((SAMPLES / "houses.json").read_text(encoding="utf-8")):
        for each in house["files"]:
            choices = Choices(kind=each["kind"], sheet=each.get("sheet"), paid=tuple(each["paid"]) if "paid" in each else None)
            import_file(warehouse, house["name"]["zh"], SAMPLES / each["file"], choices)
        set_up(warehouse, house["name"]["zh"], house)
    warehouse.close()
    made.touch()
    return path


@pytest.fixture(autouse=True)
def unknown_columns():
    """Fail a test that shows or exports a column without a row in fields.py; the list, for who means to, to be emptied."""
    found, log = [], logging.getLogger("segmentation.fields")
    handler = logging.Handler()
    handler.emit = lambda record: found.append(record.getMessage())
    log.addHandler(handler)
    yield found
    log.removeHandler(handler)
    assert not found

"""The app in a thread of its own, over small houses made of literal rows."""

import itertools
import shutil
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest, app_test, local_script_runner
from streamlit.util import calc_hash

from segmentation.warehouse import Warehouse
from tests.houses import build
from tests.pages.driver import as_seen, block_heads

APP = Path(__file__).parents[2] / "app.py"


class Navigated(PagesManager):
    """AppTest forgets before every run that app.py navigates by itself, and would run a page without it; here it forgets in vain."""


def _page_of_folder(app: AppTest, path: str) -> str:
    """Return the page that a folder of pages/ is: before its first run AppTest takes the name of the file, which is page.py for all."""
    name = Path(path).parent.name
    return calc_hash("" if name == "overview" else name)


def wait_for_run(runner, timeout=3, *, look=local_script_runner.require_widgets_deltas):
    """Sleep until the script's thread ends: AppTest looks every millisecond through all that was sent, beside the script at work."""
    runner._script_thread.join(timeout)
    if not runner.script_stopped():
        look(runner, 0)  # which stops it and says so


@pytest.fixture(autouse=True, scope="session")
def _running_server():
    """Let every run be one of a server that has run app.py before.

    It is compiled, and installed components are looked for, once and not at every visit.
    """
    compiled = ScriptCache()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "require_widgets_deltas", wait_for_run)
        for module in (app_test, local_script_runner):
            patch.setattr(module, "ScriptCache", lambda: compiled)
        patch.setattr(PagesManager, "uses_pages_directory", False)
        patch.setattr(app_test, "PagesManager", Navigated)
        patch.setattr(AppTest, "_resolve_page_hash", _page_of_folder)
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """Return ``made(bills, profiles, stores) -> Path``: the file of such a house, made once; to change it, take a copy."""
    folder, files = tmp_path_factory.mktemp("made"), {}

    def path_of(*rows, **options):
        key = repr((rows, options))
        if key not in files:
            files[key] = folder / f"{len(files)}.duckdb"
            warehouse = Warehouse(files[key])
            if rows:
                build(warehouse, *rows, **options)
            warehouse.close()
        return files[key]

    return path_of


@pytest.fixture
def house(made, tmp_path, monkeypatch):
    """Return ``house(bills, profiles, stores)``: give the app such a warehouse, in a file of its own each time, and return its path."""
    numbers = itertools.count(1)

    def fill(*rows, **options):
        path = tmp_path / f"warehouse{next(numbers)}.duckdb"
        shutil.copyfile(made(*rows, **options), path)
        monkeypatch.setenv("CUSTOMER_GRADING_DB", str(path))
        return path

    return fill


@pytest.fixture
def open_page():
    """Return ``open_page(name, lang, **query)``: the page as a browser of that language opens the address."""

    def opened(name="overview", lang="en", **query) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=60)
        app.query_params.update({"lang": lang, **query})
        if name != "overview":
            app.switch_page(f"pages/{name}/page.py")
        app.run()
        assert not app.exception
        return app

    return opened


def said(app) -> str:
    """Return every text on the page in one, as it is seen."""
    kinds = ("title", "subheader", "markdown", "caption", "info", "warning", "error")
    return as_seen("\n".join([*(element.value for kind in kinds for element in getattr(app, kind)), *block_heads(app)]))

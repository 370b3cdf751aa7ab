"""The app in a thread of its own, over small houses made of literal rows."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from segmentation.warehouse import Warehouse
from tests.houses import build

APP = Path(__file__).parents[2] / "app.py"


@pytest.fixture
def house(tmp_path, monkeypatch):
    """Return ``house(bills, profiles, stores)``: fill the warehouse that the app will open."""

    def fill(*rows, **options):
        path = tmp_path / "warehouse.duckdb"
        monkeypatch.setenv("CUSTOMER_GRADING_DB", str(path))
        warehouse = Warehouse(path)
        if rows:
            build(warehouse, *rows, **options)
        warehouse.close()

    return fill


@pytest.fixture
def open_page():
    """Return ``open_page(name, lang, **query)``: the page as a browser of that language opens the address."""

    def opened(name="overview", lang="en", **query) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=60)
        app.query_params.update({"lang": lang, **query})
        app.run()
        if name != "overview":
            app.switch_page(f"pages/{name}.py").run()
        assert not app.exception
        return app

    return opened


def said(app) -> str:
    """Return every text on the page in one."""
    kinds = ("title", "subheader", "markdown", "caption", "info", "warning", "error")
    return "\n".join(element.value for kind in kinds for element in getattr(app, kind))

"""One empty store for all tests of schemes: rules read facts that are written as literal values."""

import pytest

from segmentation.warehouse import Warehouse
from tests.houses import build


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("schemes") / "warehouse.duckdb")
    build(opened)
    yield opened
    opened.close()

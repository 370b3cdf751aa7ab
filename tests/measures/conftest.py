"""What several tests of measures read and none changes."""

import pytest

from segmentation.warehouse import Warehouse
from tests.houses import build
from tests.shared_data import cdnow_bills


@pytest.fixture(scope="session")
def cdnow(tmp_path_factory):
    """The purchases of CDNOW as a house."""
    opened = Warehouse(tmp_path_factory.mktemp("cdnow") / "warehouse.duckdb")
    build(opened, cdnow_bills())
    yield opened
    opened.close()

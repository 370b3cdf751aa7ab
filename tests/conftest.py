"""What every test shares: a reproducible hypothesis in CI, and never the owner's own warehouse."""

import os

import pytest
from hypothesis import HealthCheck, settings

IN_CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")

settings.register_profile("house", deadline=None, derandomize=IN_CI, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(autouse=True, scope="session")
def _no_real_warehouse(tmp_path_factory):
    """Point the app's and the shell's default warehouse and inbox at temporary ones for the whole run."""
    folder = tmp_path_factory.mktemp("default")
    (folder / "inbox").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CUSTOMER_GRADING_DB", str(folder / "warehouse.duckdb"))
        patch.setenv("CUSTOMER_GRADING_INBOX", str(folder / "inbox"))
        yield

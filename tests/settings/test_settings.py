from decimal import Decimal

import pytest

from segmentation.language.errors import InputError
from segmentation.schemes import load_scheme
from segmentation.settings import kept as settings
from segmentation.settings.kept import WALK_IN_NAMES
from segmentation.warehouse import Warehouse

ABCD = load_scheme("abcd")


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    yield opened
    opened.close()


def test_nothing_saved_means_the_default(warehouse):
    assert settings.get(warehouse, 1, "colour", "blue") == "blue"
    assert settings.scheme_settings(warehouse, 1, ABCD) == ABCD.defaults()
    assert settings.walk_in_names(warehouse, 1) == WALK_IN_NAMES


def test_a_store_overrides_the_house_and_none_forgets(warehouse):
    settings.put(warehouse, settings.WHOLE_HOUSE, "colour", {"zh": "蓝"})
    settings.put(warehouse, 1, "colour", "red")
    assert [settings.get(warehouse, store, "colour") for store in (1, 2)] == ["red", {"zh": "蓝"}]
    settings.put(warehouse, 1, "colour", None)
    assert settings.get(warehouse, 1, "colour") == {"zh": "蓝"}


def test_saved_scheme_settings_are_kept_for_the_store_alone_and_survive_reopening(warehouse):
    saved = settings.save_scheme_settings(warehouse, 1, ABCD, {"top_share": "12.5", "window": "all"})
    assert saved == {**ABCD.defaults(), "top_share": Decimal("12.5"), "window": "all"}
    settings.save_scheme_settings(warehouse, 1, ABCD, {"active_days": "90"})
    warehouse.close()
    reopened = Warehouse(warehouse.path)
    assert settings.scheme_settings(reopened, 1, ABCD) == {**saved, "active_days": 90}
    assert settings.scheme_settings(reopened, 2, ABCD) == ABCD.defaults()
    settings.reset_scheme_settings(reopened, 1, ABCD)
    assert settings.scheme_settings(reopened, 1, ABCD) == ABCD.defaults()
    reopened.close()


def test_a_wrong_value_saves_nothing(warehouse):
    before = warehouse.version
    with pytest.raises(InputError):
        settings.save_scheme_settings(warehouse, 1, ABCD, {"active_days": "90", "top_share": "200"})
    assert settings.scheme_settings(warehouse, 1, ABCD) == ABCD.defaults()
    assert warehouse.version == before


def test_saving_moves_the_version_on_so_that_caches_follow(warehouse):
    before = warehouse.version
    settings.save_scheme_settings(warehouse, 1, ABCD, {"active_days": "90"})
    assert warehouse.version != before


def test_a_saved_value_that_is_no_longer_allowed_gives_way_to_the_default(warehouse):
    settings.put(warehouse, 1, "scheme:abcd", {"top_share": "0.1", "gone": "1", "active_days": "30"})
    assert settings.scheme_settings(warehouse, 1, ABCD) == {**ABCD.defaults(), "active_days": 30}


def test_walk_in_names_are_kept_per_store_and_for_all_stores(warehouse):
    assert settings.save_walk_in_names(warehouse, 0, [" 散客 ", "", "Bar", "散客"]) == ("散客", "Bar")
    settings.save_walk_in_names(warehouse, 2, [])
    assert settings.walk_in_names(warehouse, 1) == ("散客", "Bar")
    assert settings.walk_in_names(warehouse, 2) == ()

from decimal import Decimal

import pytest

from segmentation.language.errors import InputError
from segmentation.settings.kept import WHOLE_HOUSE, put
from segmentation.settings.warning_rules import WarningRules, reset_warning_rules, save_warning_rules, warning_rules
from segmentation.warehouse import Warehouse


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    yield opened
    opened.close()


def test_limits_are_the_stores_then_the_houses_then_the_defaults(warehouse):
    assert warning_rules(warehouse, 1) == WarningRules(Decimal(2), 3, 50, 30, 60)
    save_warning_rules(warehouse, WHOLE_HOUSE, {"factor": "1.5"})
    assert warning_rules(warehouse, 1).factor == Decimal("1.5")
    assert save_warning_rules(warehouse, 1, {"factor": "３", "min_visits": 5}) == WarningRules(Decimal(3), 5)
    assert warning_rules(warehouse, 2).min_visits == 3
    reset_warning_rules(warehouse, 1)
    assert warning_rules(warehouse, 1) == WarningRules(Decimal("1.5"))


@pytest.mark.parametrize("values", [
    {"factor": "0.9"}, {"factor": "2.25"}, {"factor": "two"}, {"min_visits": "1"}, {"min_visits": "2.5"}, {"drop": "101"},
    {"win_back_days": "0"}, {"within_days": "366"}, {"speed": "1"},
])
def test_a_wrong_limit_is_refused_and_nothing_is_kept(warehouse, values):
    with pytest.raises(InputError):
        save_warning_rules(warehouse, 1, {"drop": 40, **values})
    assert warning_rules(warehouse, 1) == WarningRules()


def test_a_kept_limit_that_no_longer_fits_gives_way(warehouse):
    put(warehouse, 1, "warning_rules", {"factor": "99", "drop": "40", "gone": "1"})
    assert warning_rules(warehouse, 1) == WarningRules(drop=40)

from decimal import Decimal

import pytest

from segmentation.language.errors import InputError
from segmentation.settings import costs
from segmentation.settings import kept as settings
from segmentation.warehouse import Warehouse


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    yield opened
    opened.close()


def test_cost_rates_are_zero_until_someone_sets_them(warehouse):
    assert costs.cost_rates(warehouse, 1) == costs.CostRates(Decimal(0), Decimal(0))
    assert costs.save_cost_rates(warehouse, settings.WHOLE_HOUSE, "12.5", 3) == costs.CostRates(Decimal("12.50"), Decimal("3.00"))
    assert costs.save_cost_rates(warehouse, 2, "¥1,000,000", "0.01").per_visit == Decimal(1_000_000)
    assert costs.cost_rates(warehouse, 1) == costs.CostRates(Decimal("12.50"), Decimal("3.00"))  # the whole house's
    assert costs.cost_rates(warehouse, 2) == costs.CostRates(Decimal("1000000.00"), Decimal("0.01"))


@pytest.mark.parametrize("rate", ["-0.01", "1000000.01", "0.001", "", "x", "nan", "1e9"])
def test_a_wrong_cost_rate_is_refused_and_keeps_nothing(warehouse, rate):
    costs.save_cost_rates(warehouse, 1, 5, 1)
    version = warehouse.version
    for rates in ((rate, 1), (1, rate)):
        with pytest.raises(InputError) as refused:
            costs.save_cost_rates(warehouse, 1, *rates)
        assert refused.value.code == "bad_rate"
    assert (costs.cost_rates(warehouse, 1), warehouse.version) == (costs.CostRates(Decimal(5), Decimal(1)), version)


def test_kept_rates_that_no_longer_fit_give_way_to_zero(warehouse):
    settings.put(warehouse, 1, "cost_rates", {"per_visit": "-1", "per_contact": "1"})
    assert costs.cost_rates(warehouse, 1) == costs.CostRates()

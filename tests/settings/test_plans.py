from datetime import date, datetime
from decimal import Decimal

import pytest

from segmentation.language.errors import InputError
from segmentation.settings import plans
from segmentation.warehouse import Warehouse

DECEMBER = date(2026, 12, 1)
AT = datetime(2026, 11, 29, 9, 30)


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    yield opened
    opened.close()


def row(manager, tier, customers, revenue):
    return {
        "manager": manager, "tier": tier, "customers": customers, "frequency": 1.5, "bookings": customers * 1.5,
        "standard": Decimal("800.00"), "revenue": Decimal(revenue),
    }


def test_the_plan_that_was_set_last_holds_while_a_later_draft_waits(warehouse):
    assert plans.read_plan(warehouse, 1, DECEMBER).num_rows == 0
    assert plans.read_plan(warehouse, 1, DECEMBER).schema == plans.SCHEMA
    first, second, draft = row("苗", "A", 4, "4800"), row("苗", "A", 5, "6000"), row("", "D", 2, "0")
    assert plans.save_plan(warehouse, 1, DECEMBER, [first], plans.SET, AT) == 1
    assert plans.save_plan(warehouse, 1, date(2026, 12, 31), [second], plans.SET, AT) == 2
    assert plans.save_plan(warehouse, 1, DECEMBER, [second, draft], plans.DRAFT, AT) == 3
    assert plans.save_plan(warehouse, 2, DECEMBER, [], plans.SET, AT) == 1  # another store
    assert plans.save_plan(warehouse, 1, date(2027, 1, 1), [first], plans.SET, AT) == 1  # another month
    assert plans.read_plan(warehouse, 1, DECEMBER).to_pylist() == [second]
    assert plans.read_plan(warehouse, 1, DECEMBER, None).to_pylist() == [second, {**draft, "manager": None}]
    history = plans.plan_history(warehouse, 1, DECEMBER).to_pylist()
    assert [(each["version"], each["state"], each["customers"], each["revenue"]) for each in history] == [
        (3, "draft", 7, Decimal(6000)), (2, "set", 5, Decimal(6000)), (1, "set", 4, Decimal(4800)),
    ]
    assert history[0]["saved_at"] == AT
    assert plans.save_plan(warehouse, 1, DECEMBER, [], plans.SET, AT) == 4  # emptied, and that is a plan
    assert plans.read_plan(warehouse, 1, DECEMBER).num_rows == 0


def test_what_was_typed_stands_beside_its_version_and_comes_back_with_it(warehouse):
    grown = {"manager": "*", "tier": "A", "customers": "3/5", "frequency": "0", "standard": "-1/40", "woken": None}
    woken = {"manager": None, "tier": "D", "customers": "0", "frequency": "0", "standard": "0", "woken": 3}
    plans.save_plan(warehouse, 1, DECEMBER, [row("苗", "A", 4, "4800")], plans.DRAFT, AT, [grown, woken])
    assert plans.read_kept_growths(warehouse, 1, DECEMBER) == [grown, woken]
    assert plans.read_kept_growths(warehouse, 1, date(2027, 1, 1)) == []
    plans.save_plan(warehouse, 1, DECEMBER, [row("苗", "A", 5, "6000")], plans.DRAFT, AT)
    assert plans.read_kept_growths(warehouse, 1, DECEMBER) == []
    plans.undo_plan(warehouse, 1, DECEMBER, AT)
    assert plans.read_kept_growths(warehouse, 1, DECEMBER) == [grown, woken]


@pytest.mark.parametrize(("rows", "code"), [
    ([row("苗", "A", -1, "1")], "bad_plan"),
    ([{**row("苗", "A", 1, "1"), "frequency": float("nan")}], "bad_plan"),
    ([{**row("苗", "A", 1, "1"), "standard": None}], "bad_plan"),
    ([row("", "A", 1, "1"), row(None, "A", 1, "1")], "double_plan_row"),
])
def test_a_wrong_plan_is_refused_and_keeps_nothing(warehouse, rows, code):
    with pytest.raises(InputError) as refused:
        plans.save_plan(warehouse, 1, DECEMBER, rows, plans.SET, AT)
    assert refused.value.code == code
    assert plans.plan_history(warehouse, 1, DECEMBER).num_rows == 0


def test_the_house_target_is_the_one_said_last(warehouse):
    assert plans.read_house_target(warehouse, 1, DECEMBER) is None
    assert plans.save_house_target(warehouse, 1, DECEMBER, "¥720,000", AT) == Decimal(720_000)
    assert plans.save_house_target(warehouse, 1, date(2026, 12, 9), 750_000, AT) == Decimal(750_000)
    for wrong in ("0", "-5", "x", "", "1.005"):
        with pytest.raises(InputError) as refused:
            plans.save_house_target(warehouse, 1, DECEMBER, wrong, AT)
        assert refused.value.code == "bad_house_target"
    assert plans.read_house_target(warehouse, 1, DECEMBER) == Decimal(750_000)
    assert plans.read_house_target(warehouse, 2, DECEMBER) is None
    assert plans.save_house_target(warehouse, 1, DECEMBER, None, AT) is None
    assert plans.read_house_target(warehouse, 1, DECEMBER) is None


def test_an_undo_brings_back_what_held_before_and_undone_again_what_it_took(warehouse):
    first, second = row("苗", "A", 4, "4800"), row("苗", "A", 5, "6000")

    def stand():
        return [plans.read_plan(warehouse, 1, DECEMBER, state).to_pylist() for state in (plans.SET, None)]

    plans.undo_plan(warehouse, 1, DECEMBER, AT)  # nothing to undo
    assert stand() == [[], []]
    plans.save_plan(warehouse, 1, DECEMBER, [first], plans.DRAFT, AT)
    plans.save_plan(warehouse, 1, DECEMBER, [second], plans.SET, AT)
    plans.undo_plan(warehouse, 1, DECEMBER, AT)
    assert stand() == [[], [first]]  # none is set, the draft waits
    plans.save_plan(warehouse, 1, DECEMBER, [first], plans.SET, AT)
    plans.save_plan(warehouse, 1, DECEMBER, [second], plans.SET, AT)
    plans.undo_plan(warehouse, 1, DECEMBER, AT)
    assert stand() == [[first], [first]]
    plans.undo_plan(warehouse, 1, DECEMBER, AT)
    assert stand() == [[second], [second]]
    plans.save_plan(warehouse, 1, DECEMBER, [first], plans.DRAFT, AT)
    plans.undo_plan(warehouse, 1, DECEMBER, AT)
    assert stand() == [[second], [second]]
    assert plans.plan_history(warehouse, 1, DECEMBER).num_rows == 10

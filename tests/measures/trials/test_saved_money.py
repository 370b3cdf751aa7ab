"""What a call would save by the forecast: stake × (1 − P(alive)) × effect, worked out by hand, and the order that it gives."""

from datetime import timedelta
from decimal import Decimal

import pyarrow as pa
import pytest

from segmentation.measures.foresight.model import read_foresight
from segmentation.measures.managers.today import Call, Today
from segmentation.measures.movement.return_chance import ReturnCurve
from segmentation.measures.trials.saved_money import (
    CurveChances,
    FittedChances,
    in_order_of_saves,
    read_chances,
    with_saves,
)
from segmentation.warehouse import Warehouse
from tests.foretold_house import AS_OF, bills
from tests.houses import Bill, build

# of who is silent for five weeks a quarter still comes back
CURVE = CurveChances(ReturnCurve("", 9, 9, pa.table({"back_within": [None] * 5 + [0.25]}), None))
CHANCES = FittedChances({"sure": 0.9, "gone": 0.05, "half": 0.5}, CURVE)
MONEY = pa.decimal128(18, 2)


class Half:
    """Calls that bring back half of those in warning who are silent, and of whom nothing else was measured."""

    def effect(self, kind, reason):
        return Decimal("0.5000") if (kind, reason) == ("warned", "silent") else None


def listed(stake, **customers):
    """Return a list of customers: money, days of silence and reason of each."""
    money, silent, reason = zip(*customers.values(), strict=True)
    return pa.table({
        "customer": list(customers), stake: pa.array([Decimal(each) for each in money], MONEY), "silent_days": list(silent),
        "reason_code": list(reason),
    })


def saved(rows):
    return {row["customer"]: (row["chance_lost"] and round(row["chance_lost"], 6), str(row["saves"])) for row in rows.to_pylist()}


def test_those_in_warning_stand_by_what_a_call_would_save():
    found = with_saves(listed(
        "stake", sure=("1000", 40, "silent"), gone=("100", 40, "silent"), half=("90", 40, "fewer_visits"), once=("80", 36, "silent"),
        unknown=("70", 400, "silent"), never=("60", None, "silent"),
    ), "warned", CHANCES, Half())
    assert saved(found) == {
        "sure": (0.1, "50.00"), "gone": (0.95, "47.50"), "half": (0.5, "45.00"),  # the last without an effect that was measured
        "unknown": (None, "35.00"), "once": (0.75, "30.00"), "never": (None, "30.00"),
    }
    assert found["customer"].to_pylist() == ["sure", "gone", "half", "unknown", "once", "never"]


def test_of_the_lost_it_is_what_they_brought_before():
    rows = listed("last_contribution", sure=("1000", 90, None), gone=("200", 90, None), refund=("-5", 90, None))
    found = with_saves(rows, "lost", FittedChances({**CHANCES.alive, "refund": 0.0}, CURVE), Half())
    assert saved(found) == {"gone": (0.95, "190.00"), "sure": (0.1, "100.00"), "refund": (1.0, "0.00")}


def call(customer, stake, manager="Li", reasons=("warned",)):
    row = {"silent_days": 40, "is_silent": True, "has_fewer_visits": False, "spends_less": False}
    return Call(manager, customer, None, None, "A", reasons, Decimal(stake), None, None, None, None, None, None, 1, row)


def test_the_list_of_a_day_is_placed_anew_within_each_reason_and_manager():
    calls = (call("sure", "1000"), call("half", "300"), call("gone", "400"), call("half", "9000", "Wu"), call("gone", "20", reasons=("demoted",)))
    found = in_order_of_saves(today(calls), CHANCES, Half())
    assert [(each.manager, each.place, each.reason, each.customer, str(each.saves)) for each in found.calls] == [
        ("Li", 1, "demoted", "gone", "19.00"), ("Li", 2, "warned", "gone", "190.00"), ("Li", 3, "warned", "half", "75.00"),
        ("Li", 4, "warned", "sure", "50.00"), ("Wu", 1, "warned", "half", "2250.00"),
    ]


def today(calls):
    from dataclasses import MISSING, fields

    empty = {each.name: None for each in fields(Today) if each.default is MISSING and each.default_factory is MISSING}
    return Today(**{**empty, "calls": calls})


def test_a_fitted_house_goes_by_p_alive_and_of_who_came_once_by_its_gaps(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    build(opened, [*bills(), Bill("once", AS_OF - timedelta(days=300), 50)])
    found, told = read_chances(opened, 1, AS_OF), read_foresight(opened, 1, AS_OF).customers.to_pylist()
    alive = {row["customer_key"]: row for row in told}
    assert found.lost("c000", 999) == pytest.approx(1 - alive["c000"]["p_alive"])
    assert (alive["once"]["p_alive"], alive["once"]["repeats"], "once" in found.alive) == (1.0, 0, False)
    assert found.lost("once", 40) == found.curve.lost("once", 40) > 0
    young = read_chances(opened, 1, AS_OF - timedelta(days=250))
    assert isinstance(young, CurveChances)
    opened.close()

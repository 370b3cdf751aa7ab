"""Who will be asleep at the next month's end, what became of them, and what is kept of it at a month's end."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from segmentation.measures.foresight.asleep import CURVE, MODEL, read_asleep
from segmentation.measures.foresight.buying import chance_of_none
from segmentation.measures.foresight.model import buyers_of, read_foresight, read_histories
from segmentation.measures.foresight.outcomes import Outcome, keep_forecasts, read_kept_outcomes, read_outcome, score_months
from segmentation.warehouse import Warehouse
from tests.houses import Bill, build
from tests.shared_data import cdnow_sample_bills, needs_shared_data

SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 31)


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "w.duckdb")
    yield opened
    opened.close()


def test_by_the_curve_of_gaps_by_hand(warehouse):
    """Known on 30 Sep, of 60 active days up to 31 Oct. Gaps that ended: 10 days (a) and 65 (f); silent are a for 50 days, c for 40, f
    for 26 and g for 100. S(10) = 5/6, for one of six gaps ended then; S(65) = 5/6 × 1/2, for one of two.

    a and c can fall asleep: S(50 + 31) ÷ S(50) = S(40 + 31) ÷ S(40) = 1/2. f will be silent for 57 days at most, g is asleep.
    """
    build(warehouse, [
        Bill("a", date(2026, 8, 1)), Bill("a", date(2026, 8, 11)), Bill("f", date(2026, 7, 1)), Bill("f", date(2026, 9, 4)),
        Bill("c", date(2026, 8, 21)), Bill("c", date(2026, 10, 30)), Bill("g", date(2026, 6, 22)), Bill("z", OCTOBER),
    ])
    found = read_asleep(warehouse, 1, SEPTEMBER, 60)
    assert (found.until, found.method, found.expected) == (OCTOBER, CURVE, 1.0)
    assert found.customers.select(["customer_key", "chance"]).to_pylist() == [
        {"customer_key": "a", "chance": 0.5}, {"customer_key": "c", "chance": 0.5},
    ]
    outcome = read_outcome(warehouse, 1, OCTOBER, 60)
    assert (outcome.day, outcome.until, outcome.is_kept) == (SEPTEMBER, OCTOBER, False)
    assert [(row["customer_key"], row["fell"]) for row in outcome.rows.to_pylist()] == [("a", True), ("c", False)]


@needs_shared_data
def test_by_the_model_and_kept_as_it_was_told(warehouse):
    build(warehouse, cdnow_sample_bills())
    end, after = date(1997, 10, 31), date(1997, 11, 30)
    found = read_asleep(warehouse, 1, end, 60)
    assert (found.until, found.method) == (after, MODEL)
    one = found.customers.slice(0, 1).to_pylist()[0]
    histories = read_histories(warehouse, 1, end)
    at = histories["customer_key"].to_pylist().index(one["customer_key"])
    model = read_foresight(warehouse, 1, end).model
    assert one["chance"] == pytest.approx(chance_of_none(model.buying, buyers_of(histories.slice(at, 1)), np.array([30]))[0])
    keys = {"store_id": 1}
    assert keep_forecasts(warehouse, 1) == [date(1998, 5, 31), date(1998, 6, 30)]
    assert keep_forecasts(warehouse, 1) == []
    kept = read_kept_outcomes(warehouse, 1, date(1998, 6, 30))
    assert list(kept) == [date(1998, 5, 31)]  # what is foretold of July cannot be judged yet
    told = read_asleep(warehouse, 1, date(1998, 5, 31), 60)
    outcome = kept[date(1998, 5, 31)]
    assert outcome.rows["chance"].to_pylist() == told.customers["chance"].to_pylist()
    assert outcome.brier < outcome.base_brier
    assert abs(outcome.chances.mean() - outcome.fell.mean()) < 0.05
    with warehouse.writing() as cursor:  # a bill of May more: the forecasts of May and June are told anew
        cursor.execute("insert into visits by name select store_id, customer_key, date '1998-05-15' as visit_date, 1 as bills, 1 as tables, "
                       "9 as amount from customers where store_id = $store_id limit 1", keys)
    assert keep_forecasts(warehouse, 1) == [date(1998, 5, 31), date(1998, 6, 30)]


def test_scores_by_hand():
    """Chances 0.9, 0.6, 0.2, 0.1; the first and the third fell asleep: ((0.1)² + (0.6)² + (0.8)² + (0.1)²) ÷ 4 = 0.255; share ½: 0.25."""
    rows = pa.table({"customer_key": list("abcd"), "chance": [0.9, 0.6, 0.2, 0.1], "fell": [True, False, True, False]})
    found = Outcome(SEPTEMBER, OCTOBER, True, rows)
    assert (found.brier, found.base_brier) == (pytest.approx(0.255), 0.25)
    assert [tuple(row.values()) for row in found.tenths.to_pylist()] == [
        (1, 1, 0.1, 0.0), (2, 1, 0.2, 1.0), (6, 1, 0.6, 0.0), (9, 1, 0.9, 1.0),
    ]
    assert score_months([found, found]).to_pylist()[0] == {
        "month_end": OCTOBER, "customers": 4, "foretold_asleep": pytest.approx(1.8), "fell_asleep": 2, "brier": pytest.approx(0.255),
        "base_brier": 0.25,
    }
    nobody = Outcome(SEPTEMBER, OCTOBER, True, rows.slice(0, 0))
    assert (nobody.brier, nobody.base_brier, nobody.tenths.num_rows, nobody.tells_more) == (None, None, 0, None)
    # 0.24, -0.11, -0.39, 0.24 nearer than the mere share: -0.005 ± 0.298; surely nearer and farther: 0.25 and -0.75 of each
    assert found.tells_more is None
    for chances, told in (([1.0, 0.0, 1.0, 0.0], True), ([0.0, 1.0, 0.0, 1.0], False)):
        sure = rows.set_column(1, "chance", pa.array(chances))
        assert Outcome(SEPTEMBER, OCTOBER, True, sure).tells_more is told


def test_little_stores_keep_nothing_and_short_active_days_need_a_late_visit(warehouse):
    build(warehouse, [Bill("a", SEPTEMBER - timedelta(days=each)) for each in (0, 40, 80)])
    assert keep_forecasts(warehouse, 1) == []
    # 10 active days up to 31 Oct: he is active on 30 Sep, and whatever he does before 21 Oct does not count
    assert read_asleep(warehouse, 1, SEPTEMBER, 10).customers["customer_key"].to_pylist() == ["a"]

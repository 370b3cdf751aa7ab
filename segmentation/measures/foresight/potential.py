"""What each customer is foretold to spend in the next twelve months, as derived potential reads it (DOMAIN §5).

Derived potential is that spend against the last twelve months'. It takes a fitted model; a store whose bills do not say enough
for one by a day goes by the pace of the half-year (``facts/wide_sums``), all of its customers alike, so that the two are never
ranked together. The model of a day is fitted on the bills up to that day: each month-end has its own. A fit costs about as much
as two gradings, so the last few are kept, by the version of the warehouse.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from datetime import date, timedelta
from threading import Lock

import pyarrow as pa

from segmentation.measures.foresight.model import LEAST, MONEY, Has, Model, fit_model, foretell_year, read_histories
from segmentation.measures.windows import first_bill
from segmentation.schemes import Value
from segmentation.warehouse import Warehouse

SETTING, FORECAST = "derived_potential", "forecast"
KEPT = 4  # forecasts: two days to compare, of two stores
COLUMNS = pa.schema({"customer_key": pa.string(), "spend_365": MONEY})

_kept: OrderedDict[tuple[str, int, date], pa.Table] = OrderedDict()
_one_at_a_time = Lock()


def asks_forecast(settings: Mapping[str, Value]) -> bool:
    """Return whether settings of a scheme derive potential by the forecast where it can be fitted."""
    return settings.get(SETTING) == FORECAST


def read_foretold(warehouse: Warehouse, store_id: int, as_of: date, settings: Mapping[str, Value]) -> pa.Table:
    """Return what each customer of a store is foretold to spend in the 365 days after ``as_of``: customer_key, spend_365 (CNY).

    One row per customer with a visit by then, of models fitted on the whole store whoever asks. No rows where they cannot be
    fitted, and under settings that do not ask for the forecast.
    """
    if not asks_forecast(settings):
        return COLUMNS.empty_table()
    whole = warehouse.whole()
    asked = whole.version_but_contacts, store_id, as_of
    with _one_at_a_time:
        if asked in _kept:
            _kept.move_to_end(asked)
            return _kept[asked]
    found = _foretell(whole, store_id, as_of)
    with _one_at_a_time:
        _kept[asked] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def forget_foretold() -> None:
    """Forget the forecasts that are kept, so that the next is fitted."""
    with _one_at_a_time:
        _kept.clear()


def _foretell(warehouse: Warehouse, store_id: int, as_of: date) -> pa.Table:
    histories = read_histories(warehouse, store_id, as_of)
    return spend_of(fit_model(warehouse, store_id, histories, as_of, LEAST), histories)


def spend_of(fitted: tuple[Has, Model | None], histories: pa.Table, key: str = "customer_key") -> pa.Table:
    """Return ``read_foretold`` of a fit and the histories that it foretells; ``key`` is what customers are known by in them."""
    _has, model = fitted
    if model is None:
        return pa.table({key: pa.nulls(0, histories.schema.field(key).type), "spend_365": pa.nulls(0, MONEY)})
    return pa.table({key: histories[key], "spend_365": foretell_year(model, histories)})


def fitted_since(warehouse: Warehouse, store_id: int) -> date | None:
    """Return the first day as of which the store's bills say enough for a forecast; None where they do not yet."""
    whole = warehouse.whole()
    return enough_since(first_bill(whole, store_id), whole.table("measures/foresight/enough_repeaters", **asked_enough(store_id)))


def asked_enough(store_id: int) -> dict[str, int]:
    """Return what ``foresight/enough_repeaters`` asks for."""
    return {"store": store_id, "least": LEAST.repeaters}


def enough_since(begins: date | None, repeaters: pa.Table) -> date | None:
    """Return ``fitted_since`` of a store whose bills begin on a day, and what ``foresight/enough_repeaters`` found."""
    return max(begins + timedelta(days=LEAST.days - 1), repeaters["day"][0].as_py()) if repeaters.num_rows else None

"""Control groups, drawn and kept: who of an action list is left alone, by lot, so that it can be told what calls do.

Nothing of it is a batch: no bill hangs on it. A trial that was taken back keeps its rows, so that it can be brought back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.ingest.edit import check_known, present_customers, store_name
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.language.text import one_line
from segmentation.settings.trial_rules import TrialRules
from segmentation.warehouse import Cursor, Warehouse

LONGEST_NAME = 60
LARGEST_SEED = 2**31 - 1
ASKED = ("customer_key", "manager", "reason_code", "stake")
RUNNING = (  # whoever stands in a trial that is not over, under the key that he has by now
    "select coalesce(same_people.customer_key, trial_customers.customer_key) from trial_customers "
    "inner join trials using (store_id, trial_id) left join same_people "
    "on same_people.store_id = trial_customers.store_id and same_people.own_key = trial_customers.customer_key "
    "where store_id = $store and trial_id <> $but and taken_back_at is null and last_day >= $day "
    "and (ended_on is null or ended_on > $day)"
)


@dataclass(frozen=True)
class ListAsked:
    """An action list that is to be drawn from. ``kind`` is what it is called; a festival says which one as ``occasion``, a saved
    group its number as ``group``. ``manager`` is whose customers it has alone (None: those of all).

    ``customers``: customer_key, manager, reason_code, stake (CNY), one row per customer: all that are to be called.
    """

    kind: str
    customers: pa.Table
    occasion: str | None = None
    group: int | None = None
    manager: str | None = None


def draw_left_alone(customers: Collection[str], count: int, seed: int) -> set[str]:
    """Return ``count`` of the customers by lot: the same whatever their order, on every machine.

    >>> sorted(draw_left_alone(["a", "b", "c", "d"], 2, 1)) == sorted(draw_left_alone(["d", "c", "b", "a"], 2, 1))
    True
    """
    by_lot = sorted(set(customers), key=lambda key: hashlib.sha256(f"{seed}\n{key}".encode()).digest())
    return set(by_lot[:count])


def first_day_of(as_of: date, on: date) -> date:
    """Return the first day whose visits count: the day of the draw, or the one after where its bills are known already."""
    return max(on, as_of + timedelta(days=1))


def start_trial(
    warehouse: Warehouse, store_id: int, asked: ListAsked, first_day: date, rules: TrialRules, now: datetime, by: str = "",
    seed: int | None = None,
) -> int:
    """Draw who is left alone from ``first_day`` on, keep it, and return the number of the trial.

    Whoever stands in a trial that is not over is left out before the draw. ``seed`` (None: from store, day and number) decides
    it. Raises InputError, and keeps nothing, for a list that is too short, customers who are not there, a seed that is none.
    """
    if seed is not None and not 0 <= seed <= LARGEST_SEED:
        raise InputError("bad_seed", N_("The seed is a whole number from 0 to {most}."), most=LARGEST_SEED)
    with warehouse.writing() as cursor:
        store_name(cursor, store_id)
        running = running_customers(cursor, store_id, first_day)
        rows = asked.customers.select(ASKED)
        rows = rows.filter(pc.invert(pc.is_in(rows["customer_key"], pa.array(sorted(running), pa.string()))))
        left = rules.left_of(rows.num_rows)
        if not left:
            raise too_short(rows.num_rows, asked.customers.num_rows - rows.num_rows, rules)
        keys = rows["customer_key"].to_pylist()
        check_known(keys, present_customers(cursor, store_id, keys))
        [(number,)] = cursor.execute(
            "select coalesce(max(trial_id), 0) + 1 from trials where store_id = $store", {"store": store_id}
        ).fetchall()
        if seed is None:
            seed = int.from_bytes(hashlib.sha256(f"{store_id} {first_day} {number}".encode()).digest()[:4]) // 2
        _write(cursor, store_id, number, rows, draw_left_alone(keys, left, seed))
        cursor.execute(
            "insert into trials by name select $store as store_id, $number as trial_id, $kind as kind, $occasion as occasion, "
            "$group as group_id, $manager as manager, cast($first_day as date) as first_day, "
            "cast($last_day as date) as last_day, $share as share, $seed as seed, $now as saved_at, $by as saved_by",
            {
                "store": store_id, "number": number, "kind": asked.kind, "occasion": asked.occasion, "group": asked.group,
                "manager": asked.manager, "first_day": first_day, "last_day": first_day + timedelta(days=rules.days - 1),
                "share": rules.share, "seed": seed, "now": now, "by": one_line(by)[:LONGEST_NAME],
            },
        )
    return number


def running_customers(cursor: Cursor, store_id: int, day: date, but: int = 0) -> set[str]:
    """Return who stands in a trial, other than the one of number ``but``, that is not over on ``day``: called or left alone."""
    return {key for (key,) in cursor.execute(RUNNING, {"store": store_id, "day": day, "but": but}).fetchall()}


def too_short(customers: int, elsewhere: int, rules: TrialRules) -> InputError:
    """Return the error of a list of so many customers that nobody of it can be left alone."""
    message = N_(
        "{customers} customers are too few to leave some alone: from {least} on the difference can be told. Everybody of this "
        "list is called."
    )
    if elsewhere:
        message = N_(
            "{customers} customers are too few to leave some alone: from {least} on the difference can be told. In a trial "
            "that is not over: {elsewhere}."
        )
    return InputError("trial_too_short", message, customers=customers, least=rules.smallest, elsewhere=elsewhere)


def end_trial(warehouse: Warehouse, store_id: int, number: int, on: date, as_of: date) -> None:
    """Leave nobody alone any more from ``on`` on; the trial stays and says that it was ended.

    Raises InputError where there is no such trial, it was taken back or ended, or its days are over.
    """
    with warehouse.writing() as cursor:
        _check_open(cursor, store_id, number, on, as_of)
        cursor.execute(
            "update trials set ended_on = greatest(cast($on as date), first_day) where store_id = $store and trial_id = $number",
            {"store": store_id, "number": number, "on": on},
        )


def take_back_trial(warehouse: Warehouse, store_id: int, number: int, on: date, as_of: date, now: datetime) -> None:
    """Let the trial count no more, as though it had not been drawn; ``bring_back_trial`` undoes it.

    Raises InputError as ``end_trial`` does: what was measured cannot be taken back.
    """
    with warehouse.writing() as cursor:
        _check_open(cursor, store_id, number, on, as_of)
        cursor.execute(
            "update trials set taken_back_at = $now where store_id = $store and trial_id = $number",
            {"store": store_id, "number": number, "now": now},
        )


def bring_back_trial(warehouse: Warehouse, store_id: int, number: int) -> None:
    """Let a trial that was taken back or ended run on as it was drawn.

    Raises InputError where there is no such trial, and where somebody of it stands in a later one by now.
    """
    with warehouse.writing() as cursor:
        row = _find(cursor, store_id, number)
        if _hold(cursor, store_id, number) & running_customers(cursor, store_id, row["first_day"], number):
            message = N_("Customers of this trial stand in a later one by now: it cannot be brought back.")
            raise InputError("trial_overtaken", message)
        cursor.execute(
            "update trials set taken_back_at = null, ended_on = null where store_id = $store and trial_id = $number",
            {"store": store_id, "number": number},
        )


def _check_open(cursor: Cursor, store_id: int, number: int, on: date, as_of: date) -> None:
    row = _find(cursor, store_id, number)
    _hold(cursor, store_id, number)
    if row["taken_back_at"] is not None or row["ended_on"] is not None:
        raise InputError("trial_not_running", N_("This trial was ended or taken back already."))
    if max(on, as_of) > row["last_day"]:
        message = N_("The days of this trial are over: what it measured stays.")
        raise InputError("trial_measured", message)


def _find(cursor: Cursor, store_id: int, number: int) -> dict[str, date | datetime | None]:
    names = ("first_day", "last_day", "ended_on", "taken_back_at")
    found = cursor.execute(
        f"select {', '.join(names)} from trials where store_id = $store and trial_id = $number",
        {"store": store_id, "number": number},
    ).fetchall()
    if not found:
        raise InputError("unknown_trial", N_("There is no trial {number} of this store."), number=number)
    return dict(zip(names, found[0], strict=True))


def _hold(cursor: Cursor, store_id: int, number: int) -> set[str]:
    """Return the customers of a trial; by them it is judged whether an account may change it."""
    keys = [key for (key,) in cursor.execute(
        "select customer_key from trial_customers where store_id = $store and trial_id = $number",
        {"store": store_id, "number": number},
    ).fetchall()]
    cursor.register("held_customers", _keyed(store_id, keys))
    cursor.unregister("held_customers")
    return set(keys)


def _keyed(store_id: int, keys: Sequence[str]) -> pa.Table:
    return pa.table({"store_id": pa.array([store_id] * len(keys), pa.int32()), "customer_key": pa.array(keys, pa.string())})


def _write(cursor: Cursor, store_id: int, number: int, rows: pa.Table, left: set[str]) -> None:
    keys = rows["customer_key"].to_pylist()
    frame = _keyed(store_id, keys).append_column("trial_id", pa.array([number] * len(keys), pa.int32()))
    for name in ASKED[1:]:
        frame = frame.append_column(name, rows[name])
    frame = frame.append_column("is_left_alone", pa.array([key in left for key in keys], pa.bool_()))
    cursor.register("new_trial", frame)
    cursor.execute("insert into trial_customers by name select * from new_trial")
    cursor.unregister("new_trial")

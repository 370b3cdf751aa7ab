"""How long grading takes, measured in bare passes of the engine over the same bills, and against pandas."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from benchmarks.houses import AS_OF, STORE
from benchmarks.report import Line, compare, spend, take_turns
from segmentation.measures.grades.grading import COLUMNS, grade
from segmentation.schemes import Value, load_scheme
from segmentation.warehouse import Warehouse

LIMIT, TIMES_FASTER = 3.0, 30.0
CENT = Decimal("0.01")
BARE = "select customer_key, max(bill_date), count(*), sum(amount) from bills group by customer_key"


def measure(path: Path, rounds: int = 9, pandas_rounds: int = 3) -> list[Line]:
    """Return the lines for grading the house in ``path``: against one bare ``group by customer_key``, and against pandas.

    The bare statement runs in the same process over the same table and its result is fetched as Arrow. pandas works once
    from where grading works, the warehouse file, and once with the bills in memory before its clock starts, money exact both
    times; what it returns must be the same list: every column, in the same order.
    """
    scheme = load_scheme("abcd")
    settings = scheme.defaults()
    warehouse = Warehouse(path)
    try:
        def ours():
            return grade(warehouse, 1, scheme, AS_OF, settings)

        def bare():
            return warehouse.cursor().arrow(BARE)

        graded, facts = ours(), bare()  # the first time reads the file
        bills = warehouse.cursor().execute("select count(*) from bills").fetchall()[0][0]
        size = f"{bills:,} bills, {facts.num_rows:,} customers"
        mine, plain = take_turns(lambda: spend(ours), lambda: spend(bare), rounds=rounds)
    finally:
        warehouse.close()

    lines = [compare("grading, bare group by", mine, plain, LIMIT, size)]
    frames = read_house(path)
    check_same(graded, grade_in_pandas(*frames, settings))

    def ours_from_the_file():
        warehouse = Warehouse(path)
        try:
            return spend(lambda: grade(warehouse, 1, scheme, AS_OF, settings))
        finally:
            warehouse.close()

    versus = (
        ("pandas from the same file", lambda: grade_in_pandas(*read_house(path), settings)),
        ("pandas, bills in memory", lambda: grade_in_pandas(*frames, settings)),
    )
    for name, other_way in versus:
        again, other = take_turns(ours_from_the_file, lambda way=other_way: spend(way), rounds=pandas_rounds)
        lines.append(compare(f"grading, faster than {name}", again, other, TIMES_FASTER, size, at_least=True))
    return lines


def read_house(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the bills and the customers in pandas, money in decimals, as the rule of the house wants it."""
    with duckdb.connect(str(path), read_only=True) as engine:
        bills = engine.sql("select customer_key, bill_date, amount, tables from bills").to_arrow_table()
        customers = engine.sql("select customer_key, name, phone, module, manager, region from customers").to_arrow_table()
    return bills.to_pandas(date_as_object=False), customers.to_pandas()


def grade_in_pandas(bills: pd.DataFrame, customers: pd.DataFrame, settings: Mapping[str, Value]) -> pd.DataFrame:
    """Return the list that ``grade`` returns: the rule of ``abcd`` as one writes it in pandas."""
    day = pd.Timestamp(AS_OF)
    seen = bills[bills["bill_date"] <= day]
    recent = seen[seen["bill_date"] > day - pd.Timedelta(days=int(settings["window"]))]
    facts = seen.groupby("customer_key").agg(first_visit=("bill_date", "min"), last_visit=("bill_date", "max"))
    facts = facts.join(
        recent.groupby("customer_key").agg(
            frequency=("bill_date", "nunique"), contribution=("amount", "sum"), tables=("tables", "sum")
        )
    ).fillna({"frequency": 0, "contribution": Decimal(0), "tables": 0})
    facts["recency_days"] = (day - facts["last_visit"]).dt.days
    shared = facts[facts["tables"] > 0]
    standard = shared["contribution"] / shared["tables"]
    facts["standard"] = standard.map(lambda amount: amount.quantize(CENT, ROUND_HALF_UP))
    facts = facts.reset_index()

    active = facts[facts["recency_days"] <= settings["active_days"]].copy()
    by_visits = active.sort_values(["frequency", "contribution", "customer_key"], ascending=[False, False, True]).index
    active["frequency_rank"] = pd.Series(range(1, len(active) + 1), index=by_visits)
    by_spend = active.sort_values(["contribution", "frequency", "customer_key"], ascending=[False, False, True]).index
    active["contribution_rank"] = pd.Series(range(1, len(active) + 1), index=by_spend)

    active["reached_at"] = active[["frequency_rank", "contribution_rank"]].max(axis=1)
    wanted = -(-len(active) * int(settings["top_share"]) // 100)
    best = active.sort_values(["reached_at", "contribution_rank"]).index[:wanted]
    rest = active.drop(best)
    frequency, contribution = rest["frequency_rank"].rank(), rest["contribution_rank"].rank()
    half = -(-len(rest) * int(settings["split"]) // 100)
    facts["tier"] = "D"
    facts.loc[best, "tier"] = "A"
    facts.loc[rest.index, "tier"] = ((contribution <= half) & (contribution <= frequency)).map({True: "B", False: "C"})
    facts = facts.join(active[["frequency_rank", "contribution_rank"]])
    facts = facts.merge(customers, on="customer_key").assign(store=STORE)
    ordered = facts.sort_values(["tier", "contribution", "customer_key"], ascending=[True, False, True])
    return ordered.rename(columns={"customer_key": "customer"})[list(COLUMNS)]


def check_same(graded: pa.Table, other: pd.DataFrame) -> None:
    """Raise AssertionError where pandas came to another list: then it was not the same work."""
    ours, theirs = graded.to_pandas(date_as_object=False), other.reset_index(drop=True)
    for name in COLUMNS:
        same = len(ours) == len(theirs) and (ours[name].eq(theirs[name]) | (ours[name].isna() & theirs[name].isna())).all()
        if not same:
            raise AssertionError(f"{name} differs")

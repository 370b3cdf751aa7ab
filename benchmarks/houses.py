"""A house of any size, put straight into a warehouse: bills and profiles first, then what the product derives from them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from benchmarks.till import DAYS, FIRST_DAY, SEED
from segmentation.ingest.land import rederive
from segmentation.schemes import load_scheme
from segmentation.settings.kept import walk_in_names
from segmentation.warehouse import Warehouse

STORE = "Benchmark"
AS_OF = date(2026, 10, 5)  # the last of the days

_CUSTOMERS = """
    insert into profile_rows by name
    select
        1 as store_id, 1 as batch_id, 'K' || lpad(c::varchar, 6, '0') as customer_key, true as explicit,
        'K' || lpad(c::varchar, 6, '0') as code, '客户' || c as name, '100' || lpad(c::varchar, 8, '0') as phone,
        ['政府', '事业单位', '国企', '私企', '外阜'][c % 5 + 1] as module, '经理' || c % 20 as manager,
        case c % 4 when 0 then ['A', 'B', 'C'][c % 3 + 1] end as potential
    from range($customers) as t(c)
"""
# Everybody comes at least once; beyond that a few come often and most seldom.
_BILLS = """
    insert into bills by name
    select
        1 as store_id, 1 as batch_id, i as line_no, 'B' || i as bill_no,
        date '{first_day}' + cast(i * $days // $bills as integer) as bill_date,
        'K' || lpad(
            case
                when i % ($bills // $customers) = 0 then i // ($bills // $customers) % $customers
                else cast(floor(pow(hash(i, $seed, 'guest') % 1000000 / 1000000.0, 2) * $customers) as bigint)
            end::varchar, 6, '0'
        ) as customer_key,
        cast(hash(i, $seed, 'amount') % 500000 / 100.0 + 60 as decimal(18, 2)) as amount,
        cast(1 + (hash(i, $seed, 'tables') % 9 = 0)::integer as integer) as tables,
        cast(1 + hash(i, $seed, 'covers') % 12 as integer) as covers,
        cast(hash(i, $seed, 'amount') % 500000 / 250.0 as decimal(18, 2)) as cost
    from range($bills) as t(i)
"""
# Every fourth customer is rated by his manager, every tenth on all criteria of a scorecard.
_RATINGS = """
    insert into ratings by name
    select
        1 as store_id, 1 as batch_id, 'K' || lpad(c::varchar, 6, '0') as customer_key, criterion,
        1 + hash(c, criterion, $seed) % 5 as score, date '{first_day}' as rated_on
    from range(0, $customers, 10) as t(c)
    cross join (values {criteria}) as criteria(criterion)
"""


def build(path: Path, bills: int, customers: int, days: int = DAYS) -> Path:
    """Make a warehouse with one store of so many bills, every one of a known customer, on so many days, and return its path."""
    warehouse = Warehouse(path)
    numbers = {"bills": bills, "customers": customers, "days": days, "seed": SEED}
    key = {"store": 1, "walk_in": [name.lower() for name in walk_in_names(warehouse, 1)]}
    try:
        with warehouse.writing() as cursor:
            cursor.execute("insert into stores values (nextval('store_ids'), $name)", {"name": STORE})
            criteria = ", ".join(f"('{each.key}')" for each in load_scheme("scorecard").spec.criteria)
            ratings = _RATINGS.format(first_day=FIRST_DAY, criteria=criteria)
            for statement in (_CUSTOMERS, _BILLS.format(first_day=FIRST_DAY), ratings):
                for name, value in numbers.items():
                    statement = statement.replace(f"${name}", str(value))
                cursor.execute(statement)
            cursor.execute("create temp table touched_customers as select customer_key from profile_rows")
            cursor.execute("create temp table touched_days as select distinct bill_date as day from bills")
            cursor.execute("create temp table touched_refunds (customer_key varchar, day date)")
            rederive(cursor, key)
    finally:
        warehouse.close()
    return path

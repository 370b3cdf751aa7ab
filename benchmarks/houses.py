"""A house of any size, put straight into a warehouse: bills and profiles first, then what the product derives from them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from benchmarks.till import DAYS, FIRST_DAY, SEED
from segmentation.ingest.land import rederive
from segmentation.schemes import load_scheme
from segmentation.settings.kept import walk_in_names
from segmentation.warehouse import Cursor, Warehouse

STORE = "Benchmark"
AS_OF = date(2026, 10, 5)  # the last of the days

_CUSTOMERS = """
    insert into profile_rows by name
    select
        1 as store_id, 1 as batch_id, 'K' || lpad(c::varchar, $digits, '0') as customer_key, true as explicit,
        'K' || lpad(c::varchar, $digits, '0') as code, '客户' || c as name, '100' || lpad(c::varchar, 8, '0') as phone,
        ['政府', '事业单位', '国企', '私企', '外阜'][c % 5 + 1] as module,
        case when c % $assigned = 0 then '经理' || c % $managers end as manager,
        case c % 4 when 0 then ['A', 'B', 'C'][c % 3 + 1] end as potential
    from range($customers) as t(c)
"""
# Everybody comes at least once; beyond that a few come often and most seldom. In a house with managers four bills of five name
# the guest's own, and one whoever served him.
_BILLS = """
    insert into bills by name
    select
        1 as store_id, 1 as batch_id, i as line_no, 'B' || i as bill_no,
        date '{first_day}' + cast(i * $days // $bills as integer) as bill_date,
        'K' || lpad(
            case
                when i % ($bills // $customers) = 0 then i // ($bills // $customers) % $customers
                else cast(floor(pow(hash(i, $seed, 'guest') % 1000000 / 1000000.0, 2) * $customers) as bigint)
            end::varchar, $digits, '0'
        ) as customer_key,
        cast(hash(i, $seed, 'amount') % 500000 / 100.0 + 60 as decimal(18, 2)) as amount,
        cast(1 + (hash(i, $seed, 'tables') % 9 = 0)::integer as integer) as tables,
        cast(1 + hash(i, $seed, 'covers') % 12 as integer) as covers,
        cast(hash(i, $seed, 'amount') % 500000 / 250.0 as decimal(18, 2)) as cost,
        case when $staffed then '经理' || case
            when hash(i, $seed, 'served') % 5 = 0 then hash(i, $seed, 'server') % $managers
            else cast(substr(customer_key, 2) as bigint) % $managers
        end end as manager
    from range($from, $until) as t(i)
"""
_RANKS = """
    insert into manager_rows by name
    select
        1 as store_id, 1 as batch_id, '经理' || m as name, (1 + m % 5)::varchar as rank,
        ($customers // $managers + 100)::varchar as capacity
    from range($managers) as t(m)
"""
# Every manager speaks to five of his a day; some who were promised a call wait for it still.
_CONTACTS = """
    insert into contacts by name
    select
        1 as store_id, 1 as batch_id, i as line_no, date '{first_day}' + cast(i // ($managers * 5) as integer) as contact_day,
        'K' || lpad(
            (cast(hash(i, $seed, 'called') % ($customers // $managers) as bigint) * $managers + i % $managers)::varchar,
            $digits, '0'
        ) as customer_key,
        '经理' || i % $managers as manager, ['visit', 'call', 'message'][i % 3 + 1] as channel,
        ['coming', 'came', 'reached', 'not_reached', 'not_now'][cast(hash(i, $seed, 'outcome') % 5 as integer) + 1] as outcome,
        case when i % 7 = 0 then contact_day + cast(1 + i % 30 as integer) end as next_day
    from range($managers * 5 * $days) as t(i)
"""
# Every fourth customer is rated by his manager, every tenth on all criteria of a scorecard.
_RATINGS = """
    insert into ratings by name
    select
        1 as store_id, 1 as batch_id, 'K' || lpad(c::varchar, $digits, '0') as customer_key, criterion,
        1 + hash(c, criterion, $seed) % 5 as score, date '{first_day}' as rated_on
    from range(0, $customers, 10) as t(c)
    cross join (values {criteria}) as criteria(criterion)
"""

# What the bills say beside money: hour, room, way of paying; one of twenty goes on account, one of five is paid from a card.
_SAID = """
    update bills set
        bill_time = time '10:00:00' + to_minutes(cast(hash(line_no, $seed, 'minute') % 720 as integer)),
        room = (100 + hash(line_no, $seed, 'room') % 40)::varchar,
        channel = ['堂食', '外卖', '预订'][cast(hash(line_no, $seed, 'channel') % 3 as integer) + 1],
        payment_method = case when line_no % 20 = 0 then '挂账' when line_no % 5 = 1 then '会员卡' else '微信' end,
        from_card = line_no % 5 = 1,
        owed = case when line_no % 20 = 0 then amount end
"""
_LINES = """
    insert into bill_lines by name
    with drawn as (
        select i, n, cast(floor(pow(hash(i, n, $seed, 'product') % 1000000 / 1000000.0, 2) * 300) as integer) as p
        from range($bills) as bills(i) cross join range($lines) as lines(n)
    )

    select
        1 as store_id, 1 as batch_id, i as bill_line_no, '菜品' || p as product, '品类' || p % 12 as category,
        cast(1 + hash(i, n, $seed, 'quantity') % 3 as decimal(18, 4)) as quantity,
        cast((hash(i, $seed, 'amount') % 500000 / 100.0 + 60) / $lines as decimal(18, 2)) as amount,
        cast((hash(i, $seed, 'amount') % 500000 / 100.0 + 60) / $lines * (2 + p % 7) / 10 as decimal(18, 2)) as cost
    from drawn
"""
_PAYMENTS = """
    insert into payments by name
    select
        1 as store_id, 1 as batch_id, line_no, bill_date + 40 as paid_on, customer_key, owed as amount, '转账' as method
    from bills where owed > 0 and line_no % 60 = 0
"""
_TOP_UPS = """
    insert into stored_value by name
    select 1 as store_id, 1 as batch_id, line_no, 'C' || line_no as bill_no, bill_date, customer_key, 5 * amount as amount
    from bills where line_no % 25 = 1
"""
_STOCK = """
    insert into stock by name
    select
        1 as store_id, 1 as batch_id, p * 20 + m as line_no, '菜品' || p as product,
        cast(date_trunc('month', date '{first_day}') + to_months(cast(m as integer)) as date) as month, 1000 + p * 10 as amount
    from range(300) as products(p) cross join range(13) as months(m)
"""


def build(
    path: Path, bills: int, customers: int, days: int = DAYS, managers: int | None = None, lines: int = 0, files: int = 1
) -> Path:
    """Make a warehouse with one store of so many bills, every one of a known customer, on so many days, and return its path.

    With ``managers`` the bills name so many of them (each has two customers at least), who have ranks and a log of whom they
    spoke to, and profiles say of every third customer alone whose he is; without, profiles name one of twenty of every customer.
    With ``lines`` every bill has so many lines with products, and says its hour, its room and how it was paid; there are
    payments on account, cards and stock then. The bills land in so many ``files``, one after another, as those of years do.
    """
    warehouse, managers = Warehouse(path), managers and min(managers, customers // 2)
    numbers = {
        "bills": bills, "customers": customers, "days": days, "seed": SEED, "managers": managers or 20,
        "assigned": 3 if managers else 1, "staffed": bool(managers), "lines": lines,
        "digits": max(6, len(str(customers))),
    }
    key = {"store": 1, "walk_in": [name.lower() for name in walk_in_names(warehouse, 1)]}
    try:
        with warehouse.writing() as cursor:
            cursor.execute("insert into stores values (nextval('store_ids'), $name)", {"name": STORE})
            criteria = ", ".join(f"('{each.key}')" for each in load_scheme("scorecard").spec.criteria)
            ratings = _RATINGS.format(first_day=FIRST_DAY, criteria=criteria)
            statements = [_CUSTOMERS, ratings]
            if managers:
                statements += [_RANKS, _CONTACTS.format(first_day=FIRST_DAY)]
            for statement in statements:
                cursor.execute(_filled(statement, numbers))
            _rederive(cursor, key, "select customer_key from profile_rows", "select bill_date as day from bills")
        more = [_SAID, _LINES, _PAYMENTS, _TOP_UPS, _STOCK.format(first_day=FIRST_DAY)] if lines else []
        for file in range(files):
            numbers |= {"from": file * bills // files, "until": (file + 1) * bills // files}
            with warehouse.writing() as cursor:
                cursor.execute(_filled(_BILLS.format(first_day=FIRST_DAY), numbers))
                for statement in more if file == files - 1 else ():
                    cursor.execute(_filled(statement, numbers))
                begins = f"date '{FIRST_DAY}' + {file * bills // files * days // bills}"
                _rederive(
                    cursor, key, "select customer_key from profile_rows limit 0",
                    f"select distinct bill_date as day from bills where bill_date >= {begins}",
                )
    finally:
        warehouse.close()
    return path


def _filled(statement: str, numbers: Mapping[str, object]) -> str:
    for name, value in numbers.items():
        statement = statement.replace(f"${name}", str(value))
    return statement


def _rederive(cursor: Cursor, key: dict[str, object], customers: str, days: str) -> None:
    cursor.execute(f"create or replace temp table touched_customers as {customers}")
    cursor.execute(f"create or replace temp table touched_days as {days}")
    cursor.execute("create or replace temp table touched_refunds (customer_key varchar, day date)")
    rederive(cursor, key)

-- One row per month with bills of a store: the tables that were used, and the days with bills
-- Tables of bills below zero are none; those of bills of customers that were refunded in full are taken off, as everywhere. Of walk-ins
-- nobody can say which bill was refunded. Nothing after $as_of is seen.
with opened as (
    select cast(date_trunc('month', day) as date) as month, count(*) as days_with_bills
    from days
    where store_id = $store and day <= $as_of
    group by all
),

-- walk-ins have no visits
seated as (
    select cast(date_trunc('month', visit_date) as date) as month, sum(tables) as tables
    from visits
    where store_id = $store and visit_date <= $as_of
    group by all
),

named_walk_ins as (
    select customer_key
    from customers
    where store_id = $store and is_walk_in
),

walked_in as (
    select cast(date_trunc('month', bills.bill_date) as date) as month, sum(bills.tables) as tables
    from bills
    left join named_walk_ins on named_walk_ins.customer_key = bills.customer_key
    where bills.store_id = $store
        and bills.replaced_by is null
        and bills.amount >= 0
        and bills.bill_date <= $as_of
        and (bills.customer_key is null or named_walk_ins.customer_key is not null)
    group by all
),

tables_used as (
    select
        opened.month,
        cast(greatest(coalesce(seated.tables, 0) + coalesce(walked_in.tables, 0), 0) as bigint) as tables_used,
        opened.days_with_bills
    from opened
    left join seated on seated.month = opened.month
    left join walked_in on walked_in.month = opened.month
    order by opened.month
)

select * from tables_used

-- One row per customer whom his latest bill up to the as-of day names a manager of, of those to whom no person gave one
-- uses: facts/assigned
-- The bills of his last day name him, nearly always: only where they do not are all bills of the customer looked through.
with last_days as (
    select customer_key, max(visit_date) as day
    from visits
    where store_id = $store and visit_date <= $as_of and customer_key not in (select customer_key from assigned)
    group by customer_key
),

named_last as (
    select bills.customer_key, max_by(bills.manager, (bills.batch_id, bills.line_no)) as manager
    from bills
    inner join last_days on last_days.customer_key = bills.customer_key and last_days.day = bills.bill_date
    where bills.store_id = $store and bills.replaced_by is null and bills.manager is not null
    group by bills.customer_key
),

not_named_last as (
    select last_days.customer_key
    from last_days
    left join named_last on named_last.customer_key = last_days.customer_key
    where named_last.customer_key is null
),

named_before as (
    select bills.customer_key, max_by(bills.manager, (bills.bill_date, bills.batch_id, bills.line_no)) as manager
    from bills
    inner join not_named_last on not_named_last.customer_key = bills.customer_key
    where bills.store_id = $store and bills.replaced_by is null and bills.bill_date <= $as_of and bills.manager is not null
    group by bills.customer_key
),

bill_managers as (
    select customer_key, manager from named_last
    union all
    select customer_key, manager from named_before
)

select * from bill_managers

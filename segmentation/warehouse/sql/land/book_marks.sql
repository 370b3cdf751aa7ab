-- One row per month of $months, each by its first day: hashes of its live bills, without and with whose they are, and what its total was said to be
-- Whose a bill is, is told by the key of its file: merging records changes no closed month.
with live as (
    select
        cast(date_trunc('month', bill_date) as date) as month,
        bill_date as day,
        concat_ws(
            '|', coalesce(bill_no, ''), amount, tables, coalesce(cast(covers as varchar), ''), coalesce(cast(cost as varchar), '')
        ) as told,
        coalesce(own_key, customer_key, '') as who
    from bills
    where
        store_id = $store and replaced_by is null
        and bill_date >= list_min($months) and list_contains($months, cast(date_trunc('month', bill_date) as date))
),

by_day as (
    select
        month,
        day,
        sha256(string_agg(told, chr(10) order by told)) as bills,
        sha256(string_agg(concat(told, '|', who), chr(10) order by told, who)) as whose
    from live
    group by month, day
),

by_month as (
    select
        month,
        sha256(string_agg(concat(day, ' ', bills), chr(10) order by day)) as bills,
        sha256(string_agg(concat(day, ' ', whose), chr(10) order by day)) as whose
    from by_day
    group by month
),

totals as (
    select month, max_by(coalesce(cast(total as varchar), ''), batch_id) as total
    from month_totals
    where store_id = $store and list_contains($months, month)
    group by month
),

book_marks as (
    select
        asked.month,
        coalesce(by_month.bills, '') as bills_mark,
        coalesce(by_month.whose, '') as who_mark,
        cast(nullif(totals.total, '') as decimal(18, 2)) as total
    from (select unnest($months) as month) as asked
    left join by_month on by_month.month = asked.month
    left join totals on totals.month = asked.month
    order by asked.month
)

select * from book_marks

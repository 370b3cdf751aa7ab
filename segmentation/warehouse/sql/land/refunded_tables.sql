-- One row per bill below zero of a store: the tables of the bill that it refunds in full, 0 where there is none
-- A bill below zero refunds in full an earlier bill of the same customer over the same amount: the one with its number, else the
-- latest that no other has refunded. Of one day the bills stand before the refunds. Only customers with refunds are looked at.
with refunds as (
    select customer_key, -amount as refunded
    from bills
    where store_id = $store and replaced_by is null and customer_key is not null and amount < 0
    group by customer_key, amount
),

told as (
    select
        bills.customer_key,
        bills.bill_no,
        bills.bill_date,
        abs(bills.amount) as amount,
        bills.amount < 0 as is_refund,
        bills.tables,
        row_number() over (order by bills.bill_date, bills.amount < 0, bills.tables, bills.bill_no, bills.batch_id, bills.line_no) as place
    from bills
    inner join refunds on refunds.customer_key = bills.customer_key and refunds.refunded = abs(bills.amount)
    where bills.store_id = $store and bills.replaced_by is null
),

-- a bill opens a level and a refund closes one: it refunds the bill that opened its level last, as brackets are matched
with_number as (
    select
        *,
        sum(case when is_refund then -1 else 1 end) over (partition by customer_key, amount, bill_no order by place)
        + case when is_refund then 1 else 0 end as level_no
    from told
    where bill_no is not null
),

paired as (
    select
        place,
        case
            when is_refund then lag(case when not is_refund then tables end) over level
            when lead(is_refund) over level then 0
        end as tables
    from with_number
    window level as (partition by customer_key, amount, bill_no, level_no order by place)
),

others as (
    select
        told.*,
        sum(case when told.is_refund then -1 else 1 end) over (partition by told.customer_key, told.amount order by told.place)
        + case when told.is_refund then 1 else 0 end as level_no
    from told
    left join paired on paired.place = told.place
    where paired.tables is null
),

latest as (
    select
        customer_key,
        bill_date,
        is_refund,
        lag(case when not is_refund then tables end) over (
            partition by customer_key, amount, level_no order by place
        ) as tables
    from others
),

refunded_tables as (
    select customer_key, bill_date, coalesce(tables, 0) as tables
    from latest
    where is_refund
    union all
    select told.customer_key, told.bill_date, paired.tables
    from told
    inner join paired on paired.place = told.place
    where told.is_refund and paired.tables is not null
)

select * from refunded_tables

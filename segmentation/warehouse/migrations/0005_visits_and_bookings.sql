-- A visit is a day with a bill not below zero: visits.bills counts these alone, and is 0 on a day with refunds only. Tables are
-- those of these bills, less those of the bills that were refunded in full that day. Only days with a bill below zero change.

create temp table refund_days as
select distinct store_id, customer_key, bill_date
from bills
where replaced_by is null and customer_key is not null and amount < 0;

create temp table refunded_tables as
with refunds as (
    select store_id, customer_key, -amount as refunded
    from bills
    where replaced_by is null and customer_key is not null and amount < 0
    group by store_id, customer_key, amount
),

told as (
    select
        bills.store_id,
        bills.customer_key,
        bills.bill_no,
        bills.bill_date,
        abs(bills.amount) as amount,
        bills.amount < 0 as is_refund,
        bills.tables,
        row_number() over (order by bills.bill_date, bills.amount < 0, bills.tables, bills.bill_no, bills.batch_id, bills.line_no) as place
    from bills
    inner join refunds
        on refunds.store_id = bills.store_id and refunds.customer_key = bills.customer_key and refunds.refunded = abs(bills.amount)
    where bills.replaced_by is null
),

with_number as (
    select
        *,
        sum(case when is_refund then -1 else 1 end) over (partition by store_id, customer_key, amount, bill_no order by place)
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
    window level as (partition by store_id, customer_key, amount, bill_no, level_no order by place)
),

others as (
    select
        told.*,
        sum(case when told.is_refund then -1 else 1 end) over (
            partition by told.store_id, told.customer_key, told.amount order by told.place
        ) + case when told.is_refund then 1 else 0 end as level_no
    from told
    left join paired on paired.place = told.place
    where paired.tables is null
),

latest as (
    select
        store_id,
        customer_key,
        bill_date,
        is_refund,
        lag(case when not is_refund then tables end) over (
            partition by store_id, customer_key, amount, level_no order by place
        ) as tables
    from others
),

each_refund as (
    select store_id, customer_key, bill_date, coalesce(tables, 0) as tables
    from latest
    where is_refund
    union all
    select told.store_id, told.customer_key, told.bill_date, paired.tables
    from told
    inner join paired on paired.place = told.place
    where told.is_refund and paired.tables is not null
)

select store_id, customer_key, bill_date, sum(tables) as tables
from each_refund
group by store_id, customer_key, bill_date;

create temp table billed as
select
    bills.store_id,
    bills.customer_key,
    bills.bill_date,
    count(case when bills.amount >= 0 then 1 end) as bills,
    sum(case when bills.amount >= 0 then bills.tables else 0 end) as tables
from bills
inner join refund_days
    on refund_days.store_id = bills.store_id
    and refund_days.customer_key = bills.customer_key
    and refund_days.bill_date = bills.bill_date
where bills.replaced_by is null
group by bills.store_id, bills.customer_key, bills.bill_date;

update visits
set bills = found.bills, tables = found.tables
from (
    select billed.store_id, billed.customer_key, billed.bill_date, billed.bills, billed.tables - refunded_tables.tables as tables
    from billed
    inner join refunded_tables
        on refunded_tables.store_id = billed.store_id
        and refunded_tables.customer_key = billed.customer_key
        and refunded_tables.bill_date = billed.bill_date
) as found
where visits.store_id = found.store_id
    and visits.customer_key = found.customer_key
    and visits.visit_date = found.bill_date;

drop table temp.refund_days;
drop table temp.refunded_tables;
drop table temp.billed;

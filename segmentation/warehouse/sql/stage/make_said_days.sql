-- One row per day for which a list of numbered bills speaks: its own, those between them (a month at most) on which it has nothing,
-- and those within a month of an older list of which it names nine tenths: its first or last rows may be those taken out
create or replace temp table said_days as
with

own as (
    select
        day,
        lead(day) over (order by day) as next_day
    from said_bills
    where is_of_day and day is not null
    group by day
),

said as ( -- a subquery for each bill, that looks at its day, would compare all bills with all
    select distinct
        bill_no,
        case when $numbers_restart then day end as day
    from said_bills
),

said_of_day as (
    select distinct
        bill_no,
        day
    from said_bills
),

there as (
    select
        bills.batch_id,
        bills.bill_date as day,
        said.bill_no is not null as is_named
    from bills
    left join said on bills.bill_no = said.bill_no and (not $numbers_restart or bills.bill_date = said.day)
    where bills.store_id = $store and bills.replaced_by is null and bills.bill_no is not null and $of_bills
    union all
    select
        stored_value.batch_id,
        stored_value.bill_date as day,
        said_of_day.bill_no is not null as is_named
    from stored_value
    left join said_of_day on stored_value.bill_no = said_of_day.bill_no and stored_value.bill_date = said_of_day.day
    where stored_value.store_id = $store and stored_value.replaced_by is null and stored_value.bill_no is not null and $of_top_ups
),

older as (
    select batch_id
    from there
    group by batch_id
    having count(*) filter (where is_named) * 10 >= count(*) * 9
)

select cast(unnest(generate_series(day, if(next_day - day <= 31, next_day - 1, day), interval 1 day)) as date) as day
from own
union
select day
from there
where
    batch_id in (select batch_id from older)
    and day between (select min(day) from own) - 31 and (select max(day) from own) + 31

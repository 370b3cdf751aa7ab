-- One row per store: what stands on the days that the file's rows without a number cover, and what would come; nothing where none
-- of it stands on a day on which the file has such a row. Of a file of top-ups only ($top_ups_only), what stands are top-ups.
with

new_days as (
    select
        bill_date as day,
        count(*) as bills,
        sum(amount) as amount
    from unnumbered
    group by bill_date
),

present as (
    select
        bill_date as day,
        count(*) as bills,
        sum(amount) as amount
    from bills
    where store_id = $store and replaced_by is null and (not $unnumbered_only or bill_no is null) and not $top_ups_only
    group by bill_date
    union all
    select
        bill_date as day,
        count(*) as bills,
        sum(amount) as amount
    from stored_value
    where store_id = $store and replaced_by is null and (not $unnumbered_only or bill_no is null) and $top_ups_only
    group by bill_date
)

select
    count(*) as days,
    min(present.day) as first_day,
    max(present.day) as last_day,
    sum(present.bills) as bills_there,
    sum(present.amount) as amount_there,
    sum(new_days.bills) as bills_new,
    sum(new_days.amount) as amount_new
from present
inner join covered_days on present.day = covered_days.day
left join new_days on present.day = new_days.day
where exists (select 1 from new_days as own where own.day in (select day from present))

-- One row per line of which money is left out because it stands on another bill too: a check that was put on a room, or, where
-- $of_charges, the bill of a stay with its meals. By guest, no more than the other side holds of him
create or replace temp table stay_taken as
with

own as (
    select * from (select row_no, guest, day, amount from stay_charges) where $of_charges
    union all
    select * from (select row_no, guest, day, amount from stay_checks) where not $of_charges
),

other as (
    select * from (select guest, day, amount from stay_checks) where $of_charges
    union all
    select * from (select guest, day, amount from stay_charges) where not $of_charges
),

near_other as (
    select guest, day, amount
    from other
    where exists (select 1 from own where coalesce(abs(date_diff('day', own.day, other.day)) <= 42, true))
),

near_own as (
    select row_no, guest, day, amount
    from own
    where exists (select 1 from other where coalesce(abs(date_diff('day', own.day, other.day)) <= 42, true))
),

held as (
    select guest, sum(amount) as held
    from near_other
    where guest is not null
    group by guest
),

running as (
    select
        near_own.row_no,
        near_own.amount,
        held.held,
        sum(near_own.amount) over (partition by near_own.guest order by near_own.day nulls last, near_own.row_no) as until_here
    from near_own
    left join held on near_own.guest = held.guest
),

taken as (
    select
        row_no,
        case
            when not $by_guest then amount
            when held is null then 0
            when $of_charges then greatest(least(amount, held - (until_here - amount)), 0)
            when until_here <= held then amount
            else 0
        end as amount
    from running
)

select row_no, cast(amount as decimal(18, 4)) as amount
from taken
where amount > 0

-- One row per check whose money stands in bills of stays too: its amount met that of a line, or its guest was charged as much in all
-- ($by_guest, the first checks first), or both sides come to the same ($by_sums)
-- Reads room_pairs, room_met and room_spent.
-- uses: stage/unmet_charges
insert into room_rests by name
with

checks as (
    select
        batch_id,
        line_no,
        guest,
        day,
        amount,
        example,
        max(charges_batch) as charges_batch
    from room_pairs
    where (batch_id, line_no) not in (select (batch_id, line_no) from room_met)
    group by all
),

held as (
    select
        charges.guest,
        sum(charges.amount) - coalesce((select sum(room_spent.amount) from room_spent where room_spent.guest = charges.guest), 0) as held
    from unmet_charges as charges
    where guest is not null
    group by charges.guest
),

running as (
    select
        checks.*,
        held.held,
        sum(checks.amount) over (partition by checks.guest order by checks.day nulls last, checks.batch_id, checks.line_no) as until_here
    from checks
    left join held on checks.guest = held.guest
)

select
    batch_id,
    line_no,
    amount,
    example,
    charges_batch,
    charge_no,
    null::varchar as guest
from room_met
union all
select
    batch_id,
    line_no,
    amount,
    example,
    charges_batch,
    null::bigint as charge_no,
    guest
from running
where $by_sums or ($by_guest and until_here <= held)

-- One row per check whose very amount is charged on a line of a stay within two days, each line once, the same guest first
-- Reads room_pairs.
create or replace temp table room_met as
with

nearest as (
    select
        batch_id,
        line_no,
        amount,
        example,
        arg_min(charged_on, (abs(coalesce(date_diff('day', day, charged_on), 0)), charged_on)) as charged_on,
        coalesce(bool_or(guest = charged_guest), false) as is_of_guest
    from room_pairs
    where is_line and amount = charged and coalesce(abs(date_diff('day', day, charged_on)) <= 2, true)
    group by all
),

checks as (
    select
        nearest.*,
        row_number() over (partition by amount, charged_on order by not is_of_guest, batch_id, line_no) as place
    from nearest
),

lines_of_stays as (
    select
        charge_no,
        charges_batch,
        charged_on,
        charged,
        coalesce(bool_or(amount = charged and guest = charged_guest), false) as is_of_guest
    from room_pairs
    where is_line
    group by all
),

charges as (
    select
        lines_of_stays.*,
        row_number() over (partition by charged, charged_on order by not is_of_guest, charge_no) as place
    from lines_of_stays
)

select
    checks.batch_id,
    checks.line_no,
    checks.amount,
    checks.example,
    charges.charge_no,
    charges.charges_batch
from checks
inner join charges
    on checks.amount = charges.charged
    and checks.charged_on is not distinct from charges.charged_on
    and checks.place = charges.place

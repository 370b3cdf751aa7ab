-- One row per check and charge that may be the same money, of which one came with the import $said_by and the other before it
-- Reads room_checks, room_charges and what was found for earlier imports: room_rests, room_used.
create or replace temp table room_pairs as
select
    checks.batch_id,
    checks.line_no,
    checks.guest,
    checks.day,
    checks.amount,
    checks.example,
    charges.charge_no,
    charges.batch_id as charges_batch,
    charges.guest as charged_guest,
    charges.day as charged_on,
    charges.amount as charged,
    charges.is_line
from room_checks as checks
inner join room_charges as charges
    on greatest(checks.said_by, charges.said_by) = $said_by
    and checks.batch_id <> charges.batch_id
    and coalesce(abs(date_diff('day', checks.day, charges.day)) <= 42, true)
where
    (checks.batch_id, checks.line_no) not in (select (batch_id, line_no) from room_rests)
    and charges.charge_no not in (select charge_no from room_used)

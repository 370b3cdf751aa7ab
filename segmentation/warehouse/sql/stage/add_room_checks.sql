-- One row per check of a file that was put on a room, its lines together
insert into room_checks by name
with

checks as (
    select
        min(row_no) as line_no,
        bill_no,
        any_value(nullif(lower(trim(name)), '')) as guest,
        min(day) as day,
        cast(sum(amount) as decimal(18, 2)) as amount
    from lines
    where
        amount > 0 and not is_blank and not is_total
        and (regexp_matches(coalesce(payment_method, ''), $methods) or coalesce(regexp_matches(kept, $cells), false))
    group by bill_no, case when bill_no is null then row_no end
)

select
    $own as batch_id,
    line_no,
    $own as said_by,
    guest,
    day,
    amount,
    bill_no as example
from checks

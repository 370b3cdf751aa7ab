-- One row per line of a file of checks that was put on a room
create or replace temp table stay_checks as
select
    row_no,
    nullif(lower(trim(name)), '') as guest,
    day,
    cast(amount as decimal(18, 2)) as amount,
    bill_no as example
from lines
where amount > 0 and not is_blank and not is_total
    and (regexp_matches(coalesce(payment_method, ''), $words) or coalesce(regexp_matches(kept, $cells), false))

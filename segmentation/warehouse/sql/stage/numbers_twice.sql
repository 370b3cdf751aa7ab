-- One row per file: numbers that stand on several lines of one day, and those of them at times hours apart or at several tables
select
    count(*) as shared,
    count(*) filter (where is_different) as different
from (
    select count(distinct room) > 1 or date_diff('minute', min(clock), max(clock)) >= $minutes as is_different
    from lines
    where bill_no is not null and not is_blank and not is_total and coalesce(amount, 0) >= 0
    group by bill_no, coalesce(cast(day as varchar), date_text)
    having count(*) > 1
) as numbers

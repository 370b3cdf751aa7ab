-- One row per file: its bills after the last day that is not asked about, and what they come to
select
    count(*) as bills,
    coalesce(sum(amount), 0) as amount,
    min(bill_date) as first_day,
    max(bill_date) as last_day
from staged_bills
where bill_date > $last_sure_day

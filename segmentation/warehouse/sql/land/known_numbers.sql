-- One row per file: of its bill numbers, how many the store knows, and how many it knows on the same day
select
    count(*) as known,
    count(*) filter (where on_same_day) as known_on_same_day
from (
    select
        staged.bill_no,
        bool_or(staged.bill_date = bills.bill_date) as on_same_day
    from staged_bills as staged
    inner join bills on staged.bill_no = bills.bill_no
    where bills.store_id = $store and bills.replaced_by is null
    group by staged.bill_no
) as numbers

-- One row per file: of its bill numbers, how many the store knows, how many on the same day, and how many for another bill only:
-- on another day and with another amount, or on the same day hours apart or of another customer, with another amount too
-- A refund carries the number of its sale, which is no other bill where it is of another day, or where the file holds refunds only.
select
    count(*) as known,
    count(*) filter (where on_same_day) as known_on_same_day,
    count(*) filter (where not on_same_day and not is_same_amount and not is_refund) as known_for_others,
    count(*) filter (where on_same_day and not is_same_amount and is_elsewhere) as known_for_others_of_day
from (
    select
        staged.bill_no,
        bool_or(staged.bill_date = bills.bill_date) as on_same_day,
        bool_or(staged.amount = bills.amount) as is_same_amount,
        bool_and(
            case
                when staged.bill_date <> bills.bill_date then true
                when staged.bill_time is not null and bills.bill_time is not null
                    then abs(date_diff('minute', staged.bill_time, bills.bill_time)) >= 120
                        or (staged.bill_time <> bills.bill_time and staged.customer_key is distinct from coalesce(bills.own_key, bills.customer_key))
                else staged.customer_key is distinct from coalesce(bills.own_key, bills.customer_key)
            end
        ) as is_elsewhere,
        bool_and(staged.amount < 0) as is_refund -- which carries the number of its sale
    from staged_bills as staged
    inner join bills on staged.bill_no = bills.bill_no
    where bills.store_id = $store and bills.replaced_by is null
        and (
            (staged.amount < 0) = (bills.amount < 0)
            or staged.bill_date = bills.bill_date and exists (select 1 from staged_bills where amount >= 0)
        )
    group by staged.bill_no
) as numbers

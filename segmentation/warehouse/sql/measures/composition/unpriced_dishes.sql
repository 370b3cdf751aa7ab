-- One row per store: how many dishes on the bills of a window have no amount of their own
with unpriced_dishes as (
    select count(*) as dishes
    from bill_lines
    inner join bills
        on bills.store_id = bill_lines.store_id
        and bills.batch_id = bill_lines.batch_id
        and bills.line_no = bill_lines.bill_line_no
    where bills.store_id = $store
        and bills.replaced_by is null
        and bills.bill_date > $begins_after
        and bills.bill_date <= $last_day
        and bill_lines.amount is null
        and trim(bill_lines.product) <> ''
)

select * from unpriced_dishes

-- One row per line with a product on the bills of a store after $begins_after up to $last_day: the product, its category (null where
-- none is named) and amount (null where the line has none of its own)
with window_dishes as (
    select trim(bill_lines.product) as product, nullif(trim(bill_lines.category), '') as category, bill_lines.amount
    from bill_lines
    inner join bills
        on bills.store_id = bill_lines.store_id
        and bills.batch_id = bill_lines.batch_id
        and bills.line_no = bill_lines.bill_line_no
    where bills.store_id = $store
        and bills.replaced_by is null
        and bills.bill_date > $begins_after
        and bills.bill_date <= $last_day
        and trim(bill_lines.product) <> ''
)

select * from window_dishes

-- One row per line of a live bill of a customer, the newest first
with known_dishes as (
    select bills.bill_date, bills.bill_no, bill_lines.product, bill_lines.category, bill_lines.quantity, bill_lines.amount
    from bills
    inner join bill_lines
        on bill_lines.store_id = bills.store_id and bill_lines.batch_id = bills.batch_id and bill_lines.bill_line_no = bills.line_no
    where bills.store_id = $store and bills.customer_key = $customer and bills.replaced_by is null
    order by bills.bill_date desc, bills.batch_id desc, bills.line_no desc, bill_lines.product, bill_lines.amount
)

select * from known_dishes

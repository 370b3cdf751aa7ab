-- One row per line of an older version, where the batch says nothing of what its bills are made of
-- Reads same_bills.
insert into bill_lines by name
select
    lines.store_id,
    $batch as batch_id,
    same_bills.line_no as bill_line_no,
    lines.product,
    lines.category,
    lines.quantity,
    lines.amount,
    lines.cost
from same_bills
inner join bill_lines as lines
    on same_bills.older.batch_id = lines.batch_id
    and same_bills.older.line_no = lines.bill_line_no
where lines.store_id = $store

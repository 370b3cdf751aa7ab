-- One row per earlier line of a bill that the batch completes, which its own import brought
insert into bill_lines by name
select
    lines.store_id,
    $batch as batch_id,
    newer.line_no as bill_line_no,
    lines.product,
    lines.category,
    lines.quantity,
    lines.amount,
    lines.cost
from bills as older
inner join staged_bills as newer
    on older.bill_no = newer.bill_no
    and older.bill_date = newer.bill_date
    and coalesce(older.own_key, older.customer_key) is not distinct from newer.customer_key
inner join bill_lines as lines
    on lines.batch_id = older.batch_id
    and lines.bill_line_no = older.line_no
where older.store_id = $store and older.replaced_by = $batch and list_contains($family, older.batch_id)
    and not list_contains($taken, older.batch_id || ':lines')

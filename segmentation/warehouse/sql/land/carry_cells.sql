-- One row per earlier line of a bill that the batch completes and that says more than the canonical columns hold,
-- which its own import brought
insert into bill_cells by name
select
    cells.store_id,
    $batch as batch_id,
    cells.line_no,
    cells.headers_of,
    older.bill_no,
    older.bill_date,
    coalesce(older.own_key, older.customer_key) as customer_key,
    cells.cells
from bills as older
inner join bill_cells as cells
    on older.batch_id = cells.batch_id
    and (
        (cells.bill_no is null and older.line_no = cells.line_no)
        or (
            older.bill_no = cells.bill_no
            and older.bill_date = cells.bill_date
            and coalesce(older.own_key, older.customer_key) is not distinct from cells.customer_key
        )
    )
where older.store_id = $store and older.replaced_by = $batch and list_contains($family, older.batch_id)
    and list_contains($family, cells.headers_of)

-- One row per line whose other columns are dropped, since its bill is of somebody in erased_now
-- Reads erased_lines.
delete from bill_cells
where store_id = $store
    and exists (
        select 1
        from erased_lines
        where erased_lines.batch_id = bill_cells.batch_id
            and (
                bill_cells.bill_no is null and erased_lines.line_no = bill_cells.line_no
                or erased_lines.bill_no = bill_cells.bill_no
                and erased_lines.bill_date = bill_cells.bill_date
                and erased_lines.own_key is not distinct from bill_cells.customer_key
            )
    )

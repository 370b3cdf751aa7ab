-- One row per name on a bill of somebody in erased_now, which says nothing any more but for whoever was parted by it
-- Reads erased_lines and erased_now.
delete from bill_names
where store_id = $store
    and exists (
        select 1
        from erased_lines
        where erased_lines.batch_id = bill_names.batch_id
            and erased_lines.line_no = bill_names.line_no
            and erased_lines.own_key in (select own_key from erased_now)
    )

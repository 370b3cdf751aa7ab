-- One row per row of a file that was not understood and has one of $words as a cell: where it is from, why, and its cells
with known_rejects as (
    select batches.file_name as file_source, rejects.line_no as file_line, rejects.reason as reason_code, array_to_string(rejects.cells, ' | ') as file_text
    from rejects
    inner join batches on batches.batch_id = rejects.batch_id
    where batches.store_id = $store and list_has_any(list_transform(rejects.cells, lambda cell: trim(cell)), $words)
    order by batches.batch_id desc, rejects.line_no
)

select * from known_rejects

-- One row per line of a file of stock, texts cleaned
-- `source` is put before this by the caller: the file's cells under their canonical names
cleaned as (
    select
        line_no,
        damage,
        is_lone,
        clean_text(first_cell) as first_cell,
        clean_text(product) as product,
        clean_text(month) as month_text,
        clean_text(amount) as amount_text
    from source
)

select * from cleaned

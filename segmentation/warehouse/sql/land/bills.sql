-- One row per bill of the batch
insert into bills by name
select
    $store as store_id,
    $batch as batch_id,
    line_no,
    null::integer as replaced_by,
    bill_no,
    bill_date,
    customer_key,
    amount,
    coalesce(cast(round(tables) as integer), $tables_where_empty) as tables,
    cast(round(covers) as integer) as covers,
    cost,
    manager
from staged_bills

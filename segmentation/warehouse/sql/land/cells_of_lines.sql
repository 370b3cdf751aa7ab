-- One row per accepted line that says more than the canonical columns hold, in a file with several lines a bill
-- uses: stage/judged
insert into bill_cells by name
select
    $store as store_id,
    $batch as batch_id,
    coalesce(bills_line, line_no) as line_no,
    $batch as headers_of,
    bill_no,
    case when bill_no is not null then day end as bill_date,
    case when bill_no is not null then customer_key end as customer_key,
    kept as cells
from judged
where verdict in ('ok', 'top_up') and kept is not null

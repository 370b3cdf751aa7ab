-- One row per top-up of the batch, or what takes one back; with $tops_beside, a sale's row has what was put on a card with it
-- uses: stage/judged
insert into stored_value by name
select
    $store as store_id,
    $batch as batch_id,
    line_no,
    null::integer as replaced_by,
    bill_no,
    day as bill_date,
    customer_key,
    cast(round(case when verdict = 'top_up' then amount else stored end, 2) as decimal(18, 2)) as amount
from judged
where verdict = 'top_up' or ($tops_beside and verdict = 'ok' and stored > 0)

-- One row per month of a file of monthly totals
-- uses: stage/judged_totals
insert into month_totals by name
select
    $store as store_id,
    $batch as batch_id,
    month,
    total
from judged_totals
where verdict = 'ok'

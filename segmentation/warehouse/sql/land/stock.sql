-- One row per product and month of a file of stock
-- uses: stage/judged_stock
insert into stock by name
select
    $store as store_id,
    $batch as batch_id,
    min(line_no) as line_no,
    product,
    month,
    cast(sum(amount) as decimal(18, 2)) as amount
from judged_stock
where verdict = 'ok'
group by product, month

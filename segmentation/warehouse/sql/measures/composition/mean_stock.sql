-- One row per product with stock in a window: the mean of the values at its months' ends, each as the file landed last says it
-- A month belongs to the window where a day of it does.
with said as (
    select product, month, amount, row_number() over (partition by product, month order by batch_id desc) as place
    from stock
    where store_id = $store and month <= $last_day and month + interval 1 month > $begins_after + interval 1 day
),

mean_stock as (
    select product, cast(sum(amount) as decimal(18, 2)) as amount, count(*) as months
    from said
    where place = 1
    group by product
    order by product
)

select * from mean_stock

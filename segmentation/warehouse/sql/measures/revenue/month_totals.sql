-- One row per month with a total that was uploaded or typed: what was said last; null where it was taken back
with said as (
    select month, total, row_number() over (partition by month order by batch_id desc) as place
    from month_totals
    where store_id = $store
),

month_totals as (
    select month, total
    from said
    where place = 1
    order by month
)

select * from month_totals

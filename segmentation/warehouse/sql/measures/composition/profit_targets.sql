-- One row per month with a target of the house's gross profit: the one uploaded last
with said as (
    select month, house_profit, row_number() over (partition by month order by batch_id desc, line_no) as place
    from target_rows
    where store_id = $store and house_profit > 0
),

profit_targets as (
    select month, house_profit as amount
    from said
    where place = 1
    order by month
)

select * from profit_targets

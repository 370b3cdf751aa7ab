-- One row per month in which a store has a bill or a rating: its first day
with told as (
    select day from days where store_id = $store
    union all
    select rated_on from ratings where store_id = $store
),

lake_months as (
    select distinct cast(date_trunc('month', day) as date) as month
    from told
    order by month
)

select * from lake_months

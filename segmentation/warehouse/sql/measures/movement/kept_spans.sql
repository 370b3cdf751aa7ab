-- One row per customer who has visited up to a kept day: of the days that warnings look at, what spans finds, where each of them is kept
with now_ends as (
    select customer_key, case when $frequency = 'bills' then bills else visits end as visits, revenue
    from kept_ends
    where store_id = $store and day = $as_of
),

recent_ends as (
    select customer_key, case when $frequency = 'bills' then bills else visits end as visits, revenue
    from kept_ends
    where store_id = $store and day = $recent_after
),

before_ends as (
    select customer_key, case when $frequency = 'bills' then bills else visits end as visits, revenue
    from kept_ends
    where store_id = $store and day = $before_after
),

kept_spans as (
    select
        now_ends.customer_key,
        now_ends.visits - coalesce(recent_ends.visits, 0) as recent_visits,
        coalesce(recent_ends.visits, 0) - coalesce(before_ends.visits, 0) as before_visits,
        now_ends.revenue - coalesce(recent_ends.revenue, 0) as recent_spend,
        coalesce(recent_ends.revenue, 0) - coalesce(before_ends.revenue, 0) as before_spend
    from now_ends
    left join recent_ends on recent_ends.customer_key = now_ends.customer_key
    left join before_ends on before_ends.customer_key = now_ends.customer_key
)

select * from kept_spans

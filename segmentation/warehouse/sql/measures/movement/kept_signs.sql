-- One row per customer who has visited up to a kept day: what measures/movement/warning_signs finds, where $recent_after and $before_after are kept
-- Reads customer_facts as of $as_of.
-- uses: facts/usual_gaps
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

spans as (
    select
        now_ends.customer_key,
        now_ends.visits - coalesce(recent_ends.visits, 0) as recent_visits,
        coalesce(recent_ends.visits, 0) - coalesce(before_ends.visits, 0) as before_visits,
        now_ends.revenue - coalesce(recent_ends.revenue, 0) as recent_spend,
        coalesce(recent_ends.revenue, 0) - coalesce(before_ends.revenue, 0) as before_spend
    from now_ends
    left join recent_ends on recent_ends.customer_key = now_ends.customer_key
    left join before_ends on before_ends.customer_key = now_ends.customer_key
),

kept_signs as (
    select
        customer_facts.customer_key,
        customer_facts.last_visit,
        customer_facts.recency_days as silent_days,
        customer_facts.recency_days <= $active_days as is_active,
        customer_facts.contribution as stake,
        usual_gaps.visits,
        usual_gaps.usual_gap_days,
        cast(coalesce(spans.recent_visits, 0) as bigint) as recent_visits,
        cast(coalesce(spans.before_visits, 0) as bigint) as before_visits,
        cast(coalesce(spans.recent_spend, 0) as decimal(18, 2)) as recent_spend,
        cast(coalesce(spans.before_spend, 0) as decimal(18, 2)) as before_spend
    from customer_facts
    left join usual_gaps on usual_gaps.customer_key = customer_facts.customer_key
    left join spans on spans.customer_key = customer_facts.customer_key
    where customer_facts.last_visit is not null
)

select * from kept_signs

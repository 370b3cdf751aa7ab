-- One row per customer who has visited up to the as-of day: how long he is silent, how often he came, what the last days were against those before
-- Reads customer_facts as of $as_of. usual_gap_days is the median of the days between his visits, null with one visit. recent are
-- the days after $recent_after up to $as_of, before the days after $before_after up to $recent_after. Gaps are asked of active
-- customers only: who is not active is lost, whatever his gaps were.
with active as (
    select customer_key
    from customer_facts
    where recency_days <= $active_days
),

gaps as (
    select
        visits.customer_key,
        visits.visit_date - lag(visits.visit_date) over (partition by visits.customer_key order by visits.visit_date) as gap
    from visits
    inner join active on active.customer_key = visits.customer_key
    where visits.store_id = $store and visits.visit_date <= $as_of
),

-- counted and stacked, because the engine's own median holds every gap in memory at once
counted as (
    select customer_key, gap, count(*) as times
    from gaps
    group by customer_key, gap
),

stacked as (
    select
        customer_key,
        gap,
        sum(times) over (partition by customer_key order by gap rows unbounded preceding) as reached,
        sum(times) over (partition by customer_key) as gaps
    from counted
    where gap is not null
),

medians as (
    select
        customer_key,
        cast(
            (min(case when reached >= (gaps + 1) // 2 then gap end) + min(case when reached >= gaps // 2 + 1 then gap end)) * 0.5
            as decimal(9, 1)
        ) as usual_gap_days
    from stacked
    group by customer_key
),

usual as (
    select counted.customer_key, cast(sum(counted.times) as bigint) as visits, max(medians.usual_gap_days) as usual_gap_days
    from counted
    left join medians on medians.customer_key = counted.customer_key
    group by counted.customer_key
),

spans as (
    select
        customer_key,
        sum(case when visit_date > $recent_after then case when $frequency = 'bills' then bills else 1 end else 0 end)
            as recent_visits,
        sum(case when visit_date > $recent_after then 0 else case when $frequency = 'bills' then bills else 1 end end)
            as before_visits,
        sum(case when visit_date > $recent_after then amount else 0 end) as recent_spend,
        sum(case when visit_date > $recent_after then 0 else amount end) as before_spend
    from visits
    where store_id = $store and visit_date > $before_after and visit_date <= $as_of
    group by customer_key
),

warning_signs as (
    select
        customer_facts.customer_key,
        customer_facts.last_visit,
        customer_facts.recency_days as silent_days,
        customer_facts.recency_days <= $active_days as is_active,
        customer_facts.contribution as stake,
        usual.visits,
        usual.usual_gap_days,
        cast(coalesce(spans.recent_visits, 0) as bigint) as recent_visits,
        cast(coalesce(spans.before_visits, 0) as bigint) as before_visits,
        cast(coalesce(spans.recent_spend, 0) as decimal(18, 2)) as recent_spend,
        cast(coalesce(spans.before_spend, 0) as decimal(18, 2)) as before_spend
    from customer_facts
    left join usual on usual.customer_key = customer_facts.customer_key
    left join spans on spans.customer_key = customer_facts.customer_key
    where customer_facts.last_visit is not null
)

select * from warning_signs

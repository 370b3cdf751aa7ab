-- One row per customer who has visited up to the as-of day: how long he is silent, how often he came, what the last days were against those before
-- Reads customer_facts as of $as_of and spans (measures/movement/spans, of kept days kept_spans). usual_gap_days is the median of the
-- days between his visits, null with one visit. Gaps are asked of active customers only: who is not active is lost, whatever his
-- gaps were.
-- uses: facts/usual_gaps
with warning_signs as (
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

select * from warning_signs

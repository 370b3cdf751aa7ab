-- One row per customer who has visited up to the as-of day: of measures/movement/warning_signs what tells when he should come
-- Reads customer_facts as of $as_of.
-- uses: facts/usual_gaps
with rhythm_signs as (
    select
        customer_facts.customer_key,
        customer_facts.last_visit,
        customer_facts.recency_days <= $active_days as is_active,
        usual_gaps.visits,
        usual_gaps.usual_gap_days
    from customer_facts
    left join usual_gaps on usual_gaps.customer_key = customer_facts.customer_key
    where customer_facts.last_visit is not null
)

select * from rhythm_signs

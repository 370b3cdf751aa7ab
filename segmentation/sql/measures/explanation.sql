-- One row per customer asked for: his facts and places, and the cuts that he is measured against
-- Reads customer_facts and placed of one store. A cut is what the last customer within the list has.
with sizes as (
    select
        count(*) filter (where tier_no <= 3) as active_customers,
        max(wanted) as wanted,
        max(half) as half,
        max(reached_at) filter (where tier_no = 1) as a_reach
    from placed
),

cuts as (
    select
        max(frequency) filter (where frequency_rank = a_reach) as a_cut_visits,
        max(contribution) filter (where contribution_rank = a_reach) as a_cut_spend,
        max(contribution) filter (where rest_contribution_rank = sizes.half) as b_cut_spend,
        max(frequency) filter (where rest_frequency_rank = sizes.half) as c_cut_visits
    from placed
    inner join customer_facts on customer_facts.customer_key = placed.customer_key
    cross join sizes
),

explanation as (
    select
        customer_facts.customer_key,
        placed.tier_no,
        customer_facts.last_visit,
        customer_facts.recency_days,
        customer_facts.frequency,
        customer_facts.contribution,
        placed.frequency_rank,
        placed.contribution_rank,
        sizes.active_customers,
        coalesce(sizes.wanted, 0) as wanted,
        sizes.a_reach,
        cuts.a_cut_visits,
        cuts.a_cut_spend,
        placed.rest_frequency_rank,
        placed.rest_contribution_rank,
        sizes.active_customers - coalesce(sizes.wanted, 0) as rest_customers,
        coalesce(sizes.half, 0) as half,
        cuts.b_cut_spend,
        cuts.c_cut_visits
    from customer_facts
    inner join placed on placed.customer_key = customer_facts.customer_key
    cross join sizes
    cross join cuts
    where customer_facts.customer_key = $customer
)

select * from explanation

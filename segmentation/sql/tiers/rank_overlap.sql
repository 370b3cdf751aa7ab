-- One row per customer and store: the tier by two rankings that overlap (1 best, 2 valuable, 3 frequent or small, 4 asleep)
-- Reads customer_facts. Shares come in basis points (hundredths of a per cent), so that ceil is exact in integers.
-- Ranks and places are null for tier 4, and everything is null for a customer who has not visited yet.
with active as (
    select store_id, customer_key, frequency, contribution
    from customer_facts
    where recency_days <= $active_days
),

ranked as (
    select
        store_id,
        customer_key,
        row_number() over (partition by store_id order by frequency desc, contribution desc, customer_key) as frequency_rank,
        row_number() over (partition by store_id order by contribution desc, frequency desc, customer_key) as contribution_rank,
        count(*) over (partition by store_id) as active_customers
    from active
),

-- both rankings extended together, one place at a time, reach a customer at the worse of his two ranks
reached as (
    select
        *,
        greatest(frequency_rank, contribution_rank) as reached_at,
        (active_customers * $top_share_bp + 9999) // 10000 as wanted,
        row_number() over (
            partition by store_id order by greatest(frequency_rank, contribution_rank), contribution_rank
        ) as place
    from ranked
),

rest as (
    select
        store_id,
        customer_key,
        row_number() over (partition by store_id order by frequency_rank) as rest_frequency_rank,
        row_number() over (partition by store_id order by contribution_rank) as rest_contribution_rank,
        ((active_customers - wanted) * $split_bp + 9999) // 10000 as half
    from reached
    where place > wanted
),

rank_overlap as (
    select
        customer_facts.store_id,
        customer_facts.customer_key,
        case
            when customer_facts.recency_days is null then null
            when reached.place is null then 4
            when reached.place <= reached.wanted then 1
            when rest.rest_contribution_rank <= rest.half and rest.rest_contribution_rank <= rest.rest_frequency_rank then 2
            else 3
        end as tier_no,
        reached.frequency_rank,
        reached.contribution_rank,
        reached.active_customers,
        reached.wanted,
        reached.reached_at,
        rest.rest_frequency_rank,
        rest.rest_contribution_rank,
        rest.half
    from customer_facts
    left join reached on reached.store_id = customer_facts.store_id and reached.customer_key = customer_facts.customer_key
    left join rest on rest.store_id = customer_facts.store_id and rest.customer_key = customer_facts.customer_key
)

select * from rank_overlap

-- One row per customer and store: the tier by two rankings that overlap (1 best, 2 valuable, 3 frequent or small, 4 asleep)
-- Reads customer_facts. Shares come in basis points (hundredths of a per cent), so that ceil is exact in integers.
-- Ranks and places are null for tier 4, and everything is null for a customer who has not visited yet.
with active as (
    select store_id, customer_key, frequency, contribution
    from customer_facts
    where recency_days <= $active_days
),

by_contribution as (
    select
        store_id,
        customer_key,
        frequency,
        cast(row_number() over (partition by store_id order by contribution desc, frequency desc, customer_key) as integer)
            as contribution_rank,
        count(*) over (partition by store_id) as active_customers
    from active
),

-- who came equally often stands by contribution, then by key: as the contribution ranks have it
ranked as (
    select
        store_id,
        customer_key,
        cast(row_number() over (partition by store_id order by frequency desc, contribution_rank) as integer) as frequency_rank,
        contribution_rank,
        active_customers
    from by_contribution
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

-- ranked again on either side of the cut; only the places of the rest are used
ranked_again as (
    select
        *,
        place <= wanted as is_best,
        row_number() over (partition by store_id, place <= wanted order by frequency_rank) as rest_frequency_rank,
        row_number() over (partition by store_id, place <= wanted order by contribution_rank) as rest_contribution_rank,
        ((active_customers - wanted) * $split_bp + 9999) // 10000 as half
    from reached
),

rank_overlap as (
    select
        store_id,
        customer_key,
        case
            when is_best then 1
            when rest_contribution_rank <= half and rest_contribution_rank <= rest_frequency_rank then 2
            else 3
        end as tier_no,
        frequency_rank,
        contribution_rank,
        active_customers,
        wanted,
        reached_at,
        case when not is_best then rest_frequency_rank end as rest_frequency_rank,
        case when not is_best then rest_contribution_rank end as rest_contribution_rank,
        half
    from ranked_again
    union all
    select
        store_id,
        customer_key,
        case when recency_days is not null then 4 end as tier_no,
        null, null, null, null, null, null, null, null
    from customer_facts
    where recency_days is null or recency_days > $active_days
)

select * from rank_overlap

-- One row per customer and store: the tier by two rankings that overlap (1 best, 2 valuable, 3 frequent or small, 4 asleep)
-- Reads customer_facts. Shares come in basis points (hundredths of a per cent), above 0. quantile_disc returns the last one within a
-- share of the customers, their number being rounded up exactly, as the share is a decimal. Ranks are null for tier 4, and
-- everything but the contribution is null for a customer who has not visited yet.
-- Where $rank_by = 'standard' the second ranking is by contribution / tables, and who has no tables stands last. Quotients are cut to
-- a millionth of a millionth of a cent: nobody has a million tables, so two are equal only where they are. Either ranking has a
-- branch of its own, so that the other costs nothing.
with active as (
    select store_id, customer_key, frequency, contribution, tables
    from customer_facts
    where recency_days <= $active_days
),

measured as (
    select
        *,
        cast(cast(contribution as decimal(34, 2)) * 100 as hugeint) * 1000000000000 // nullif(greatest(tables, 0), 0) as standard
    from active
    where $rank_by = 'standard'
),

by_contribution as (
    select
        store_id,
        customer_key,
        frequency,
        contribution,
        cast(row_number() over (partition by store_id order by contribution desc, frequency desc, customer_key) as integer)
            as contribution_rank
    from active
    where $rank_by <> 'standard'
    union all
    select
        store_id,
        customer_key,
        frequency,
        contribution,
        cast(row_number() over (partition by store_id order by standard desc nulls last, frequency desc, customer_key) as integer)
            as contribution_rank
    from measured
),

-- who came equally often stands by contribution (or standard), then by key: as the contribution ranks have it
ranked as (
    select
        store_id,
        customer_key,
        contribution,
        cast(row_number() over (partition by store_id order by frequency desc, contribution_rank) as integer) as frequency_rank,
        contribution_rank
    from by_contribution
),

-- both rankings extended together, one place at a time, reach a customer at the worse of his two ranks,
-- and of two reached at once first the one who stands higher by contribution
reached as (
    select
        *,
        2 * greatest(frequency_rank, contribution_rank) + case when contribution_rank < frequency_rank then 0 else 1 end as place
    from ranked
),

best as (
    select store_id, quantile_disc(place, $top_share_bp * 0.0001) as last_place
    from reached
    group by store_id
),

-- the rest are ranked again on either list; what that says needs no ranks of their own. Higher by contribution than by frequency
-- stands who did so before, and one more: who was reached together with the last of the best, if nobody of the rest stands
-- between him and that place by frequency. Then he is equally high in both.
rest as (
    select
        reached.store_id,
        quantile_disc(reached.contribution_rank, $split_bp * 0.0001) as last_rank,
        max(reached.frequency_rank) filter (where 2 * reached.frequency_rank < best.last_place) as last_before_cut
    from reached
    inner join best on best.store_id = reached.store_id and reached.place > best.last_place
    group by reached.store_id
),

rank_overlap as (
    select
        reached.store_id,
        reached.customer_key,
        case
            when reached.place <= best.last_place then 1
            when reached.contribution_rank > rest.last_rank then 3
            when reached.contribution_rank <= reached.frequency_rank then 2
            when reached.place = best.last_place + 1 and reached.frequency_rank = rest.last_before_cut then 2
            else 3
        end as tier_no,
        reached.contribution,
        reached.frequency_rank,
        reached.contribution_rank
    from reached
    inner join best on best.store_id = reached.store_id
    left join rest on rest.store_id = reached.store_id
    union all
    select store_id, customer_key, case when recency_days is not null then 4 end as tier_no, contribution, null, null
    from customer_facts
    where recency_days is null or recency_days > $active_days
)

select * from rank_overlap

-- One row per customer asked for: his facts and places, and the cuts that he is measured against
-- Reads customer_facts and placed of one store. Shares come in basis points, so that the number of candidates is exact.
-- A cut is what the last customer within the list has: money is the contribution or, where $rank_by = 'standard', the contribution a
-- table to the cent, which is null without tables.
with reached as (
    select
        customer_key,
        tier_no,
        frequency_rank,
        contribution_rank,
        greatest(frequency_rank, contribution_rank) as reached_at
    from placed
),

sizes as (
    select
        count(frequency_rank) as active_customers,
        count(*) filter (where tier_no = 1) as wanted,
        ((count(frequency_rank) - count(*) filter (where tier_no = 1)) * $split_bp + 9999) // 10000 as half,
        max(reached_at) filter (where tier_no = 1) as a_reach
    from reached
),

-- the rest, ranked again
rest as (
    select
        customer_key,
        row_number() over (order by frequency_rank) as rest_frequency_rank,
        row_number() over (order by contribution_rank) as rest_contribution_rank
    from reached
    where tier_no > 1 and frequency_rank is not null
),

facts as (
    select *, cast(cast(contribution as decimal(21, 2)) * 100 as bigint) as contribution_cents
    from customer_facts
),

measured as (
    select
        customer_key,
        frequency,
        case
            when $rank_by <> 'standard' then contribution
            else cast(
                cast(
                    sign(contribution_cents)
                    * ((2 * abs(contribution_cents) + tables) // (2 * nullif(greatest(tables, 0), 0)))
                    as decimal(18, 0)
                ) * 0.01 as decimal(18, 2)
            )
        end as money
    from facts
),

cuts as (
    select
        max(measured.frequency) filter (where reached.frequency_rank = sizes.a_reach) as a_cut_visits,
        max(measured.money) filter (where reached.contribution_rank = sizes.a_reach) as a_cut_spend,
        max(measured.money) filter (where rest.rest_contribution_rank = sizes.half) as b_cut_spend,
        max(measured.frequency) filter (where rest.rest_frequency_rank = sizes.half) as c_cut_visits
    from reached
    inner join measured on measured.customer_key = reached.customer_key
    left join rest on rest.customer_key = reached.customer_key
    cross join sizes
),

explanation as (
    select
        customer_facts.customer_key,
        reached.tier_no,
        customer_facts.last_visit,
        customer_facts.recency_days,
        customer_facts.frequency,
        customer_facts.contribution,
        case when $rank_by = 'standard' then measured.money end as standard,
        reached.frequency_rank,
        reached.contribution_rank,
        sizes.active_customers,
        sizes.wanted,
        sizes.a_reach,
        cuts.a_cut_visits,
        cuts.a_cut_spend,
        cast(rest.rest_frequency_rank as integer) as rest_frequency_rank,
        cast(rest.rest_contribution_rank as integer) as rest_contribution_rank,
        sizes.active_customers - sizes.wanted as rest_customers,
        sizes.half,
        cuts.b_cut_spend,
        cuts.c_cut_visits
    from customer_facts
    inner join reached on reached.customer_key = customer_facts.customer_key
    inner join measured on measured.customer_key = customer_facts.customer_key
    left join rest on rest.customer_key = customer_facts.customer_key
    cross join sizes
    cross join cuts
    where customer_facts.customer_key = $customer
)

select * from explanation

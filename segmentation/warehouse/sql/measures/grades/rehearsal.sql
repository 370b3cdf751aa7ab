-- One row per tier under the present settings and tier under the new ones, pairs without customers included
-- Reads customer_facts and placed (both under the present settings), placed_then (under the new ones), tiers and tiers_then.
with moves as (
    select
        placed.tier_no as from_no,
        placed_then.tier_no as to_no,
        count(*) as customers,
        sum(customer_facts.contribution) as contribution
    from placed
    inner join placed_then on placed_then.store_id = placed.store_id and placed_then.customer_key = placed.customer_key
    inner join customer_facts
        on customer_facts.store_id = placed.store_id and customer_facts.customer_key = placed.customer_key
    group by placed.tier_no, placed_then.tier_no
),

rehearsal as (
    select
        now_in.tier as from_tier,
        then_in.tier as to_tier,
        coalesce(moves.customers, 0) as customers,
        cast(coalesce(moves.contribution, 0) as decimal(18, 2)) as contribution
    from tiers as now_in
    cross join tiers_then as then_in
    left join moves on moves.from_no = now_in.tier_no and moves.to_no = then_in.tier_no
    order by now_in.tier_no, then_in.tier_no
)

select * from rehearsal

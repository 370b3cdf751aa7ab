-- One row per customer and store: the tier by his place among all (1 the best), in shares of the customers or of what they bring
-- Reads customer_facts, and cuts (tier_no, upper_bp: the shares of all tiers down to this one, in basis points). With
-- $cut_by = 'customers' a share counts customers, with 'value' what they bring. Equal values share a place and a tier, the
-- better one. Who brings nothing or less stands in the last tier; measured, place and tier are null for who has not visited.
with measured as (
    select store_id, customer_key, case when $measure = 'profit' then profit else contribution end as measured
    from customer_facts
    where last_visit is not null
),

alike as (
    select
        store_id,
        measured,
        case when $cut_by = 'value' then sum(greatest(measured, 0)) else count(*) end as weight,
        count(*) as customers
    from measured
    group by store_id, measured
),

stacked as (
    select
        *,
        sum(weight) over (partition by store_id order by measured desc rows unbounded preceding) - weight as before,
        sum(customers) over (partition by store_id order by measured desc rows unbounded preceding) - customers + 1 as place,
        sum(weight) over (partition by store_id) as whole
    from alike
),

cut as (
    select
        stacked.store_id,
        stacked.measured,
        any_value(stacked.place) as place,
        case when stacked.measured > 0 then min(cuts.tier_no) end as tier_no
    from stacked
    left join cuts on stacked.before * 10000 < cuts.upper_bp * stacked.whole
    group by stacked.store_id, stacked.measured
),

percentile as (
    select
        customer_facts.store_id,
        customer_facts.customer_key,
        cast(case when measured.measured is not null then coalesce(cut.tier_no, $last_tier) end as integer) as tier_no,
        customer_facts.contribution,
        measured.measured,
        cast(cut.place as bigint) as place
    from customer_facts
    left join measured on measured.store_id = customer_facts.store_id and measured.customer_key = customer_facts.customer_key
    left join cut on cut.store_id = measured.store_id and cut.measured = measured.measured
)

select * from percentile

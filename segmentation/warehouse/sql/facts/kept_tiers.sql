-- One row per month-end of which tiers of a scheme are kept, and person who had one: as it was kept
-- Records merged since then are one person: his tier is that of the key that survives, else of the record that brought most.
with people as (
    select own_key, customer_key, false as is_survivor from same_people where store_id = $store
    union all
    select distinct customer_key, customer_key, true as is_survivor from same_people where store_id = $store
),

kept as (
    select
        snapshot_tiers.month_end,
        snapshot_tiers.customer_key as own_key,
        people.customer_key as person,
        snapshot_tiers.tier,
        snapshot_tiers.contribution,
        people.is_survivor
    from snapshot_tiers
    left join people on people.own_key = snapshot_tiers.customer_key
    where snapshot_tiers.store_id = $store and snapshot_tiers.scheme = $scheme
),

kept_tiers as (
    select month_end, own_key as customer_key, tier, contribution
    from kept
    where person is null
    union all
    select
        month_end,
        person as customer_key,
        arg_max(tier, (is_survivor, contribution, own_key)) as tier,
        cast(sum(contribution) as decimal(18, 2)) as contribution
    from kept
    where person is not null
    group by month_end, person
)

select * from kept_tiers

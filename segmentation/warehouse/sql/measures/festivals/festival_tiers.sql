-- One row per grade (null: never here before) of the day before a festival's span: who came and what it brought, then and now
-- Reads festival_customers, placed_then and placed_now (customer_key, tier_no, last_visit: the customers of the store on either day). Who had
-- visited by then and has no grade, such as one not rated yet, counts under $ungraded.
with sides as (
    select
        case when placed_then.last_visit is not null then coalesce(placed_then.tier_no, $ungraded) end as tier_no,
        case when festival_customers.visits_same > 0 then 1 else 0 end as came_then,
        festival_customers.spent_same as spent_then,
        0 as came_now,
        cast(0 as decimal(18, 2)) as spent_now
    from festival_customers
    left join placed_then on placed_then.customer_key = festival_customers.customer_key
    where festival_customers.visits_same > 0 or festival_customers.spent_same <> 0
    union all
    select
        case when placed_now.last_visit is not null then coalesce(placed_now.tier_no, $ungraded) end as tier_no,
        0 as came_then,
        cast(0 as decimal(18, 2)) as spent_then,
        case when festival_customers.visits_now > 0 then 1 else 0 end as came_now,
        festival_customers.spent_now
    from festival_customers
    left join placed_now on placed_now.customer_key = festival_customers.customer_key
    where festival_customers.visits_now > 0 or festival_customers.spent_now <> 0
),

festival_tiers as (
    select
        tier_no,
        cast(sum(came_then) as bigint) as customers_then,
        cast(sum(spent_then) as decimal(18, 2)) as spent_then,
        cast(sum(came_now) as bigint) as customers_now,
        cast(sum(spent_now) as decimal(18, 2)) as spent_now
    from sides
    group by tier_no
    order by tier_no nulls last
)

select * from festival_tiers

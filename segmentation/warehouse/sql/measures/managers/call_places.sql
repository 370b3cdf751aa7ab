-- One row per customer with a reason to be called: his place within his manager, the most pressing and then the most money first
-- Reads call_reasons, warning_signs and holders (customer_key, manager). at_stake is what he brings in the window up to the as-of day, of
-- who is no longer active up to his last visit ($window_days, 0: all). Places beyond $most (null: none) are left out, but nobody's.
with asleep as (
    select warning_signs.customer_key, warning_signs.last_visit
    from warning_signs
    inner join call_reasons on call_reasons.customer_key = warning_signs.customer_key
    where not warning_signs.is_active
),

brought as (
    select asleep.customer_key, sum(visits.amount) as amount
    from visits
    inner join asleep on asleep.customer_key = visits.customer_key
    where visits.store_id = $store
        and visits.visit_date <= $as_of
        and ($window_days = 0 or visits.visit_date > asleep.last_visit - $window_days)
    group by asleep.customer_key
),

staked as (
    select
        call_reasons.customer_key,
        holders.manager,
        call_reasons.reason_no,
        cast(coalesce(brought.amount, warning_signs.stake, 0) as decimal(18, 2)) as at_stake
    from call_reasons
    inner join customers
        on customers.store_id = $store and customers.customer_key = call_reasons.customer_key and not customers.is_walk_in
    left join warning_signs on warning_signs.customer_key = call_reasons.customer_key
    left join holders on holders.customer_key = call_reasons.customer_key
    left join brought on brought.customer_key = call_reasons.customer_key
),

placed as (
    select *, row_number() over (partition by manager order by reason_no, at_stake desc, customer_key) as place
    from staked
),

call_places as (
    select *
    from placed
    where $most is null or manager is null or place <= $most
)

select * from call_places

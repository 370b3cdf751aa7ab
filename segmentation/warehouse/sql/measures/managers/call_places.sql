-- One row per customer with a reason to be called: his place within his manager, the most pressing and then the most money first
-- Reads call_reasons, warning_signs and holders (customer_key, manager). at_stake is what he brings in the window up to the as-of day (what is
-- after $window_begins_after), of who is no longer active up to his last visit ($window_days, 0: all). Places beyond $most (null: none)
-- are left out, but nobody's.
with called as (
    select call_reasons.customer_key, coalesce(holders.manager, '') as manager, call_reasons.reason_no
    from call_reasons
    inner join customers
        on customers.store_id = $store and customers.customer_key = call_reasons.customer_key and not customers.is_walk_in
    left join holders on holders.customer_key = call_reasons.customer_key
),

counted as (
    select manager, reason_no, count(*) as customers
    from called
    group by manager, reason_no
),

pressing as (
    select
        manager,
        reason_no,
        sum(customers) over (partition by manager order by reason_no rows unbounded preceding) - customers as places_before
    from counted
),

-- money decides within a reason only: whose reason comes after enough others has no place, whatever he brings
candidates as (
    select called.customer_key, nullif(called.manager, '') as manager, called.reason_no
    from called
    inner join pressing on pressing.manager = called.manager and pressing.reason_no = called.reason_no
    where $most is null or called.manager = '' or pressing.places_before < $most
),

asleep as (
    select warning_signs.customer_key, warning_signs.last_visit
    from warning_signs
    inner join candidates on candidates.customer_key = warning_signs.customer_key
    where not warning_signs.is_active
),

-- since his last visit nothing but refunds came, which the stake holds: what is missing of his own window lies before the other
brought_before as (
    select asleep.customer_key, sum(visits.amount) as amount
    from visits
    inner join asleep on asleep.customer_key = visits.customer_key
    where visits.store_id = $store
        and $window_days > 0
        and visits.visit_date <= $window_begins_after
        and visits.visit_date > asleep.last_visit - $window_days
    group by asleep.customer_key
),

staked as (
    select
        candidates.customer_key,
        candidates.manager,
        candidates.reason_no,
        cast(coalesce(warning_signs.stake, 0) + coalesce(brought_before.amount, 0) as decimal(18, 2)) as at_stake
    from candidates
    left join warning_signs on warning_signs.customer_key = candidates.customer_key
    left join brought_before on brought_before.customer_key = candidates.customer_key
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

-- One row per customer who is no longer active, the one who brought the most first
-- Reads warning_signs. last_contribution is what he brought in the window of $window_days (0: all history) up to his last
-- visit, less what was refunded to him since.
-- uses: facts/barred, facts/left_alone, measures/movement/latest_care
with gone as (
    select customer_key, last_visit, silent_days
    from warning_signs
    where not is_active
),

brought as (
    select gone.customer_key, sum(visits.amount) as last_contribution
    from gone
    inner join visits
        on visits.customer_key = gone.customer_key
        and visits.visit_date <= $as_of
        and ($window_days = 0 or visits.visit_date > gone.last_visit - $window_days)
    where visits.store_id = $store
    group by gone.customer_key
),

lost as (
    select
        customers.customer_key as customer,
        customers.name,
        customers.phone,
        customers.module,
        customers.manager,
        gone.last_visit,
        gone.silent_days,
        gone.silent_days - $active_days as lost_days,
        cast(brought.last_contribution as decimal(18, 2)) as last_contribution,
        case
            when barred.customer_key is not null then 'barred'
            when left_alone.customer_key is not null then 'left_alone'
            else latest_care.state
        end as state,
        latest_care.noted_on,
        latest_care.note
    from gone
    inner join brought on brought.customer_key = gone.customer_key
    inner join customers on customers.store_id = $store and customers.customer_key = gone.customer_key
    left join latest_care on latest_care.customer_key = gone.customer_key
    left join barred on barred.customer_key = gone.customer_key
    left join left_alone on left_alone.customer_key = gone.customer_key
    order by brought.last_contribution desc, customers.customer_key
)

select * from lost

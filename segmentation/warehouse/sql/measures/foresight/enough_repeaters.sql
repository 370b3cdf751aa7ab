-- One row per store: the day by which $least of its customers had come a second time; none where they have not yet
with firsts as (
    select visits.customer_key, min(visits.visit_date) as first_visit
    from visits
    inner join customers on customers.store_id = visits.store_id and customers.customer_key = visits.customer_key
    where visits.store_id = $store and visits.bills > 0 and not customers.is_walk_in
    group by visits.customer_key
),

seconds as (
    select visits.customer_key, min(visits.visit_date) as day
    from visits
    inner join firsts on firsts.customer_key = visits.customer_key
    where visits.store_id = $store and visits.bills > 0 and visits.visit_date > firsts.first_visit
    group by visits.customer_key
),

numbered as (
    select day, row_number() over (order by day) as place
    from seconds
),

enough_repeaters as (
    select day
    from numbered
    where place = $least
)

select * from enough_repeaters

-- One row per customer who had visited by a kept day: his last visit up to then
with kept_last_visits as (
    select customer_key, last_visit, $as_of - last_visit as recency_days
    from kept_ends
    where store_id = $store and day = $as_of and last_visit is not null
)

select * from kept_last_visits

-- One row per customer who came around a festival last time and has neither come nor booked this time, who spent most first
-- Reads festival_customers and placed_today (customer_key, tier_no, last_visit: as of the day that is looked at). Who is not to be called is in it.
with festival_missed as (
    select
        festival_customers.customer_key as customer,
        customers.name,
        customers.phone,
        customers.module,
        customers.manager,
        placed_today.tier_no,
        placed_today.last_visit,
        festival_customers.visits_then,
        festival_customers.spent_then
    from festival_customers
    inner join customers on customers.store_id = $store and customers.customer_key = festival_customers.customer_key
    left join placed_today on placed_today.customer_key = festival_customers.customer_key
    where festival_customers.visits_then > 0
        and festival_customers.visits_now = 0
        and festival_customers.booked_on is null
    order by festival_customers.spent_then desc, festival_customers.customer_key
)

select * from festival_missed

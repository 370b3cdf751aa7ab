-- One row per day on which the customer was here up to $as_of, or got money back (bills 0), the last day first
with customer_visits as (
    select visit_date, bills, tables, amount
    from visits
    where store_id = $store and customer_key = $customer and visit_date <= $as_of
    order by visit_date desc
    limit $limit
)

select * from customer_visits

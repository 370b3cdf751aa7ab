-- One row per month-end of which a grade of the customer is kept under the scheme, in order
with kept_grades as (
    select month_end, tier
    from snapshot_tiers
    where store_id = $store and scheme = $scheme and customer_key = $customer
    order by month_end
)

select * from kept_grades

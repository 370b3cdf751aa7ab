-- One row per kept month and scheme in which a customer had a grade, the newest first
with known_grades as (
    select month_end, scheme as file_item, tier as file_text, contribution
    from snapshot_tiers
    where store_id = $store and customer_key = $customer
    order by month_end desc, scheme
)

select * from known_grades

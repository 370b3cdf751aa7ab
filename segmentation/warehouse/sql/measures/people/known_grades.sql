-- One row per kept month and scheme in which a customer, or a record that went into his, had a grade, the newest first
with known_grades as (
    select month_end, customer_key as own_key, scheme as graded_by, tier as file_text, contribution
    from snapshot_tiers
    where store_id = $store and list_contains($keys, customer_key)
    order by month_end desc, scheme, customer_key
)

select * from known_grades

-- One row per customer and day of the touched days and refunds
delete from visits
where store_id = $store
    and (
        visit_date in (select day from touched_days)
        or (customer_key, visit_date) in (select (customer_key, day) from touched_refunds)
    )

-- One row per file: whether any bill has lines with a customer and lines without
select exists (
    select 1
    from lines
    where bill_no is not null and not is_blank
    group by bill_no, coalesce(cast(day as varchar), date_text)
    having count(customer_key) > 0 and count(customer_key) < count(*)
)

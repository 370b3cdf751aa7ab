-- One row per backup: whether it holds somebody, by one of his keys or by what he alone has
select exists (
    select 1
    from profile_rows
    where list_contains($keys, customer_key) or list_contains($texts, phone) or list_contains($texts, code)
    union all
    select 1
    from bills
    where list_contains($keys, customer_key)
) as holds

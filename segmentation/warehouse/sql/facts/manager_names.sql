-- One row per name of an account manager that the store's bills up to the as-of day or its profiles hold
-- Reads named (facts/named_on_bills, of a kept day kept_named_on_bills). first_bill and last_bill are null for one whom no bill names.
with told as (
    select name, first_bill, last_bill
    from named
    union all
    select distinct manager as name, cast(null as date) as first_bill, cast(null as date) as last_bill
    from profile_rows
    where store_id = $store and explicit and manager is not null
),

manager_names as (
    select name, min(first_bill) as first_bill, max(last_bill) as last_bill
    from told
    where trim(name) <> ''
    group by name
    order by name
)

select * from manager_names

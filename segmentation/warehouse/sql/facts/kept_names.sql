-- One row per name of an account manager that the store's bills up to a kept day or its profiles hold: what facts/manager_names finds
with told as (
    select name, first_bill, last_bill
    from kept_end_names
    where store_id = $store and day = $as_of
    union all
    select distinct manager as name, cast(null as date) as first_bill, cast(null as date) as last_bill
    from profile_rows
    where store_id = $store and explicit and manager is not null
),

kept_names as (
    select name, min(first_bill) as first_bill, max(last_bill) as last_bill
    from told
    where trim(name) <> ''
    group by name
    order by name
)

select * from kept_names

-- One row per customer whom his latest bill up to a kept day names a manager of
with kept_bill_managers as (
    select customer_key, named as manager
    from kept_ends
    where store_id = $store and day = $as_of and named is not null
)

select * from kept_bill_managers

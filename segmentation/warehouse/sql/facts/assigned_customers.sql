-- One row per customer of those asked for whom a person or a file of profiles gave to a manager: whom was said last
with assigned_customers as (
    select customer_key, nullif(max_by(manager, batch_id * 2 + case when own_key is null then 1 else 0 end), '') as manager
    from profile_rows
    where store_id = $store
        and explicit
        and manager is not null
        and customer_key in (select unnest(cast($customers as varchar[])))
    group by customer_key
)

select * from assigned_customers

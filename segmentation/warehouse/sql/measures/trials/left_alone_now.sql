-- One row per customer who is left alone on purpose on a day, as a list shows him, who is left alone longest last
-- uses: facts/left_alone
with left_alone_now as (
    select
        left_alone.customer_key as customer,
        customers.name,
        customers.phone,
        left_alone.manager,
        left_alone.left_until
    from left_alone
    inner join customers on customers.store_id = $store and customers.customer_key = left_alone.customer_key
    order by left_alone.left_until, left_alone.customer_key
)

select * from left_alone_now

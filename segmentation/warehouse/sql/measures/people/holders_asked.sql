-- One row per customer asked for whom a person or a bill gave a manager
-- Reads asked (customer_key) and holders (facts/customer_managers). since is null where it has always been so, or bills name him.
with holders_asked as (
    select
        holders.customer_key as customer,
        holders.manager,
        holders.is_assigned,
        nullif(holders.since, date '0001-01-01') as since
    from holders
    inner join asked on asked.customer_key = holders.customer_key
)

select * from holders_asked

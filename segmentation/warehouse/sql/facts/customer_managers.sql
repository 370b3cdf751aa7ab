-- One row per customer of a store whom somebody looks after on a day: assigned to him, else named by his latest bill up to it
-- uses: facts/assigned
-- Reads known_managers (name, manager: a name and whom it means) and named (facts/bill_managers, of a kept day kept_bill_managers).
-- manager is null where a person took the manager away: then the bills name nobody either.
with told as (
    select
        coalesce(assigned.customer_key, named.customer_key) as customer_key,
        assigned.customer_key is not null and assigned.manager <> '' as is_assigned,
        case when assigned.customer_key is not null then assigned.manager else named.manager end as name,
        assigned.since
    from assigned
    full join named on named.customer_key = assigned.customer_key
),

customer_managers as (
    select
        told.customer_key,
        coalesce(known_managers.manager, nullif(told.name, '')) as manager,
        told.is_assigned,
        told.since
    from told
    left join known_managers on known_managers.name = told.name
)

select * from customer_managers

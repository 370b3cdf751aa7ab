-- One row per customer of a store whom nobody is assigned to and manager who served him in the window, the one to claim him first
-- Reads known_managers (name, manager, takes), customer_managers (customer_key, is_assigned). Who takes nobody (see there)
-- claims nobody. A visit is a day with a bill not below zero that names the manager; contribution is that of all bills that name
-- him, refunds netted.
-- The days are grouped before they are counted, which is cheaper than counting distinct ones.
with served_by_day as (
    select
        bills.customer_key,
        known_managers.manager,
        bills.bill_date,
        bool_or(bills.amount >= 0) as is_visit,
        sum(bills.amount) as amount
    from bills
    inner join known_managers on known_managers.name = bills.manager
    left join customer_managers on customer_managers.customer_key = bills.customer_key
    where bills.store_id = $store
        and bills.replaced_by is null
        and bills.customer_key is not null
        and bills.bill_date > $window_begins_after
        and bills.bill_date <= $as_of
        and known_managers.takes
        and not coalesce(customer_managers.is_assigned, false)
    group by bills.customer_key, known_managers.manager, bills.bill_date
),

served_bills as (
    select
        customer_key,
        manager,
        count(case when is_visit then 1 end) as visits,
        sum(amount) as contribution,
        max(case when is_visit then bill_date end) as last_visit
    from served_by_day
    group by customer_key, manager
),

served as (
    select
        customer_key,
        manager,
        visits,
        cast(contribution as decimal(18, 2)) as contribution,
        row_number() over (
            partition by customer_key order by visits desc, contribution desc, last_visit desc, manager
        ) as place
    from served_bills
    where visits > 0
)

select * from served

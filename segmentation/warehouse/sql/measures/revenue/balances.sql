-- One row per customer with value on a card: what was topped up and what was paid from it up to $as_of, and his last visit
-- Who neither came nor topped up within $active_days is asleep.
-- Of walk-ins nobody knows who put it there: they are left out.
-- Of one customer where $customer is not null.
-- What is left is not known (null) where bills since his first top-up do not say how they were paid.
with

topped_up as (
    select
        customer_key,
        sum(amount) as amount,
        min(bill_date) as first_day,
        max(case when amount > 0 then bill_date end) as last_day
    from stored_value
    where store_id = $store and replaced_by is null and bill_date <= $as_of and customer_key is not null
        and ($customer is null or customer_key = $customer)
    group by customer_key
),

used as (
    select customer_key, sum(amount) as amount
    from bills
    where store_id = $store and replaced_by is null and bill_date <= $as_of and customer_key is not null and from_card
        and ($customer is null or customer_key = $customer)
    group by customer_key
),

unsaid as (
    select
        bills.customer_key,
        sum(bills.amount) as amount
    from bills
    inner join topped_up on bills.customer_key = topped_up.customer_key and bills.bill_date >= topped_up.first_day
    where
        bills.store_id = $store
        and bills.replaced_by is null
        and bills.bill_date <= $as_of
        and bills.from_card is null
        and bills.amount <> 0
    group by bills.customer_key
),

holders as (
    select customer_key from topped_up
    union
    select customer_key from used
),

seen as (
    select customer_key, max(visit_date) as last_visit
    from visits
    where store_id = $store and visit_date <= $as_of
    group by customer_key
),

balances as (
    select
        holders.customer_key as customer,
        customers.name,
        customers.phone,
        customers.manager,
        cast(coalesce(topped_up.amount, 0) as decimal(18, 2)) as topped_up,
        cast(coalesce(used.amount, 0) as decimal(18, 2)) as used_value,
        case
            when unsaid.customer_key is null then cast(coalesce(topped_up.amount, 0) - coalesce(used.amount, 0) as decimal(18, 2))
        end as balance,
        cast(coalesce(unsaid.amount, 0) as decimal(18, 2)) as unsaid,
        seen.last_visit,
        coalesce($as_of - greatest(seen.last_visit, topped_up.last_day) > $active_days, true) as is_sleeping
    from holders
    left join topped_up on holders.customer_key = topped_up.customer_key
    left join used on holders.customer_key = used.customer_key
    left join unsaid on holders.customer_key = unsaid.customer_key
    left join seen on holders.customer_key = seen.customer_key
    left join customers on customers.store_id = $store and customers.customer_key = holders.customer_key
    where not coalesce(customers.is_walk_in, false)
    order by balance desc nulls last, topped_up desc, customer
)

select * from balances

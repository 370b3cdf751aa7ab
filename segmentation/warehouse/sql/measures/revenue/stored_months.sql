-- One row per month since value was first stored: what was topped up, what was used, and what the house owed at its end
-- Balances are those of customers who have one above zero, as measures/revenue/balances has them at each month's end: of whom bills
-- since his first top-up do not say how they were paid, the balance is not known, from the month of that bill on.
with

moves as (
    select customer_key, bill_date as day, amount as topped_up, cast(0 as decimal(18, 2)) as used_value, false as is_unsaid
    from stored_value
    where store_id = $store and replaced_by is null and bill_date <= $as_of and customer_key is not null
    union all
    select customer_key, bill_date as day, cast(0 as decimal(18, 2)) as topped_up, amount as used_value, false as is_unsaid
    from bills
    where store_id = $store and replaced_by is null and bill_date <= $as_of and customer_key is not null and from_card
    union all
    select bills.customer_key, bills.bill_date as day, 0 as topped_up, 0 as used_value, true as is_unsaid
    from bills
    inner join (
        select customer_key, min(bill_date) as first_day
        from stored_value
        where store_id = $store and replaced_by is null and bill_date <= $as_of and customer_key is not null
        group by customer_key
    ) as topped_up on bills.customer_key = topped_up.customer_key and bills.bill_date >= topped_up.first_day
    where bills.store_id = $store and bills.replaced_by is null and bills.bill_date <= $as_of and bills.from_card is null
        and bills.amount <> 0
),

moved as (
    select
        moves.customer_key,
        cast(date_trunc('month', moves.day) as date) as month,
        sum(moves.topped_up) as topped_up,
        sum(moves.used_value) as used_value,
        bool_or(moves.is_unsaid) as is_unsaid
    from moves
    left join customers on customers.store_id = $store and customers.customer_key = moves.customer_key
    where not coalesce(customers.is_walk_in, false)
    group by 1, 2
),

months as (
    select cast(unnest(generate_series(min(month), $as_of, interval 1 month)) as date) as month
    from moved
    having count(*) > 0
),

-- a balance changes in its customer's own months only: by how much the house owes more, from the month on
running as (
    select
        customer_key,
        month,
        sum(topped_up - used_value) over so_far as balance,
        bool_or(is_unsaid) over so_far as is_unknown
    from moved
    window so_far as (partition by customer_key order by month)
),

counted as (
    select customer_key, month, case when balance > 0 and not is_unknown then balance else 0 end as balance
    from running
),

changes as (
    select month, balance - coalesce(lag(balance) over (partition by customer_key order by month), 0) as balance
    from counted
),

month_changes as (
    select month, sum(balance) as balance
    from changes
    group by month
),

owed as (
    select months.month, sum(coalesce(month_changes.balance, 0)) over (order by months.month) as balance
    from months
    left join month_changes on month_changes.month = months.month
),

flows as (
    select month, sum(topped_up) as topped_up, sum(used_value) as used_value
    from moved
    group by month
),

stored_months as (
    select
        owed.month,
        cast(coalesce(flows.topped_up, 0) as decimal(18, 2)) as topped_up,
        cast(coalesce(flows.used_value, 0) as decimal(18, 2)) as used_value,
        cast(coalesce(flows.topped_up, 0) - coalesce(flows.used_value, 0) as decimal(18, 2)) as stored_change,
        cast(owed.balance as decimal(18, 2)) as balance
    from owed
    left join flows on flows.month = owed.month
    order by owed.month
)

select * from stored_months

-- One row per month from the first bill to $as_of: what the indicators are worked out from, months without a bill included
-- What was due of receivables in a month is what fell due by its end, bills taken back off it, less what was paid before it, customer
-- by customer. What was recovered of it is what was paid in the month, less what was given back, of each customer no more than he
-- owed of all his bills by its end: the rest is paid ahead. Money given back is off what was paid in its month, and owed from the
-- next on.
-- uses: facts/account_moves, facts/known_payments
with

months as (
    select month, cast(month + interval 1 month as date) as month_after
    from (
        select cast(unnest(generate_series(date_trunc('month', min(day)), $as_of, interval 1 month)) as date) as month
        from days
        where store_id = $store and day <= $as_of
        having count(*) > 0
    ) as spans
),

billed as (
    select
        cast(date_trunc('month', day) as date) as month,
        sum(amount) as sales,
        sum(amount - walk_in_amount) as customer_sales,
        sum(cost) as cost
    from days
    where store_id = $store and day <= $as_of
    group by 1
),

-- the months in which a customer came are the bits of one number a year: telling months apart for each customer costs far more
came as (
    select customer_key, year(visit_date) as of_year, bit_or(1 << cast(month(visit_date) as integer)) as of_months
    from visits
    where store_id = $store and visit_date <= $as_of and bills > 0
    group by customer_key, of_year
),

bought as (
    select months.month, count(*) as buyers
    from came
    inner join months
        on year(months.month) = came.of_year and (came.of_months >> cast(month(months.month) as integer)) & 1 = 1
    group by months.month
),

told as (
    select
        cast(date_trunc('month', bill_date) as date) as month,
        sum(owed) as on_account,
        sum(amount) filter (where from_card) as from_cards,
        bool_or(owed is not null or payment_method is not null or from_card is not null) as says_how,
        bool_or(cost is null and amount <> 0) as lacks_cost
    from bills
    where store_id = $store and replaced_by is null and bill_date <= $as_of
    group by 1
),

-- what came onto cards, less what was paid back off them
topped as (
    select cast(date_trunc('month', bill_date) as date) as month, sum(amount) as topped_up
    from stored_value
    where store_id = $store and replaced_by is null and bill_date <= $as_of
    group by 1
),

contacted as (
    select
        cast(date_trunc('month', contacts.contact_day) as date) as month,
        count(*) as contacts,
        count(distinct contacts.customer_key) as contacted,
        count(*) filter (where contacts.channel = 'visit') as visited,
        count(distinct contacts.contact_day) filter (where contacts.channel = 'visit') as visit_days
    from contacts
    inner join customers on customers.store_id = contacts.store_id and customers.customer_key = contacts.customer_key
    where contacts.store_id = $store and contacts.contact_day <= $as_of and not customers.is_walk_in
    group by 1
),

received as (
    select cast(date_trunc('month', known_payments.paid_on) as date) as month, sum(known_payments.amount) as received
    from known_payments
    inner join customers on customers.store_id = $store and customers.customer_key = known_payments.customer_key
    group by 1
),

-- what fell due on a day counts in its month, what was paid counts before the next; each customer's months from the first on
moved as (
    select customer_key, cast(date_trunc('month', due_on) as date) as month, sum(billed) as due, 0 as billed, 0 as paid, 0 as received
    from account_moves
    where billed > 0
    group by 1, 2
    union all
    select
        customer_key,
        cast(date_trunc('month', moved_on) as date) as month,
        -sum(taken_back) as due,
        sum(billed - taken_back) as billed,
        0 as paid,
        sum(case when moved_on >= (select min(month) from months) then received else 0 end) as received
    from account_moves
    group by 1, 2
    union all
    select
        customer_key, cast(date_trunc('month', moved_on) + interval 1 month as date) as month, 0 as due, 0 as billed,
        sum(received) as paid, 0 as received
    from account_moves
    where received <> 0
    group by 1, 2
),

-- what was due or paid before the first bill stands in the first month
balanced as (
    select
        customer_key,
        greatest(month, (select min(month) from months)) as month,
        sum(due - paid) as balance,
        sum(billed - paid) as owed,
        sum(received) as received
    from moved
    group by 1, 2
),

-- what he owes changes in his own months only: by how much the house is owed more, from the month on
running as (
    select customer_key, month, received, sum(balance) over so_far as balance, sum(owed) over so_far as owed
    from balanced
    window so_far as (partition by customer_key order by month)
),

changes as (
    select
        month,
        greatest(0, balance) - greatest(0, coalesce(lag(balance) over (partition by customer_key order by month), 0)) as due,
        least(received, greatest(0, owed)) as recovered
    from running
),

month_changes as (
    select month, sum(due) as due, sum(recovered) as recovered
    from changes
    group by month
),

due as (
    select
        months.month,
        sum(coalesce(month_changes.due, 0)) over (order by months.month) as due,
        coalesce(month_changes.recovered, 0) as recovered
    from months
    left join month_changes on month_changes.month = months.month
),

indicator_months as (
    select
        months.month,
        least(months.month_after - 1, $as_of) as last_day,
        cast(coalesce(billed.sales, 0) as decimal(18, 2)) as sales,
        cast(coalesce(billed.customer_sales, 0) as decimal(18, 2)) as customer_sales,
        coalesce(bought.buyers, 0) as buyers,
        case when not coalesce(told.lacks_cost, true) then cast(billed.sales - billed.cost as decimal(18, 2)) end as profit,
        coalesce(told.says_how, false) as says_how,
        cast(coalesce(told.on_account, 0) as decimal(18, 2)) as on_account,
        cast(coalesce(received.received, 0) as decimal(18, 2)) as received,
        cast(coalesce(due.due, 0) as decimal(18, 2)) as due,
        cast(coalesce(due.recovered, 0) as decimal(18, 2)) as recovered,
        cast(coalesce(told.from_cards, 0) as decimal(18, 2)) as from_cards,
        cast(coalesce(topped.topped_up, 0) as decimal(18, 2)) as topped_up,
        coalesce(contacted.contacts, 0) as contacts,
        coalesce(contacted.contacted, 0) as contacted,
        coalesce(contacted.visited, 0) as visited,
        coalesce(contacted.visit_days, 0) as visit_days
    from months
    left join billed on billed.month = months.month
    left join bought on bought.month = months.month
    left join told on told.month = months.month
    left join contacted on contacted.month = months.month
    left join received on received.month = months.month
    left join topped on topped.month = months.month
    left join due on due.month = months.month
    order by months.month
)

select * from indicator_months

-- One row per customer who ever had a bill on account or paid one: what he owes on $as_of, by how long it is overdue
-- What names the day for which it pays, pays what falls due that day first; what is over, and the rest, pays the oldest first.
-- The ages sum to what is owed; who has paid ahead owes less than nothing and has no ages. A bill taken back is no payment.
-- uses: facts/account_moves
with

debts as (
    select customer_key, due_on, sum(owed) as owed
    from account_moves
    where owed > 0
    group by customer_key, due_on
),

named as (
    select customer_key, pays_for as due_on, sum(paid) as paid
    from account_moves
    where pays_for is not null and paid > 0
    group by customer_key, pays_for
),

first_paid as (
    select
        debts.customer_key,
        debts.due_on,
        debts.owed - least(debts.owed, coalesce(named.paid, 0)) as owed,
        least(debts.owed, coalesce(named.paid, 0)) as used
    from debts
    left join named on named.customer_key = debts.customer_key and named.due_on = debts.due_on
),

used as (
    select customer_key, sum(used) as used
    from first_paid
    group by customer_key
),

sums as (
    select
        customer_key,
        sum(owed) as owed,
        sum(paid) as paid,
        sum(billed - taken_back) as billed,
        sum(received) as received,
        max(case when received > 0 then moved_on end) as last_paid_on
    from account_moves
    group by customer_key
),

summed as (
    select
        first_paid.customer_key,
        first_paid.due_on,
        first_paid.owed,
        sum(first_paid.owed) over (partition by first_paid.customer_key order by first_paid.due_on) as so_far,
        sums.paid - used.used as rest
    from first_paid
    inner join sums on sums.customer_key = first_paid.customer_key
    inner join used on used.customer_key = first_paid.customer_key
),

still_open as (
    select customer_key, due_on, greatest(0, least(owed, so_far - rest)) as amount
    from summed
),

aged as (
    select
        customer_key,
        min(case when amount > 0 then due_on end) as oldest_due,
        sum(case when due_on >= $as_of then amount else 0 end) as not_due,
        sum(case when $as_of - due_on between 1 and 30 then amount else 0 end) as late_30,
        sum(case when $as_of - due_on between 31 and 60 then amount else 0 end) as late_60,
        sum(case when $as_of - due_on between 61 and 90 then amount else 0 end) as late_90,
        sum(case when $as_of - due_on > 90 then amount else 0 end) as late_more
    from still_open
    group by customer_key
),

receivables as (
    select
        sums.customer_key as customer,
        customers.name,
        customers.phone,
        cast(sums.billed as decimal(18, 2)) as on_account,
        cast(sums.received as decimal(18, 2)) as received,
        cast(sums.owed - sums.paid as decimal(18, 2)) as receivable,
        cast(coalesce(aged.not_due, 0) as decimal(18, 2)) as not_due,
        cast(coalesce(aged.late_30, 0) as decimal(18, 2)) as late_30,
        cast(coalesce(aged.late_60, 0) as decimal(18, 2)) as late_60,
        cast(coalesce(aged.late_90, 0) as decimal(18, 2)) as late_90,
        cast(coalesce(aged.late_more, 0) as decimal(18, 2)) as late_more,
        aged.oldest_due,
        sums.last_paid_on
    from sums
    left join aged on aged.customer_key = sums.customer_key
    left join customers on customers.store_id = $store and customers.customer_key = sums.customer_key
    order by receivable desc, customer
)

select * from receivables

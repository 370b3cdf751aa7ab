-- One row per customer and day on which something he owes falls due or is paid: what is owed, what is paid of it, and for which day
-- A bill on account is due $term_days after its day; one below zero pays, and a payment below zero (given back) is owed at once.
-- billed are the bills alone, taken_back those of them below zero, and received the payments alone, less what was given back.
-- uses: facts/known_payments
with

moves as (
    select
        customer_key,
        bill_date as moved_on,
        bill_date + $term_days as due_on,
        null::date as pays_for,
        owed as amount,
        owed as billed
    from bills
    where store_id = $store and replaced_by is null and bill_date <= $as_of and customer_key is not null and owed <> 0
    union all
    select customer_key, paid_on as moved_on, coalesce(due_on, paid_on) as due_on, due_on as pays_for, -amount as amount, 0 as billed
    from known_payments
),

account_moves as (
    select
        moves.customer_key,
        moves.moved_on,
        moves.due_on,
        moves.pays_for,
        cast(sum(case when moves.amount > 0 then moves.amount else 0 end) as decimal(18, 2)) as owed,
        cast(sum(case when moves.amount < 0 then -moves.amount else 0 end) as decimal(18, 2)) as paid,
        cast(sum(greatest(moves.billed, 0)) as decimal(18, 2)) as billed,
        cast(sum(greatest(-moves.billed, 0)) as decimal(18, 2)) as taken_back,
        cast(sum(moves.billed - moves.amount) as decimal(18, 2)) as received
    from moves
    inner join customers on customers.store_id = $store and customers.customer_key = moves.customer_key and not customers.is_walk_in
    group by moves.customer_key, moves.moved_on, moves.due_on, moves.pays_for
)

select * from account_moves

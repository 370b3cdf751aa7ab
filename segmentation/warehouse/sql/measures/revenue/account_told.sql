-- One row per store: what went on account of nobody who is known, what bills do not tell apart, and whether there are payments
with

walk_ins as (
    select customer_key
    from customers
    where store_id = $store and is_walk_in
),

account_told as (
    select
        cast(coalesce(sum(owed) filter (
            where customer_key is null or customer_key in (select customer_key from walk_ins)
        ), 0) as decimal(18, 2)) as nameless,
        cast(coalesce(sum(amount) filter (
            where owed is null and regexp_matches(payment_method, $account_words)
        ), 0) as decimal(18, 2)) as mixed,
        count(owed) as bills_on_account,
        (select count(*) from payments where store_id = $store and paid_on <= $as_of) as payments,
        (select cast(coalesce(sum(amount), 0) as decimal(18, 2)) from payments where store_id = $store and paid_on > $as_of) as later,
        (select min(paid_on) from payments where store_id = $store and paid_on > $as_of) as later_from
    from bills
    where store_id = $store and replaced_by is null and bill_date <= $as_of and (owed is not null or payment_method is not null)
)

select * from account_told
